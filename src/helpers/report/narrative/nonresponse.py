"""What those who did not answer could change."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import quoted_name


def sentence(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """What those who did not answer could change: the share that they could move furthest."""
    rows = table[table.missing > 0]
    if rows.empty:
        return messages("nonresponse.nobody")
    told = []
    if len(unanswered := rows[rows.share.isna()]):
        names = [quoted_name(book.question(id), messages) for id in unanswered.question.unique()]
        told.append(messages("nonresponse.unanswered", questions=messages.list(names)))
    rows = rows[rows.share.notna()]
    if rows.empty:
        return " ".join(told)
    furthest = (rows.worst_high - rows.share).combine(rows.share - rows.worst_low, max)
    row = rows.loc[furthest.astype(float).idxmax()]
    most = messages(
        "nonresponse.most",
        n=row.missing,
        question=quoted_name(book.question(row.question), messages),
        share=messages.percent(row.share),
        between=messages.percents(row.worst_low, row.worst_high),
    )
    return " ".join([*told, most])


def rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> list[dict[str, str]]:
    """The rows of the table of what those who did not answer could change."""
    return [
        messages.row(
            {
                "column.question": messages.short(book.question(row.question)),
                "column.missing": messages.integer(row.missing),
                "column.share": messages.percent(row.share),
                "column.worst": messages.percents(row.worst_low, row.worst_high),
                "column.imbens_manski": messages.percents(
                    row.imbens_manski_low, row.imbens_manski_high
                ),
            }
        )
        for row in table.itertuples(index=False)
    ]
