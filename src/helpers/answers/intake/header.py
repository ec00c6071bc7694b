"""The header of an export: which column is which question."""

import re
import unicodedata

from helpers.codebook import SurveyError, suggest


def key(text):
    """Fold what typing varies and reading ignores: spaces, apostrophes, case.

    >>> key("J'aime\\xa0 le  Contenu ") == key("j’aime le contenu")
    True
    """
    return spaces(text).replace("’", "'").replace("`", "'").casefold()


def spaces(text):
    """Fold spaces only.

    >>> spaces(" Lac\\xa0Saint-Jean  2015")
    'Lac Saint-Jean 2015'
    """
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def places(header, book, path):
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
    keys = [key(name) for name in header]
    wanted = {key(q.column): q.id for q in book.questions}
    left = {key(name) for name in (*book.intake["ignore_columns"], book.intake["event"])}
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
        column = key(book.intake[entry])
        if column and column not in keys:
            raise SurveyError(
                f"{path}: no column {book.intake[entry]!r}, named as `{entry}` of [intake]"
            )
        if column and (name or book.intake["duplicate_seconds"]):  # time stamps are of no other use
            columns[name] = keys.index(column)
    return columns
