"""Whether verdicts hold when one decision is made otherwise, and what those who did not answer could change."""

from helpers.analysis.robustness import MAIN, flips
from helpers.report.narrative.answers import quoted_short
from helpers.report.narrative.associations import verdict

MARK = "†"  # of a verdict that is not that of the planned analysis


def specification(name, words):
    """The name of a specification; one with a value, as ``n = 76``, shows it."""
    kind, _, value = name.replace(" = ", ": ").partition(": ")
    return words(
        f"specification.{kind.replace(', ', '_').replace(' ', '_').replace('-', '_')}", value=value
    )


def robustness(table, outcome, book, words):
    """Whether the verdicts on one outcome hold, and where they do not.

    Parameters
    ----------
    table : DataFrame
        As `robustness.table` makes it.
    outcome : Question
    book : Codebook
    words : Words

    Returns
    -------
    str
        Markdown, one sentence.
    """
    rows = table[table.outcome == outcome.id]
    name, pairs, turned = quoted_short(outcome, words), rows.behaviour.nunique(), flips(rows)
    if turned.empty:
        ways = words.integer(rows.specification[rows.specification != MAIN].nunique())
        return words("robustness.holds", n=pairs, outcome=name, ways=ways)
    items = [
        words(
            "robustness.item",
            behaviour=book.question(behaviour).short[words.language],
            ways=words.list([_becomes(row, words) for row in part.itertuples()]),
        )
        for behaviour, part in turned.groupby("behaviour", sort=False)
    ]
    return words(
        "robustness.flips",
        n=len(items),
        pairs=words.integer(pairs),
        outcome=name,
        items="; ".join(items),
    )


def _becomes(row, words):
    told = verdict(row.verdict, "association", words)
    return f"{specification(row.specification, words)}{words('colon')}{told}"


def specification_rows(rows, book, words):
    """The rows of the table of specifications of one outcome: a specification down, a behaviour across.

    A cell holds gamma and the exact p; a verdict that is not that of the planned analysis is
    marked.
    """
    lines = {}
    for row in rows.itertuples(index=False):
        cell = words("robustness.cell", effect=words.number(row.effect), p=words.p(row.p))
        column = book.question(row.behaviour).short[words.language]
        lines.setdefault(specification(row.specification, words), {})[column] = cell + MARK * bool(
            row.differs
        )
    return lines


def nonresponse(table, book, words):
    """What those who did not answer could change: the share that they could move furthest."""
    some = table[table.missing > 0]
    if some.empty:
        return words("nonresponse.nobody")
    reach = (some.worst_high - some.share).combine(some.share - some.worst_low, max)
    row = some.loc[reach.idxmax()]
    return words(
        "nonresponse.most",
        n=row.missing,
        question=quoted_short(book.question(row.question), words),
        share=words.percent(row.share),
        between=words.interval(row.worst_low, row.worst_high, words.percent),
    )


def nonresponse_rows(table, book, words):
    """The rows of the table of what those who did not answer could change."""
    keys = ("question", "missing", "share", "worst", "imbens_manski")
    column = {key: words(f"column.{key}") for key in keys}
    return [
        {
            column["question"]: book.question(row.question).short[words.language],
            column["missing"]: words.integer(row.missing),
            column["share"]: words.percent(row.share),
            column["worst"]: words.interval(row.worst_low, row.worst_high, words.percent),
            column["imbens_manski"]: words.interval(
                row.imbens_manski_low, row.imbens_manski_high, words.percent
            ),
        }
        for row in table.itertuples(index=False)
    ]
