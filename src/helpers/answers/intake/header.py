"""The header of an export: which column is which question."""

from helpers.answers.folding import fold_case
from helpers.codebook import SurveyError, suggest


def column_positions(header, book, path):
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
    keys = [fold_case(name) for name in header]
    wanted = {fold_case(q.column): q.id for q in book.questions}
    left = {fold_case(name) for name in (*book.intake["ignore_columns"], book.intake["event"])}
    for name, folded in zip(header, keys, strict=True):
        if keys.count(folded) > 1:
            raise SurveyError(
                f"{path}: the column {name!r} stands there {keys.count(folded)} times"
            )
        if folded not in wanted and folded not in left:
            raise SurveyError(
                f"{path}: the column {name!r} is no question of {book.folder / 'codebook.toml'}"
                f"{suggest(name, [q.column for q in book.questions])}; add it under [[questions]], "
                "or under `ignore_columns` of [intake] if it is to stay in the raw file"
            )
    for folded, question in wanted.items():
        if folded not in keys:
            column = book.question(question).column
            raise SurveyError(
                f"{path}: no column {column!r} for question {question!r}{suggest(column, header)}"
            )
    columns = {question: keys.index(folded) for folded, question in wanted.items()}
    for entry, name in (("timestamp", ""), ("event", "event")):
        column = fold_case(book.intake[entry])
        if column and column not in keys:
            raise SurveyError(
                f"{path}: no column {book.intake[entry]!r}, named as `{entry}` of [intake]"
            )
        if column and (name or book.intake["duplicate_seconds"]):  # time stamps are of no other use
            columns[name] = keys.index(column)
    return columns
