"""A web page with a table, which some tools export and call a workbook."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup

from helpers.answers.intake.encoding import find_encoding
from helpers.answers.intake.sheet import Sheet
from helpers.codebook import SurveyError


def open_web_page(path: Path, encoding: str = "") -> Sheet:
    """Open the longest table of a web page.

    Raises
    ------
    SurveyError
        If it has none.
    """
    encoding = find_encoding(path, encoding)
    if not any(_rows(path, encoding)):
        raise SurveyError(f"{path} is a web page without a table; export the answers again, as CSV")
    return Sheet(path, f"web page, {encoding}", partial(_rows, path, encoding))


def _rows(path: Path, encoding: str) -> Iterator[list[str]]:
    page = BeautifulSoup(path.read_text(encoding), "html.parser")
    tables = [table.find_all("tr") for table in page.find_all("table")]
    for row in max(tables, key=len, default=[]):
        yield [cell.get_text("\n", strip=True) for cell in row.find_all(("th", "td"))]
