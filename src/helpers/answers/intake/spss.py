"""An SPSS file: labels of its variables for a header, labels of its values for answers.

What its owner has declared missing is kept as it is labelled, for the codebook to say what it
means.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

import pyreadstat

from helpers.answers.intake.layout import name_columns
from helpers.answers.intake.sheet import Sheet
from helpers.answers.intake.spss_sets import fields
from helpers.codebook import SurveyError, shown


def open_spss(path: Path) -> Sheet:
    """Open an SPSS file, whose variables are found by their labels and by their names.

    Raises
    ------
    SurveyError
        If it is broken.
    """
    columns = fields(*_load(path, path.stat().st_mtime_ns))
    names = name_columns(field.code for field in columns)
    return Sheet(path, "SPSS file", partial(_rows, path), texts=names)


def _rows(path: Path) -> Iterator[list[str]]:
    columns = [*fields(*_load(path, path.stat().st_mtime_ns))]
    yield [field.name for field in columns]
    yield from map(list, zip(*(field.read() for field in columns), strict=True))


@lru_cache(maxsize=1)
def _load(path, changed):
    try:
        return pyreadstat.read_sav(str(path), user_missing=True)
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        raise SurveyError(
            f"{path} cannot be read as an SPSS file: {shown(str(error))}; save it again"
        ) from None
