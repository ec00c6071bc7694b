"""The columns that other tools get: names, labels in every language, codes, kinds of missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.analysis import exploration
from helpers.codebook import ANSWERED, MISSING, Codebook, Question
from helpers.lab.frames import CARRIED, ranks_of, with_texts_answered
from helpers.report import catalogue, narrative

Texts = Mapping[str, str]  # by language
CHOSEN = {"0": "not_chosen", "1": "chosen"}


FAR = -1_000_000_000  # codes below it stand for no number: nobody gives one so small


@dataclass(frozen=True)
class Value:
    """One value of a variable.

    Attributes
    ----------
    id : str
        As the processed tables have it.
    code : int
        As SPSS has it: from 1 up in the order of the levels, 0 and 1 for an option of several,
        below zero for a kind of missing.
    labels : dict of str to str
    missing : bool
    """

    id: str
    code: int
    labels: Texts
    missing: bool = False


@dataclass(frozen=True)
class Variable:
    """One column: a question, or an option of one with several answers."""

    name: str
    question: Question
    option: str
    labels: Texts
    values: tuple[Value, ...]

    @property
    def measure(self) -> str:
        """How SPSS measures it."""
        if self.question.kind in ("number", "date"):
            return "scale"
        if self.question.kind == "ranking":
            return "ordinal"
        return "ordinal" if self.question.is_ordered else "nominal"


def variables(book: Codebook) -> list[Variable]:
    """The variables of a survey, in the order of its questions.

    Examples
    --------
    >>> from helpers import codebook
    >>> columns = variables(codebook.load("data/raw/linkedin-2015"))
    >>> [column.name for column in columns][4:7], columns[9].labels["en"]
    (['q1_affaires', 'q1_autre', 'q2'], 'I like, comment on or share content')
    >>> [(value.id, value.code) for value in columns[-1].values][:4]
    [('oui', 1), ('non', 2), ('ne_sait_pas', 3), ('_skipped', -1)]
    """
    messages = {name: catalogue.load(name, marked=False) for name in book.languages}
    columns = []
    for question in book.questions:
        if question.kind not in ("multiple", "ranking"):
            far = FAR if question.kind == "number" else 0  # a date is no small number
            values = (*_levels(question, messages, far), *_missing(messages, far))
            columns.append(Variable(question.id, question, "", question.text, values))
            continue
        words = {name: narrative.looks.chosen(each) for name, each in messages.items()}
        either = [
            Value(id, int(id), {name: words[name][word] for name in words})
            for id, word in CHOSEN.items()
        ]
        if question.kind == "ranking":
            either = _ranks(question, messages)
        for level in question.levels:
            labels = {
                name: f"{question.short[name]}{each('colon')}{level.text[name]}"
                for name, each in messages.items()
            }
            name = f"{question.id}_{level.id}"
            values = (*either, *_missing(messages))
            columns.append(Variable(name, question, level.id, labels, values))
    return columns


def identified(clean: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Clean answers as these variables, every value by its id, kinds of missing too.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> clean = pd.DataFrame({question.id: ["_skipped"] for question in book.questions})
    >>> frame = identified(clean.assign(q1="emploi|partage"), book)
    >>> frame[["q1_emploi", "q1_affaires", "q2"]].iloc[0].tolist()
    ['1', '0', '_skipped']
    """
    columns = {name: clean[name] for name in CARRIED if name in clean}
    chosen = {
        question.id: exploration.chosen_options(clean, question)
        for question in book.questions
        if question.kind == "multiple"
    } | {q.id: ranks_of(clean, q) for q in book.questions if q.kind == "ranking"}
    for variable in variables(book):
        values = clean[variable.question.id].astype("object")
        if variable.option:
            option = chosen[variable.question.id][variable.option]
            if variable.question.kind == "ranking":  # whoever ranked others did not rank this one
                option = option.fillna(0).where(~values.isin(MISSING))
            codes = option.map(lambda code: f"{code:.0f}").astype("object")
            values = codes.where(option.notna(), values)
        if variable.question.kind == "text":
            values = with_texts_answered(values)
        ids = [value.id for value in variable.values]
        if variable.question.kind in ("number", "date"):
            order = float if variable.question.kind == "number" else str
            ids += sorted(set(values) - set(ids), key=order)
        columns[variable.name] = pd.Categorical(values, ids)
    return pd.DataFrame(columns, index=clean.index)


def _levels(question, messages, far):
    if question.kind in ("number", "date"):  # which need no label; what is none has one
        aside = enumerate(question.levels, start=len(MISSING) + 1)
        return [Value(level.id, far - place, level.text, missing=True) for place, level in aside]
    if question.levels:
        texts = {level.id: level.text for level in question.levels}
    else:  # of free text it is known that there is one
        valid = {name: narrative.account.item("valid", each) for name, each in messages.items()}
        texts = {ANSWERED: valid} if question.kind == "text" else {}
    return [Value(id, code, texts[id]) for code, id in enumerate(texts, start=1)]


def _ranks(question, messages):
    """Ranks, which are their own codes; 0 of an option that was not ranked."""
    unranked = {name: narrative.rankings.unranked(each) for name, each in messages.items()}
    ranks = [str(rank) for rank in range(1, len(question.levels) + 1)]
    values = [Value(rank, int(rank), dict.fromkeys(messages, rank)) for rank in ranks]
    return [*values, Value("0", 0, unranked, missing=True)]


def _missing(messages, far=0):
    return [
        Value(
            kind,
            far - place,
            {name: narrative.account.item(kind, each) for name, each in messages.items()},
            missing=True,
        )
        for place, kind in enumerate(MISSING, start=1)
    ]
