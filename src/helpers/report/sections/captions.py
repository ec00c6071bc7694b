"""What the figures and tables of all sections have in common: ids, and where answers come from."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import marks, show
from helpers.report.catalogue import Messages
from helpers.report.figures.style import Figure


def block_id(kind: str, *names: str) -> str:
    """The id of a figure (``fig``) or a table (``tbl``), made of names such as a question's.

    >>> block_id("fig", "forest", "q3_a")
    'fig-forest-q3-a'
    """
    return "-".join([kind, *names]).replace("_", "-")


def show_figure(
    figure: Figure,
    *names: str,
    caption: str,
    subtitle: str = "",
    note: str = "",
    data: pd.DataFrame | None = None,
) -> None:
    """Show a figure under an id made of names; `data` is what it draws, and no more than that.

    Its `caption` is what it says, `subtitle` of what and of whom that is, `note` how it is read.
    """
    id = block_id("fig", *names)
    drawing = figure.drawing
    texts = {"caption": caption, "subtitle": subtitle, "note": note, "alt": figure.alt}
    show.figure(drawing.svgs(), id=id, data=data, narrow=drawing.narrow(), **texts)


def show_table(
    frame: pd.DataFrame, *names: str, caption: str, note: str = "", grouped: bool = False
) -> None:
    """Show a table under an id made of names."""
    show.table(frame, id=block_id("tbl", *names), caption=caption, note=note, grouped=grouped)


def remarks(reading: str, *others: str, book: Codebook, messages: Messages) -> str:
    """What stands under a figure: how it is read, other sentences, where its answers are from."""
    return " ".join(filter(None, [reading, *others, synthetic_note(book, messages)]))


def of_draw(headline: str, book: Codebook, messages: Messages) -> str:
    """A headline that is no finding about people says so where answers were drawn at random."""
    if not book.synthetic:
        return headline
    return messages("headline.drawn", text=marks.lower_first(headline))


def noted(caption: str, book: Codebook, messages: Messages) -> str:
    """Every table and figure drawn from synthetic answers says so."""
    return f"{caption}. {synthetic_note(book, messages)}" if book.synthetic else caption


def synthetic_note(book: Codebook, messages: Messages) -> str:
    """What stands under all that is drawn from synthetic answers; nothing under others."""
    return messages("note.synthetic") if book.synthetic else ""
