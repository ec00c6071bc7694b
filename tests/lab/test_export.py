"""What other tools get is what the codebook and the clean answers say, read back file by file."""

import dataclasses
import datetime
import json
import re
import shutil
import stat
import subprocess
import xml.etree.ElementTree as tree
import zipfile

import nbformat
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from python_calamine import load_workbook

from helpers import cli, codebook
from helpers.codebook import MISSING, SurveyError
from helpers.document import marks
from helpers.document.export import workbook
from helpers.lab.export import files

DDI = {"": "ddi:codebook:2_5"}
EXCEL = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ROWS = [
    ("2026-01-30 10:00:00", "Réseautage, CV en ligne", "Jamais", "Non", "un mot"),
    ("2026-01-30 10:10:00", "", "Parfois", "Je ne sais pas", ""),
    ("2026-01-30 10:20:00", "CV en ligne", "Souvent", "N/A", ""),
    ("2026-01-30 10:30:00", "CV en ligne", "Souvent", "Je préfère ne pas répondre", ""),
]
PSPP = shutil.which("pspp")
GAIN = ["non", "nsp", "_not_asked", "_refused"]


@pytest.fixture
def synthetic(survey, sheet):
    """Four people; called a reconstruction, so that their lines may go."""
    change = ('provenance = "collected"', 'provenance = "synthetic"')
    return codebook.load(survey(change, answers=sheet(*ROWS), published="seed = 1\n"))


def test_spss_has_codes_labels_and_kinds_of_missing(synthetic, tmp_path):
    """Fails when a code, a label, its language or a missing kind is lost on the way to SPSS."""
    paths = files.write_rows(synthetic, "sav", tmp_path)
    assert [path.name for path in paths] == ["mini.fr.sav", "mini.en.sav"]
    frame, about = pyreadstat.read_sav(paths[1], user_missing=True)
    labels = about.variable_value_labels["gain"]
    assert frame.gain.map(labels).tolist() == ["No", "I don’t know", "Not asked", "Refused"]
    assert frame.often.tolist() == [1, 2, 3, 3] and frame.row.tolist() == [2, 3, 4, 5]
    assert frame.why_cv.tolist() == [1, -1, 1, 1] and frame.why_reseau.tolist() == [1, -1, 0, 0]
    assert about.column_names_to_labels["why_cv"] == "Why, exactly?: Résumé"
    assert about.variable_measure["often"] == "ordinal"
    assert about.missing_ranges["gain"] == [{"lo": -len(MISSING), "hi": -1}]
    assert pyreadstat.read_sav(paths[1])[0].gain.isna().tolist() == [False, False, True, True]
    french, about = pyreadstat.read_sav(paths[0], apply_value_formats=True)
    assert french.often.tolist() == ["Jamais", "Parfois", "Souvent", "Souvent"]


