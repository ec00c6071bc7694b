"""An SPSS file: labels of its variables for a header, labels of its values for answers.

What its owner has declared missing is kept as it is labelled, for the codebook to say what it
means.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd
import pyreadstat

from helpers.answers.intake.cell_text import cell_text
from helpers.answers.intake.layout import name_columns, part_name
from helpers.answers.intake.sheet import Sheet
from helpers.codebook import SurveyError


def open_spss(path: Path) -> Sheet:
    """Open an SPSS file, whose variables are found by their labels and by their names.

    Raises
    ------
    SurveyError
        If it is broken.
    """
    table, labels = _load(path, path.stat().st_mtime_ns)
    names = [labels.column_names_to_labels[name] or name for name in table.columns]
    for set_name, group in labels.mr_sets.items():
        if group["is_dichotomy"]:
            question = group["label"] or set_name.removeprefix("$")
            for variable in group["variable_list"]:
                place = table.columns.get_loc(variable)
                names[place] = part_name(question, names[place])
    rows = partial(_rows, path, tuple(names))
    return Sheet(path, "SPSS file", rows, texts=name_columns(table.columns))


def _rows(path: Path, names: tuple[str, ...]) -> Iterator[list[str]]:
    table, labels = _load(path, path.stat().st_mtime_ns)
    yield list(names)
    texts = [
        [*map(partial(_text, labels=labels.variable_value_labels.get(name, {})), column)]
        for name, column in table.items()
    ]
    yield from map(list, zip(*texts, strict=True))


def _text(cell, labels):
    """A cell as text: the label of its value where there is one."""
    if cell in labels and labels[cell].strip():
        return labels[cell]
    return "" if cell is pd.NaT else cell_text(cell)


@lru_cache(maxsize=1)
def _load(path, changed):
    try:
        return pyreadstat.read_sav(str(path), user_missing=True)
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        raise SurveyError(
            f"{path} cannot be read as an SPSS file: {error}; save it again"
        ) from None
