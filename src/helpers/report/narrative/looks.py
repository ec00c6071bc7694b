"""What somebody looked at by hand: two questions crossed, outside the plan."""

import math

import pandas as pd

from helpers.codebook import Codebook, Question
from helpers.document import literal
from helpers.report.catalogue import Messages
from helpers.report.narrative import answers, exploration

NO_MEASURE = "no measure fits"  # the note of such a look
EXACT = ", exact"  # how the name of such a test ends


def sentence(effects: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """How strongly two questions go together: effect, interval, p; a clause a group and option.

    Parameters
    ----------
    effects : DataFrame
        Rows of `exploration.table`, each with a `group` and a `where`: conditions, or empty.
    book : Codebook
    messages : Messages
    """
    if effects.note.eq(NO_MEASURE).any():
        return messages("look.unordered")
    clauses = [_clause(row, book, messages) for row in effects.itertuples(index=False)]
    return clauses[0] if len(clauses) == 1 else "\n".join(f"- {clause}" for clause in clauses)


def rows(looks: pd.DataFrame, book: Codebook, messages: Messages) -> list[dict[str, str]]:
    """The rows of a table of looks, as it is shown: whom each is about, then as exploration's."""
    lines = exploration.rows(looks, book, messages)
    among = [_among(row, book, messages) for row in looks.itertuples(index=False)]
    column = messages("column.among")
    return [{column: people} | line for people, line in zip(among, lines, strict=True)]


def within(conditions: list[tuple[Question, list[str]]], messages: Messages) -> str:
    """Whom a look is about: those who answered so."""
    parts = [
        messages(
            "look.answer",
            levels=answers.quoted_levels(question, levels, messages),
            question=answers.quoted_name(question, messages),
        )
        for question, levels in conditions
    ]
    return messages("look.within", answers=messages.list(parts))


def outside(looks: int, planned: bool, messages: Messages) -> str:
    """That a look decides nothing, and how many there were so far."""
    parts = [messages("look.outside"), messages("look.so_far", n=looks)]
    if planned:
        parts.append(messages("look.planned"))
    return " ".join(parts)


def texts(n: int, base: int, messages: Messages) -> str:
    """How many people wrote words of their own."""
    return messages("look.texts", n=n, base=messages.integer(base))


def texts_with(word: str, n: int, every: int, messages: Messages) -> str:
    """In how many of the texts a word is."""
    name = literal.escape(literal.protect(word))
    return messages("look.texts_with", n=n, word=name, every=messages.integer(every))


def text_columns(messages: Messages) -> dict[str, str]:
    """The headings of a table of texts, by its columns."""
    return {
        "event": event(messages),
        "row": messages("column.row"),
        "characters": messages("column.characters"),
        "text": messages("column.text"),
    }


def event(messages: Messages) -> str:
    """What an event is called, where whom a look is about is told by it."""
    return messages("look.event")


def nothing(messages: Messages) -> str:
    """That nothing was looked at yet."""
    return messages("look.none")


def controls(messages: Messages) -> dict[str, str]:
    """What stands beside each control by which a look is chosen."""
    return {
        "first": messages("look.first"),
        "second": messages("look.second"),
        "group": messages("look.group"),
        "no group": messages("look.everybody"),
        "where": messages("look.where"),
        "example": messages("look.example"),
        "save": messages("look.save"),
    }


def chosen(messages: Messages) -> dict[str, str]:
    """The two answers that an option of several is: not chosen, chosen."""
    return {"not_chosen": messages("look.not_chosen"), "chosen": messages("look.chosen")}


def _clause(row, book, messages):
    first, second = (book.question(id) for id in (row.first, row.second))
    name = answers.quoted_name(first, messages)
    if row.option:
        name = answers.quoted_levels(first, [row.option], messages)
    if row.group:
        name = f"{_among(row, book, messages)} · {name}"
    pair = {"first": name, "second": answers.quoted_name(second, messages)}
    pair["people"] = messages("people", n=row.base)
    if math.isnan(row.effect):
        return messages("look.nothing", **pair)
    effect = messages(exploration.EFFECTS[row.effect_name], value=messages.number(row.effect))
    if not math.isnan(row.low):
        interval = messages.interval(row.low, row.high)
        effect += f" {messages('answered.interval', interval=interval)}"
    if math.isnan(row.p):
        return messages("look.untested", effect=effect, **pair)
    p, is_exact = messages.p(row.p), row.test.endswith(EXACT)
    key = "look.exact" if is_exact else "look.tested"
    return messages(key, effect=effect, p=p, **pair)


def _among(row, book, messages):
    """Whom a look is about, by what they answered; everybody if nothing is asked of them."""
    parts = [part for text in (row.where, row.group) for part in text.split(", ") if part]
    names = []
    for part in parts:
        id, _, levels = part.partition("=")
        question = book.question(id.strip())
        label = answers.joined_levels(question, levels, messages)
        names.append(f"{messages.short(question)}{messages('colon')}{label}")
    return "; ".join(names) or messages("look.everybody")
