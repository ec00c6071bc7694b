"""What captions of every section have in common."""


def noted(caption, book, words):
    """Every table and figure drawn from synthetic answers says so."""
    return f"{caption}. {words('note.synthetic')}" if book.synthetic else caption
