"""A file of any type, opened: its format recognised, its columns named."""

import csv
import itertools
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Union

from helpers.answers.intake.delimited import Delimited
from helpers.answers.intake.file_types import file_type
from helpers.answers.intake.formats.recognition import recognise
from helpers.answers.intake.formats.typed import plain
from helpers.answers.intake.layout import Layout
from helpers.answers.intake.quotation import open_quoted, open_single_quoted
from helpers.answers.intake.text_file import open_delimited
from helpers.answers.intake.totals import without_totals
from helpers.codebook import SurveyError

if TYPE_CHECKING:
    from helpers.answers.intake.parquet import Parquet
    from helpers.answers.intake.sheet import Sheet

BY_HAND = ("typed", "plain")  # formats of tables that somebody may have added up
Source = Union[Delimited, "Parquet", "Sheet"]


def open_source(
    path: Path,
    *,
    format: str = "",
    encoding: str = "",
    sheet: str = "",
    wanted: Collection[str] = (),
) -> tuple[Source, Layout]:
    """Open a file of answers.

    Parameters
    ----------
    path : Path
    format, encoding, sheet : str
        As ``[intake]`` declares them; empty where they are to be found out.
    wanted : collection of str
        Names of columns that are looked for, folded by `fold_case`.

    Returns
    -------
    source : delimited.Delimited, parquet.Parquet or sheet.Sheet
        Which can be read in tables.
    layout : Layout

    Raises
    ------
    SurveyError
        If the file is missing, empty, of no known type, broken, or has a header and no answers.
    """
    source = _open(path, encoding, sheet, wanted)
    try:
        head = source.head()
        if not any(head):
            raise SurveyError(f"{path} is empty; export the answers again")
        layout = recognise(head, format, wanted=wanted, path=path)
        if layout.rows_above > 1 and source.type == "Parquet":
            layout = _one_header(head, format, path)
        if getattr(source, "texts", ()):
            layout = replace(layout, texts=source.texts)
        source = source.laid_out(layout)
        if layout.name == "lime_survey" and isinstance(source, Delimited):
            source = open_quoted(source, layout)
        if layout.name in BY_HAND and source.type != "Parquet":
            layout = without_totals(layout, source)
        has_answers = any(itertools.islice(source.rows(), layout.rows_above, None))
    except csv.Error as error:
        raise source.no_table(error) from None
    if not has_answers:
        raise SurveyError(f"{path} has a header and no answers")
    return source, layout


def _one_header(head, format, path):
    """The layout of a file that has its columns' names by itself."""
    if format:
        raise SurveyError(
            f"{path} names its columns once, as a Parquet file does; leave out `format` of [intake]"
        )
    return plain(head)


def _open(path, encoding, sheet, wanted):
    """Libraries that are slow to import wait until a file needs them."""
    type = file_type(path)
    if type == "parquet":
        from helpers.answers.intake.parquet import open_parquet

        return open_parquet(path)
    if type == "workbook":
        from helpers.answers.intake.workbook import open_workbook

        return open_workbook(path, sheet, wanted)
    if type == "spss":
        from helpers.answers.intake.spss import open_spss

        return open_spss(path)
    if type == "session":
        from helpers.answers.intake.session import open_session

        return open_session(path)
    if type == "page":
        from helpers.answers.intake.web_page import open_web_page

        return open_web_page(path, encoding)
    source = open_delimited(path, wanted, encoding)
    return open_single_quoted(source) or source
