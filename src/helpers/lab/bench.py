"""A survey opened for somebody who wants to look: its questions, its answers, any two crossed."""

from __future__ import annotations

import html
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path

import pandas as pd

from helpers import codebook
from helpers.analysis import tables
from helpers.answers import cleaning, intake
from helpers.codebook import Codebook, SurveyError, suggest
from helpers.lab import frames, groups, question, texts
from helpers.lab.conditions import answered, read_conditions, read_group, with_event
from helpers.lab.crossing import Crossing
from helpers.lab.looks import Looks
from helpers.lab.pair import pair_of
from helpers.lab.view import View
from helpers.report import catalogue, narrative
from helpers.report.sections.captions import synthetic_note


def open_survey(survey: str | Path, language: str | None = None) -> Bench:
    """Open a survey: read its codebook, clean its export as the build does.

    Parameters
    ----------
    survey : str or Path
        The survey's name under ``data/raw``, or its folder.
    language : str, optional
        Of labels and sentences; the codebook's first if left out.

    Returns
    -------
    Bench

    Raises
    ------
    SurveyError
        If there is no such survey or language, or its codebook or its answers hold mistakes.

    Examples
    --------
    >>> survey = open_survey("linkedin-2015", language="en")
    >>> survey["q5"].frame[["level", "count", "base"]].head(2).values.tolist()
    [['jamais', 31, 77], ['rarement', 30, 77]]
    >>> survey.cross("q5", "q3").text.replace("\\xa0", " ")[:68]
    '“Liking, commenting, sharing” and “Concrete results”, 77 people: γ −'
    """
    book = codebook.load(_folder(survey))
    language = book.language(language or book.languages[0])
    return Bench(book, cleaning.clean(intake.read(book), book).answers, language)


class Bench:
    """A survey's questions and answers, at hand.

    Attributes
    ----------
    book : Codebook
    clean : DataFrame
        Clean answers, by ids, as the notebooks hand them on.
    messages : Messages
        Bare ones, in the language of this bench.
    """

    def __init__(self, book: Codebook, clean: pd.DataFrame, language: str) -> None:
        self.book, self.clean = book, clean
        self.messages = catalogue.load(language, marked=False)
        self._note = synthetic_note(book, self.messages)
        self._looks = Looks()
        self._grouped = with_event(book, clean)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The questions by id: wording, kind, role, and base, the people who answered."""
        rows = [
            {
                "id": asked.id,
                "wording": self.messages.wording(asked),
                "kind": asked.kind,
                "role": asked.role,
                "base": int(tables.shares(self.clean, asked).base.iloc[0]),
            }
            for asked in self.book.questions
        ]
        return pd.DataFrame(rows).set_index("id")

    @cached_property
    def answers(self) -> pd.DataFrame:
        """A plain frame of labels; see `frames.labelled_answers`."""
        return frames.labelled_answers(self.clean, self.book, self.messages)

    @cached_property
    def missing(self) -> pd.DataFrame:
        """Why an answer is missing from `answers`; see `frames.missing_answers`."""
        return frames.missing_answers(self.clean, self.book, self.messages)

    @property
    def looks(self) -> View:
        """What was crossed so far, with p adjusted over all of it."""
        return self._looks.view(self._grouped, self.messages, self._note)

    def __getitem__(self, id: str) -> View:
        """One question: count, base, share, interval, figure, sentence."""
        return question.describe(self.clean, self.book.question(id), self.book, self.messages)

    def __iter__(self) -> Iterator[str]:
        return iter(self.frame.index)

    def cross(self, first: str, second: str, *, group: str = "", where: str = "") -> View:
        """Cross two questions, outside the plan.

        Parameters
        ----------
        first, second : str
            Ids. A question of several answers is taken option by option.
        group : str
            Id of a question: each of its answers is a group looked at by itself. Of a survey held
            at events, ``event`` is one, and so is it in `where`: ``event=Laval|Lévis``.
        where : str
            Whom it is about: ``q2=semaine|jour, q3=oui`` for those who gave one of these answers
            to each of these questions.

        Returns
        -------
        View
            Its frame holds the counts; the effects are in `looks`.

        Raises
        ------
        SurveyError
            If a question or a level is unknown, or the two cannot be crossed.
        """
        messages, clean = self.messages, self.clean
        conditions = read_conditions(where, self._grouped)
        for condition in conditions:
            clean = clean[answered(clean, *condition)]
        sentences = [narrative.looks.within(conditions, messages)] if conditions else []
        pair = pair_of(self.book, first, second)
        crossing = Crossing(clean, pair, read_group(group, [first, second], self._grouped))
        self._looks.add(crossing, where)
        effects = crossing.effects.assign(where="")
        sentences.append(narrative.looks.sentence(effects, self._grouped, messages))
        sentences.append(narrative.looks.outside(len(self._looks), pair.planned, messages))
        lines = pd.DataFrame(narrative.looks.rows(effects, self._grouped, messages))
        return View(
            crossing.counts(messages),
            "\n\n".join(sentences),
            (crossing.lines(messages), lines.set_index(lines.columns[0])),
            partial(crossing.draw, messages),
            self._note,
        )

    def compare(self, id: str, group: str) -> View:
        """Compare the answers to one question between the answers to another, outside the plan.

        Parameters
        ----------
        id, group : str
            Ids. Of a survey held at events, ``event`` is a group.

        Returns
        -------
        View
            As the report compares groups: shares, one test, every two groups.
        """
        book = self._grouped
        by = read_group(group, [id], book) or book.question(group)
        return groups.compare(self.clean, book.question(id), by, book, self.messages)

    def texts(self, id: str, word: str = "") -> View:
        """What people wrote in words of their own, the longest first; only texts with `word`.

        Not for a report of real answers. The question is of kind ``text``, or has an option for
        words of one's own; the bench reads them in the export.
        """
        return texts.show_texts(self.clean, self.book.question(id), self.book, self.messages, word)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def _repr_html_(self) -> str:
        title = html.escape(self.messages.of_survey(self.book, "title"))
        table = self.frame.to_html(border=0)
        return f"<div><h3>{title}</h3>{table}<p><em>{html.escape(self._note)}</em></p></div>"

    def __repr__(self) -> str:
        title = self.messages.of_survey(self.book, "title")
        return "\n\n".join(filter(None, [title, self.frame.to_string(), self._note]))


def _folder(survey):
    """The folder of a survey, named as under ``data/raw`` or by its path."""
    known = [path.parent for path in sorted(_raw().glob("*/codebook.toml"))]
    named = {path.name: path for path in known}
    if str(survey) in named:
        return named[str(survey)]
    try:
        return codebook.find_survey_folder(survey)
    except SurveyError:
        there = f"only {list(named)}{suggest(survey, named)}" if named else "there is none"
        raise SurveyError(f"no survey {str(survey)!r} under data/raw; {there}") from None


def _raw():
    """The folder of the surveys, from here or from a folder above."""
    here = Path.cwd()
    return next(
        (base / "data/raw" for base in (here, *here.parents) if (base / "data/raw").is_dir()), here
    )
