"""A whole build: its tables are the committed ones, its reports say what the tables say."""

import csv
import functools
import itertools
import json
import pkgutil
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import cellcheck
import pandas as pd
import pdfcheck
import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from helpers import codebook, typography
from helpers.codebook import SurveyError
from helpers.pipeline.project import Project
from helpers.pipeline.verify import verify
from helpers.privacy import marks
from helpers.report import catalogue, origins

TOP = Path(__file__).parents[2]
SURVEY = TOP / "data/raw/linkedin-2015"
BOOK = codebook.load(SURVEY)
# Millions first: only they have two commas in English, and no decimal comma could be meant.
NUMBER = re.compile(r"\d{1,3}(?:,\d{3}){2,}|[−-]?\d[\d\u00a0\u202f]*(?:[.,]\d+)?|∞")


def pdf_pages(path):
    """The text of each page, lines joined, hyphenation undone."""
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [
        re.sub(r"\s*\r?\n", " ", re.sub("[\u00ad\ufffe\x02-]\r?\n", "", page)) for page in pages
    ]


@functools.cache
def html_text(path):
    """The text of the report itself: without styles and the table of contents."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for part in soup.select("style, nav, head"):
        part.decompose()
    for picture in soup.select("[data-alt]"):
        picture.replace_with(f" {picture['aria-label']} ")
    for mark in soup.select("data, a.cell"):
        mark.unwrap()
    soup.smooth()
    return soup.get_text(" ")


def plain(number, language):
    """A printed number as Python writes it."""
    number = re.sub("[\u00a0\u202f]", "", number).replace("−", "-")
    return number.replace(",", "" if language == "en" else ".")


def test_every_annex_says_that_its_answers_are_synthetic(built):
    """Fails when a page with rows drawn at random could be taken for what people answered."""
    pages = sorted((built / "reports/linkedin-2015/annex").glob("*.html"))
    assert len(pages) == 13
    for page in pages:
        notice = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("header [role=note]")
        assert [note.get_text()[:21] for note in notice] == ["Synthetic answers. Th"], page.name


def test_tables_are_the_committed_ones(built):
    """Fails when a committed table, or the code that makes it, is edited alone."""
    fresh, committed = built / "data/processed/linkedin-2015", TOP / "data/processed/linkedin-2015"
    names = sorted(str(path.relative_to(fresh)) for path in fresh.rglob("*.csv"))
    assert names == sorted(str(path.relative_to(committed)) for path in committed.rglob("*.csv"))
    for name in names:
        if not name.startswith("provenance."):
            assert (fresh / name).read_bytes() == (committed / name).read_bytes(), name


@pytest.mark.skipif(sys.platform != "linux", reason="drawings are kept where kernels are forked")
def test_no_figure_is_drawn_twice(built):
    """Fails when the report draws what the notebook of a question, or another page, has drawn."""
    kept = (built / ".survey/linkedin-2015/drawings").rglob("*.json")
    svgs = [json.loads(file.read_text(encoding="utf-8"))["live"] for file in kept]
    assert len(set(svgs)) == len(svgs) > 40


def test_committed_reports_say_what_a_fresh_build_says(reports):
    """Fails when the tables move and the committed PDFs do not."""
    for language in BOOK.languages:
        name = f"report.{language}.pdf"
        fresh, committed = (
            " ".join(pdf_pages(path / name)) for path in (reports, TOP / "reports/linkedin-2015")
        )
        assert _without_hashes(fresh) == _without_hashes(committed)


def _without_hashes(text):
    return re.sub(r"\b[0-9a-f]{4,64}\b", "", text)


def test_french_report_holds_what_was_asked_and_published(reports):
    """Fails when a question or a published figure is lost, or page one is silent on synthesis."""
    pages = pdf_pages(reports / "report.fr.pdf")
    text = re.sub(r"\s+", " ", html_text(reports / "report.fr.html"))
    for question in BOOK.questions:
        assert question.text["fr"] in text
        assert _bare(question.text["fr"]) in _bare(" ".join(pages))
    for percent in (26, 79, 97, 66):
        assert f"{percent}\u00a0%" in html_text(reports / "report.fr.html")
        assert f"{percent}\u00a0%" in " ".join(pages)
    assert "synthétique" in pages[0].casefold()


def _bare(text):
    return re.sub(r"[\W\d_]+", "", unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("document", ["report", "tables"])
@pytest.mark.parametrize("language", BOOK.languages)
def test_every_printed_number_is_that_of_its_cell(built, reports, language, document):
    """Fails when a number is typed, marked with another cell than its own, or wrongly rounded."""
    page = (reports / f"{document}.{language}.html").read_text(encoding="utf-8")
    folder = built / "data/processed/linkedin-2015"
    assert page.count("<data ") > 300
    assert cellcheck.problems(page, folder, BOOK, language) == []


@pytest.mark.parametrize("language", BOOK.languages)
def test_the_brief_has_one_page_and_the_findings_of_the_report(reports, language):
    """Fails when the brief runs over, tells another story, or forgets the notice."""
    (page,) = pdf_pages(reports / f"brief.{language}.pdf")
    html = (reports / f"report.{language}.html").read_text(encoding="utf-8")
    summary = BeautifulSoup(html, "html.parser").main.find("ul")
    for finding in summary.select("li"):
        assert _squeezed(finding.get_text()) in _squeezed(page)
    assert "ynth" in page
    assert pdfcheck.problems((reports / f"brief.{language}.pdf").read_bytes()) == []


@pytest.mark.parametrize("language", BOOK.languages)
def test_no_page_is_emptier_than_a_third(reports, language):
    """Fails when a page but the last ends far above its foot."""
    document = pypdfium2.PdfDocument(reports / f"report.{language}.pdf")
    fills = []
    for page in document:
        inside = [each.get_bounds() for each in page.get_objects(max_depth=1)]
        height = page.get_height()
        bottoms = [low for _, low, _, _ in inside if 68 < low < height - 76]
        fills.append((height - 76 - min(bottoms)) / (height - 76 - 68))
    document.close()
    assert min(fills[:-1]) > 2 / 3, fills


def test_each_figure_and_table_offers_its_data(reports):
    """Fails when a section draws a figure without handing on what it draws."""
    page = BeautifulSoup((reports / "report.fr.html").read_text("utf-8"), "html.parser")
    saved = [link["download"].removesuffix(".csv") for link in page.select("a.data")]
    assert saved == [figure["id"] for figure in page.select("figure[id]")]


@pytest.mark.parametrize("language", BOOK.languages)
def test_pages_are_light_and_figures_are_told_in_brief(reports, language):
    """Fails when a page weighs a megabyte, or a figure is told in more than two hundred letters, or
    not where its data are."""
    path = reports / f"report.{language}.html"
    assert path.stat().st_size < 1_000_000
    pictures = BeautifulSoup(path.read_text("utf-8"), "html.parser").select("[role=img]")
    texts = [picture["aria-label"] for picture in pictures]
    word = {"fr": "données", "en": "data"}[language]
    assert [text for text in texts if len(text) > 200 or word not in text] == []
    assert all(len(picture.select("svg")) == 2 for picture in pictures)


@pytest.mark.slow
@pytest.mark.parametrize("language", BOOK.languages)
def test_documents_lead_to_each_other(reports, language):
    """Fails when a link leads to a file that the build does not make."""
    pages = [*reports.glob(f"*.{language}.html"), *reports.glob("annex/*.html")]
    assert len(pages) == 15
    for page in pages:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        links = {link["href"].partition("#")[0] for link in soup.select("a:not(.data)")}
        files = {link for link in links if link and "://" not in link}
        assert len(files) >= 2, page.name
        missing = [link for link in files if not (page.parent / link).is_file()]
        assert missing == [], page.name


@pytest.mark.slow
def test_a_typed_number_is_found(built, reports):
    """Fails when the test above would let a number pass that nobody computed."""
    page = (reports / "report.en.html").read_text(encoding="utf-8")
    folder = built / "data/processed/linkedin-2015"
    typed = page.replace("Nothing was imputed.", "Nothing was imputed, or 73%.", 1)
    (stray,) = cellcheck.problems(typed, folder, BOOK, "en")
    assert stray.startswith("73 has no mark")
    cell = re.search(r'data-cell="shares/q5[^>]*share"[^>]*>(79%)<', page)
    moved = page[: cell.start(1)] + "73%" + page[cell.end(1) :]
    (wrong,) = cellcheck.problems(moved, folder, BOOK, "en")
    assert wrong.startswith("'73%' is not shares/q5")


def test_the_page_of_origins_is_that_of_the_report(reports):
    """Fails when docs/numbers.md is not made anew, or names a function that is not there."""
    html = [(reports / f"{name}.en.html").read_text("utf-8") for name in ("report", "tables")]
    assert (TOP / "docs/numbers.md").read_text(encoding="utf-8") == origins.page(*html)
    for name in origins.FUNCTIONS.values():
        assert callable(pkgutil.resolve_name(name)), name


@pytest.mark.parametrize("language", BOOK.languages)
def test_the_pdf_says_what_the_page_says(reports, language):
    """Fails when a sentence or a row of one stands in the other with another number, or not."""
    soup = cellcheck.body((reports / f"report.{language}.html").read_text(encoding="utf-8"))
    sheets = [*map(_squeezed, pdf_pages(reports / f"report.{language}.pdf"))]
    text = "".join(sheets)
    for link in soup.select("a.data"):
        link.decompose()
    blocks = soup.main.select("p, li, h2, h3, figcaption, th, td")
    missing = [block.get_text() for block in blocks if _squeezed(block.get_text()) not in text]
    assert [block for block in missing if not _is_parted(_squeezed(block), sheets)] == []


def _is_parted(block, sheets):
    """Whether a text begins on one page and ends on the next, head and foot between."""
    return any(
        block[:place] in first and block[place:] in second
        for first, second in itertools.pairwise(sheets)
        for place in range(1, len(block))
    )


def _squeezed(text):
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def test_both_languages_carry_the_same_numbers_in_the_same_order(reports):
    """Fails when one language leaves out a number, or a sentence of one says another thing."""
    found = {}
    for language in BOOK.languages:
        soup = BeautifulSoup(
            (reports / f"report.{language}.html").read_text(encoding="utf-8"), "html.parser"
        )
        for part in soup.select("svg, nav"):
            part.decompose()
        text = re.sub(
            r"\b[0-9a-f]{12}\b", "", soup.main.get_text(" ")
        )  # that of the codebook is of its own language
        found[language] = [plain(number, language) for number in NUMBER.findall(text)]
    first, *others = found.values()
    assert len(first) > 300
    for other in others:
        assert other == first


@pytest.mark.slow
def test_another_survey_builds_without_a_change(build, tmp_path):
    """Fails when code knows of LinkedIn, French, eight questions or a published figure."""
    done = build(TOP / "tests/surveys/workshop", tmp_path)
    assert done.returncode == 0, done.stderr
    text = html_text(tmp_path / "reports/workshop/report.en.html")
    assert "8 people out of" in text or "Repairing a puncture" in text
    for word in ("LinkedIn", "Colloquium", "ynthetic", "example.org", "Great fun", "Too short"):
        assert word not in text
    assert not (tmp_path / "reports/workshop/report.fr.pdf").exists()
    for path in (tmp_path / "data").rglob("*.csv"):
        assert "example.org" not in path.read_text() and "Great fun" not in path.read_text()


@pytest.mark.slow
def test_real_answers_take_every_warning_away(build, built, tmp_path):
    """Fails when a notice does not come from `provenance`, or when `provenance` moves a number."""
    survey = tmp_path / "survey"
    shutil.copytree(SURVEY, survey)
    path = survey / "codebook.toml"
    path.write_text(
        path.read_text().replace('provenance = "synthetic"', 'provenance = "collected"')
    )
    assert build(survey, tmp_path).returncode == 0
    own = tmp_path / "reports/linkedin-2015"
    assert not re.search(
        "synth",
        html_text(own / "report.fr.html") + " ".join(pdf_pages(own / "report.fr.pdf")),
        re.I,
    )
    for name in ("shares/q5.csv", "associations.csv", "claims.csv", "account.csv"):
        paths = (into / "data/processed/linkedin-2015" / name for into in (built, tmp_path))
        synthetic, collected = map(pd.read_csv, paths)
        if name == "associations.csv":  # of real people, a verdict may be withheld, and totals
            told = collected.verdict != "withheld"
            collected["verdict"] = collected.verdict.where(told, synthetic.verdict)
            hidden, totals = collected.pop("note") == marks.PROTECTED, list(marks.OF_TOTALS)
            collected[totals] = collected[totals].mask(hidden, synthetic[totals])
            del synthetic["note"]
        pd.testing.assert_frame_equal(synthetic, collected)


# What a survey report must state, and where: AAPOR Code (2021), CRIC, CROSS (2021), CHERRIES
# (2004), JARS-Quant.
REQUIRED = {
    "who commissioned, paid for and conducted it": (
        "disclosure.commissioner",
        "disclosure.funder",
        "disclosure.conductor",
    ),
    "that it is a survey, of what design": ("document.subtitle", "heading.nature"),
    "its purpose; what was planned and what is exploratory": (
        "disclosure.purpose",
        "association.plan",
    ),
    "population, and how many were eligible": ("disclosure.population", "disclosure.eligible"),
    "how people were reached; that it is no probability sample": (
        "disclosure.recruitment",
        "nature.named",
    ),
    "mode, languages and dates": (
        "disclosure.mode",
        "disclosure.languages",
        "disclosure.fieldwork",
    ),
    "pretest": ("disclosure.pretest",),
    "consent and data protection": ("disclosure.consent",),
    "counts: in, excluded by reason, kept, or unknown": (
        "account.in_file",
        "account.duplicate",
        "respondents.unknown",
    ),
    "missing by kind": ("account._skipped",),
    "duplicates and trials": ("account.test", "account.duplicate"),
    "weights": ("disclosure.weights",),
    "that no margin of error applies; what the intervals assume": ("nature.interval",),
    "tests, adjustment, effects and what could be detected": (
        "column.p_exact",
        "column.p_adjusted",
        "column.detectable",
    ),
    "all planned results": ("association.plan",),
    "limits": ("heading.limits",),
    "what was processed and with what": ("respondents.cells", "provenance.software"),
    "sharing, contact": ("disclosure.sharing", "disclosure.contact"),
    "date and version": ("heading.disclosure",),
}


@pytest.mark.parametrize("language", BOOK.languages)
@pytest.mark.parametrize("item", REQUIRED)
def test_required_items_are_stated(reports, item, language):
    """Fails when the report leaves out what standards ask for instead of calling it unknown."""
    messages = catalogue.load(language)
    pages = [reports / f"{name}.{language}.html" for name in ("report", "tables")]
    text = re.sub(r"\s+", " ", " ".join(map(html_text, pages)))
    for key in REQUIRED[item]:
        message = messages.entries
        for part in key.split("."):
            message = message[part]
        stem = max(re.split(r"\{\w+\}", typography.typeset(message, language)), key=len).strip()
        assert re.sub(r"\s+", " ", stem).casefold() in text.casefold(), stem


@pytest.mark.parametrize("language", BOOK.languages)
def test_pdf_is_accessible(reports, language):
    """Fails when the PDF loses a tag, an alternative text, a header cell, language or bookmark."""
    assert pdfcheck.problems((reports / f"report.{language}.pdf").read_bytes()) == []


@pytest.mark.parametrize("language", BOOK.languages)
def test_reports_call_synthetic_answers_synthetic(reports, language):
    """Fails when a page's foot, a figure or a table does not say that the answers are synthetic."""
    messages = catalogue.load(language)
    pages = pdf_pages(reports / f"report.{language}.pdf")
    assert len(pages) <= 11
    for page in pages:
        assert messages("document.watermark") in page
    soup = BeautifulSoup(
        (reports / f"report.{language}.html").read_text(encoding="utf-8"), "html.parser"
    )
    silent = {"fig-bounds", "tbl-grim", "tbl-disclosure"}  # of what was published, or of none
    for figure in soup.select("figure[id]"):
        said = messages("note.synthetic") in figure.get_text()
        assert said != (figure["id"] in silent), figure["id"]


