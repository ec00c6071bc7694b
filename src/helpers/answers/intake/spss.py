"""An SPSS file: labels of its variables for a header, labels of its values for answers.

What its owner has declared missing is kept as it is labelled, for the codebook to say what it
means. The variables of a multiple response set, one an option, are the columns of one question.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd
import pyreadstat

from helpers.answers.intake.cell_text import cell_text
from helpers.answers.intake.layout import name_columns, part_name
from helpers.answers.intake.sheet import Sheet
from helpers.codebook import SurveyError, shown


def open_spss(path: Path) -> Sheet:
    """Open an SPSS file, whose variables are found by their labels and by their names.

    Raises
    ------
    SurveyError
        If it is broken.
    """
    table, labels = _load(path, path.stat().st_mtime_ns)
    options = _options(labels)
    names = [
        _column_name(labels.column_names_to_labels[name] or name, options.get(name.casefold()))
        for name in table.columns
    ]
    rows = partial(_rows, path, tuple(names))
    return Sheet(path, "SPSS file", rows, texts=name_columns(table.columns))


def _rows(path: Path, names: tuple[str, ...]) -> Iterator[list[str]]:
    table, labels = _load(path, path.stat().st_mtime_ns)
    yield list(names)
    options = _options(labels)
    texts = []
    for name, column in table.items():
        text = partial(_text, labels=labels.variable_value_labels.get(name, {}))
        if option := options.get(name.casefold()):
            missing = labels.missing_ranges.get(name, [])
            text = partial(_tick, counted=option.counted, missing=missing, text=text)
        texts.append([*map(text, column)])
    yield from map(list, zip(*texts, strict=True))


@dataclass(frozen=True)
class Option:
    """What a set says of a variable that is one option of a question: whose, chosen by what."""

    question: str
    counted: str


def _options(labels):
    """The variables of sets that are one option each, by name: SPSS folds names in its sets."""
    options = {}
    for set_name, group in labels.mr_sets.items():
        question = group["label"].strip() or set_name.removeprefix("$")
        for variable in group["variable_list"] if group["is_dichotomy"] else ():
            option = Option(question, str(group["counted_value"]).strip())
            options.setdefault(variable.casefold(), option)
    return options


def _column_name(label, option):
    """The name of a variable's column, that of an option without the question before it.

    >>> _column_name("Channels: E-mail", Option("Channels", "1"))
    'Channels [E-mail]'
    """
    if not option:
        return label
    question, part = " ".join(option.question.split()), " ".join(label.split())
    if part.lower().startswith(question.lower()):
        part = part[len(question) :].strip(" :-–—[]") or part
    return part_name(question, part)


def _tick(cell, counted, missing, text):
    """A cell of an option: chosen, not chosen, or what was declared missing of it."""
    words = cell_text(cell)
    if words.strip() == counted:
        return "1"
    is_missing = any(bound["lo"] <= cell <= bound["hi"] for bound in missing) if words else True
    return text(cell) if is_missing else "0"


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
            f"{path} cannot be read as an SPSS file: {shown(str(error))}; save it again"
        ) from None
