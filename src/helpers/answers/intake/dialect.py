"""What stands between the cells of a file of text."""

import re
from collections import Counter
from collections.abc import Collection

from helpers.codebook.folding import fold_case

DELIMITERS = ",;\t|"
SEP_LINE = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)  # by which Excel is told the delimiter


def score(rows: list[list[str]], wanted: Collection[str] = ()) -> tuple[int, bool, float]:
    """How well a delimiter fits the first rows that it makes; the highest is the right one.

    Parameters
    ----------
    rows : list of list of str
    wanted : collection of str
        Names of columns that are looked for, folded by `fold_case`.

    Returns
    -------
    (int, bool, float)
        How many of the wanted columns one row names; whether most rows have several cells, and as
        many, and that row several too; how many cells the rows have that have as many as most.

    Examples
    --------
    >>> semicolon = [["How often, and why?", "Age"], ["1,5", "7"], ["2,5", "8"]]
    >>> comma = [["How often", " and why?;Age"], ["1", "5;7"], ["2", "5;8"]]
    >>> score(semicolon, ["how often, and why?"]) > score(comma, ["how often, and why?"])
    True
    """
    named = max((_named(row, wanted) for row in rows), default=0)
    widths = Counter(len(row) for row in rows if any(row))
    width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    share = count / max(widths.total(), 1)
    is_wide = width > 1 and share >= 0.5 and not _is_prose(rows)
    if named:
        is_wide = is_wide and any(len(row) > 1 for row in rows if _named(row, wanted) == named)
    return named, is_wide, width * share if is_wide or width < 2 else 0


def _named(row, wanted):
    return sum(fold_case(cell) in wanted for cell in row)


def _is_prose(rows):
    """Whether it stands within sentences: a space follows it, and the first row has none of it."""
    filled = [row for row in rows if any(row)]
    spaced = [all(cell.startswith(" ") for cell in row[1:]) for row in filled if len(row) > 1]
    return bool(filled) and len(filled[0]) == 1 and sum(spaced) > len(spaced) / 2
