"""The header of an export: which column is which question."""

import json
import re
from pathlib import Path

from helpers.answers.intake.layout import Layout
from helpers.answers.intake.option_columns import Options, find_options
from helpers.codebook import Codebook, SurveyError, suggest
from helpers.codebook.checks import shown
from helpers.codebook.folding import fold_case


def column_positions(
    layout: Layout, book: Codebook, path: Path
) -> tuple[dict[str, int], list[Options]]:
    """Find the columns of an export that a codebook describes.

    Returns
    -------
    columns : dict
        Position in the header of each question's column by its id, of the time stamp by ``""``, of
        the event by ``"event"``.
    options : list of Options
        The questions whose answers stand in columns of one option each.

    Raises
    ------
    SurveyError
        If a column is missing, or is not declared; all of them at once.
    """
    header = layout.header
    folded_header = [fold_case(name) for name in header]
    position = _positions(layout)
    question_of_column = {fold_case(question.column): question for question in book.questions}
    own = {fold_case(name) for name in (*layout.tool_columns, *layout.blank_columns)}
    survey_columns = {name: place for name, place in position.items() if name not in own}
    options = [find_options(survey_columns, question) for question in book.questions]
    options = [group for group in options if group]
    asked = {position[name] for name in question_of_column if name in position}
    asked.update(place for group in options for place in group.places.values())
    is_ignored = _ignoring([*book.intake["ignore_columns"], book.intake["event"]])
    unknown = [
        name
        for place, name in enumerate(header)
        if place not in asked and fold_case(name) not in own and not is_ignored(name)
    ]
    faults = [_unknown_message(unknown, book, path)] if unknown else []
    columns = {}
    from_options = {group.question.id for group in options}
    for folded, question in question_of_column.items():
        if question.id in from_options:
            continue
        if folded in position:
            columns[question.id] = position[folded]
        else:
            faults.append(
                f"{path}: no column {shown(question.column)} for question {question.id!r}"
                f"{suggest(question.column, header)}{_of_one_name(folded, folded_header)}"
            )
    for entry, name in (("timestamp", ""), ("event", "event")):
        column = fold_case(book.intake[entry])
        if column and column not in folded_header:
            faults.append(
                f"{path}: no column {shown(book.intake[entry])}, named as `{entry}` of [intake]"
            )
        elif column and (name or book.intake["duplicate_seconds"]):  # of no other use
            columns[name] = folded_header.index(column)
    if faults:
        raise SurveyError("\n".join(faults))
    for group in options:
        columns |= group.columns()
    return columns, options


def _ignoring(entries):
    """A test of names: whether one of some entries, which may hold ``*``, covers it.

    The name of several columns covers all of them, though they are told apart by a number.
    """
    patterns = [re.escape(fold_case(entry)).replace(r"\*", ".*") for entry in entries if entry]
    pattern = re.compile("|".join(patterns) or r"(?!)", re.DOTALL)

    def is_ignored(name):
        folded = fold_case(name)
        return bool(
            pattern.fullmatch(folded) or pattern.fullmatch(re.sub(r" \(\d+\)$", "", folded))
        )

    return is_ignored


def _unknown_message(names, book, path):
    """All columns that are not declared, as a line that leaves them in the raw file."""
    asked = [question.column for question in book.questions]
    ignored = [*book.intake["ignore_columns"], *names]
    listed = ", ".join(json.dumps(name, ensure_ascii=False) for name in ignored)
    told = [f"{shown(name)} is no question{suggest(name, asked)}" for name in names]
    entries = "column" if len(names) == 1 else "columns"
    return (
        f"{path}: the {entries} {'; '.join(told)}. Add each to {book.folder / 'codebook.toml'} "
        f"under [[questions]]; or, to leave it in the raw file, under [intake]:\n"
        f"ignore_columns = [{listed}]"
    )


def _of_one_name(column, header):
    """How to name one of several columns of one name."""
    alike = sum(re.sub(r" \(\d+\)$", "", name) == column for name in header)
    return f"; there are {alike} of this name: add ` (1)`, ` (2)` … to it" if alike > 1 else ""


def _positions(layout):
    """Position of each column by its folded name, and by the question that it holds."""
    position = {}
    for names in (layout.header, layout.texts):
        for place, name in enumerate(names):
            position.setdefault(fold_case(name), place)
    return position
