"""From an export to what its codebook will hold: questions, columns left out, times."""

import re
from dataclasses import dataclass, replace
from datetime import date

from helpers.answers.intake import Preview
from helpers.codebook.folding import fold_case
from helpers.draft import groups, kinds, language, options, rankings
from helpers.draft.column import Column, columns_of
from helpers.draft.dates import BIRTH, date_question
from helpers.draft.identifying import reason_to_leave
from helpers.draft.naming import as_asked
from helpers.draft.question import Doubt, DraftQuestion, LeftColumn
from helpers.draft.relations import relate, with_ids
from helpers.draft.sample import sampled
from helpers.draft.times import Stamps, count_repeats, guess_format
from helpers.draft.trials import find_trials
from helpers.draft.unfinished import Unfinished, find_unfinished
from helpers.draft.write_ins import join_write_ins

LAST_ACTION = re.compile(r"last action|derni.re action|datestamp", re.I)


@dataclass(frozen=True)
class Draft:
    """What a codebook will hold.

    Attributes
    ----------
    language : str
    is_language_guessed : bool
    questions : dict of str to DraftQuestion
        By id, in the order of the columns.
    left : list of LeftColumn
    timestamp : str
        The column of the time when each row was sent; empty if there is none.
    stamps : Stamps or None
        None if its times cannot be read.
    latest : date or None
        The last day that the export names, other than days of birth.
    test_marks : tuple of str
        Words for a trial of the form, which stand alone in a cell of `test_rows` rows.
    repeats, rows : int
        How many rows say the same as another within `times.APART` seconds, and of how many.
    unfinished : Unfinished or None
        What tells rows that were begun and not finished.
    is_foreign : bool
        Whether the questions seem to be in another language than the codebook's texts.
    sampled_rows : int
        How many rows of a large export were looked at; 0 if all were.
    """

    language: str
    is_language_guessed: bool
    language_words: tuple[int, int]
    questions: dict[str, DraftQuestion]
    left: list[LeftColumn]
    separator: str
    timestamp: str = ""
    stamps: Stamps | None = None
    latest: date | None = None
    test_marks: tuple[str, ...] = ()
    test_rows: int = 0
    repeats: int = 0
    rows: int = 0
    sampled_rows: int = 0
    unfinished: Unfinished | None = None
    is_foreign: bool = False


def look_at(preview: Preview, wanted_language: str | None = None) -> Draft:
    """Guess what every column of an export is.

    Parameters
    ----------
    preview : Preview
    wanted_language : str, optional
        Of the codebook's texts; guessed from the questions if left out.
    """
    test_marks, is_trial = find_trials(preview)
    preview = replace(preview, rows=preview.rows[[not trial for trial in is_trial]])
    sample = replace(preview, rows=sampled(preview.rows))
    columns = columns_of(sample)
    guessed, *words = language.guess_of_columns(columns)
    own_language = wanted_language or guessed
    stamps, timestamp = _timestamp(preview, columns, own_language)
    tool = {fold_case(name) for name in (*preview.tool_columns, timestamp) if name}
    left = [LeftColumn(c.header, "of_the_tool") for c in columns if fold_case(c.header) in tool]
    answers = [column for column in columns if fold_case(column.header) not in tool]
    separator = _separator(preview, answers)
    questions, others = _questions(answers, separator, own_language)
    questions, others = join_write_ins(questions, others, columns, preview)
    asked = {fold_case(question.column) for question in questions}
    left = [column for column in left if fold_case(column.name) not in asked] + others
    if not questions:
        left = [column for column in left if column.reason == "of_the_tool"]
        kept = answers or columns
        left = [] if not answers else left
        timestamp = timestamp if answers else ""
        questions = [_as_text(column, "everything") for column in kept]
    questions = relate(questions, {column.name: column for column in columns})
    names = {fold_case(question.column) for question in questions}
    places = [place for place, column in enumerate(columns) if fold_case(column.name) in names]
    repeats = 0
    if timestamp and stamps:
        place = [column.header for column in columns].index(timestamp)
        repeats = count_repeats(preview.rows[places], preview.rows[place], stamps.format)
    return Draft(
        own_language,
        wanted_language is None,
        tuple(words),
        with_ids(questions),
        left,
        separator,
        timestamp,
        stamps if timestamp else None,
        stamps.latest.date() if stamps else _latest_day(columns, own_language),
        test_marks,
        sum(is_trial),
        repeats,
        len(preview.rows),
        0 if len(sample.rows) == len(preview.rows) else len(sample.rows),
        find_unfinished(preview),
        guessed != own_language and words[0] > 0,
    )