SENTENCE = re.compile(r"(?:^|(?<=[a-zé»”)][.!?] ))[\d−]")  # that opens with figures
# What a line may end within, for it holds a plain space: a number and its noun, a range.
PARTED = re.compile(
    r"\d (?:%|\d|[a-zàé]{4,})|\bde \d[\d,]*\u00a0?(?:%\u00a0)?à|\d%? (?:to|à) [\d−]"
)


@pytest.mark.parametrize("language", BOOK.languages)
def test_each_figure_says_what_it_shows_of_whom_and_how_it_is_read(reports, language):
    """Fails when a figure has no headline, no unit and base, or no line that reads it aloud."""
    page = (reports / f"report.{language}.html").read_text(encoding="utf-8")
    pictures = BeautifulSoup(page, "html.parser").select("figure:not(.table)")
    word = {"fr": "Lecture\u00a0: ", "en": "Reading: "}[language]
    assert len(pictures) == 12
    for picture in pictures:
        headline, subtitle = picture.select_one(".headline"), picture.select_one(".subtitle")
        assert headline.get_text() and subtitle.get_text(), picture["id"]
        assert picture.select_one(".note").get_text().startswith(word), picture["id"]


@pytest.mark.parametrize("language", BOOK.languages)
def test_sentences_of_a_report_begin_with_words_and_keep_numbers_whole(reports, language):
    """Fails when a sentence opens with figures, or a number may part from what it counts."""
    page = (reports / f"report.{language}.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "html.parser")
    for part in soup.main.select("code, a.data"):
        part.decompose()
    texts = [part.get_text() for part in soup.main.select("p, li, .headline, .subtitle")]
    assert len(texts) > 60
    assert [text for text in texts if SENTENCE.search(text)] == []
    assert [match[0] for text in texts for match in PARTED.finditer(text)] == []


@pytest.mark.slow
def test_a_report_is_verified(reports, tmp_path):
    """Fails when a report passes for one of other answers, or fails for its own."""
    report = reports / "report.fr.pdf"
    into = f"--into={reports.parents[1]}"
    command = [sys.executable, "-m", "helpers.cli", "verify", into, str(report)]
    done = subprocess.run([*command, str(SURVEY)], capture_output=True, text=True, cwd=TOP)
    assert done.returncode == 0, done.stdout + done.stderr
    survey = _with_one_answer(tmp_path, "q2", "Tous les jours", "Jamais")
    done = subprocess.run([*command, str(survey)], capture_output=True, text=True, cwd=TOP)
    assert (
        done.returncode == 1 and "answers.csv" in done.stderr and "codebook.toml" not in done.stderr
    )
    (tmp_path / "other.pdf").write_bytes(b"not a report")
    done = subprocess.run(
        [*command[:-1], str(tmp_path / "other.pdf")], capture_output=True, text=True, cwd=TOP
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr


def _blank(own, forged):
    """A blank page with what the report has attached."""
    forged.add_blank_page()
    for name, attachment in own.attachments.items():
        forged.attachments[name] = attachment.get_file().read_bytes()


def _other_first_page(own, forged):
    """The report, but for its first page."""
    forged.add_blank_page()
    forged.pages.extend(own.pages[1:])
    for name, attachment in own.attachments.items():
        forged.attachments[name] = attachment.get_file().read_bytes()


@pytest.mark.parametrize(
    ("forge", "told"), [(_blank, "it has 1 pages, not"), (_other_first_page, "page 1 of")]
)
def test_a_forged_report_is_told_by_what_it_shows(reports, tmp_path, forge, told):
    """Fails when a file passes for a report by its attachment alone."""
    forged = pikepdf.new()
    with pikepdf.open(reports / "report.fr.pdf") as own:
        forge(own, forged)
        forged.save(tmp_path / "forged.pdf")
    project = Project(TOP, reports.parents[1])
    *items, shown = verify(tmp_path / "forged.pdf", SURVEY, project=project)
    assert all(before == now for _, before, now in items)
    assert shown[0] == "what it shows" and shown[2].startswith(told)


def test_a_part_of_a_report_is_none(reports, tmp_path):
    """Fails when the first third of a file, or one byte less, passes for it, or ends in a
    traceback."""
    content, project = (reports / "report.fr.pdf").read_bytes(), Project(TOP, reports.parents[1])
    for length in (len(content) // 3, len(content) - 1):
        (tmp_path / "part.pdf").write_bytes(content[:length])
        try:
            items = verify(tmp_path / "part.pdf", SURVEY, project=project)
        except SurveyError as error:
            assert "\n" not in str(error)
        else:
            assert items[-1][2]


def test_reports_carry_aggregates_only(reports):
    """Fails when a table with a line a person is attached to a report."""
    with pikepdf.open(reports / "report.fr.pdf") as document:
        names = set(document.attachments)
    assert {"q5.csv", "associations.csv", "provenance.fr.csv"} <= names
    assert not names & {"answers.csv", "duplicates.csv", "cleaning.csv"}


@pytest.mark.slow
def test_one_changed_answer_changes_its_own_sentences(build, reports, tmp_path):
    """Fails when a sentence does not follow the answers, or follows those to another question."""
    survey = _with_one_answer(tmp_path, "q5", "Jamais", "Toujours")
    assert build(survey, tmp_path).returncode == 0
    before, after = (
        _parts(path / "report.fr.html") for path in (reports, tmp_path / "reports/linkedin-2015")
    )
    changed = {heading for heading in before if before[heading] != after[heading]}
    asked = {question.text["fr"]: question.id for question in BOOK.questions}
    moved = {asked[text] for text in asked for heading in changed if heading.endswith(text)}
    assert moved == {"q5"}
    mine = next(heading for heading in after if heading.endswith(BOOK.question("q5").text["fr"]))
    before, after = (parts[mine].replace("\u00a0", " ") for parts in (before, after))
    assert "61 personnes sur 77" in before and "60 personnes sur 77" in after
    assert "79 %" in after and "78 %" in after  # published, and what the answers now give


def _with_one_answer(folder, question, old, new):
    """A copy of the survey in which the first person who gave one answer gave another."""
    survey = shutil.copytree(SURVEY, folder / "survey")
    with (survey / "answers.csv").open(encoding="utf-8", newline="") as file:
        header, trial, *rows = csv.reader(file)
    column = [each.id for each in BOOK.questions].index(question) + 1
    next(row for row in rows if row[column] == old)[column] = new
    with (survey / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, trial, *rows])
    return survey


def _parts(path):
    """The text under each heading of a report."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    found = {}
    for heading in soup.main.select("h2, h3"):
        text = []
        for node in heading.next_elements:
            if getattr(node, "name", None) in ("h2", "h3"):
                break
            if getattr(node, "name", None) in ("p", "li", "figcaption", "td", "th"):
                text.append(node.get_text())
        found[heading.get_text().strip()] = " ".join(text)
    return found
