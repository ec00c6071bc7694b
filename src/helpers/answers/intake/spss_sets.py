"""Multiple response sets of an SPSS file: variables that are the answers to one question.

A dichotomy set has a variable an option; a category set several variables that each hold the code
of an option chosen. Either becomes one column an option.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.answers.intake.cell_text import cell_text
from helpers.answers.intake.layout import part_name


@dataclass(frozen=True)
class Field:
    """A column of the table: its name, its name in the file, and what reads its texts."""

    name: str
    code: str
    read: Callable[[], list[str]]


def fields(table: pd.DataFrame, labels: Any) -> Iterator[Field]:
    """The columns of a file, those of its sets one an option.

    Parameters
    ----------
    table : DataFrame
    labels : pyreadstat.metadata_container
    """
    groups = {
        name.casefold(): (set_name, group)  # SPSS folds names in its sets; the first set counts
        for set_name, group in reversed(labels.mr_sets.items())
        for name in group["variable_list"]
    }
    read = set()
    for name in table.columns:
        set_name, group = groups.get(name.casefold(), ("", None))
        label = labels.column_names_to_labels[name] or name
        if group is None:
            yield Field(label, name, lambda name=name: [*map(_reader(name, labels), table[name])])
        elif group["is_dichotomy"]:
            counted = str(group["counted_value"]).strip()
            yield Field(
                _option_name(label, _question(set_name, group)),
                name,
                lambda name=name, counted=counted: [
                    _tick(cell, counted, labels.missing_ranges.get(name, []), _reader(name, labels))
                    for cell in table[name]
                ],
            )
        elif set_name not in read:
            read.add(set_name)
            yield from _categories(table, labels, set_name, group)


def _categories(table, labels, set_name, group):
    """One column for each code that the variables of a set hold, or have a label for."""
    folded = {variable.casefold() for variable in group["variable_list"]}
    names = [name for name in table.columns if name.casefold() in folded]
    cells, asides = [set() for _ in range(len(table))], [""] * len(table)
    wordings: dict[str, None] = {}
    for name in names:
        missing, text = labels.missing_ranges.get(name, []), _reader(name, labels)
        known = labels.variable_value_labels.get(name, {})
        codes = sorted(code for code in known if not _is_missing(code, missing))
        wordings |= dict.fromkeys(map(text, codes))
        for row, cell in enumerate(table[name]):
            if words := text(cell).strip():
                if _is_missing(cell, missing):
                    asides[row] = words
                else:
                    cells[row].add(words)
                    wordings.setdefault(words)
    question = _question(set_name, group)
    for place, wording in enumerate(wordings):
        texts = [
            ("1" if wording in chosen else "0") if chosen else "" if place else aside
            for chosen, aside in zip(cells, asides, strict=True)
        ]
        code = part_name(set_name.removeprefix("$"), wording)
        yield Field(part_name(question, wording), code, lambda texts=texts: texts)


def _question(set_name: str, group: Mapping) -> str:
    return " ".join(group["label"].split()) or set_name.removeprefix("$")


def _option_name(label, question):
    """The name of a variable's column, the option without the question before it.

    >>> _option_name("Channels: E-mail", "Channels")
    'Channels [E-mail]'
    """
    part = " ".join(label.split())
    if part.lower().startswith(question.lower()):
        part = part[len(question) :].strip(" :-–—[]") or part
    return part_name(question, part)


def _tick(cell, counted, missing, text):
    """A cell of an option: chosen, not chosen, or what was declared missing of it."""
    words = cell_text(cell)
    if words.strip() == counted:
        return "1"
    return text(cell) if not words or _is_missing(cell, missing) else "0"


def _is_missing(cell, missing):
    return any(bound["lo"] <= cell <= bound["hi"] for bound in missing)


def _reader(name, labels):
    """What makes a text of a cell: the label of its value where there is one."""
    known = labels.variable_value_labels.get(name, {})

    def text(cell):
        if cell in known and known[cell].strip():
            return known[cell]
        return "" if cell is pd.NaT else cell_text(cell)

    return text
