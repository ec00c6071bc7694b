"""Files of any type, called as they are or not; those that are broken are told in one line."""

import datetime
import zipfile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
import xlsxwriter
from answers import formats

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.answers.intake import session
from helpers.answers.intake.option_columns import NOT_SHOWN
from helpers.codebook import SurveyError

TABLE = [["Age", "Comment"], ["7", "fine"], ["8", "so, so"]]
CELLS = TABLE[1:]


def look(path, content=None, **options):
    """The rows of a file, with this content."""
    if content is not None:
        path.write_bytes(content)
    return intake.look(path, **options).rows.to_numpy().tolist()


def workbook(path, *sheets):
    """A workbook of these sheets, name → rows."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls", "a.txt"])
def test_a_workbook_is_told_by_its_bytes(tmp_path, name):
    """Fails when the name of a file says what it is."""
    assert look(workbook(tmp_path / name, ("A", TABLE))) == CELLS


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.csv"])
@pytest.mark.parametrize(
    "content",
    [
        b"Age;Comment\n7;fine\n8;so, so\n",
        b"sep=;\r\nAge;Comment\r\n7;fine\r\n8;so, so\r\n",
        b"Age|Comment\n7|fine\n8|so, so\n",
        b"'Age','Comment'\n'7','fine'\n'8','so, so'\n",
        b"<html><table><tr><th>Age</th><th>Comment</th></tr><tr><td>7</td><td>fine</td></tr>"
        b"<tr><td>8</td><td>so, so</td></tr></table></html>",
        "Age\tComment\n7\tfine\n8\tso, so\n".encode("utf-16-le"),
    ],
)
def test_text_is_told_by_its_bytes(tmp_path, name, content):
    """Fails when a file of text called a workbook is refused, or a dialect is not told."""
    assert look(tmp_path / name, content) == CELLS


def test_numbers_and_dates_of_a_workbook_are_texts(tmp_path):
    """Fails when a whole number gets decimals, or a date is a number."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, ["whole", "part", "truth", "day"])
        page.write_row(1, 0, [3.0, 0.5, True])
        page.write_number(1, 3, 46053, date)
    assert look(path) == [["3", "0.5", "TRUE", "2026-01-31"]]


def test_the_sheet_with_a_table_is_read(tmp_path):
    """Fails when the first sheet is read whatever is in it, or a choice is made in silence."""
    path = workbook(tmp_path / "a.xlsx", ("Notes", []), ("A", TABLE))
    assert look(path) == CELLS
    path = workbook(tmp_path / "b.xlsx", ("A", TABLE), ("B", [*TABLE, ["9", "last"]]))
    assert look(path, sheet="B")[-1] == ["9", "last"]
    with pytest.raises(SurveyError, match=r"several sheets hold a table, \['A', 'B'\]; name"):
        look(path)
    with pytest.raises(SurveyError, match=r"no sheet 'C'.*only \['A', 'B'\]"):
        look(path, sheet="C")


def test_an_encoding_that_cannot_be_told_is_declared(tmp_path):
    """Fails when a declared encoding is not used, or a wrong one ends in a traceback."""
    path = tmp_path / "a.csv"
    content = "Âge,Élan\n7,été\n".encode("mac-roman")
    assert look(path, content, encoding="mac-roman") == [["7", "été"]]
    with pytest.raises(SurveyError, match=r"is not utf-8 text, the `encoding` of .* in row 1, "):
        look(path, content, encoding="utf-8")
    for encoding in ("klingon", "rot13", "base64"):
        with pytest.raises(SurveyError, match="no encoding is called"):
            look(path, content, encoding=encoding)


@pytest.mark.parametrize("encoding", ["mac-roman", "cp850", "cp1252", "utf-32", "utf-16-be"])
def test_an_encoding_is_told_by_its_letters(tmp_path, encoding):
    """Fails when accents of an old Mac or of DOS are read as other signs, or an encoding of Windows
    as one of these.
    """
    content = "Âge,Où\n7,déjà été\n8,« ÉCOLE »\n9,100 €\n"
    if encoding == "cp850":
        content = content.replace("€", "£")
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode(encoding))
    assert [",".join(row) for row in look(path)] == content.splitlines()[1:]


