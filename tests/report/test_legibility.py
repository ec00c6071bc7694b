"""Texts that reports can draw, and those that check and build refuse by name."""

import html
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers import cli, codebook
from helpers.codebook import SurveyError
from helpers.document import drawing, marks, show
from helpers.document.export import markdown
from helpers.report import legibility
from helpers.report.catalogue import load
from helpers.report.figures import style

BOOK = """[survey]
id = "toy"
provenance = "collected"
languages = ["LANGUAGE"]
date = 2026-01-31
version = "1"
authors = ["A"]
title.LANGUAGE = "Title"
event.LANGUAGE = "Event"
organiser.LANGUAGE = "Organiser"

[[questions]]
id = "q1"
kind = "nominal"
text.LANGUAGE = "QUESTION"
levels = ["LABEL", "No"]
"""


@pytest.fixture
def write(tmp_path):
    """Writes a survey with these texts into a folder."""

    def write(label="Yes", question="Well?", language="en"):
        text = BOOK.replace("LANGUAGE", language)
        text = text.replace("LABEL", label).replace("QUESTION", question)
        (tmp_path / "codebook.toml").write_text(text, encoding="utf-8")
        (tmp_path / "answers.csv").write_text(
            f"{question}\n" + f"{label}\nNo\n" * 10, encoding="utf-8"
        )
        return tmp_path

    return write


def test_letters_and_signs_of_the_fonts_pass(write):
    """Fails when a survey that can be drawn is refused: other alphabets, amounts, joiners."""
    for label in ("Où ? « Ça » — œuvre", "Ναι, Нет", "$0 to 20 €", "a\u200db → ✓"):
        legibility.require_legible(codebook.load(write(label)))


def test_every_text_without_a_font_is_told_with_its_script(write):
    """Fails when only the first is told, or the entry, the script or the cure is not."""
    with pytest.raises(SurveyError) as refused:
        legibility.require_legible(codebook.load(write("经常", "Mood 👍")))
    question, level = str(refused.value).splitlines()
    assert "[[questions]] q1 text.en is 'Mood 👍'; no font of the report draws 👍" in question
    assert "level 'level' en is '经常'" in level and "Cjk" in level and "`aliases`" in level


def test_texts_from_right_to_left_are_told(write):
    """Fails when letters are drawn one by one, or a sentence around them loses its order."""
    with pytest.raises(SurveyError) as refused:
        legibility.require_legible(codebook.load(write("نعم", "שבע?")))
    question, level = str(refused.value).splitlines()
    assert "not laid out from right to left" in question and "(Hebrew)" in question
    assert "(Arabic)" in level