def _as_text(column, doubt):
    return DraftQuestion(column.name, as_asked(column.name), "text", doubts=(Doubt(doubt),))


def _timestamp(preview, columns, own_language):
    """The stamps of the column that the format names, or of one that reads as the time sent.

    Of rows that were not finished some tools leave the time when they were sent blank: another
    column of theirs tells when something was last done.
    """
    named = [column for column in columns if column.header == preview.timestamp]
    times = [column for column in columns if reason_to_leave(column) == "time"]
    if named and not all(preview.rows.iloc[:, columns.index(named[0])].str.strip()):
        others = [column for column in times if column.header in preview.tool_columns]
        named = [column for column in others if LAST_ACTION.search(column.name)] or named
    candidates = named or times
    for column in candidates:
        place = columns.index(column)
        texts = [" ".join(text.split()) for text in preview.rows.iloc[:, place]]
        known = preview.timestamp_format if column.header == preview.timestamp else ""
        stamps = guess_format(texts, own_language, known) if all(texts) else None
        if named or (stamps and re.search("%[HI]", stamps.format)):
            return stamps, column.header
    return None, ""


def _latest_day(columns, own_language):
    days = [
        stamps.latest.date()
        for column in columns
        if reason_to_leave(column) == "time" and not BIRTH.search(column.name)
        if (stamps := guess_format(column.answers, own_language))
    ]
    return max(days, default=None)


def _separator(preview, columns):
    """The format's; if it parts no cells, the one that parts those of most columns."""
    if any(_is_joint(column, preview.separator) for column in columns):
        return preview.separator
    counts = {
        mark: sum(_is_joint(column, mark) for column in columns) for mark in options.SEPARATORS
    }
    best = max(counts, key=counts.get)
    return best if counts[best] else preview.separator


def _is_joint(column, mark):
    answers = column.answers
    return options.is_multiple(answers, mark) or bool(rankings.ordered_list(answers, mark))


def _questions(columns, separator, own_language):
    questions: list[DraftQuestion] = []
    left: list[LeftColumn] = []
    for group in groups.find_groups(columns, _is_question):
        if ranking := rankings.ranking_question(group):
            questions.append(ranking)
            continue
        if groups.are_options(group):
            questions.append(groups.option_question(group))
            continue
        drafted = [_draft(column, separator, own_language) for column in group.columns]
        if group.stem and all(isinstance(row, DraftQuestion) for row in drafted):
            drafted = _grid(group, drafted, separator, own_language)
        questions += [entry for entry in drafted if isinstance(entry, DraftQuestion)]
        left += [entry for entry in drafted if isinstance(entry, LeftColumn)]
    return questions, left


def _is_question(group):
    return groups.are_options(group) or rankings.holds_ranks(group)


def _draft(column, separator, own_language):
    if reason := reason_to_leave(column):
        asked = date_question(column, as_asked(column.name), own_language)
        if reason == "time" and asked:
            return asked
        if "*" in column.file_name:
            return _as_text(column, "pattern")
        return LeftColumn(column.file_name, reason)
    drafted = kinds.draft_question(column, as_asked(column.name), (separator,), own_language)
    if isinstance(drafted, LeftColumn) and "*" in column.file_name:
        return _as_text(column, "pattern")
    return drafted


def _grid(group, drafted, separator, own_language):
    """The rows of a grid: each asked with what all are about, and with the levels of all."""
    together = Column(group.stem, sum((column.cells for column in group.columns), ()))
    whole = kinds.draft_question(together, group.stem, (separator,), own_language)
    asked = as_asked(group.stem)
    rows = [
        replace(row, text=f"{asked} — {part}", short=part, grid=group.stem, row=part)
        for row, part in zip(drafted, group.parts, strict=True)
    ]
    return groups.share_levels(rows, whole) if isinstance(whole, DraftQuestion) else rows
