"""The header of an export: which column is which question."""

from pathlib import Path

from helpers.answers.folding import fold_case
from helpers.answers.intake.layout import Layout
from helpers.codebook import Codebook, SurveyError, suggest


def column_positions(layout: Layout, book: Codebook, path: Path) -> dict[str, int]:
    """Find the columns of an export that a codebook describes.

    Returns
    -------
    dict
        Position in the header of each question's column by its id, of the time stamp by ``""``, of
        the event by ``"event"``.

    Raises
    ------
    SurveyError
        If a column is missing, stands there twice, or is not declared.
    """
    header = layout.header
    folded_header = [fold_case(name) for name in header]
    question_of_column = {fold_case(question.column): question for question in book.questions}
    ignored = {fold_case(name) for name in (*book.intake["ignore_columns"], book.intake["event"])}
    ignored |= {fold_case(name) for name in layout.tool_columns}
    for name, folded in zip(header, folded_header, strict=True):
        if (count := folded_header.count(folded)) > 1:
            raise SurveyError(f"{path}: the column {name!r} stands there {count} times")
        if folded not in question_of_column and folded not in ignored:
            raise SurveyError(
                f"{path}: the column {name!r} is no question of {book.folder / 'codebook.toml'}"
                f"{suggest(name, [question.column for question in book.questions])}; add it under "
                "[[questions]], or under `ignore_columns` of [intake] if it is to stay in the raw "
                "file"
            )
    columns = {}
    for folded, question in question_of_column.items():
        if folded not in folded_header:
            raise SurveyError(
                f"{path}: no column {question.column!r} for question {question.id!r}"
                f"{suggest(question.column, header)}"
            )
        columns[question.id] = folded_header.index(folded)
    for entry, name in (("timestamp", ""), ("event", "event")):
        column = fold_case(book.intake[entry])
        if column and column not in folded_header:
            raise SurveyError(
                f"{path}: no column {book.intake[entry]!r}, named as `{entry}` of [intake]"
            )
        is_used = name or book.intake["duplicate_seconds"]  # time stamps are of no other use
        if column and is_used:
            columns[name] = folded_header.index(column)
    return columns
