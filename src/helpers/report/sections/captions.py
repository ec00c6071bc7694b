"""What the figures and tables of all sections have in common: ids, and where answers come from."""

from helpers.document import show


def block_id(kind, *names):
    """The id of a figure (``fig``) or a table (``tbl``), made of names such as a question's.

    >>> block_id("fig", "forest", "q3_a")
    'fig-forest-q3-a'
    """
    return "-".join([kind, *names]).replace("_", "-")


def show_figure(figure, *names, caption):
    """Show a figure under an id made of names."""
    id = block_id("fig", *names)
    show.figure(figure.picture, id=id, caption=caption, alt=figure.alt)


def show_table(frame, *names, caption, note=""):
    """Show a table under an id made of names."""
    show.table(frame, id=block_id("tbl", *names), caption=caption, note=note)


def noted(caption, book, messages):
    """Every table and figure drawn from synthetic answers says so."""
    return f"{caption}. {messages('note.synthetic')}" if book.synthetic else caption
