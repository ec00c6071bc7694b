"""What a notebook shows: the bundles are right for JupyterLab and complete for the exporters."""

import base64
import json
import re
import subprocess
import sys

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from draws import draws
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.document import show
from helpers.document.export import markdown


@pytest.fixture
def shown(monkeypatch):
    bundles = []
    monkeypatch.setattr(
        show, "display", lambda data, metadata, raw: bundles.append((data, metadata["report"]))
    )
    return bundles


def bars():
    fig, ax = plt.subplots(figsize=(3, 1))
    ax.barh(["Jamais", "Souvent"], [30, 20])
    return fig


def test_a_figure_is_outlines_for_the_screen_and_text_for_the_pdf(shown):
    """Fails when both images are saved with the same ``svg.fonttype``."""
    show.figure(bars(), id="fig-q5", caption="Caption", alt="Never: 30")
    data, report = shown[0]
    outlines = base64.b64decode(re.search(r'base64,([^"]+)"', data["text/html"])[1]).decode()
    assert ">Jamais</text>" in data["image/svg+xml"] and "<text" not in outlines
    texts = {"id": "fig-q5", "caption": "Caption", "alt": "Never: 30"}
    texts |= dict.fromkeys(("subtitle", "note", "narrow", "csv"), "")
    assert report == {"kind": "figure", **texts}


def test_a_figure_has_the_same_bytes_every_time(shown):
    """Fails when the hash salt or the empty date is left out."""
    for _ in range(2):
        show.figure(bars(), id="fig-q5", caption="Caption", alt="Never: 30")
    assert shown[0] == shown[1]
    assert "date" not in shown[0][0]["image/svg+xml"]


def test_a_figure_is_closed(shown):
    """Fails when the figure stays open, for the notebook would draw it again without a caption."""
    fig = bars()
    show.figure(fig, id="fig-q5", caption="Caption", alt="Never: 30")
    assert not plt.fignum_exists(fig.number)


def test_html_of_a_figure_cannot_be_broken_by_its_texts(shown):
    """Fails when caption or alt are not escaped."""
    show.figure(bars(), id="fig-q5", caption="<b>", alt='"><script>')
    assert "<b>" not in shown[0][0]["text/html"] and "<script>" not in shown[0][0]["text/html"]


def test_a_table_travels_as_cells(shown):
    """Fails when a missing value becomes the text 'nan', or a number becomes text."""
    rows = pd.Index(["Jamais", "Total"], name="Niveau")
    frame = pd.DataFrame({"n": [38, None], "share": ["49 %", pd.NA]}, index=rows)
    show.table(frame, id="tbl-q5", caption="Shares", languages={"Niveau": "fr"})
    report = shown[0][1]
    assert report["head"] == [["Niveau", "n", "share"]]
    assert report["rows"] == [["Jamais", 38.0, "49 %"], ["Total", None, None]]
    assert (report["stub"], report["languages"]) == (1, ["fr", "", ""])
    json.dumps(report, allow_nan=False)


def test_columns_of_several_levels_keep_them(shown):
    """Fails when only the last level of the columns is kept."""
    columns = pd.MultiIndex.from_product([["x"], ["y", "z"]])
    frame = pd.DataFrame([[1, 2]], index=pd.Index(["a"], name="row"), columns=columns)
    show.table(frame, id="tbl-x", caption="Levels")
    assert shown[0][1]["head"] == [["", "x", "x"], ["row", "y", "z"]]


@pytest.mark.parametrize(
    ("index", "options", "message"),
    [
        (pd.Index(["a"]), {}, "name the index"),
        (pd.Index(["a"], name="row"), {"caption": " "}, "has no caption"),
        (pd.Index(["a"], name="row"), {"id": "table-1"}, "matches tbl-"),
        (pd.Index(["a"], name="row"), {"languages": {"other": "fr"}}, "no columns of the table"),
    ],
)
def test_a_table_is_refused(shown, index, options, message):
    """Fails when one of the four checks is removed."""
    with pytest.raises(ValueError, match=message):
        show.table(
            pd.DataFrame({"n": [1]}, index=index), **{"id": "tbl-x", "caption": "Caption"} | options
        )


def test_a_figure_without_alternative_text_is_refused(shown):
    """Fails when alt is not required."""
    with pytest.raises(ValueError, match="fig-x has no alt"):
        show.figure(bars(), id="fig-x", caption="Caption", alt="")
    plt.close("all")


def test_document_data_are_complete(shown):
    """Fails when a default is missing, or when a date that is not ISO gets through."""
    show.document(language="fr", title="Titre <1>", date="2026-11-23", authors=["A", "B"])
    data, report = shown[0]
    assert (report["short_title"], report["date_text"], report["authors"]) == (
        "Titre <1>",
        "2026-11-23",
        ["A", "B"],
    )
    assert "<h1>Titre &lt;1&gt;</h1>" in data["text/html"]
    with pytest.raises(ValueError, match="23 novembre"):
        show.document(language="fr", title="T", date="23 novembre 2026")
    with pytest.raises(TypeError, match="lists"):
        show.document(language="fr", title="T", date="2026-11-23", authors="A")


PRINTED = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"])
SPECIAL = st.sampled_from(r"\`*_{}[]<>()#+-.!|~$@^&:= a1")


@draws(10, times=10)
@given(st.text(SPECIAL | PRINTED), st.sampled_from(["", "x "]))
@example("*a*", "").via("emphasis")
@example("1. a", "").via("a list")
@example("- a", "").via("a list")
@example("# a", "").via("a heading")
@example("[@fig-a] [a](b) ![a](b) [a]{lang=fr}", "").via("references, links, images, passages")
@example("&amp; <b> $a$ ~~a~~ `a` http://a.b", "").via("the other inlines")
def test_escaped_text_stands_for_itself(text, before):
    """Fails when the asterisk, the dot or the colon is left out of ``_MARKDOWN``."""
    tokens, _, _ = markdown.parse(before + show.escape(text))
    markdown.set_type(tokens, "none")
    expected = " ".join((before + text).split())
    assert [token["type"] for token in tokens] == (["paragraph"] if expected else [])
    assert {token["type"] for paragraph in tokens for token in paragraph["children"]} <= {"text"}
    assert markdown.words(tokens) == expected


def test_showing_needs_neither_exporter_nor_typesetter():
    """Fails when the show room imports the export rooms: each kernel would load them."""
    code = (
        "import sys, helpers.document.show; print(sorted({'nbconvert', 'typst', "
        "'helpers.document.export'} & set(sys.modules)))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "[]\n"
    )
