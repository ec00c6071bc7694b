"""A processed table, read from its file or its parts."""

import math
import re
from pathlib import Path

import pandas as pd

from helpers.codebook import NO_OPTION, Codebook, SurveyError, find_survey_folder
from helpers.codebook.days import is_day
from helpers.processed.contract import COLUMNS, TEXTS


def read(folder: str | Path, name: str) -> pd.DataFrame:
    """Read a table, all parts of one that is kept in parts; one that nobody wrote has no rows.

    Parameters
    ----------
    folder : str or Path
    name : str
        The table's name in `COLUMNS`; one of its parts, as ``shares/q5``; the one of a language, as
        ``provenance.fr``.

    Returns
    -------
    DataFrame
    """
    folder = find_survey_folder(folder)
    path = folder / f"{name}.csv"
    parts = [path] if path.exists() else sorted((folder / name).glob("*.csv"), key=_natural_order)
    kind = re.split("[/.]", name)[0]
    if kind not in COLUMNS:
        return pd.concat([pd.DataFrame(), *map(pd.read_csv, parts)], ignore_index=True)
    columns = COLUMNS[kind]
    empty = {column: [""] for column in columns if column not in TEXTS}
    texts = {column: str for column in (*columns, "event") if column in TEXTS}
    if not parts:
        return pd.DataFrame(columns=columns)
    tables = [
        pd.read_csv(part, dtype=texts, keep_default_na=False, na_values=empty) for part in parts
    ]
    return pd.concat(tables, ignore_index=True)


def read_all(folder: str | Path, *names: str) -> list[pd.DataFrame]:
    """Read several tables, in the order of their names."""
    return [read(folder, name) for name in names]


def read_shares(folder: str | Path, book: Codebook) -> pd.DataFrame:
    """Read the shares of all questions, which 02_question writes one by one.

    Raises
    ------
    SurveyError
        If those of a question are not there.
    """
    shares = find_survey_folder(folder) / "shares"
    ids = [question.id for question in book.questions]
    if missing := [id for id in ids if not (shares / f"{id}.csv").is_file()]:
        raise SurveyError(
            f"{folder}: no shares of {', '.join(missing)}; execute 02_question for each, or run: "
            f"survey build {book.folder}"
        )
    return read(folder, "shares")


def read_answers(folder: str | Path, book: Codebook, name: str = "answers") -> pd.DataFrame:
    """Read the clean answers, each question as text.

    Parameters
    ----------
    folder : str or Path
    book : Codebook
    name : {"answers", "duplicates"}

    Returns
    -------
    DataFrame
        As `cleaning.Cleaned` holds them, `row` as a column; of a large survey the combinations of
        answers, each question in categories, with a column ``people``.

    Raises
    ------
    SurveyError
        If a question's column is not there, or holds what is none of its levels: the answers were
        cleaned with another codebook.
    """
    path = find_survey_folder(folder) / f"{name}.parquet"
    if path.exists():
        table = pd.read_parquet(path)
    else:
        path = path.with_suffix(".csv")
        if not path.exists():
            raise SurveyError(f"{path} is missing; run 01_clean first")
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table["row"] = table["row"].astype(int)
    for question in book.questions:
        if question.id not in table:
            raise SurveyError(f"{path} has no column {question.id!r}; run 01_clean again")
        values = {part for value in table[question.id].unique() for part in _parts(value, question)}
        is_bare = BARE_VALUES.get(question.kind, lambda value: False)
        strange = values - {*question.categories, NO_OPTION}
        unknown = sorted(value for value in strange if not is_bare(value))
        if unknown:
            raise SurveyError(
                f"{path}: {question.id!r} holds {unknown[0]!r}, no level of it; run 01_clean again"
            )
    return table


def _parts(value, question):
    """The levels that a clean answer is made of; of ranks, one may be left out."""
    parts = value.split("|")
    return "=".join(filter(None, parts)).split("=") if question.kind == "ranking" else parts


def _is_number(text):
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


# What a clean answer may be besides a level, by kind.
BARE_VALUES = {"number": _is_number, "date": is_day, "text": str.isdecimal}


def _natural_order(path):
    """Order q2 before q10."""
    digits = "".join(sign for sign in path.stem if sign.isdigit())
    return path.stem.rstrip("0123456789"), int(digits or 0)
