"""What published figures tell by themselves: how many people there were, who can be in two groups at once."""

from helpers import published
from helpers.report.narrative.answers import quoted_short


def grim(table, figures, words):
    """Which numbers of respondents the published percentages allow."""
    if table.empty:
        return words("published.grim_free")
    fits = published.admissible(table)
    span = {"lowest": words.integer(table.n.min()), "highest": words.integer(table.n.max())}
    if not fits:
        return words("published.grim_none", **span)
    near = figures.respondents["near"]
    gaps = table[(table.rounding == "half up") & table.count_low.isna()]
    worst = gaps.iloc[(gaps.n - near).abs().argsort(kind="stable").iloc[0]] if len(gaps) else None
    example = "" if worst is None else _impossible(worst, figures, words)
    return words(
        "published.grim",
        example=example,
        questions=words("questions", n=table.question.nunique()),
        admissible=words.list([words.integer(n) for n in fits], "or"),
        n=words.integer(min(fits, key=lambda n: abs(n - near))),
        near=words.integer(near),
        **span,
    )


def _impossible(row, figures, words):
    """The one published percentage that no count of so many people makes."""
    digits = next(
        -percent.as_tuple().exponent
        for question, levels, percent in figures.percents()
        if (question, "|".join(levels)) == (row.question, row.levels)
    )
    return words(
        "published.grim_example",
        percent=words.percent(row.percent / 100, digits),
        n=words.integer(row.n),
    )


def unequal(table, figures, book, words):
    """Which numbers of respondents become possible once people may have left questions out: one sentence.

    Parameters
    ----------
    table : DataFrame
        As `published.grim` makes it.
    figures : published.Published
    book : Codebook
    words : Words

    Returns
    -------
    str
        Empty when every number is possible without, or no percentage was published.
    """
    before, after = (len(published.admissible(table, blanks=most)) for most in (0, 1))
    rows = table[table.rounding == "half up"]
    if before == rows.n.nunique():
        return ""
    n = min(rows.n.tolist(), key=lambda n: abs(n - figures.respondents["near"]))
    lacking = rows[rows.n == n].drop_duplicates("question").set_index("question").blanks
    items = [
        words(
            "published.unequal_item", n=int(blanks), question=quoted_short(book.question(id), words)
        )
        for id, blanks in lacking.dropna().items()
        if blanks
    ]
    enough = ""
    if items and lacking.notna().all():
        enough = words("published.unequal_enough", items=words.list(items), n=n)
    return words(
        "published.unequal",
        enough=enough,
        lowest=words.integer(rows.n.min()),
        highest=words.integer(rows.n.max()),
        before=words.integer(before),
        after=words.integer(after),
    )


def bounds(figures, words):
    """What the margins bound, and the other readings of the published figures."""
    readings = [
        words("published.reading", text=reading["text"][words.language])
        for reading in figures.readings
    ]
    return "\n\n".join([words("published.bounds"), *readings])
