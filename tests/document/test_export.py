"""From executed notebook to PDF and HTML: what is printed, what is refused, and how it can be
read."""

import base64
import copy
import functools
import io
import itertools
import re
import time
import tomllib
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pdfcheck
import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from helpers.document import export, show
from helpers.document.export import markdown
from helpers.document.export import pdf as typesetter
from helpers.document.export.blocks import read_blocks
from helpers.document.export.prepare import WORDS

HOSTILE = (
    r"""C'est #1 $x$ @tous <b>[c] _d_ *e* ~f~ `g` \ "h" // /* = - + 1. #let x = #panic() """
    "</style><script>alert(1)</script>"
)
KINDS = ("figure", "table")
LEVELS = {
    "fr": ["Jamais", "Rarement", "Souvent"],
    "en": ["Never", "Rarely", "Often"],
    "es": ["Nunca", "Rara vez", "A menudo"],
}


def cells_of(*calls):
    """Executed code cells, one for each call of the show room."""
    made = []

    def display(data, metadata, raw):
        made.append(
            new_code_cell(
                "show.it()", outputs=[new_output("display_data", data=data, metadata=metadata)]
            )
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(show, "display", display)
        for call in calls:
            call()
    return made


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def data(language="fr", **changes):
    given = {
        "language": language,
        "title": f"Sondage {HOSTILE}",
        "date": "2026-11-23",
        "short_title": "Court",
        "organisation": "Colloque",
        "authors": ["Équipe"],
        "date_text": "le 23 novembre",
        "version": "1.0",
        "description": HOSTILE,
        "keywords": ["sondage"],
        "notice": "Réponses **synthétiques**.",
        "watermark": "Données synthétiques",
    } | changes
    return cells_of(lambda: show.document(**given))[0]


def text(markdown):
    return cells_of(lambda: show.text(markdown))[0]


def figure(id="fig-bars", caption=HOSTILE, alt=HOSTILE, levels=LEVELS["fr"], **under):
    cell = copy.deepcopy(drawn_once(id, caption, alt, tuple(levels), **under))
    cell.id = new_code_cell().id  # a notebook has no cell twice
    return cell


@functools.cache
def drawn_once(id, caption, alt, levels, **under):
    def draw():
        fig, ax = plt.subplots(figsize=(6, 2))
        ax.barh(levels, [38, 20, 19])
        show.figure(fig, id=id, caption=caption, alt=alt, **under)

    with plt.rc_context({"font.family": ["Source Sans Pro", "DejaVu Sans"]}):
        return cells_of(draw)[0]


def table(
    rows=3, id="tbl-rows", caption="Un tableau", note="Base : 77. Voir la [@fig-bars].", **columns
):
    cells = columns or {"Part (%)": [49.4] * rows, "Verbatim": [HOSTILE] * rows}
    frame = pd.DataFrame(cells, index=pd.Index([f"q{i}" for i in range(rows)], name="Question"))
    return cells_of(
        lambda: show.table(frame, id=id, caption=caption, note=note, languages={"Question": "fr"})
    )[0]


def whole(language):
    """A report that uses everything."""
    return notebook(
        new_code_cell(
            "secret = 'injected'",
            metadata={"tags": ["injected-parameters"]},
            outputs=[new_output("stream", name="stdout", text="injected")],
        ),
        data(language),
        text(
            "# Sommaire\n\n- Un fait[^a] : 26 % des réponses, l'an dernier.\n- Voir "
            "[@fig-bars] et [@tbl-rows].\n"
            "- [Mots français]{lang=fr}, `a : b`, [un lien](https://example.org), [plus "
            "loin](#suite)[^a].\n\n"
            "[^a]: Une note, appelée deux fois."
        ),
        cells_of(show.contents)[0],
        text(
            f"# Suite {{#suite}}\n\nUn autre fait[^a].\n\n> {show.escape(HOSTILE)} 😀👍🏽\n\n"
            f"1. un\n2. deux\n\n"
            "| Étape | n |\n|---|--:|\n| Lues | 80 |\n\n```\ncode : x\n```\n\n[^a]: Autre "
            "cellule, même nom."
        ),
        new_markdown_cell("## Détail\n\nUne phrase<br>écrite."),
        figure(levels=LEVELS[language], subtitle="Sous-titre", note="Lecture : [@tbl-rows]."),
        table(),
        table(60, id="tbl-long"),
    )


@pytest.fixture(scope="module", params=sorted(WORDS))
def report(request, tmp_path_factory):
    """Both files of the whole report, made by exporters that are used again for each language."""
    shares = tmp_path_factory.mktemp("data") / "shares.csv"
    shares.write_text("question,count\nq5,38\n")
    executed = whole(request.param)
    before = nbformat.writes(executed)
    pdf, _ = get_exporter("report_pdf")(attachments=[str(shares)]).from_notebook_node(executed)
    html, _ = get_exporter("report_html")().from_notebook_node(executed)
    assert nbformat.writes(executed) == before, "an exporter changed the notebook"
    return {
        "language": request.param,
        "pdf": pdf,
        "html": html,
        "notebook": executed,
        "attached": shares,
    }


def pages(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            re.sub(r"\ufffe?\r\n", "\n", page.get_textpage().get_text_bounded())
            for page in document
        ]


def squeezed(text):
    return re.sub(r"[\s\u00ad\ufffe]+", "", text)


# The PDF


def test_pdf_can_be_read_aloud(report):
    """Fails when ``row_headers`` is skipped (see below), or when ``ua-1`` leaves the standards."""
    assert pdfcheck.problems(report["pdf"]) == []


def test_row_headers_come_from_the_last_step(monkeypatch):
    """Fails when the checker does not see missing row headers."""
    monkeypatch.setattr(typesetter, "row_headers", lambda pdf, tables: pdf)
    pdf, _ = export.ReportPDFExporter().from_notebook_node(
        notebook(data(), text("# A"), figure(), table())
    )
    assert "table with header scopes ['/Column'], not column and row" in pdfcheck.problems(pdf)


def test_pdf_metadata(report):
    """Fails when title, language or attachment are not passed on."""
    with pikepdf.open(io.BytesIO(report["pdf"])) as document:
        assert str(document.Root.Lang) == f"{report['language']}-CA"
        with document.open_metadata() as xmp:
            assert squeezed(xmp["dc:title"]) == squeezed(f"Sondage {HOSTILE}").replace("'", "’")
            assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == (
                "1",
                "3",
                "A",
            )
            assert xmp["xmp:CreateDate"].startswith("2026-11-23")
        assert {
            name: file.get_file().read_bytes() for name, file in document.attachments.items()
        } == {"shares.csv": report["attached"].read_bytes()}
        assert pdfcheck.bookmarks(document) == ["Sommaire", "Suite", "Détail"]


def test_pdf_without_attachments_is_a_2a():
    """Fails when the standard does not follow the attachments."""
    pdf, _ = export.ReportPDFExporter().from_notebook_node(notebook(data(), text("# A")))
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as xmp:
        assert xmp["pdfaid:part"] == "2"


def test_pdf_prints_hostile_text_as_it_is(report):
    """Fails when ``literal`` escapes nothing, or when text is written as markup."""
    printed = squeezed("".join(pages(report["pdf"])))
    wanted = squeezed(HOSTILE).replace("'", "’")
    # once in the title, the quotation and the caption, 3 and 60 times in the tables
    assert printed.count(wanted) == 66


def test_pdf_keeps_alternative_text(report):
    """Fails when the alternative text is not the figure's."""
    with pikepdf.open(io.BytesIO(report["pdf"])) as document:
        alts = [str(node.Alt) for kind, node, _ in pdfcheck.elements(document) if kind == "Figure"]
    assert [squeezed(alt) for alt in alts] == [squeezed(HOSTILE).replace("'", "’")]


def test_pdf_names_what_no_font_draws(report):
    """Fails when an emoji stops the export or vanishes."""
    assert "[grinning face][thumbs up sign]" in " ".join("".join(pages(report["pdf"])).split())


def test_every_page_carries_the_foot_and_all_but_the_first_the_head(report):
    """Fails when the watermark, the page count, the short title or the section is dropped."""
    printed = pages(report["pdf"])
    for number, page in enumerate(printed, 1):
        assert "Données synthétiques" in page and f"{number} / {len(printed)}" in page
        assert number == 1 or re.match(r"Suite\s+Court", page)


def test_page_one_is_the_report(report):
    """Fails when the title block loses a line, findings leave page one, or contents their pages."""
    first = " ".join(pages(report["pdf"])[0].split())
    words = WORDS[report["language"]]
    version, contents = f"{words['version']} 1.0", words["contents"]
    for line in ("Colloque", "Équipe", "le 23 novembre", version, "Réponses synthétiques."):
        assert line in first
    assert re.search(rf"Un fait.*{contents}\s+Suite[ .]+1\s", first, re.S)
    assert not re.search(r"(Sommaire|Détail)[ .]+\d", first)


def test_pdf_is_built_of_what_the_notebook_is_built_of(report):
    """Fails when a paragraph is typeset as text in a block, or an item, a caption or a note is lost
    from the tags."""
    blocks, _ = read_blocks(report["notebook"], show_code=False)
    kinds = Counter(token["type"] for block in blocks for token in markdown.walk(block.tokens))
    shown = Counter(block.kind for block in blocks)
    notes = sum(bool(block.note) for block in blocks)
    opening = ("organisation", "title", "facts", "authors", "notice", "contents")
    with pikepdf.open(io.BytesIO(report["pdf"])) as document:
        tags = Counter(kind for kind, _, _ in pdfcheck.elements(document))
    paragraphs = kinds["paragraph"] + kinds["block_code"] + notes
    assert tags["P"] == paragraphs + len(opening)
    assert tags["LI"] == kinds["list_item"] > 0
    assert tags["Caption"] == tags["Figure"] + tags["Table"] - 1 == shown["figure"] + shown["table"]
    assert tags["Note"] == sum(len(block.notes) for block in blocks) == 2


def test_a_long_table_repeats_its_header(report):
    """Fails when tables cannot break, or their header is an ordinary row."""
    heads = [
        page
        for page in pages(report["pdf"])
        if re.search(r"Question\s+Part\s+\(%\)\s+Verbatim", page)
    ]
    assert len(heads) >= 3
    with pikepdf.open(io.BytesIO(report["pdf"])) as document:
        kinds = [kind for kind, _, _ in pdfcheck.elements(document)]
    assert kinds.count("Table") == kinds.count("THead") == 3


@pytest.mark.parametrize("lines", [20, 26, 30, 34])
def test_short_tables_figures_and_headings_are_not_parted(lines):
    """Fails when figures are breakable or a heading is not kept with what follows."""
    filler = text("# Un\n\n" + "\n\n".join(["Remplissage."] * lines))
    pdf, _ = export.ReportPDFExporter().from_notebook_node(
        notebook(
            data(),
            filler,
            text("## Avant"),
            figure(caption="Légende"),
            table(8, note="", caption="Court"),
            text("Fin."),
        )
    )
    for together in (("Avant", "Jamais", "Légende"), ("Tableau 1", "q0", "q7")):
        assert any(all(word in page for word in together) for page in pages(pdf)), together


@pytest.mark.parametrize("lines", range(14, 34, 2))
def test_a_long_table_is_not_begun_where_only_its_head_fits(lines):
    """Fails when a long table's heading, its note and its first rows are on different pages, or a
    note alone on one."""
    filler = text("# Un\n\n" + "\n\n".join(["Remplissage."] * lines))
    rows = {"Part (%)": [49.4] * 40}
    pdf, _ = export.ReportPDFExporter().from_notebook_node(
        notebook(
            data(),
            filler,
            text("## Avant"),
            table(40, note="Lire en lignes.", caption="Long", **rows),
            text("Fin."),
        )
    )
    together = ("Avant", "Tableau 1", "Lire en lignes", *(f"q{i}" for i in range(5)))
    assert any(all(word in page for word in together) for page in pages(pdf))


def test_a_table_too_wide_for_the_page_is_refused():
    """Fails when columns may overprint each other."""
    with pytest.raises(
        export.ReportError, match=r"cell 2: the table headed .* is too wide for the page"
    ):
        export.ReportPDFExporter().from_notebook_node(
            notebook(data(), table(note="", **{f"Unbreakable{i:04d}": ["x"] * 3 for i in range(9)}))
        )


def test_same_input_same_bytes(report):
    """Fails when an address or the state of an exporter reaches a file."""
    again = export.ReportPDFExporter(attachments=[str(report["attached"])])
    assert again.from_notebook_node(report["notebook"])[0] == report["pdf"]
    assert export.ReportHTMLExporter().from_notebook_node(report["notebook"])[0] == report["html"]


@pytest.mark.slow
def test_the_clock_does_not_reach_the_pdf():
    """Fails when the timestamp or ``deterministic_id`` is left out; a file's ID has a resolution of
    a second."""
    first = export.ReportPDFExporter().from_notebook_node(notebook(data(), text("# A")))[0]
    time.sleep(1.1)
    assert export.ReportPDFExporter().from_notebook_node(notebook(data(), text("# A")))[0] == first


def test_french_spaces_in_prose_never_in_code(report):
    """Fails when code is typeset as prose, or a French passage as English."""
    page = BeautifulSoup(report["html"], "html.parser")
    colon, percent = {"fr": ("\u00a0", "\u00a0"), "en": "  ", "es": (" ", "\u00a0")}[
        report["language"]
    ]
    item = page.main.find("ul").li
    assert f"{colon}: 26{percent}%" in item.get_text() and "l’an" in item.get_text()
    assert [code.get_text() for code in page.find_all("code")] == ["a : b", "code : x"]


def test_numbers_are_written_as_the_language_does(report):
    """Fails when cells that are numbers are printed by Python."""
    cells = {
        cell.get_text() for cell in BeautifulSoup(report["html"], "html.parser").select("td.right")
    }
    assert {"fr": "49,4", "en": "49.4", "es": "49,4"}[report["language"]] in cells


# The HTML


def test_html_requests_nothing_and_runs_nothing(report):
    """Fails when a script, a style sheet or an image is fetched, or user text becomes a tag."""
    page = BeautifulSoup(report["html"], "html.parser")
    assert not page.find_all(["script", "link", "iframe", "object", "b"])
    assert all(tag["src"].startswith("data:") for tag in page.find_all(src=True))
    others = [tag["href"] for tag in page.find_all(href=True) if tag["href"][0] != "#"]
    assert {link for link in others if not link.startswith("data:text/csv")} == {
        "https://example.org"
    }
    style = page.style.get_text()
    assert re.findall(r"url\((?!data:)", style) == [] and "@import" not in style


def test_html_structure(report):
    """Fails when language, the single h1, a heading level, an id, a link, a scope or an alternative
    text is lost."""
    page = BeautifulSoup(report["html"], "html.parser")
    assert page.html["lang"] == f"{report['language']}-CA"
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {tag["href"][1:] for tag in page.select('a[href^="#"]')} <= set(ids)
    assert {
        name for tag in page.select("[aria-labelledby]") for name in tag["aria-labelledby"].split()
    } <= set(ids)
    assert squeezed(page.select_one("[role=img]")["aria-label"]) == squeezed(HOSTILE).replace(
        "'", "’"
    )
    assert {tag.get("scope") for tag in page.find_all("th")} == {"col", "row"}
    assert all(figure.figcaption for figure in page.find_all("figure"))
    assert page.body.find("a")["class"] == ["skip"]


def saved(link):
    """What a link saves, as pandas reads it."""
    content = base64.b64decode(link["href"].partition("base64,")[2])
    return pd.read_csv(io.BytesIO(content))


def test_figures_and_tables_can_be_saved_as_csv(report):
    """Fails when data are rounded as printed, have digits that differ from machine to machine,
    belong to another block, lose their encoding, or hold a formula."""
    page = BeautifulSoup(report["html"], "html.parser")
    own = pd.DataFrame({"level": ["Échoué", "'=1+1"], "share": [0.123456, -1]})
    risky = own.replace({"'=1+1": "=1+1", 0.123456: 0.123456000000001})
    drawn = cells_of(
        lambda: show.figure(plt.figure(), id="fig-x", caption="x", alt="x", data=risky)
    )
    alone, _ = get_exporter("report_html")().from_notebook_node(notebook(data(), *drawn))
    link = BeautifulSoup(alone, "html.parser").select_one("#fig-x a.data")
    assert link["download"] == "fig-x.csv" and "Figure 1" in link["aria-label"]
    assert saved(link).equals(own)
    assert base64.b64decode(link["href"].partition("base64,")[2]).startswith(b"\xef\xbb\xbf")
    rows = saved(page.select_one("#tbl-rows a.data"))
    assert rows["Part (%)"].tolist() == [49.4] * 3
    assert page.select("#fig-bars a.data") == []


def test_rows_stand_under_the_name_of_their_group():
    """Fails when a group's name opens each row, is no header of its rows, or leaves the CSV."""
    index = pd.MultiIndex.from_tuples(
        [(f"q{i // 30}", f"level {i}") for i in range(60)], names=["Question", "Level"]
    )
    frame = pd.DataFrame({"n": range(60)}, index=index)
    shown = cells_of(lambda: show.table(frame, id="tbl-x", caption="x", grouped=True))
    executed = notebook(data(notice="", title="T"), text("# A"), *shown)
    pdf, _ = export.ReportPDFExporter().from_notebook_node(executed)
    assert pdfcheck.problems(pdf) == []
    one, two, *_ = (page.split() for page in pages(pdf))
    assert (one.count("q0"), one.count("q1"), two.count("q1")) == (1, 1, 1)
    html, _ = get_exporter("report_html")().from_notebook_node(executed)
    page = BeautifulSoup(html, "html.parser")
    heads = page.select("#tbl-x th[scope=rowgroup]")
    assert [(head.get_text(), head["colspan"]) for head in heads] == [("q0", "2"), ("q1", "2")]
    assert saved(page.select_one("#tbl-x a.data")).iloc[35].tolist() == ["q1", "level 35", 35]


def test_contents_are_folded_and_stand_beside_the_text(report):
    """Fails when contents come before the findings, or list what stands above them."""
    page = BeautifulSoup(report["html"], "html.parser")
    folded, beside = page.select_one("main nav.folded details"), page.select_one("nav.side")
    assert [link.get_text() for link in folded.select("a")] == ["Suite"]
    assert folded.find_previous("h2").get_text() == "Sommaire"
    links = [link.get_text() for link in beside.select("a")]
    assert links == ["Sommaire", "Suite", "Détail"]


def test_an_annex_is_in_its_own_language_and_leads_back():
    """Fails when English prose is read out as French, or nobody finds the way to the report."""
    shown = cells_of(
        lambda: show.text("Une phrase : voilà."),
        lambda: show.table(
            pd.DataFrame({"n": [1]}, index=pd.Index(["x"], name="q")), id="tbl-x", caption="Un"
        ),
    )
    annex = notebook(
        new_markdown_cell("# What? Why: how"), new_markdown_cell("See [@tbl-x]: so."), *shown
    )
    reports = {"fr": "../report.fr.html", "en": "../report.en.html"}
    exporter = export.ReportHTMLExporter(show_code=True, language="fr", reports=reports)
    page = BeautifulSoup(exporter.from_notebook_node(annex)[0], "html.parser")
    assert page.html["lang"] == "en-CA" and "See Table\u00a01: so." in page.get_text()
    french = [block.get_text() for block in page.select("[lang=fr]:not(a)")]
    assert french[0] == "Une phrase\u00a0: voilà." and french[1].startswith("Tableau\u00a01.")
    links = {link["href"]: (link["lang"], link.get_text()) for link in page.select(".links a")}
    assert links == {
        "../report.fr.html": ("fr", "Retour au rapport"),
        "../report.en.html": ("en", "Back to the report"),
    }


def test_html_notes_lead_there_and_back(report):
    """Fails when notes of two cells with the same name are mixed up, or a second call makes a
    second note."""
    page = BeautifulSoup(report["html"], "html.parser")
    notes = page.select('[role="doc-endnotes"] li')
    assert ["deux fois" in notes[0].get_text(), "Autre cellule" in notes[1].get_text()] == [
        True,
        True,
    ]
    assert [call["href"] for call in page.select('[role="doc-noteref"]')] == [
        "#note-1",
        "#note-1",
        "#note-2",
    ]
    assert [back["href"] for back in page.select('[role="doc-backlink"]')] == ["#call-1", "#call-2"]


@pytest.mark.parametrize("lines", [24, 28, 32])
def test_what_is_said_of_a_figure_stays_with_it(lines):
    """Fails when a headline or how a figure is read is lost, or on another page than the figure."""
    filler = text("# Un\n\n" + "\n\n".join(["Remplissage."] * lines))
    said = {"caption": "Trois sur quatre", "subtitle": "De 77 personnes", "note": "Lecture : une."}
    whole = notebook(data(), filler, figure(**said))
    pdf, _ = export.ReportPDFExporter().from_notebook_node(whole)
    (page,) = [page.replace("\u00a0", " ") for page in pages(pdf) if "Trois" in page]
    words = ("Trois sur quatre", "De 77 personnes", "Jamais", "Lecture : une.")
    places = [page.index(word) for word in words]
    assert places[:2] == sorted(places[:2]) and max(places[:2]) < places[-1]
    html, _ = export.ReportHTMLExporter().from_notebook_node(whole)
    soup = BeautifulSoup(html, "html.parser").find("figure")
    assert soup.figcaption.get_text() == "Figure\u00a01. Trois sur quatre De 77\u00a0personnes"
    assert soup.select_one(".note").get_text() == "Lecture\u00a0: une."


@pytest.mark.parametrize("count", [2, 3])
def test_short_things_stand_beside_each_other_on_paper(count):
    """Fails when a heading and its figure are parted, one is lost or out of order, or a screen has
    two in a line."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'
    cells = [cells_of(lambda: show.beside(count))[0]]
    for name in "abcde":
        cells += [text(f"## Question {name}"), figure(f"fig-{name}", f"Figure {name}", narrow=svg)]
    cells += [cells_of(lambda: show.beside(1))[0], text("# Fin")]
    whole = notebook(data(), text("# Un"), *cells)
    pdf, _ = export.ReportPDFExporter().from_notebook_node(whole)
    assert pdfcheck.problems(pdf) == []
    (page,) = pages(pdf)
    places = [page.index(f"{word} {name}") for name in "abcde" for word in ("Question", "Figure")]
    assert places == sorted(places) and places[-1] < page.rindex("Fin")
    html, _ = export.ReportHTMLExporter().from_notebook_node(whole)
    assert len(BeautifulSoup(html, "html.parser").select("main > h3 + figure")) == 5


def test_references_and_passages(report):
    """Fails when references are not resolved, or a passage loses its language."""
    page = BeautifulSoup(report["html"], "html.parser")
    words = tuple(f"{WORDS[report['language']][f'in_text_{kind}']}\u00a01" for kind in KINDS)
    assert (
        tuple(page.main.find("a", href=href).get_text() for href in ("#fig-bars", "#tbl-rows"))
        == words
    )
    assert page.find("span", lang="fr").get_text() == "Mots français"
    assert page.select_one("tbody th[lang=fr]").get_text() == "q0"


def test_an_index_has_its_pages_in_print():
    """Fails when a reader on paper is not told where a question stands, or a screen is."""
    cells = data(), text('# Index\n\n[Often](#often "page")\n\n# Often {#often}\n\nYes.')
    pdf = export.ReportPDFExporter().from_notebook_node(notebook(*cells))[0]
    html = export.ReportHTMLExporter().from_notebook_node(notebook(*cells))[0]
    assert "Often\u00a0(p.\u00a01)" in pages(pdf)[0]
    assert BeautifulSoup(html, "html.parser").main.select_one("p a").get_text() == "Often"


def test_code_and_parameters_are_not_printed(report):
    """Fails when inputs show, or the tag of papermill's cell is not known."""
    for printed in (report["html"], "".join(pages(report["pdf"]))):
        assert "show.it" not in printed and "injected" not in printed


# Annexes


def annex(*cells, **options):
    return export.ReportHTMLExporter(show_code=True, **options).from_notebook_node(
        notebook(*cells)
    )[0]


def test_an_annex_shows_code_and_what_it_printed():
    """Fails when code, a stream or a data frame is dropped, or a data frame's HTML is trusted."""
    frame = (
        "<style>x</style><table "
        'border="1"><thead><tr><th></th><th>n</th></tr></thead><tbody><tr><th>a</th>'
    )
    frame += '<td onclick="x()">38</td></tr></tbody></table><script>alert(1)</script>'
    page = BeautifulSoup(
        annex(
            new_code_cell("q = 'secret'", metadata={"tags": ["parameters"]}),
            new_markdown_cell("# Can we trust it?\n\nYes."),
            new_markdown_cell("## Steps"),
            text("# As in the report"),
            text("### Detail"),
            new_code_cell(
                "print('<1>')",
                outputs=[
                    new_output("stream", name="stdout", text="<1>\n"),
                    new_output("execute_result", data={"text/html": frame, "text/plain": "a 38"}),
                    new_output("execute_result", data={"text/plain": "'<plain>'"}),
                ],
            ),
            language="en",
        ),
        "html.parser",
    )
    assert page.html["lang"] == "en-CA"
    assert [(tag.name, tag.get_text()) for tag in page.find_all(re.compile("^h[1-6]$"))] == [
        ("h1", "Can we trust it?"),
        ("h2", "Steps"),
        ("h2", "As in the report"),
        ("h3", "Detail"),
    ]
    assert page.title.get_text() == "Can we trust it?"
    assert "print('<1>')" in [code.get_text().strip() for code in page.select("pre.code")]
    assert [out.get_text() for out in page.select("pre.output")] == ["<1>", "'<plain>'"]
    assert (page.td.get_text(), page.tbody.th["scope"], page.find(onclick=True)) == (
        "",
        "row",
        None,
    )
    assert not page.find("script") and "secret" not in page.get_text()


def test_an_annex_of_synthetic_answers_says_so_under_its_title():
    """Fails when the notice is left out, says of invented answers that they match something
    published, or stands on the annex of real ones.
    """
    said = {"": [], "reconstructed": ["match what was published"], "invented": ["were invented"]}
    for synthetic, words in said.items():
        page = BeautifulSoup(
            annex(new_markdown_cell("# Who?"), language="en", synthetic=synthetic), "html.parser"
        )
        notices = [note.get_text(strip=True) for note in page.select("header h1 ~ [role=note]")]
        assert [text[:18] for text in notices] == ["Synthetic answers."] * len(words)
        assert all(each in text for each, text in zip(words, notices, strict=True))


def test_an_annex_still_refuses_errors_and_silent_images():
    """Fails when showing code switches the checks off."""
    with pytest.raises(export.ReportError) as refused:
        annex(
            new_markdown_cell("Not named"),
            new_code_cell(
                "1/0",
                outputs=[
                    new_output(
                        "error", ename="ZeroDivisionError", evalue="division by zero", traceback=[]
                    ),
                    new_output(
                        "display_data", data={"image/png": "AAAA", "text/plain": "<Figure>"}
                    ),
                ],
            ),
        )
    for reason in (
        "cell 2: it stopped with ZeroDivisionError",
        "cell 2: image without caption",
        "no heading names",
    ):
        assert reason in str(refused.value)


# Refusals


def output(kind, **fields):
    return new_code_cell("x", outputs=[new_output(kind, **fields)])


def bundle(kind, **report):
    cell = {"figure": figure, "table": table}[kind]()
    cell.outputs[0].metadata["report"] |= report
    return cell


REFUSED = {
    "stopped with ZeroDivisionError: no": output(
        "error", ename="ZeroDivisionError", evalue="no", traceback=[]
    ),
    "text on stderr: 'careful'": output("stream", name="stderr", text="careful\n"),
    "text on stdout: 'x'": output("stream", name="stdout", text="x"),
    "image without caption": output("display_data", data={"image/png": "AAAA"}),
    "'<Axes: >' has no place": output("execute_result", data={"text/plain": "<Axes: >"}),
    "figure fig-bars has no alt": bundle("figure", alt=""),
    "table tbl-rows has no caption": bundle("table", caption=" "),
    "the id '\"><script>' is not": bundle("table", id='"><script>'),
    "the id fig-bars is used twice": figure(),
    "reference to the unknown fig-none": text("[@fig-none]"),
    "reference to the unknown tbl-none": table(note="[@tbl-none]", id="tbl-other"),
    "link to the unknown #none": text("[a](#none)"),
    "[^1] has no footnote": text("A[^1]"),
    "the footnote [^x] is never called": text("A\n\n[^x]: B"),
    "mathematics '$$x$$'": text("$$x$$"),
    "mathematics '\\\\begin{align}'": text("\\begin{align}x\\end{align}"),
    "image 'https://example.org/a.png' in Markdown": text("![alt](https://example.org/a.png)"),
    "link to 'javascript:alert(1)'": text("[a](javascript:alert(1))"),
    "jumps from level 2 to 4": text("## B\n\n#### D"),
    "heading 'A' holds footnote_ref": text("## A[^n]\n\n[^n]: B"),
    "the id s-a is used twice": text("## B {#s-a}"),
    "passage in the unknown language 'xx'": text("[a]{lang=xx}"),
    "2 cells show the document data": data(),
}


@pytest.mark.parametrize("reason", REFUSED)
@pytest.mark.parametrize("name", ["report_pdf", "report_html"])
def test_refused(name, reason):
    """Fails when the check of that name is removed from one of the two ways out."""
    with pytest.raises(export.ReportError) as refused:
        get_exporter(name)().from_notebook_node(
            notebook(data(), text("# A"), figure(), REFUSED[reason])
        )
    assert f"cell {1 if reason.startswith('2 cells') else 4}" in str(
        refused.value
    ) or reason.startswith("2 cells")
    assert reason in str(refused.value)


def test_all_reasons_are_told_at_once():
    """Fails when the first reason hides the others."""
    with pytest.raises(export.ReportError) as refused:
        export.ReportPDFExporter().from_notebook_node(
            notebook(text("# A\n\n$$x$$"), text("[@fig-no]"))
        )
    assert re.findall(r"^- (.*)", str(refused.value), re.M) == [
        "0 cells show the document data (show.document), not one",
        "cell 1: mathematics '$$x$$': write it in words",
        "cell 2: reference to the unknown fig-no",
    ]


def test_prices_are_no_mathematics():
    """Fails when any two dollars make a formula."""
    cell = text("# A\n\nDe 5 $ à 10 $, soit $5 or $10.")
    assert (
        "10\u00a0$, soit $5"
        in export.ReportHTMLExporter().from_notebook_node(notebook(data(), cell))[0]
    )


def test_an_unknown_language_is_refused_by_name():
    """Fails when another language falls back to one of the known ones."""
    with pytest.raises(export.ReportError, match="'de' is not one of fr, en"):
        export.ReportPDFExporter().from_notebook_node(notebook(data("de"), text("# A")))


def test_two_attachments_of_one_name_are_refused(tmp_path):
    """Fails when the second silently replaces the first."""
    (tmp_path / "b").mkdir()
    paths = [tmp_path / "a.csv", tmp_path / "b" / "a.csv"]
    for path in paths:
        path.write_text("x\n")
    with pytest.raises(export.ReportError, match=r"two attachments are named a\.csv"):
        export.ReportPDFExporter(attachments=[str(path) for path in paths]).from_notebook_node(
            notebook(data())
        )


def test_every_language_has_all_the_words():
    """Fails when a word is added to one language only."""
    words = tomllib.loads(Path(export.__file__).with_name("words.toml").read_text("utf-8"))
    assert {tuple(sorted(entries)) for entries in words.values()} == {tuple(sorted(words["fr"]))}


@pytest.mark.parametrize("lines", [30, 33, 36])
def test_a_short_list_stays_on_one_page(lines):
    """Fails when one item stands under its heading and the others on the next page."""
    filler = text("# Un\n\n" + "\n\n".join(["Remplissage."] * lines))
    items = "\n".join(f"- Point {name}" for name in "abcde")
    pdf, _ = export.ReportPDFExporter().from_notebook_node(
        notebook(data(), filler, text(f"# Limites\n\n{items}"))
    )
    (page,) = [page for page in pages(pdf) if "Point a" in page]
    assert "Limites" in page and "Point e" in page
