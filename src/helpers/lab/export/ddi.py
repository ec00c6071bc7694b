"""A survey described for an archive: study, variables, categories, in DDI Codebook 2.5.

References
----------
Data Documentation Initiative, *DDI Codebook 2.5*, 2012 (namespace ``ddi:codebook:2_5``).
"""

from __future__ import annotations

import xml.etree.ElementTree as tree
from pathlib import Path

import pandas as pd

from helpers.answers import counting
from helpers.codebook import Codebook
from helpers.lab.export.variables import identified, variables
from helpers.privacy import release

NAMESPACE = "ddi:codebook:2_5"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# What a report must state of its method, and where an archive looks for it.
_METHOD = {"recruitment": "sampProc", "mode": "collMode", "weights": "weight"}


def write_ddi(clean: pd.DataFrame, book: Codebook, path: Path) -> None:
    """Describe the variables as an SPSS file holds them, every text in every language.

    How many people are in each category is told where a report may tell it.
    """
    root = tree.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5"})
    root.set(_LANGUAGE, book.languages[0])
    _study(tree.SubElement(root, "stdyDscr"), book)
    frame = identified(clean, book)
    people = counting.people_per_row(clean)
    _file(tree.SubElement(root, "fileDscr", ID="F1"), frame, people, book)
    description = tree.SubElement(root, "dataDscr")
    for variable in variables(book):
        counts = people.groupby(frame[variable.name].astype("object")).sum()
        element = tree.SubElement(description, "var", ID=variable.name, name=variable.name)
        interval = "contin" if variable.measure == "scale" else "discrete"
        element.attrib |= {"files": "F1", "intrvl": interval}
        _texts(element, "labl", variable.labels, book)
        _texts(tree.SubElement(element, "qstn"), "qstnLit", variable.question.text, book)
        for value in variable.values:
            category = tree.SubElement(element, "catgry", missing="Y" if value.missing else "N")
            tree.SubElement(category, "catValu").text = str(value.code)
            _texts(category, "labl", value.labels, book)
            if release.may_attach("shares", book):
                number = tree.SubElement(category, "catStat", type="freq")
                number.text = str(int(counts.get(value.id, 0)))
        form = tree.SubElement(element, "varFormat", type="numeric")
        if variable.question.kind == "date":
            form.attrib |= {"category": "date", "formatname": "SDATE10"}
    tree.indent(root)
    path.write_bytes(tree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _study(study, book):
    citation = tree.SubElement(study, "citation")
    titles = tree.SubElement(citation, "titlStmt")
    first, *others = book.languages
    _text(titles, "titl", book.texts["title"], first)
    for language in others:
        _text(titles, "parTitl", book.texts["title"], language)
    tree.SubElement(titles, "IDNo").text = book.id
    names = tree.SubElement(citation, "rspStmt")
    for author in book.authors:
        tree.SubElement(names, "AuthEnty").text = author
    version = tree.SubElement(tree.SubElement(citation, "verStmt"), "version", date=book.date)
    version.text = book.version
    about = tree.SubElement(study, "stdyInfo")
    _texts(about, "abstract", book.disclosure.get("purpose"), book)
    summary = tree.SubElement(about, "sumDscr")
    _texts(summary, "collDate", book.disclosure.get("fieldwork"), book)
    _texts(summary, "universe", book.disclosure.get("population"), book)
    tree.SubElement(summary, "dataKind").text = f"survey data, {book.provenance}"
    collection = tree.SubElement(tree.SubElement(study, "method"), "dataColl")
    for name, element in _METHOD.items():
        _texts(collection, element, book.disclosure.get(name), book)


def _file(file, frame, people, book):
    text = tree.SubElement(file, "fileTxt")
    tree.SubElement(text, "fileName").text = f"{book.id}.{book.languages[0]}.sav"
    size = tree.SubElement(text, "dimensns")
    tree.SubElement(size, "caseQnty").text = str(int(people.sum()))
    tree.SubElement(size, "varQnty").text = str(frame.shape[1])


def _texts(parent, name, texts, book):
    """One element a language; none where nothing is known."""
    for language in book.languages if texts else ():
        _text(parent, name, texts, language)


def _text(parent, name, texts, language):
    element = tree.SubElement(parent, name)
    element.set(_LANGUAGE, language)
    element.text = texts[language]
