"""How many people there were, by the published percentages alone."""

import pandas as pd

from helpers import published
from helpers.codebook import Codebook
from helpers.published import Published
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import joined_levels, quoted_name

PLAIN = "half up"  # the way of rounding that the sentences speak of
ROUNDINGS = {
    "half up": "rounding.half_up",
    "half even": "rounding.half_even",
    "truncation": "rounding.truncation",
    "off by one": "rounding.off_by_one",
}


def sentence(table: pd.DataFrame, publication: Published, messages: Messages) -> str:
    """Which numbers of respondents the published percentages allow."""
    if table.empty:
        return messages("published.grim_free")
    fits = published.admissible_numbers(table)
    numbers = _numbers(table)
    lowest, highest = messages.integer(min(numbers)), messages.integer(max(numbers))
    if not fits:
        return messages("published.grim_none", lowest=lowest, highest=highest)
    near = cells.Cell(publication.respondents.near, "published.toml", "respondents", "near")
    impossible = table[(table.rounding == PLAIN) & table.count_low.isna()]
    example = ""
    if len(impossible):
        closest = (impossible.n - near).abs().argsort(kind="stable").iloc[0]
        example = _impossible(impossible.iloc[closest], publication, messages)
    questions = cells.distinct(table, "grim", "question")
    admissible = [messages.integer(_cell(n, numbers)) for n in fits]
    closest = min(fits, key=lambda n: abs(n - near))
    return messages(
        "published.grim",
        example=example,
        questions=messages("questions", n=questions),
        admissible=messages.list(admissible, "or"),
        n=_cell(closest, numbers),
        near=messages.integer(near),
        lowest=lowest,
        highest=highest,
    )


def _impossible(row, publication, messages):
    """The one published percentage that no count of so many people makes."""
    digits = next(
        -percent.as_tuple().exponent
        for question, levels, percent in publication.percents()
        if (question, "|".join(levels)) == (row.question, row.levels)
    )
    return messages(
        "published.grim_example",
        percent=messages.points(row.percent, digits),
        n=row.n,
    )


def sentence_with_blanks(
    table: pd.DataFrame, publication: Published, book: Codebook, messages: Messages
) -> str:
    """Which numbers of respondents become possible once people may have left questions out.

    Parameters
    ----------
    table : DataFrame
        As `published.grim_table` makes it.
    publication : published.Published
    book : Codebook
    messages : Messages

    Returns
    -------
    str
        Empty when every number is possible without, or no percentage was published.
    """
    rows = table[table.rounding == PLAIN]
    before, after = (_admissible(table, blanks) for blanks in (0, 1))
    if before == rows.n.nunique():
        return ""
    numbers = _numbers(rows)
    near = publication.respondents.near
    n = min(numbers, key=lambda number: abs(number - near))
    left_out = rows[rows.n == n].drop_duplicates("question").set_index("question").blanks
    items = [
        messages("published.unequal_item", n=blanks, question=quoted_name(question, messages))
        for question, blanks in ((book.question(id), left_out[id]) for id in left_out.index)
        if left_out[question.id] > 0
    ]
    enough = ""
    if items and left_out.notna().all():
        enough = messages("published.unequal_enough", items=messages.list(items), n=n)
    return messages(
        "published.unequal",
        enough=enough,
        lowest=messages.integer(min(numbers)),
        highest=messages.integer(max(numbers)),
        before=messages.integer(before),
        after=messages.integer(after),
    )


def fitting(table: pd.DataFrame, rounding: str, blanks: int, messages: Messages) -> str:
    """The numbers of respondents at which every published percentage is possible, as runs."""
    numbers = _numbers(table)
    fits = published.admissible_numbers(table, rounding, blanks=blanks)
    return messages.runs([_cell(n, numbers) for n in fits]) or "–"


def by_number(table: pd.DataFrame, column: str, book: Codebook, messages: Messages) -> pd.DataFrame:
    """One column of the table: a line a published percentage, a column a number of respondents.

    Parameters
    ----------
    table : DataFrame
        As `published.grim_table` makes it.
    column : str
        ``count_low``, or ``blanks``.
    book : Codebook
    messages : Messages
        Bare ones.

    Examples
    --------
    >>> from helpers import codebook
    >>> from helpers.report import catalogue
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> grim, messages = published.grim_table(published.load(book)), catalogue.load("en").plain
    >>> by_number(grim, "count_low", book, messages).iloc[0, :4].tolist()
    [18, '–', 19, 19]
    >>> by_number(grim, "count_low", book, messages).index[1]
    ('Liking, commenting, sharing', 'Never or Rarely', '79%')
    """
    plain, each = table[table.rounding == PLAIN], ["question", "levels", "percent"]
    lines = plain.pivot(index=each, columns="n", values=column).astype(object)
    names = [messages(key) for key in ("column.question", "column.level", "column.published")]
    labels = [
        (
            messages.short(book.question(id)),
            joined_levels(book.question(id), levels, messages),
            messages.percent(percent / 100),
        )
        for id, levels, percent in lines.index
    ]
    return lines.where(lines.notna(), "–").set_axis(pd.MultiIndex.from_tuples(labels, names=names))


def margins(counts: dict[str, dict[str, int]], book: Codebook, messages: Messages) -> pd.DataFrame:
    """The counts that answers are drawn with, a line a level of each question of one answer.

    Examples
    --------
    >>> from helpers import codebook
    >>> from helpers.published import reconstruction
    >>> from helpers.report import catalogue
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> counts = reconstruction.marginal_counts(published.load(book), book)
    >>> lines = margins(counts, book, catalogue.load("en").plain)
    >>> lines.loc[("Liking, commenting, sharing", "Never")].tolist()
    ['31']
    """
    lines = [
        messages.row(
            {
                "column.question": messages.short(question),
                "column.level": messages.label(question, level),
                "column.count": messages.integer(count),
            }
        )
        for question in book.questions
        if question.kind != "multiple"
        for level, count in counts[question.id].items()
    ]
    return pd.DataFrame(lines).set_index([messages("column.question"), messages("column.level")])


def _admissible(table, blanks):
    """How many numbers of respondents are possible."""
    fits = published.admissible_numbers(table, blanks=blanks)
    return cells.Cell(len(fits), "grim", f"rounding={PLAIN}, blanks≤{blanks}", "admissible n")


def _numbers(table):
    """Every number of respondents that was tried, once."""
    return list(dict.fromkeys(table.n))


def _cell(number, numbers):
    """The cell that holds a number."""
    return next(cell for cell in numbers if cell == number)
