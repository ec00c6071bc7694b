"""What those who did not answer could change."""

import math

import pandas as pd

from helpers.codebook import Codebook
from helpers.report.catalogue import Messages
from helpers.report.narrative import population
from helpers.report.narrative.answers import quoted_name


def sentence(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """What those who did not answer could change: the share that they could move furthest."""
    if table.absent.notna().any():
        return _among_eligible(table, book, messages)
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


def _among_eligible(table, book, messages):
    """How many did not take part, and the share that all who are silent could move furthest."""
    people = messages.integer(population.eligible(book))
    told = [messages("nonresponse.away", n=table.absent.iloc[0], eligible=people)]
    known = table[table.share.notna()]
    width = (known.bound_high - known.bound_low).astype(float)
    if len(known) and width.max() > 0:
        row = known.loc[width.idxmax()]
        told.append(
            messages(
                "nonresponse.widest",
                question=quoted_name(book.question(row.question), messages),
                share=messages.percent(row.share),
                between=messages.percents(row.bound_low, row.bound_high),
            )
        )
    return " ".join(told)


def rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> list[dict[str, str]]:
    """The rows of the table of what those who did not answer could change."""
    return [_row(row, book, messages) for row in table.itertuples(index=False)]


def _row(row, book, messages):
    imbens_manski = messages.percents(row.imbens_manski_low, row.imbens_manski_high)
    cells = {
        "column.question": messages.short(book.question(row.question)),
        "column.missing": messages.integer(row.missing),
        "column.share": messages.percent(row.share),
        "column.worst": messages.percents(row.worst_low, row.worst_high),
        "column.imbens_manski": imbens_manski,
    }
    if not math.isnan(row.absent):
        cells["column.among_eligible"] = population.limits(row, messages)
    return messages.row(cells)
