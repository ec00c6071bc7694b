"""Each number that a page prints, held against the cell that its mark names."""

import importlib
import math
import operator
import re
import tomllib
from pathlib import Path

import numpy as np
from bs4 import BeautifulSoup

from helpers import processed, published
from helpers.privacy import suppression
from helpers.report import catalogue, cells
from helpers.report.numbers import IN_TEXT
from helpers.report.sections.appendix import SHORT_HASH

# Of a name, such as q5, 02_question, c1 or SHA-256, figures are no number.
NUMBER = re.compile(r"(?<!\w)(?<!SHA-)\d+(?!\w)")
COMPUTED = {" ÷ ": operator.truediv, " − ": operator.sub}
TALLIES = {
    "rows": lambda rows, _: len(rows),
    "sum": lambda rows, column: rows[column].sum(),
    # Power goes with atanh(gamma) times the root of the number of people; told in tens.
    "people": lambda rows, of: (
        10
        * math.ceil(
            max(rows.base * (np.arctanh(rows.detectable) / np.arctanh(float(of.split()[1]))) ** 2)
            / 10
        )
    ),
    "distinct": lambda rows, columns: len(rows[columns.split(",")].drop_duplicates()),
}


def body(page: str) -> BeautifulSoup:
    """What a reader of a page sees: without its head and the table of contents."""
    soup = BeautifulSoup(page, "html.parser")
    for part in soup.select("head, style, nav"):
        part.decompose()
    for picture in soup.select("[data-alt]"):  # what it says stands in `data-alt`
        picture.clear()
    return soup


def problems(page: str, folder: Path, book: object, language: str) -> list[str]:
    """What is wrong with the numbers of a page, alternative texts included.

    Parameters
    ----------
    page : str
        HTML.
    folder : Path
        The processed tables.
    book : Codebook
    language : str
    """
    soup, source = body(page), Source(folder, book, language)
    alternatives = [picture["data-alt"] for picture in soup.select("[data-alt]")]
    texts = [soup, *(BeautifulSoup(text, "html.parser") for text in alternatives)]
    wrong = [problem for text in texts for problem in _wrong(text, source)]
    return wrong + _numbering(soup) + [problem for text in texts for problem in _stray(text)]


def _wrong(soup, source):
    for mark in soup.select("data"):
        cell, text = mark["data-cell"], mark.get_text()
        try:
            forms = source.forms(cell, text)
        except (LookupError, ValueError) as error:
            forms = {f"{type(error).__name__}: {error}"}
        if text not in forms:
            yield f"{text!r} is not {cell}, which is {sorted(forms)}"


def _numbering(soup):
    """Figures and tables are numbered in order, and each reference has the number of its own."""
    labels, counts = {}, {}
    for figure in soup.select("figure[id]"):
        word, number = figure.select_one("figcaption > strong").extract().get_text().split("\u00a0")
        counts[word] = counts.get(word, 0) + 1
        labels[f"#{figure['id']}"] = number.rstrip(".")
        if labels[f"#{figure['id']}"] != str(counts[word]):
            return [f"{figure['id']} is number {counts[word]}, not {number}"]
    links = [link.extract() for link in soup.select("a[href^='#fig-'], a[href^='#tbl-']")]
    return [
        f"{link.get_text()!r} refers to {link['href']}"
        for link in links
        if link.get_text().split("\u00a0")[1] != labels[link["href"]]
    ]


def _stray(soup):
    """Numbers outside every mark."""
    for mark in soup.select("data, time"):
        mark.replace_with(" ")
    text = soup.get_text()
    for match in NUMBER.finditer(text):
        around = text[max(match.start() - 30, 0) : match.end() + 30]
        yield f"{match[0]} has no mark: {around!r}"


