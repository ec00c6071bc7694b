"""What those who did not answer could change."""

from helpers.report.narrative.answers import quoted_name


def sentence(table, book, messages):
    """What those who did not answer could change: the share that they could move furthest."""
    some = table[table.missing > 0]
    if some.empty:
        return messages("nonresponse.nobody")
    reach = (some.worst_high - some.share).combine(some.share - some.worst_low, max)
    row = some.loc[reach.idxmax()]
    return messages(
        "nonresponse.most",
        n=row.missing,
        question=quoted_name(book.question(row.question), messages),
        share=messages.percent(row.share),
        between=messages.interval(row.worst_low, row.worst_high, messages.percent),
    )


def rows(table, book, messages):
    """The rows of the table of what those who did not answer could change."""
    keys = ("question", "missing", "share", "worst", "imbens_manski")
    column = {key: messages(f"column.{key}") for key in keys}
    return [
        {
            column["question"]: book.question(row.question).short[messages.language],
            column["missing"]: messages.integer(row.missing),
            column["share"]: messages.percent(row.share),
            column["worst"]: messages.interval(row.worst_low, row.worst_high, messages.percent),
            column["imbens_manski"]: messages.interval(
                row.imbens_manski_low, row.imbens_manski_high, messages.percent
            ),
        }
        for row in table.itertuples(index=False)
    ]
