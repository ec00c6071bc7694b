"""What the marks of a figure stand for: where its shares are from, and their intervals."""

from collections.abc import Collection

from helpers.report.catalogue import Messages

PARTS = {
    "solid": "key.published",
    "bold": "key.bold",
    "hatched": "key.follows",
    "dashed": "key.drawn",
    "interval": "key.interval",
    "coloured": "key.overview",
    "bounds": "key.bounds",
    "bounds of sample": "key.bounds_sample",
}


def sentence(marks: Collection[str], messages: Messages) -> str:
    """What stands for each of `PARTS` that occurs, in one sentence.

    >>> from helpers.report import catalogue
    >>> sentence({"dashed", "bold"}, catalogue.load("en"))
    'Bold: published; dashed: drawn at random.'
    """
    text = "; ".join(messages(key) for mark, key in PARTS.items() if mark in marks)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def of_bars(levels: Collection[str], known: Collection[str], follows: Collection[str]) -> list[str]:
    """The marks of the bars of one question of a reconstruction.

    >>> of_bars(["yes", "no", "other"], {"yes"}, {"no|other"})
    ['solid', 'hatched', 'dashed']
    """
    marks = [
        ("solid", known & set(levels)),
        ("bold", not known & set(levels) and known),
        ("hatched", follows),
        ("dashed", set(levels) - set(known) - set(follows)),
    ]
    return [mark for mark, occurs in marks if occurs]
