"""Which files an export is, where they go, and who may have them."""

from __future__ import annotations

import os
from pathlib import Path

from helpers.answers import cleaning, counting, intake
from helpers.codebook import Codebook, SurveyError
from helpers.document.export import workbook
from helpers.lab.export import ddi, rows
from helpers.privacy import release

FORMS = ("sav", "csv", "parquet", "ddi", "xlsx")
ROWS = ("sav", "csv", "parquet")  # forms with a line a person


def require_release(book: Codebook, form: str, private: bool) -> None:
    """Refuse to let lines of real people go.

    Raises
    ------
    SurveyError
        If the answers are collected and the form holds a line a person, unless it is for oneself.
    """
    if form in ROWS and not book.synthetic and not private:
        raise SurveyError(
            f"{book.folder} holds answers of real people, and --to {form} a line for each: that is "
            "no release. Its tables go out by --to xlsx, its codebook by --to ddi; for your own "
            "work, --private writes the file where only you can read it, and Git does not look"
        )


def write_rows(book: Codebook, form: str, folder: Path, *, private: bool = False) -> list[Path]:
    """Write the clean answers, or their description, and return the files.

    Parameters
    ----------
    book : Codebook
    form : {"sav", "csv", "parquet", "ddi"}
    folder : Path
        Made if it is not there.
    private : bool
        Whether nobody else may read them.

    Raises
    ------
    SurveyError
        If they may not go out: see `require_release`; or if the people are too few to be told of.

    Examples
    --------
    >>> import tempfile
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_rows(book, "csv", Path(folder))]
    ['linkedin-2015.csv', 'linkedin-2015.labels.csv']
    """
    require_release(book, form, private)
    clean = cleaning.clean(intake.read(book), book).answers
    if not private:
        release.require_enough(int(counting.people_per_row(clean).sum()), book)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{book.id}.{form}"
    mask = os.umask(0o077 if private else 0o022)
    try:
        written = _write(clean, book, form, path)
    finally:
        os.umask(mask)
    for each in written if private else ():  # one that was there keeps its mode otherwise
        each.chmod(0o600)
    return written


def write_tables(executed: dict[str, Path], book: Codebook, folder: Path) -> list[Path]:
    """Write the tables of the executed notebooks, one workbook a language.

    Raises
    ------
    SurveyError
        If a report was not built yet.
    """
    missing = [language for language, path in executed.items() if not path.is_file()]
    if missing:
        cure = f"run: survey build {book.folder}"
        raise SurveyError(f"{book.folder}: no report in {', '.join(missing)} yet; {cure}")
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for language, notebook in executed.items():
        paths.append(folder / f"{book.id}.{language}.xlsx")
        workbook.write_workbook(notebook, paths[-1])
    return paths


def _write(clean, book, form, path):
    if form == "sav":
        paths = {language: path.with_suffix(f".{language}.sav") for language in book.languages}
        for language, each in paths.items():
            rows.write_spss(clean, book, language, each)
        return list(paths.values())
    if form == "csv":
        return rows.write_csv(clean, book, path)
    if form == "parquet":
        rows.write_parquet(clean, book, path)
        return [path]
    path = path.with_suffix(".ddi.xml")
    ddi.write_ddi(clean, book, path)
    return [path]
