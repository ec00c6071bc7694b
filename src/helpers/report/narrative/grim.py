"""How many people there were, by the published percentages alone."""

from helpers import published
from helpers.report.narrative.answers import quoted_name


def sentence(table, publication, messages):
    """Which numbers of respondents the published percentages allow."""
    if table.empty:
        return messages("published.grim_free")
    fits = published.admissible(table)
    span = {"lowest": messages.integer(table.n.min()), "highest": messages.integer(table.n.max())}
    if not fits:
        return messages("published.grim_none", **span)
    near = publication.respondents["near"]
    gaps = table[(table.rounding == "half up") & table.count_low.isna()]
    worst = gaps.iloc[(gaps.n - near).abs().argsort(kind="stable").iloc[0]] if len(gaps) else None
    example = "" if worst is None else _impossible(worst, publication, messages)
    return messages(
        "published.grim",
        example=example,
        questions=messages("questions", n=table.question.nunique()),
        admissible=messages.list([messages.integer(n) for n in fits], "or"),
        n=messages.integer(min(fits, key=lambda n: abs(n - near))),
        near=messages.integer(near),
        **span,
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
        percent=messages.percent(row.percent / 100, digits),
        n=messages.integer(row.n),
    )


def sentence_with_blanks(table, publication, book, messages):
    """Which numbers of respondents become possible once people may have left questions out: one sentence.

    Parameters
    ----------
    table : DataFrame
        As `published.grim` makes it.
    publication : published.Published
    book : Codebook
    messages : Messages

    Returns
    -------
    str
        Empty when every number is possible without, or no percentage was published.
    """
    before, after = (len(published.admissible(table, blanks=most)) for most in (0, 1))
    rows = table[table.rounding == "half up"]
    if before == rows.n.nunique():
        return ""
    n = min(rows.n.tolist(), key=lambda n: abs(n - publication.respondents["near"]))
    lacking = rows[rows.n == n].drop_duplicates("question").set_index("question").blanks
    items = [
        messages(
            "published.unequal_item",
            n=int(blanks),
            question=quoted_name(book.question(id), messages),
        )
        for id, blanks in lacking.dropna().items()
        if blanks
    ]
    enough = ""
    if items and lacking.notna().all():
        enough = messages("published.unequal_enough", items=messages.list(items), n=n)
    return messages(
        "published.unequal",
        enough=enough,
        lowest=messages.integer(rows.n.min()),
        highest=messages.integer(rows.n.max()),
        before=messages.integer(before),
        after=messages.integer(after),
    )
