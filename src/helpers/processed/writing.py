"""A processed table, written to its file."""

from pathlib import Path

import pandas as pd

from helpers.codebook import find_survey_folder
from helpers.processed.contract import ANSWERS, COLUMNS

DIGITS = "%.10g"  # of a number in a file


def write(table: pd.DataFrame, folder: str | Path, name: str) -> pd.DataFrame:
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
        The table's name; a part of it, such as one question's, as ``shares/q5``.  A table that is
        not in `COLUMNS` may have any columns.

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
    is_aggregated = kind in ANSWERS and "people" in table
    if kind in ANSWERS and table.index.name == "row":
        table = table.reset_index()
    if kind in COLUMNS:
        _check_columns(table, kind, name, is_aggregated)
    folder = find_survey_folder(Path(folder).parent) / Path(folder).name
    path = folder / f"{name}.{'parquet' if is_aggregated else 'csv'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_aggregated:
        table.to_parquet(path, index=False)
    else:
        table.to_csv(path, index=False, float_format=DIGITS, lineterminator="\n")
    if kind in ANSWERS:  # the other form, of a survey that has grown
        path.with_suffix(".csv" if is_aggregated else ".parquet").unlink(missing_ok=True)
    return pd.DataFrame({"file": [path.relative_to(folder).as_posix()], "rows": [len(table)]})


def as_read(table: pd.DataFrame) -> pd.DataFrame:
    """A table with its numbers as they are read from its file: rounded, whole ones as integers.

    >>> as_read(pd.DataFrame({"share": [61 / 77, None], "count": [61.0, 16.0]})).to_dict("list")
    {'share': [0.7922077922, nan], 'count': [61, 16]}
    """
    floats = table.select_dtypes("float").map(lambda value: float(DIGITS % value))
    whole = {name: "int64" for name in floats if (floats[name] % 1 == 0).all()}
    return table.assign(**floats.astype(whole))


def _check_columns(table, kind, name, is_aggregated):
    """Refuse columns other than those of the contract; a table of answers has others besides."""
    columns, expected = list(table.columns), COLUMNS[kind]
    if is_aggregated:
        columns, expected = columns[-1:], ["people"]
    elif kind in ANSWERS:
        columns = columns[:1]
    elif kind == "cleaning":
        columns = [column for column in columns if column != "event"]
    if columns != expected:
        raise ValueError(f"{name}: columns {list(table.columns)}, not {COLUMNS[kind]}")
