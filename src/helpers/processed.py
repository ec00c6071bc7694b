"""The processed files: their columns, and how one notebook hands a table to the next."""

import re
from pathlib import Path

import pandas as pd

from helpers.codebook import SurveyError, find_survey_folder

# The contract between notebooks. `answers` and `duplicates` have one column a question besides; of
# a large survey they are Parquet files of distinct combinations, with a column `people` in place of
# `row`. Of a survey held at events these two and `cleaning` have a column `event`.
COLUMNS = {
    "answers": ["row"],
    "duplicates": ["row"],
    "cleaning": ["row", "question", "raw", "value", "rule", "action", "count"],
    "account": ["part", "item", "count"],
    "shares": ["question", "level", "status", "count", "base", "share", "low", "high", "method"],
    "crosstabs": ["behaviour", "outcome", "behaviour_level", "outcome_level", "count", "base"],
    "associations": [
        "behaviour",
        "outcome",
        "family",
        "base",
        "effect_name",
        "effect",
        "low",
        "high",
        "odds_ratio",
        "odds_low",
        "odds_high",
        "test",
        "p",
        "p_adjusted",
        "p_max_t",
        "p_smallest",
        "alpha",
        "detectable",
        "detectable_odds",
        "verdict",
        "note",
    ],
    "grim": ["rounding", "n", "question", "levels", "percent", "count_low", "count_high", "blanks"],
    "exploration": [
        "first",
        "second",
        "option",
        "base",
        "effect_name",
        "effect",
        "low",
        "high",
        "test",
        "p",
        "p_max_t",
        "p_bh",
        "note",
    ],
    "regression": [
        "outcome",
        "predictor",
        "base",
        "events",
        "odds_ratio",
        "low",
        "high",
        "method",
        "note",
    ],
    "reliability": ["quantity", "item", "estimate", "low", "high", "base", "note"],
    "bounds": [
        "reading",
        "behaviour",
        "outcome",
        "n",
        "active",
        "positive",
        "both_low",
        "both_high",
        "phi_low",
        "phi_high",
        "tau_b_low",
        "tau_b_high",
        "somers_outcome_low",
        "somers_outcome_high",
        "somers_behaviour_low",
        "somers_behaviour_high",
        "p_smallest",
    ],
    "nonresponse": [
        "question",
        "level",
        "count",
        "base",
        "missing",
        "share",
        "low",
        "high",
        "worst_low",
        "worst_high",
        "envelope_low",
        "envelope_high",
        "imbens_manski_low",
        "imbens_manski_high",
    ],
    "robustness": [
        "behaviour",
        "outcome",
        "specification",
        "base",
        "effect",
        "low",
        "high",
        "p",
        "p_adjusted",
        "verdict",
        "differs",
        "note",
    ],
    "events": ["event", "people", "valid", "state"],
    "event_shares": ["event", "question", "level", "count", "base", "share", "low", "high"],
    "claims": [
        "claim",
        "quantity",
        "published",
        "recomputed",
        "low",
        "high",
        "count",
        "base",
        "verdict",
    ],
    "provenance": ["item", "value"],
}
ANSWERS = ("answers", "duplicates")
TEXTS = {
    "question",
    "raw",
    "value",
    "rule",
    "action",
    "part",
    "item",
    "level",
    "levels",
    "status",
    "method",
    "note",
    "quantity",
    "verdict",
    "behaviour_level",
    "outcome_level",
    "test",
    "effect_name",
    "family",
    "reading",
    "claim",
    "rounding",
    "first",
    "second",
    "option",
    "specification",
    "event",
    "state",
}


def write(table, folder, name):
    """Write a table to ``folder/name.csv``, or combinations of answers to ``folder/name.parquet``.

    Numbers keep ten significant digits: enough for every use, and the same on every machine.

    Parameters
    ----------
    table : DataFrame
        Answers come as `cleaning.Cleaned` holds them.
    folder : str or Path
        The survey's processed folder, from here or from a folder above; made where the folder that
        holds it is.
    name : str
        The table's name in `COLUMNS`; a part of it, such as one question's, as ``shares/q5``.

    Returns
    -------
    DataFrame
        One row: file, rows.

    Raises
    ------
    ValueError
        If the columns are not those of the contract.
    """
    kind = name.split("/")[0]
    combined = kind in ANSWERS and "people" in table
    if kind in ANSWERS and table.index.name == "row":
        table = table.reset_index()
    columns = (
        table.columns[-1:] if combined else table.columns[:1] if kind in ANSWERS else table.columns
    )
    columns = [column for column in columns if kind != "cleaning" or column != "event"]
    if columns != (["people"] if combined else COLUMNS[kind]):
        raise ValueError(f"{name}: columns {list(table.columns)}, not {COLUMNS[kind]}")
    folder = find_survey_folder(Path(folder).parent) / Path(folder).name
    path = folder / f"{name}.{'parquet' if combined else 'csv'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if combined:
        table.to_parquet(path, index=False)
    else:
        table.to_csv(path, index=False, float_format="%.10g", lineterminator="\n")
    if kind in ANSWERS:  # the other form, of a survey that has grown
        path.with_suffix(".csv" if combined else ".parquet").unlink(missing_ok=True)
    return pd.DataFrame({"file": [path.relative_to(folder).as_posix()], "rows": [len(table)]})


def read(folder, name):
    """Read a table; one that is kept in parts, such as ``shares``, whole. A table that nobody wrote has no rows.

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
    base = find_survey_folder(folder)
    path = base / f"{name}.csv"
    parts = [path] if path.exists() else sorted((base / name).glob("*.csv"), key=_natural)
    columns = COLUMNS[re.split("[/.]", name)[0]]
    empty = {column: [""] for column in columns if column not in TEXTS}
    texts = {column: str for column in (*columns, "event") if column in TEXTS}
    frames = [
        pd.read_csv(part, dtype=texts, keep_default_na=False, na_values=empty) for part in parts
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def read_all(folder, *names):
    """Read several tables, in the order of their names."""
    return [read(folder, name) for name in names]


def read_shares(folder, book):
    """Read the shares of all questions, which 02_question writes one by one.

    Raises
    ------
    SurveyError
        If those of a question are not there.
    """
    there = find_survey_folder(folder) / "shares"
    missing = [
        question.id for question in book.questions if not (there / f"{question.id}.csv").is_file()
    ]
    if missing:
        raise SurveyError(
            f"{folder}: no shares of {', '.join(missing)}; execute 02_question for each, or run: "
            f"survey build {book.folder}"
        )
    return read(folder, "shares")


def read_answers(folder, book, name="answers"):
    """Read the clean answers, each question as text or, of a large survey, as categories, with a column ``people``.

    Parameters
    ----------
    folder : str or Path
    book : Codebook
    name : {"answers", "duplicates"}

    Returns
    -------
    DataFrame
        As `cleaning.Cleaned` holds them, `row` as a column.

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
        met = {part for value in table[question.id].unique() for part in value.split("|")}
        if strange := sorted(met - set(question.categories)):
            raise SurveyError(
                f"{path}: {question.id!r} holds {strange[0]!r}, no level of it; run 01_clean again"
            )
    return table


def _natural(path: Path):
    """q2 before q10."""
    digits = "".join(c for c in path.stem if c.isdigit())
    return (path.stem.rstrip("0123456789"), int(digits or 0))
