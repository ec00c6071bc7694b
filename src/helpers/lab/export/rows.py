"""Answers with their labels: an SPSS file a language, a CSV with its table of labels, Parquet."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from helpers.codebook import Codebook
from helpers.document.export.attached import harmless
from helpers.lab.export.variables import Variable, identified, variables

FIRST_DAY = datetime.date(1582, 10, 14)  # of the calendar that SPSS counts in


def write_spss(clean: pd.DataFrame, book: Codebook, language: str, path: Path) -> None:
    """Write answers as codes, with labels of variables and values in one language.

    An SPSS file has room for one language. Kinds of missing are codes below zero, declared missing.
    """
    columns = variables(book)
    frame = identified(clean, book)
    for variable in columns:
        frame[variable.name] = _codes(frame[variable.name], variable)
    frame = frame.reset_index(names="row") if "people" not in frame else frame
    labels = {variable.name: variable.labels[language] for variable in columns}
    pyreadstat.write_sav(
        frame.astype({"event": str}) if "event" in frame else frame,
        path,
        file_label=book.texts["short_title"][language][:64],
        column_labels=labels,
        variable_value_labels={
            variable.name: {value.code: value.labels[language] for value in variable.values}
            for variable in columns
        },
        missing_ranges={variable.name: [_missing_range(variable)] for variable in columns},
        variable_format={variable.name: _format(variable) for variable in columns},
        variable_measure={variable.name: variable.measure for variable in columns},
        note=_note(book, language),
    )


def _codes(values, variable):
    """Ids as codes; a number as itself, a date as the seconds that SPSS counts."""
    codes = {value.id: float(value.code) for value in variable.values}
    read = {"number": float, "date": _seconds}.get(variable.question.kind, codes.get)
    return values.astype("object").map(
        lambda value: codes[value] if value in codes else read(value), na_action="ignore"
    )


def _seconds(day):
    return (datetime.date.fromisoformat(day) - FIRST_DAY).days * 86_400.0


def _missing_range(variable):
    codes = [value.code for value in variable.values if value.missing]
    return {"lo": min(codes), "hi": max(codes)}


def _format(variable):
    return {"number": "F12.2", "date": "SDATE10"}.get(variable.question.kind, "F4.0")


def write_csv(clean: pd.DataFrame, book: Codebook, path: Path) -> list[Path]:
    """Write answers by their ids, and beside them every label in every language.

    A label, or the name of an event, that a spreadsheet would take for a formula begins with an
    apostrophe.
    """
    frame = identified(clean, book)
    answers = frame.to_csv(index="people" not in frame, index_label="row")
    labels = path.with_suffix(".labels.csv")
    path.write_bytes(harmless(answers.encode()))
    labels.write_bytes(harmless(label_table(book).to_csv(index=False).encode()))
    return [path, labels]


def write_parquet(clean: pd.DataFrame, book: Codebook, path: Path) -> None:
    """Write answers by their ids in categories; each field carries its labels as JSON."""
    frame = identified(clean, book)
    frame = frame if "people" in frame else frame.reset_index(names="row")
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for variable in variables(book):
        place = table.schema.get_field_index(variable.name)
        field = table.schema.field(place).with_metadata(_metadata(variable))
        table = table.set_column(place, field, table.column(place))
    about = {"survey": book.id, "provenance": book.provenance}
    pq.write_table(table.replace_schema_metadata(table.schema.metadata | about), path)


def label_table(book: Codebook) -> pd.DataFrame:
    """Every label of every variable and value.

    Returns
    -------
    DataFrame
        variable, value (empty for the variable itself), code, missing, and one column a language.
    """
    rows = []
    for variable in variables(book):
        rows.append({"variable": variable.name, "value": "", "code": "", "missing": ""})
        rows[-1] |= variable.labels
        rows += [
            {"variable": variable.name, "value": value.id, "code": value.code}
            | {"missing": "yes" if value.missing else "no"}
            | value.labels
            for value in variable.values
        ]
    return pd.DataFrame(rows)


def _metadata(variable: Variable):
    values = {
        value.id: {"code": value.code, "missing": value.missing, "labels": dict(value.labels)}
        for value in variable.values
    }
    texts = {"labels": dict(variable.labels), "values": values}
    return {name: json.dumps(text, ensure_ascii=False) for name, text in texts.items()}


def _note(book, language):
    return [f"{book.id}, {book.provenance} answers, labels in {language}"]