@pytest.mark.skipif(PSPP is None, reason="no PSPP on this machine")
def test_pspp_opens_it(synthetic, tmp_path):
    """Fails when the free SPSS warns of the file, or shows another label or count, or takes a kind
    of missing for an answer."""
    _, english = files.write_rows(synthetic, "sav", tmp_path)
    syntax = f"GET FILE='{english}'.\nFREQUENCIES VARIABLES=often gain.\n"
    (tmp_path / "look.sps").write_text(syntax)
    command = [PSPP, "-O", "format=csv", "-o", "look.csv", "look.sps"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    look = (tmp_path / "look.csv").read_text(encoding="utf-8")
    assert not done.stderr and "warning" not in look.lower()
    for line in (",Sometimes,1,25.0%", ",Often,2,50.0%", ",I don’t know,1,25.0%,50.0%"):
        assert f"{line}," in look
    assert "Missing,Refused,1,25.0%,,\n,Not asked,1,25.0%,," in look


def test_csv_stands_beside_every_label_in_every_language(synthetic, tmp_path):
    """Fails when an id of the CSV has no line among the labels, or a language no column."""
    answers, labels = (
        pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in files.write_rows(synthetic, "csv", tmp_path)
    )
    assert answers.gain.tolist() == GAIN and answers.why_cv.tolist() == ["1", "_skipped", "1", "1"]
    known = labels[labels["value"] != ""].set_index(["variable", "value"])
    for name in answers.columns.drop("row"):
        assert known.loc[name].index.is_unique
        assert set(answers[name]) <= set(known.loc[name].index)
    texts = known.loc[("gain", "nsp"), ["missing", "fr", "en"]].tolist()
    assert texts == ["no", "Je ne sais pas", "I don’t know"]
    assert labels[labels["value"] == ""].variable.tolist() == [*answers.columns.drop("row")]


def test_no_label_becomes_a_formula(survey, sheet, tmp_path):
    """Fails when a spreadsheet would compute what a codebook says."""
    changes = ('provenance = "collected"', 'provenance = "synthetic"'), ('"Never"', '"=1+1"')
    book = codebook.load(survey(*changes, answers=sheet(*ROWS), published="seed = 1\n"))
    _, labels = files.write_rows(book, "csv", tmp_path)
    assert ",Jamais,'=1+1\n" in labels.read_text(encoding="utf-8")


def test_parquet_carries_its_labels(synthetic, tmp_path):
    """Fails when a field of the Parquet file has no labels, or others than the codebook's."""
    (path,) = files.write_rows(synthetic, "parquet", tmp_path)
    table = pq.read_table(path)
    assert table.to_pandas().gain.tolist() == GAIN
    values = json.loads(table.schema.field("gain").metadata[b"values"])
    assert values["nsp"] == {
        "code": 3,
        "missing": False,
        "labels": {"fr": "Je ne sais pas", "en": "I don’t know"},
    }
    assert {kind for kind, value in values.items() if value["missing"]} == set(MISSING)
    assert table.schema.metadata[b"provenance"] == b"synthetic"


def test_ddi_describes_what_the_spss_file_holds(synthetic, tmp_path):
    """Fails when the description and the file differ in a variable, a code, a label or a count."""
    root = tree.parse(*files.write_rows(synthetic, "ddi", tmp_path)).getroot()
    english = files.write_rows(synthetic, "sav", tmp_path)[1]
    frame, about = pyreadstat.read_sav(english, user_missing=True)
    described = {each.get("name"): each for each in root.iterfind(".//var", DDI)}
    assert list(described) == list(frame.columns.drop("row"))
    for name, variable in described.items():
        labels, counts = {}, {}
        for category in variable.iterfind("catgry", DDI):
            code = float(category.findtext("catValu", namespaces=DDI))
            texts = {each.get(LANGUAGE): each.text for each in category.iterfind("labl", DDI)}
            labels[code] = texts["en"]
            counts[code] = int(category.findtext("catStat", namespaces=DDI))
            assert (category.get("missing") == "Y") is (code < 0) and set(texts) == {"fr", "en"}
        assert labels == about.variable_value_labels[name]
        assert {code: n for code, n in counts.items() if n} == frame[name].value_counts().to_dict()
    assert "synthetic" in root.findtext(".//dataKind", namespaces=DDI)


# DDI Codebook 2.5, of each element that is written: what may stand in it, in this order, and its
# attributes beside ID and xml:lang. Its schema, of 400 kB and three others that it imports, is not
# carried along: this is what its types say of these elements. A star: any number; else one at most.
SCHEMA = {
    "codeBook": ("docDscr* stdyDscr* fileDscr* dataDscr* otherMat*", "version"),
    "stdyDscr": ("citation* studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs*", ""),
    "citation": ("titlStmt rspStmt prodStmt distStmt serStmt* verStmt* biblCit*", ""),
    "titlStmt": ("titl subTitl* altTitl* parTitl* IDNo*", ""),
    "rspStmt": ("AuthEnty* othId*", ""),
    "verStmt": ("version verResp* notes*", ""),
    "stdyInfo": ("studyBudget* subject* abstract* sumDscr* qualityStatement* notes*", ""),
    "sumDscr": (
        "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox boundPoly anlyUnit* universe* "
        "dataKind*",
        "",
    ),
    "method": ("dataColl* notes* anlyInfo stdyClas*", ""),
    "dataColl": (
        "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* "
        "targetSampleSize* deviat* collMode* resInstru* instrumentDevelopment* sources collSitu* "
        "actMin* ConOps* weight* cleanOps*",
        "",
    ),
    "fileDscr": ("fileTxt* locMap notes*", ""),
    "fileTxt": ("fileName* fileCitation dataFingerprint* fileCont* fileStrc dimensns", ""),
    "dimensns": ("caseQnty* varQnty* logRecL* recPrCas* recNumTot*", ""),
    "dataDscr": ("varGrp* nCubeGrp* var* nCube* notes*", ""),
    "var": (
        "location* labl* imputation security embargo respUnit anlysUnit qstn* valrng* invalrng* "
        "undocCod* universe* TotlResp sumStat* txt* stdCatgry* catgryGrp* catgry* codInstr* "
        "verStmt* concept* derivation varFormat",
        "name files intrvl",
    ),
    "qstn": ("preQTxt* qstnLit* postQTxt*", ""),
    "catgry": ("catValu labl* txt* catStat*", "missing"),
    "version": ("", "date"),
    "catStat": ("", "type"),
    "varFormat": ("", "type formatname category"),
}
VALUES = {  # of attributes that are chosen from a list
    "missing": {"Y", "N"},
    "intrvl": {"contin", "discrete"},
    "catStat type": {"freq"},
    "varFormat type": {"numeric"},
    "varFormat category": {"date"},
}


@pytest.mark.parametrize("name", ["data/raw/linkedin-2015", "tests/surveys/garden"])
def test_ddi_has_the_structure_of_the_standard(name, tmp_path):
    """Fails when an element stands where DDI Codebook 2.5 has another, more often than it may, with
    an attribute that it does not have, or an identifier that is none, or twice."""
    book = dataclasses.replace(codebook.load(name), provenance="synthetic")
    root = tree.parse(*files.write_rows(book, "ddi", tmp_path)).getroot()
    for element in root.iter():
        tag = element.tag.removeprefix("{ddi:codebook:2_5}")
        content, attributes = SCHEMA.get(tag, ("", ""))
        children = [child.tag.removeprefix("{ddi:codebook:2_5}") for child in element]
        pattern = "".join(
            f"(?:{each.rstrip('*')} ){'*' if '*' in each else '?'}" for each in content.split()
        )
        assert re.fullmatch(pattern, "".join(f"{child} " for child in children)), (tag, children)
        assert element.attrib.keys() <= {*attributes.split(), "ID", LANGUAGE}, tag
        for attribute, value in element.attrib.items():
            allowed = VALUES.get(attribute, VALUES.get(f"{tag} {attribute}", {value}))
            assert value in allowed, (tag, attribute)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[A-Za-z_][\w.-]*", id) for id in ids)
    assert {variable.get("files") for variable in root.iterfind(".//var", DDI)} <= set(ids)
    numbers = [each.id for each in book.questions if each.kind in ("number", "date")]
    written = root.iterfind(".//var[@intrvl='contin']", DDI)
    assert [variable.get("name") for variable in written] == numbers


def test_dates_ranks_grids_and_texts_are_read_back(tmp_path):
    """Fails when a date that nobody knew is a day of 1582, an option that was not ranked has a
    rank, a row of a grid its scale's order, or a text leaves by more than that there is one."""
    book = dataclasses.replace(codebook.load("tests/surveys/garden"), provenance="synthetic")
    frame, about = pyreadstat.read_sav(files.write_rows(book, "sav", tmp_path)[0])
    answers = pd.read_csv(files.write_rows(book, "csv", tmp_path)[0], dtype=str)
    table = pq.read_table(files.write_rows(book, "parquet", tmp_path)[0]).to_pandas()
    shown = table.astype(object).where(table.notna(), "").astype(str)
    assert shown.to_csv(index=False) == answers.to_csv(index=False)
    assert answers.joined[[0, 7, 9]].tolist() == ["2019-04-12", "_skipped", "unsure"]
    days = frame.joined.where(frame.joined.notna(), None)[[0, 7, 9]]
    assert days.tolist() == [datetime.date(2019, 4, 12), None, None]
    ranks = [f"priorities_{option}" for option in ("paths", "water", "shade")]
    assert answers.loc[2, ranks].tolist() == ["1", "2", "0"]
    assert frame.loc[2, ranks].isna().tolist() == [False, False, True]
    assert frame.where_spade[[0, 3]].tolist() == [2, 4]
    measures = [about.variable_measure[name] for name in ("joined", ranks[0], "where_spade")]
    assert measures == ["scale", "ordinal", "nominal"]
    assert set(answers.remarks) == {"answered", "_skipped"}


def shown(kind, **data):
    """An output as `show` puts it into a notebook."""
    output = nbformat.v4.new_output("display_data", {}, metadata={"report": {"kind": kind} | data})
    return nbformat.v4.new_code_cell("x", outputs=[output])


def test_a_workbook_has_the_tables_of_the_report_and_its_numbers(tmp_path):
    """Fails when a table is left out, a number becomes text or loses its form, or a text of the
    survey becomes a formula."""
    cell = marks.mark("79\u00a0%", 0.7922, "shares/q5 · a · share")
    rows = [["=1+1", marks.mark("1\u00a0234", 1234, "a · b · c"), cell], ["b", None, "< 0,01"]]
    table = {"id": "tbl-counts", "caption": "Les effectifs", "note": "Une note", "stub": 1}
    cover = {"language": "fr", "title": "Essai", "date": "2026-01-31", "notice": "**Synthétique.**"}
    executed, paths = tmp_path / "report.ipynb", [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    cells = [
        shown("document", **cover),
        shown("table", head=[["", "n", "part"]], rows=rows, **table),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), executed)
    assert [workbook.write_workbook(executed, path) for path in paths] == [1, 1]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    (contents, first), (_, lines) = sheets(paths[0]).items()
    assert (contents, first) == ("0", [["Essai"], ["Synthétique."], [""], ["Les effectifs"]])
    assert lines == [
        ["Les effectifs", "", ""],
        ["", "", ""],
        ["", "n", "part"],
        ["=1+1", 1234, 0.7922],
        ["b", "–", "< 0,01"],
        ["", "", ""],
        ["Une note", "", ""],
    ]
    assert number_formats(paths[0], ["B4", "C4"]) == ["#,##0", "0%"]


def sheets(path):
    """The cells of each sheet of a workbook."""
    book = load_workbook(path)
    named = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    return {name: sheet.to_python(skip_empty_area=False) for name, sheet in named.items()}


def number_formats(path, cells):
    """How a workbook's second sheet writes some cells."""
    with zipfile.ZipFile(path) as book:
        styles, sheet = (
            tree.fromstring(book.read(f"xl/{name}.xml")) for name in ("styles", "worksheets/sheet2")
        )
    own = styles.iterfind("numFmts/numFmt", EXCEL)
    codes = {form.get("numFmtId"): form.get("formatCode") for form in own}
    forms = [codes.get(style.get("numFmtId")) for style in styles.find("cellXfs", EXCEL)]
    written = {cell.get("r"): int(cell.get("s")) for cell in sheet.iterfind(".//c", EXCEL)}
    return [forms[written[cell]] for cell in cells]


@pytest.mark.slow
def test_the_workbook_of_the_first_survey_is_read_like_its_report(built, tmp_path):
    """Fails when the report holds a table that the workbook does not, or another number."""
    executed = built / ".survey/linkedin-2015/built/executed/07_tables.en.ipynb"
    number = workbook.write_workbook(executed, tmp_path / "report.xlsx")
    book = sheets(tmp_path / "report.xlsx")
    assert number == len(book) - 1 == 10
    counts = next(lines for name, lines in book.items() if name.endswith("counts"))
    assert any(row[2:4] == [31, pytest.approx(31 / 77)] for row in counts)


@pytest.mark.parametrize("form", files.ROWS)
def test_lines_of_real_people_do_not_go_out(survey, sheet, form, tmp_path):
    """Fails when a line a person leaves the house, or what is written for oneself can be read by
    others."""
    book = codebook.load(survey(answers=sheet(*ROWS)))
    with pytest.raises(SurveyError, match="no release"):
        files.write_rows(book, form, tmp_path)
    with pytest.raises(SurveyError, match="too few"):
        files.write_rows(book, "ddi", tmp_path)
    assert not list(tmp_path.iterdir())
    for path in files.write_rows(book, form, tmp_path, private=True):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_command_says_where_it_wrote_and_what_is_to_be_done_first(tmp_path, capsys):
    """Fails when an export goes elsewhere, or a workbook is made of no report."""
    folder = ["--into", str(tmp_path)]
    assert cli.main(["export", "data/raw/linkedin-2015", "--to", "csv", *folder]) == 0
    assert capsys.readouterr().out.split() == [
        str(tmp_path / name) for name in ("linkedin-2015.csv", "linkedin-2015.labels.csv")
    ]
    missing = {"fr": tmp_path / "06_report.fr.ipynb"}
    with pytest.raises(SurveyError, match="no report in fr yet; run: survey build"):
        files.write_tables(missing, codebook.load("data/raw/linkedin-2015"), tmp_path)
