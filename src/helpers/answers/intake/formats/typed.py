"""A table typed by hand, below its title; and any other, its header in the first row."""

import re
from collections.abc import Collection

from helpers.answers.intake.layout import Layout, name_columns
from helpers.codebook.folding import fold_accents, fold_case

TOTALS = ("total", "totaux", "totals", "somme", "sum", "moyenne", "average", "mean")
NUMBER = re.compile(r"\s*[-+]?[\d\s.,]*\d\s*%?\s*")


def typed(rows: list[list[str]], wanted: Collection[str] = ()) -> Layout | None:
    """Recognise a table that begins below title rows.

    Its header is the row that names most of the columns looked for; without any, the first row that
    is filled throughout, as none above it is.

    >>> rows = [["Sondage 2015", ""], ["", ""], ["Avis", "Âge"], ["Bon", "7"], ["Beau", "8"]]
    >>> typed(rows).rows_above
    3
    """
    place = _header_place(rows, wanted)
    if not place:
        return None
    return Layout(
        name="typed",
        evidence=f"a table typed by hand: row {place + 1} names the columns, titles stand above it",
        header=name_columns(rows[place]),
        rows_above=place + 1,
    )


def plain(rows: list[list[str]]) -> Layout:
    """Take the first row for the header.

    >>> plain([["Age", "Avis"], ["7", "Bon"]]).header
    ('Age', 'Avis')
    """
    return Layout("plain", "a table whose first row names the columns", name_columns(rows[0]))


def is_total(row: list[str]) -> bool:
    """Whether a row at the end adds up those above it: a word for it, then nothing but numbers.

    >>> is_total(["Total", "", "12", "3,5"]), is_total(["Total", "Bon"]), is_total(["Total"])
    (True, False, False)
    """
    word, *numbers = [cell for cell in row if cell.strip()] or [""]
    is_word = fold_accents(word).rstrip(" :") in TOTALS
    return is_word and bool(numbers) and all(map(NUMBER.fullmatch, numbers))


def _header_place(rows, wanted):
    named = [sum(fold_case(cell) in wanted for cell in row) for row in rows]
    if max(named, default=0):
        return named.index(max(named))
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    width = max(filled, default=0)
    place = next((place for place, count in enumerate(filled) if count == width), 0)
    # a title is one cell, beside it at most a date or a name
    are_titles = width > 2 and all(count <= width / 2 for count in filled[:place])
    are_titles = are_titles or (width == 2 and max(filled[:place], default=2) < 2)
    return place if are_titles and _names_columns(rows[place], rows[place + 1 :]) else 0


def _names_columns(row, below):
    """Whether a row may be a header: nobody answers with its words, nor begins with a space."""
    repeats = any(
        cell.strip() and cell == other
        for each in below
        for cell, other in zip(row, each, strict=False)
    )
    return not repeats and not any(cell.startswith(" ") for cell in row)
