"""Clean answers as an analyst's plain frames: labels in order, and what is missing apart."""

import pandas as pd

from helpers.analysis import exploration
from helpers.answers.ranks import places_of
from helpers.codebook import ANSWERED, MISSING, Codebook, Question
from helpers.report import narrative
from helpers.report.catalogue import Messages

CARRIED = ("event", "people")  # columns that stand beside the questions


def labelled_answers(clean: pd.DataFrame, book: Codebook, messages: Messages) -> pd.DataFrame:
    """Answers by their labels, as seaborn and statsmodels take them.

    Parameters
    ----------
    clean : DataFrame
        Clean answers.
    book : Codebook
    messages : Messages
        Bare ones: `catalogue.load(language).plain`.

    Returns
    -------
    DataFrame
        Indexed as `clean`. A question of one answer is a column of categories, the levels on its
        scale from low to high, ordered if the question is; a question of several is one column an
        option, ``q1_option``, 1 where it was chosen and 0 where not; a ranking too, the rank of
        the option. A number is itself, and so is a date. What is no answer on the scale
        is missing here, and said by `missing_answers`. Columns ``event`` and ``people`` stay.

    Examples
    --------
    >>> from helpers import codebook
    >>> from helpers.report import catalogue
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> clean = pd.DataFrame({question.id: ["_skipped"] for question in book.questions})
    >>> answers = labelled_answers(clean.assign(q5="rarement"), book, catalogue.load("en").plain)
    >>> answers.q5[0], answers.q5.cat.ordered, answers.q1_emploi.isna()[0].item()
    ('Rarely', True, True)
    """
    columns = {name: clean[name] for name in CARRIED if name in clean}
    for question in book.questions:
        if question.kind == "multiple":
            chosen = exploration.chosen_options(clean, question)
            columns |= {f"{question.id}_{option}": chosen[option] for option in chosen}
        elif question.kind == "ranking":
            given = ranks_of(clean, question)
            columns |= {f"{question.id}_{option}": given[option] for option in given}
        else:
            columns[question.id] = _labels(clean[question.id], question, messages)
    return pd.DataFrame(columns, index=clean.index)


def missing_answers(clean: pd.DataFrame, book: Codebook, messages: Messages) -> pd.DataFrame:
    """Why an answer is missing from `labelled_answers`: the kind, or the level off the scale.

    Returns
    -------
    DataFrame of str
        Indexed as `clean`, one column a question; missing where there is an answer on the scale.
    """
    reasons = {
        question.id: clean[question.id].astype("object").map(_reasons(question, messages))
        for question in book.questions
    }
    return pd.DataFrame(reasons, index=clean.index)


def ranks_of(clean: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The rank that each person gave each option of a ranking; missing where they gave none.

    >>> from helpers.codebook import Level
    >>> question = Question("q", "ranking", "", {}, {}, (Level("a", "A", {}), Level("b", "B", {})))
    >>> ranks_of(pd.DataFrame({"q": ["b|a", "_skipped"]}), question).to_numpy().tolist()
    [[2.0, 1.0], [nan, nan]]
    """
    given = clean[question.id].astype("object")
    rank_of = {
        value: {id: rank for rank, ids in enumerate(places_of(value), start=1) for id in ids}
        for value in set(given) - set(MISSING)
    }
    return pd.DataFrame(
        {
            level.id: given.map(lambda value, id=level.id: rank_of.get(value, {}).get(id))
            for level in question.levels
        },
        index=clean.index,
    ).astype(float)


def with_texts_answered(values: pd.Series) -> pd.Series:
    """Answers to a question of free text, without their lengths.

    >>> with_texts_answered(pd.Series(["12", "_skipped"])).tolist()
    ['answered', '_skipped']
    """
    values = values.astype("object")
    return values.where(values.isin(MISSING), ANSWERED)


def _labels(values, question: Question, messages):
    if question.kind == "number":
        return pd.to_numeric(values.astype("object"), errors="coerce")  # the rest is no number
    if question.kind == "date":
        return pd.to_datetime(values.astype("object"), format="%Y-%m-%d", errors="coerce")
    if question.kind == "text":  # it is known that there is one
        values = with_texts_answered(values)
        label = {ANSWERED: narrative.account.item("valid", messages)}
    else:
        label = {level: messages.label(question, level) for level in question.scale}
    labels = values.astype("object").map(label)
    return pd.Categorical(labels, list(label.values()), ordered=question.is_ordered)


def _reasons(question: Question, messages):
    """What is no answer on the scale, and what it is called."""
    reasons = {kind: narrative.account.item(kind, messages) for kind in MISSING}
    off = [level.id for level in question.levels if level.off_scale]
    return reasons | {level: messages.label(question, level) for level in off}
