"""The columns of a table as the tool wrote them, turned into cells of questions."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.answers.intake.layout import HEADER, Layout
from helpers.answers.intake.opening import Source
from helpers.answers.intake.option_columns import (
    CHOSEN,
    CODED,
    NOT_SHOWN_MARK,
    Options,
    compose,
    is_not_chosen,
    lone_option,
)
from helpers.answers.intake.rows import is_question
from helpers.answers.intake.sheet import Sheet
from helpers.codebook import Codebook, Question, SurveyError
from helpers.codebook.folding import fold_accents

ROWS_SCANNED = 100_000  # at a time, to see which marks columns hold


@dataclass(frozen=True)
class Columns:
    """Which columns of a file are read, and what becomes of them.

    Attributes
    ----------
    positions : dict
        See `header.column_positions`.
    options : tuple of Options
        The questions put together from columns of one option each.
    not_shown : frozenset of str
        The questions, by id, where the tool's word for "not shown" is no answer of the codebook.
    headers : tuple of dict
        Of each header row that is no answer, what stands in each question's column.
    """

    positions: dict[str, int]
    options: tuple[Options, ...] = ()
    not_shown: frozenset[str] = frozenset()
    headers: tuple[dict[str, str], ...] = ()

    @property
    def places(self) -> set[int]:
        """The positions of all columns that are read."""
        return set(self.positions.values())

    def outside(
        self, table: pd.DataFrame, layout: Layout, no_answer: dict[int, str]
    ) -> dict[int, str]:
        """Rows of a table that are nobody's, by number: those below, a header that comes again."""
        found = layout.rows_below(table.index, no_answer)
        for header in self.headers:
            is_header = np.ones(len(table), bool)
            for name, text in header.items():
                column = table[name].array
                code = column.categories.get_indexer([text])[0]
                is_header &= column.codes == code if code >= 0 else False
                if not is_header.any():
                    break
            found |= dict.fromkeys(table.index[is_header], HEADER)
        return found

    def finish(self, table: pd.DataFrame, layout: Layout) -> pd.DataFrame:
        """One column a question, its cells as the respondent gave them."""
        if layout.clean:
            for name in filter(None, self.positions):
                table[name] = clean_cells(table[name], layout.clean)
        for name in self.not_shown & set(table):
            table[name] = clean_cells(table[name], layout.mark_not_shown)
        for options in self.options:
            table = compose(table, options)
        return table


def find_columns(
    positions: dict[str, int],
    options: list[Options],
    source: Source,
    layout: Layout,
    book: Codebook,
) -> Columns:
    """See which marks the columns of options hold, and that none is taken for a question.

    Raises
    ------
    SurveyError
        If the column of a question is that of one option only.
    """
    if isinstance(source, Sheet):
        source.refuse_merged(positions.values())
    lone = {question.id: question for question in book.questions if lone_option(question)}
    scanned = {name: place for group in options for name, place in group.columns().items()}
    scanned |= {name: positions[name] for name in lone if name in positions}
    texts = {name: set() for name in scanned}
    if scanned:
        for table in source.tables(scanned, ROWS_SCANNED):
            table = table.iloc[: len(table) - len(layout.rows_below(table.index))]
            for name in scanned:
                texts[name].update(table[name].cat.categories[table[name].cat.codes.unique()])
    _refuse_lone_options([q for q in lone.values() if _is_lone(q, texts.get(q.id))], source.path)
    options = tuple(_with_marks(group, texts) for group in options)
    words = {fold_accents(word) for word in layout.not_shown}
    not_shown = frozenset(q.id for q in book.questions if words and not words & _labels(q))
    headers = tuple(_headers(source.head()[: layout.rows_above], positions, options, book))
    return Columns(positions, options, not_shown, headers)


def _headers(rows, positions, options, book):
    """Header rows as they stand, without those whose words somebody may have answered."""
    places = {name: place for name, place in positions.items() if is_question(name)}
    questions = [q for q in book.questions if q.id in places and q.id not in _ids(options)]
    for row in rows:
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if any(fold_accents(cells[q.id]) not in {"", *_labels(q)} for q in questions):
            yield cells


def _ids(options):
    return {group.question.id for group in options}


def _with_marks(group, texts):
    """Options, with what their columns hold: whether they say no, and whether by a 2."""
    places = {group.name(place) for place in group.places}
    marks = {text.strip() for name in places for text in texts[name]} - {"", NOT_SHOWN_MARK}
    words = {words for level in group.question.levels for words in level.wordings}
    are_coded = marks <= CODED and not marks <= CHOSEN and not words & CODED
    are_coded &= group.question.kind != "ranking"
    has_no = any(is_not_chosen(text) for name in group.columns() for text in texts[name])
    return replace(group, has_marks=are_coded or has_no, are_coded=are_coded)


def clean_cells(column: pd.Series, clean) -> pd.Categorical:
    """A column, each of its texts cleaned once."""
    codes, labels = pd.factorize(column.cat.categories.map(clean))
    return pd.Categorical.from_codes(codes[column.cat.codes], labels)


def _is_lone(question: Question, texts):
    """Whether a column holds the option it is named after, or nothing, and no other answer."""
    answers = {fold_accents(text) for text in texts or ()}
    level = lone_option(question)
    option = set(map(fold_accents, level.wordings))
    return "" in answers and len(answers) > 1 and answers - {""} <= option | CHOSEN


def _refuse_lone_options(questions, path):
    if questions:
        told = "\n".join(
            f"{path}: the column {question.column!r} of question {question.id!r} holds one option "
            "or nothing: of those who left it blank nobody would be counted"
            for question in questions
        )
        name = questions[0].column.rpartition("[")[0].strip()
        raise SurveyError(
            f'{told}\nDeclare one question of kind "multiple" with `column = {name!r}` and a '
            "level for each option"
        )


def _labels(question):
    """All that the codebook takes for an answer, or a kind of missing, of a question."""
    words = [word for level in question.levels for word in (level.source, *level.aliases)]
    words += [word for labels in question.missing.values() for word in labels]
    return {fold_accents(word) for word in words}
