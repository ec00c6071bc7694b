"""Clean answers as an analyst's plain frames: labels in order, and what is missing apart."""

import pandas as pd

from helpers.analysis import exploration
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
        option, ``q1_option``, 1 where it was chosen and 0 where not. What is no answer on the scale
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


def _labels(values, question: Question, messages):
    if question.kind == "number":
        return pd.to_numeric(values.astype("object"), errors="coerce")  # the rest is no number
    if question.kind == "text":  # it is known that there is one
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