class Source:
    """The numbers behind a page, and the ways to write each."""

    def __init__(self, folder: Path, book: object, language: str) -> None:
        self.folder, self.book, self.language = folder, book, language
        self.messages = catalogue.load(language).plain
        self.publication = published.load(book) if book.published else None
        self.codebook = tomllib.loads((book.folder / "codebook.toml").read_text("utf-8"))
        self.tables = {}

    def forms(self, cell: str, text: str) -> set[str]:
        """The ways to write the number of a cell with the decimals that a text has."""
        value = self.value(cell)
        if cell.startswith("sealed_plan") and re.fullmatch(r"0\.\d+", str(value)):
            value = float(value)  # of a table of texts, numbers too
        if isinstance(value, str):
            return set(IN_TEXT.findall(value)) | {value, value[:SHORT_HASH]}
        write = self.messages
        decimals = len((re.findall(r"[.,](\d+)(?=\D*$)", text) or [""])[0])
        whole = write.integer(value) if value == int(value) else None
        days = _days(value, write)
        spelled = {f"{whole:{gender}}" for gender in "mfMF"} if whole else set()
        return (
            spelled
            | days
            | {
                write.percent_alone(value),
                write.number(value, decimals),
                write.number_above(value, decimals),
                write.percent(value, decimals),
                write.points(value, decimals),
                write.p(value).removeprefix("< "),
                *([write.integer(value), write.code(value)] if value == int(value) else []),
            }
        )

    def value(self, cell: str) -> float | str:
        """The number, or the text with a number in it, that stands in a cell."""
        for sign, compute in COMPUTED.items():
            if sign in cell:
                return compute(*map(self.value, cell.split(sign)))
        table, row, column = cell.split(cells.GAP)
        if table == "constant":
            return getattr(importlib.import_module(row), column)
        if table == "codebook.toml":
            return self._of_codebook(row, column)
        if table == "published.toml":
            return self._of_publication(row, column)
        return self._of_table(table, row, column)

    def _of_codebook(self, row, column):
        if row == "questions":
            return len(self.book.questions)
        if row == "plan":  # declared, or the default
            return getattr(self.book, column)
        if row in ("survey", "disclosure"):
            entry = self.codebook[row][column]
            return entry[self.language] if isinstance(entry, dict) else entry
        ids = [question["id"] for question in self.codebook["questions"]]
        if column == "position":
            return ids.index(row) + 1
        name, _, level = column.partition(" ")
        asked = {question.id: question for question in self.book.questions}.get(row)
        if name == "plausible":
            return asked.plausible[int(level)]
        if name == "bands":
            return "; ".join(self.messages.label(asked, band.id) for band in asked.bands)
        if row not in ids or (asked and asked.kind == "rating"):  # a row of a grid; its scores
            texts = {"": getattr(asked, name, {})} | {item.id: item.text for item in asked.levels}
            return texts[level][self.language]
        question = self.codebook["questions"][ids.index(row)]
        if not level:
            return question[name][self.language]
        return next(entry for entry in question[name] if entry["id"] == level)[self.language]

    def _of_publication(self, row, column):
        publication = self.publication
        if row == "respondents":
            ends = {"near - tolerance": 0, "near + tolerance": -1}
            if column in ends:
                return publication.close[ends[column]]
            entry = publication.respondents
        else:
            entries = [*publication.claims, *publication.readings]
            entry = {cells.entry(entry): entry for entry in entries}[row]
        value = getattr(entry, column)
        return value[self.language] if isinstance(value, dict) else value

    def _of_table(self, name, row, column):
        table = self._read(name)
        if row == "pairs with a small cell":
            shared = suppression.crosstabs(table, self.book).groupby(["behaviour", "outcome"])
            roles = ("behaviour", "outcome")
            return math.prod(len(self.book.with_role(role)) for role in roles) - shared.ngroups
        if re.match(r"\w+[=≤]", row) or row == "all":
            how, _, of = column.partition(" of " if " of " in column else " ")
            if column == "admissible n":
                return len(published.admissible_numbers(table, blanks=int(row[-1])))
            if how.startswith("quantile "):
                return _chosen(table, row)[of].quantile(float(how.split()[1]))
            return TALLIES[how](_chosen(table, row), of)
        keys = ["item"] if name.startswith("provenance") else cells.KEYS[name.split("/")[0]]
        if column in keys and row in set(table[column]):  # a number in the name of a row
            return row
        names = [", ".join(filter(None, map(str, key))) for key in table[keys].to_numpy()]
        (value,) = table[column][[other == row for other in names]]
        return value

    def _read(self, name):
        if name not in self.tables:
            self.tables[name] = processed.read(self.folder, name)
        return self.tables[name]


def _days(value, write):
    """The date that a number of eight figures stands for, if it does."""
    try:
        day = write.day(value)
        return {day, day.replace(" ", "\u00a0", 1)}  # a day keeps to its month in running text
    except ValueError:
        return set()


def _chosen(table, row):
    """The rows of a table that a tally counts: ``verdict=agrees, outcome=q3`` or ``p_bh≤0.05``."""
    if row == "all":
        return table
    if "≤" in row:
        column, limit = row.split("≤")
        return table[table[column] <= float(limit)]
    for part in re.split(r", (?=\w+=)", row):
        column, values = part.split("=", 1)
        table = table[table[column].astype(str).isin(values.split(" or "))]
    return table
