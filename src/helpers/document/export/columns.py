"""The columns of a table: how they are headed, aligned and written, and how wide they are."""

import functools
import itertools
import re
import textwrap

from babel.numbers import format_decimal

from helpers import typography
from helpers.document import marks

_TRIED = 40  # rows of a table whose columns are tried for fewer lines
# What stands before the ends of a range of numbers, in any language.
_BETWEEN = re.compile(rf"\b({'|'.join(typography.range_words())})\s(?=[\d−-])")


def set_columns(data, language, words):
    """Give a table's data the form in which writers print it, in place.

    ``rows`` become text in the language of their column, ``align`` says how each column is set, and
    ``head`` becomes rows of (text, columns, rows, alignment), because neighbours may share a
    heading.  ``names`` are the headings that stand above each column, all rows of them in one;
    ``values`` are the rows as they were.
    """
    spoken, data["values"] = [own or language for own in data["languages"]], data["rows"]
    data["rows"] = [
        [_cell(value, own, language, words) for value, own in zip(row, spoken, strict=True)]
        for row in data["rows"]
    ]
    data["groups"] = {
        row: marks.typeset(name, language[:2]) for row, name in data.get("groups", ())
    }
    data["align"] = [
        "left"
        if i < data["stub"] or any(not _is_number(marks.strip(row[i])) for row in data["rows"])
        else "right"
        for i in range(len(spoken))
    ]
    stub, code = data["stub"], language[:2]
    head = [[marks.typeset(name, code) for name in row] for row in data["head"]]
    data["names"] = [
        " · ".join(filter(None, map(marks.strip, names))) for names in zip(*head, strict=True)
    ]
    data["head"] = [_shared(row[stub:], data["align"][stub:], last=row is head[-1]) for row in head]
    data["head"][0][:0] = [(name, 1, len(head), "left") for name in head[-1][:stub]]


def measure(texts, *, page=98, padding=3):
    """Column widths as a browser would choose them, from the cells' lengths in characters.

    A table that fits keeps its natural width; a wider one fills the page, and each column gets room
    for its longest word.  The rest is shared by length, or goes to cells before headings, whichever
    takes fewer lines.

    Parameters
    ----------
    texts : list of list of str
        The last row of headings, then the cells.
    page, padding : int
        Characters on a line, and those that the space beside a cell takes.

    Returns
    -------
    columns : list of str
        Typst widths.
    lines : list of int
        How many lines each row takes.
    scale : float
        The share of the type's size at which the longest words fit side by side, 1 at most.

    Examples
    --------
    >>> measure([["Level", "n"], ["Never", "38"]])
    (['auto', 'auto'], [1, 1], 1)
    >>> measure([["Question", "n"], ["word " * 40, "38"]])
    (['93fr', '5fr'], [1, 3], 1)
    >>> measure([["Level", "How many people"], ["word " * 16, "38"]])
    (['83fr', '15fr'], [2, 1], 1)
    >>> measure([["x" * 60, "y" * 57]])
    (['63fr', '60fr'], [1], 0.8)
    """
    columns = list(zip(*texts, strict=True))
    least = [
        padding + max(len(word) for cell in column for word in cell.split(" "))
        for column in columns
    ]
    full = [padding + max(map(len, column)) for column in columns]
    if sum(full) <= page:
        return ["auto"] * len(columns), [1] * len(texts), 1
    cells = [
        max([low, *(padding + len(cell) for cell in body)])
        for low, (_, *body) in zip(least, columns, strict=True)
    ]
    ways = [_raised(_raised(least, cells, page), full, page), _raised(least, full, page)]
    broken = [_broken(columns, shares, padding) for shares in ways]
    lines, shares = min(zip(broken, ways, strict=True), key=lambda way: sum(way[0]))
    if len(texts) <= _TRIED:
        lines, shares = _shifted(columns, lines, shares, least, padding)
    return [f"{share}fr" for share in shares], lines, min(1, round(page / sum(least), 2))


def _broken(columns, shares, padding):
    """How many lines each row takes if its columns are so wide."""
    heights = map(_heights, columns, (share - padding for share in shares))
    return [max(row) for row in zip(*heights, strict=True)]


@functools.lru_cache(maxsize=4096)
def _heights(column, width):
    """How many lines each cell of a column takes."""
    return [len(textwrap.wrap(cell, width)) or 1 for cell in column]


def _shifted(columns, lines, shares, least, padding):
    """Lines and widths after room went from column to column as long as that saves lines.

    >>> _shifted([("a", "ab " * 9), ("b", "cd")], [1, 5], [9, 15], [5, 5], 3)
    ([1, 2], [17, 7])
    """
    is_less = True
    while is_less:
        is_less = False
        for giver, taker in itertools.permutations(range(len(shares)), 2):
            for room in range(1, shares[giver] - least[giver] + 1):
                tried = [*shares]
                tried[giver], tried[taker] = tried[giver] - room, tried[taker] + room
                fewer = _broken(columns, tried, padding)
                if sum(fewer) < sum(lines):
                    lines, shares, is_less = fewer, tried, True
                    break
    return lines, shares


def _raised(widths, wanted, page):
    """Widths on the way to those wanted, as far as the page allows.

    >>> _raised([5, 5], [15, 25], 20), _raised([5, 5], [15, 25], 80)
    ([8, 12], [15, 25])
    """
    spare, missing = max(page - sum(widths), 0), sum(wanted) - sum(widths)
    part = min(1, spare / missing) if missing else 0
    return [
        width + round(part * (more - width)) for width, more in zip(widths, wanted, strict=True)
    ]


def _shared(names, align, *, last):
    """Headings as (text, columns, rows, alignment); equal neighbours share one, except on the last
    row.

    >>> _shared(["2015", "2015", "2016"], ["right", "right", "left"], last=False)
    [('2015', 2, 1, 'center'), ('2016', 1, 1, 'left')]
    """
    groups = []
    for name, side in zip(names, align, strict=True):
        if not last and groups and groups[-1][0] == name:
            groups[-1] = (name, groups[-1][1] + 1, 1, "center")
        else:
            groups.append((name, 1, 1, side))
    return groups


def _cell(value, language, page, words):
    if value is None:
        return words["missing"]
    if isinstance(value, str):
        return re.sub(r"(?<=[<>≤≥]) (?=\d|<data )", "\u00a0", marks.typeset(value, language[:2]))
    return format_decimal(value, locale=typography.conventions(page[:2])["locale"])


def _is_number(text):
    """Figures are set flush right; a dash or an empty cell stands for one.

    >>> [_is_number(text) for text in ("38 (49 %)", "de −0,12 à 0,34", "del 8 % al 9 %", "–")]
    [True, True, True, True]
    >>> [_is_number(text) for text in ("Jamais", "5 à 9 fois")]
    [False, False]
    """
    return not re.search(r"[^\W\d_]", _BETWEEN.sub("", text))
