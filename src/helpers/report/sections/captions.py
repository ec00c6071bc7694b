"""What captions of every section have in common."""


def noted(caption, book, messages):
    """Every table and figure drawn from synthetic answers says so."""
    return f"{caption}. {messages('note.synthetic')}" if book.synthetic else caption