@pytest.mark.parametrize(
    ("content", "header", "count"),
    [
        ("Avis,\nBon,x\nMal,y\nBon,z\n", ("Avis", "column B"), 3),
        ("Avis\nBon; vite\nMal; lent\nBien; oui\n", ("Avis",), 3),
        ("<b>Avis</b>;Âge\nBon;7\n", ("<b>Avis</b>", "Âge"), 1),
        ("Sondage 2015\nAvis;Âge\nBon;7\nMal;8\n", ("Avis", "Âge"), 2),
        ("\ufeff\ufeffAvis;Âge\nBon;7\n", ("Avis", "Âge"), 1),
    ],
)
def test_a_person_is_no_header(tmp_path, content, header, count):
    """Fails when the first answers below a header are taken for one, or a title for the header."""
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    preview = intake.look(path)
    assert (preview.header, len(preview.rows)) == (header, count)


def archive(path, **files):
    """A ZIP archive of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name.replace("_", "."), content)
    return path.read_bytes()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = {
    "empty": (b"", "is empty"),
    "blank workbook": (lambda path: workbook(path, ("A", [])).read_bytes(), "is empty"),
    "header only": (
        lambda path: workbook(path, ("A", TABLE[:1])).read_bytes(),
        "has a header and no answers",
    ),
    "cut off": (
        lambda path: workbook(path, ("A", TABLE)).read_bytes()[:3000],
        "is cut off or broken",
    ),
    "workbook without sheets": (
        lambda path: archive(path, **{"xl/workbook_xml": "<a/>"}),
        "cannot be read as a workbook",
    ),
    "old workbook, broken": (OLE + bytes(600), "cannot be read as a workbook"),
    "locked": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked by a password"),
    "PDF": (b"%PDF-1.7", "is a PDF file, not a table of answers"),
    "SPSS, broken": (b"$FL2" + bytes(100), "cannot be read as an SPSS file"),
    "archive": (lambda path: archive(path, form_csv="a,b"), r"is a ZIP archive of \['form.csv'\]"),
    "XML": (b"<?xml version='1.0'?><Workbook/>", "is an XML file, not a table"),
    "Stata": (b"<stata_dta><header>", "is a Stata file, not a table"),
    "portable SPSS": (b"0" * 40 + b"ASCII SPSS PORT FILE", "is a portable SPSS file, not a table"),
    "page without a table": (b"<html><p>Please log in</p></html>", "a web page without a table"),
    "session with entities": (
        lambda path: archive(path, TTSession_xml='<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
        "declares entities",
    ),
    "session, broken": (
        lambda path: archive(path, TTSession_xml="<session>"),
        "cannot be read as a TurningPoint session",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_told_in_one_line(tmp_path, case):
    """Fails when a file that is no table ends in a traceback, or in a message without its name."""
    content, message = REFUSED[case]
    path = tmp_path / "a.xlsx"
    if callable(content):
        content = content(path)
    with pytest.raises(SurveyError, match=message) as told:
        look(path, content)
    assert str(told.value).startswith(str(path)) and "\n" not in str(told.value)


def parquet(path, **columns):
    """A Parquet file of these columns."""
    pq.write_table(pa.table(columns), path)
    return path


def test_cells_of_a_parquet_file_are_texts(tmp_path):
    """Fails when bytes, spans of time or several answers of a cell are written as Python does, or
    end in a traceback.
    """
    path = parquet(
        tmp_path / "a.parquet",
        several=pa.array([["Mail", "Phone"], [], None]),
        bytes=pa.array([b"\xc3\xa9t\xc3\xa9", None, b"x"]),
        span=pa.array([datetime.timedelta(hours=25), None, None]),
        coded=pa.array(["a", None, "a"]).dictionary_encode(),
    )
    assert look(path) == [
        ["Mail, Phone", "été", "25:00:00", "a"],
        ["", "", "", ""],
        ["", "x", "", "a"],
    ]


def test_a_parquet_file_names_its_columns_once(tmp_path):
    """Fails when two columns of one name, cells that are tables, or bytes that are no text end in a
    traceback; or when a row of a Parquet file is taken for a header.
    """
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["a"])] * 2, names=["q", "q"]), path)
    with pytest.raises(SurveyError, match="two columns are called 'q'; rename one"):
        look(path)
    with pytest.raises(SurveyError, match=r"a cell is a table of its own in 's' \(struct"):
        look(parquet(path, s=pa.array([{"a": 1}])))
    with pytest.raises(SurveyError, match=r"a\.parquet: .*UTF-?8"):
        look(parquet(path, s=pa.array([b"\xff"])))
    rows = {"Q1": ["Like it?", '{"ImportId":"QID1"}', "Yes"], "StartDate": ["Start Date", "", "x"]}
    assert len(look(parquet(path, **rows))) == 3
    with pytest.raises(SurveyError, match="names its columns once"):
        look(path, format="qualtrics")


def test_a_value_of_spss_with_a_blank_label_is_its_number(tmp_path):
    """Fails when an answer is lost because its label is blank."""
    path = tmp_path / "a.sav"
    labels = {"q": {1.0: " ", 2.0: "Oui"}}
    pyreadstat.write_sav(pd.DataFrame({"q": [1.0, 2.0]}), str(path), variable_value_labels=labels)
    assert look(path) == [["1"], ["Oui"]]


def test_a_session_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    """Fails when an archive is unpacked whatever its size."""
    monkeypatch.setattr(session, "MAX_BYTES", 1000)
    path = tmp_path / "a.tpzx"
    with pytest.raises(SurveyError, match="unpacks to more than 1,000 bytes"):
        look(path, archive(path, TTSession_xml="<session>" + " " * 2000 + "</session>"))


def test_a_declared_format_must_be_the_files(survey, tmp_path):
    """Fails when a declared format is taken for granted, or an unknown one ends in a traceback."""
    path = tmp_path / "a.csv"
    path.write_text("Age,Comment\n7,fine\n")
    with pytest.raises(SurveyError, match="is not laid out as 'qualtrics'"):
        look(path, format="qualtrics")
    with pytest.raises(SurveyError, match="did you mean 'qualtrics'"):
        look(path, format="qualtrix")


def test_check_says_what_was_recognised_and_what_stays(tmp_path):
    """Fails when a format is recognised in silence, or a column of the tool left so."""
    folder = formats.write("survey_monkey", "en", tmp_path / "s")
    export = intake.read(codebook.load(folder))
    recognised, stays = export.evidence
    assert recognised.startswith("read as SurveyMonkey: the first column is 'Respondent ID' and")
    assert stays.endswith(
        "Respondent ID, Collector ID, Start Date, End Date, IP Address, First Name"
    )


@pytest.mark.parametrize("size", [7, 500])
@pytest.mark.parametrize(
    ("more", "told", "count"),
    [
        ("", "its last row, 84, holds totals, not answers", 1),
        ("Mean;;0\n\n;;\n", "its last rows, 84 to 85, hold totals, not answers", 2),
    ],
)
def test_rows_of_totals_are_told_and_counted(tmp_path, size, more, told, count):
    """Fails when a total is a person, is in no account, or says of an option that it was not
    chosen.
    """
    folder = formats.write("typed", "en", tmp_path / "s", delimiter=";")
    with (folder / "export.csv").open("a") as file:
        file.write(more)
    book = codebook.load(folder)
    export = intake.read(book)
    [recognised] = export.evidence
    assert "row 3 names the columns" in recognised and recognised.endswith(told)
    cleaned = cleaning.clean(export, book, rows=size)
    account = cleaned.account.set_index("item")["count"]
    blank = 2 if more else 0
    assert account[["in file", "totals", "kept"]].tolist() == [80 + count + blank, count, 80]
    assert account.get("blank line", 0) == blank


def test_what_lime_survey_did_not_ask_is_kept_apart(tmp_path):
    """Fails when nothing and empty quotation marks are read alike."""
    folder = formats.write("lime_survey", "en", tmp_path / "s", delimiter=";", quoting=1)
    path = folder / "export.csv"
    header = path.read_text().partition("\n")[0]
    cells = ['"1"', "", '"1"', '"en"', '"5"', "", "", '""', "", "", "", "", '"=x"']
    path.write_text(f"{header}\n{';'.join(cells)}\n")
    chunk = next(intake.read(codebook.load(folder)).chunks())
    cells = chunk.answers.iloc[0][["once", "often", "channels", "comment"]].tolist()
    assert cells == [NOT_SHOWN, "", NOT_SHOWN, "=x"]