OTHERS = {
    "ranking": ('kind = "ranking"', "اولا", "level 'level' en"),
    "grid": ('kind = "nominal"\nrows = [{ id = "r", en = "经常" }]', "Yes", "q1_r text.en"),
    "date": ('kind = "date"', "不知", "level 'level' en"),
    "number": ('kind = "number"\nunit = { en = "年" }', "None", "unit.en"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_texts_of_every_kind_are_judged(kind, write):
    """Fails when options, rows, units or what is no date reach a figure that cannot draw them."""
    entries, label, where = OTHERS[kind]
    path = write(label) / "codebook.toml"
    text = path.read_text(encoding="utf-8").replace('kind = "nominal"', entries)
    if kind in ("date", "number"):  # whose levels are no answers on the scale
        level = f'{{ id = "level", en = "{label}", off_scale = true }}'
        text = text.replace(f'["{label}", "No"]', f"[{level}]")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SurveyError) as refused:
        legibility.require_legible(codebook.load(path.parent))
    assert f"{where} is" in str(refused.value)


WORDINGS = [
    *("*new*", "[it](b.md)", "![it](b.png)", "`code`", "see [^1]", "**x** $5", "# one", "- 5 > 3"),
    *(
        "a_b_c",
        "5 * 3",
        "yes*",
        "[sometimes]",
        "~~no~~",
        "http://a.org/_x_",
        "see https://a.org/b1_c2?d=3&e=4#f_5_",
        "{0} {#a}",
        "[@fig-a]",
    ),
    *("1. Well?", r"C:\_new_", r"a\*b*", "[mots]{lang=fr}", "> so", "+ 1", "a | b"),
]


@pytest.mark.parametrize("label", WORDINGS)
@pytest.mark.parametrize(
    "form", ["{}", "## {}", "- {}", "**{}:** so", "Who answered “{}” (5 of 9)."]
)
def test_a_wording_is_shown_as_it_is_written(write, monkeypatch, label, form):
    """Fails when a sentence, a list or a heading takes a sign of a wording for mark-up, or a table
    or a caption shows what stands in for one.
    """
    book = codebook.load(write(label.replace("\\", "\\\\")))
    legibility.require_legible(book)
    question = book.questions[0]
    wording = load("en").label(question, question.ids[0])
    shown = []
    monkeypatch.setattr(show, "display", lambda data, metadata, raw: shown.append((data, metadata)))
    show.text(form.format(wording))
    show.table(
        pd.DataFrame({wording: [wording]}, pd.Index([1], name="n")), id="tbl-a", caption=wording
    )
    (text, _), (_, table) = shown
    tokens, _, _ = markdown.parse(text["text/markdown"])
    words = "".join(token.get("raw", "") for token in markdown.walk(tokens))
    assert label in html.unescape(marks.strip(words))
    assert marks.strip(text["text/plain"]) == form.format(label)
    report = table["report"]
    cells = [report["caption"], report["head"][0][1], report["rows"][0][1]]
    assert [marks.strip(cell) for cell in cells] == [label] * 3


def test_a_draft_says_which_texts_no_report_draws(tmp_path, capsys):
    """Fails when a draft that check will refuse is written without a word."""
    export = tmp_path / "export.csv"
    rows = "".join(f"{'经常' if i % 3 else '从不'},{i % 2}\n" for i in range(30))
    export.write_text(f"多久一次?,Again?\n{rows}", encoding="utf-8")
    assert cli.main(["draft", str(export), "--into", str(tmp_path / "book")]) == 0
    assert "no font of the report draws" in capsys.readouterr().out


def test_tags_are_told_and_pass(write, capsys):
    """Fails when mark-up in a wording is not told by check, stops it, or `<` alone is told."""
    project = str(Path(__file__).parents[2])
    folder = write("R&D, 1 < 2 > 0", "Do you <b>really</b>?")
    assert cli.main(["check", str(folder), "--project", project]) == 0
    notes = [line for line in capsys.readouterr().out.splitlines() if "holds the tag" in line]
    assert notes == [
        "[[questions]] q1 text.en holds the tag '<b>', which reports show as it is written"
    ]


@pytest.mark.parametrize("texts", [{"label": "👍"}, {"language": "de"}], ids=["font", "language"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_check_refuses_what_build_refuses(command, texts, write, capsys):
    """Fails when check passes a survey that no report can be built of, or build begins it."""
    project = str(Path(__file__).parents[2])
    assert cli.main([command, str(write(**texts)), "--project", project]) == 2
    message = capsys.readouterr().err
    assert "no font of the report" in message or "['en', 'es', 'fr']" in message


@pytest.mark.parametrize("label", ["$0 to $20,000", "10$-20$", r"\alpha^2 $x_1$", "50 % & <b>"])
def test_figures_draw_labels_letter_for_letter(label):
    """Fails when a figure takes a part of a label for mathematics or for mark-up."""
    fig, ax = plt.subplots()
    ax.set_title(style.wrap(label, 80))
    real = drawing.draw(fig)[1]
    plt.close(fig)
    escaped = label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f">{escaped}</text>" in real


def test_no_dollar_of_a_sentence_begins_mathematics(monkeypatch):
    """Fails when `10$-20$` in a wording stops a report, or a sign that is escaped is so twice."""
    shown = []
    monkeypatch.setattr(show, "_show", lambda _, data: shown.append(data["text/markdown"]))
    show.text(r"Is 10$-20$ fair? \$5, `a$b`")
    assert shown == [r"Is 10\$-20\$ fair? \$5, `a$b`"]
