"""The header of an export: which column is which question."""

from pathlib import Path

from helpers.answers.intake.layout import Layout
from helpers.answers.intake.option_columns import Options, find_options
from helpers.codebook import Codebook, SurveyError, suggest
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
        If a column is missing, stands there twice, or is not declared.
    """
    header = layout.header
    folded_header = [fold_case(name) for name in header]
    position = _positions(layout)
    question_of_column = {fold_case(question.column): question for question in book.questions}
    own = {fold_case(name) for name in layout.tool_columns}
    survey_columns = {name: place for name, place in position.items() if name not in own}
    options = [find_options(survey_columns, question) for question in book.questions]
    options = [group for group in options if group]
    asked = {position[name] for name in question_of_column if name in position}
    asked.update(place for group in options for place in group.places.values())
    ignored = {fold_case(name) for name in (*book.intake["ignore_columns"], book.intake["event"])}
    ignored |= {fold_case(name) for name in layout.tool_columns}
    for place, (name, folded) in enumerate(zip(header, folded_header, strict=True)):
        if place not in asked and folded not in ignored:
            raise SurveyError(
                f"{path}: the column {name!r} is no question of {book.folder / 'codebook.toml'}"
                f"{suggest(name, [question.column for question in book.questions])}; add it under "
                "[[questions]], or under `ignore_columns` of [intake] if it is to stay in the raw "
                "file"
            )
    columns = {}
    from_options = {group.question.id for group in options}
    for folded, question in question_of_column.items():
        if question.id in from_options:
            continue
        if folded not in position:
            raise SurveyError(
                f"{path}: no column {question.column!r} for question {question.id!r}"
                f"{suggest(question.column, header)}"
            )
        columns[question.id] = position[folded]
    for entry, name in (("timestamp", ""), ("event", "event")):
        column = fold_case(book.intake[entry])
        if column and column not in folded_header:
            raise SurveyError(
                f"{path}: no column {book.intake[entry]!r}, named as `{entry}` of [intake]"
            )
        is_used = name or book.intake["duplicate_seconds"]  # time stamps are of no other use
        if column and is_used:
            columns[name] = folded_header.index(column)
    for group in options:
        columns |= group.columns()
    return columns, options


def _positions(layout):
    """Position of each column by its folded name, and by the question that it holds."""
    position = {}
    for names in (layout.header, layout.texts):
        for place, name in enumerate(names):
            position.setdefault(fold_case(name), place)
    return position
