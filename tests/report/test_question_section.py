"""The questions of a report: what stands over and under each figure, and what its marks say."""

import dataclasses
import importlib
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from languages import LANGUAGES, speak_all

from helpers import codebook, processed
from helpers.analysis import tables
from helpers.document import marks, show
from helpers.processed import COLUMNS
from helpers.report import catalogue, figures, narrative
from helpers.report.figures.room import WIDE

section = importlib.import_module("helpers.report.sections.answers")
TOP = Path(__file__).parents[2]
FOLDER = TOP / "data/processed/linkedin-2015"
NOTHING = [pd.DataFrame(columns=COLUMNS[name], dtype=str) for name in ("statistics", "claims")]
KEY = {"solid": "key.published", "hatched": "key.follows", "dashed": "key.drawn"}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The first survey in every language, and its tables."""
    folder = TOP / "data/raw/linkedin-2015"
    book = codebook.load(speak_all(folder, tmp_path_factory.mktemp("first") / folder.name))
    names = ("claims", "statistics")
    found = {name: processed.read(FOLDER, name) for name in names}
    return book, found | {"shares": processed.read_shares(FOLDER, book)}


@pytest.fixture
def shown(monkeypatch):
    """What a section shows, in order: texts, figures with their pictures, and how many beside."""
    found = []
    monkeypatch.setattr(show, "text", lambda text: found.append(("text", marks.strip(text))))
    monkeypatch.setattr(show, "beside", lambda count: found.append(("beside", count)))

    def figure(picture, *names, caption, subtitle="", note="", data=None):
        texts = [marks.strip(text) for text in (caption, subtitle, note)]
        found.append(("figure", (picture, *texts)))

    monkeypatch.setattr(section, "show_figure", figure)
    return found


def looks(picture):
    """How the bars and other rectangles of a picture are drawn."""
    drawn, found = picture.drawing.draw(WIDE), set()
    for patch in (patch for ax in drawn.axes for patch in ax.patches):
        is_dashed = patch.get_linestyle() not in ("-", "solid")
        found.add("hatched" if patch.get_hatch() else "dashed" if is_dashed else "solid")
    plt.close(drawn)
    return found


SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in LANGUAGES if name != "fr"]


@pytest.mark.parametrize("language", ["fr", *SLOW])
def test_the_key_names_each_mark_that_is_drawn_and_no_other(first, shown, language):
    """Fails when a reader meets a mark that nothing explains, or looks for one that is not there,
    or when figures of collected answers speak of publication and draws."""
    book, found = first
    messages = catalogue.load(language)
    plain = messages.plain
    for asked in (book, dataclasses.replace(book, provenance="collected")):
        shown.clear()
        section.questions(found["shares"], found["statistics"], found["claims"], asked, messages)
        pictures = [value for kind, value in shown if kind == "figure"]
        assert len(pictures) == 9
        for picture, headline, subtitle, note in pictures:
            told = {mark for mark, key in KEY.items() if plain(key).lower() in note.lower()}
            assert told == (looks(picture) if asked.synthetic else set()), headline
            assert (plain("note.synthetic") in note) == asked.synthetic
            assert headline and subtitle and re.match("Le?ct?ur[ea]|Reading", note)
    for mark in (*KEY.values(), "key.bold"):
        assert plain(mark) not in " ".join(note for *_, note in pictures)


def test_what_follows_from_published_figures_is_hatched(first):
    """Fails when it looks published, or drawn at random, or is another share than what is left."""
    book, found = first
    messages = catalogue.load("en").plain
    rows = found["shares"][found["shares"].question == "q3"]
    picture = figures.shares(rows, book.question("q3"), messages, {"oui"}, {"non|non_mesurable"})
    ax = picture.picture.axes[0]
    (rest,) = [patch for patch in ax.patches if patch.get_hatch()]
    assert rest.get_width() < 0.02 and ax.texts[-1].get_text() == "74%"
    one = figures.shares(rows, book.question("q3"), messages, {"oui"}, {"non"}).picture.axes[0]
    hatched = [bool(bar.get_hatch()) for bar in one.patches]
    assert hatched == [True, False, False]  # in order of size: no, cannot measure, yes
    known = {"q6": {"jamais|rarement"}}
    ax = figures.overview(found["shares"], book, messages, known).picture.axes[0]
    hatched = [bool(bar.get_hatch()) for bar in ax.patches]
    assert hatched[:4] == [False, False, True, True] and not any(hatched[4:])


def many(ask, book_of, count):
    """A survey of so many questions of context, the first a behaviour, and its shares."""
    first = ask("q1", "low high", role="behaviour")
    rest = [ask(f"q{place}", "low high", role="context") for place in range(2, count)]
    book = book_of(first, *rest, ask("last", "", kind="text", role="context"))
    book = dataclasses.replace(book, provenance="collected")
    answers = pd.DataFrame({each.id: ["low"] * 8 + ["high"] * 4 for each in book.questions[:-1]})
    answers["last"] = "answered"
    parts = [tables.shares(answers.astype(object), each) for each in book.questions]
    return book, pd.concat(parts, ignore_index=True)


@pytest.mark.slow
@pytest.mark.parametrize(("count", "calls"), [(15, []), (16, [2, 1])])
def test_context_of_a_long_report_stands_beside_each_other(ask, book_of, shown, count, calls):
    """Fails when a short report is laid out as a long one, what is no context is made small, or a
    line of the index may end between a number and its question."""
    book, shares = many(ask, book_of, count)
    section.questions(shares, *NOTHING, book, catalogue.load("en"))
    assert [value for kind, value in shown if kind == "beside"] == calls
    if calls:
        at = [place for place, (kind, _) in enumerate(shown) if kind == "beside"]
        inside = [value for kind, value in shown[at[0] : at[1]] if kind == "text"]
        assert [text.split("{#")[1] for text in inside if text.startswith("## ")] == [
            f"question-q{place}}}" for place in range(2, count)
        ]
        (index,) = [value for kind, value in shown if kind == "text" and " · " in value]
        entries = index.split(" · ")
        assert len(entries) == count
        assert all(re.match(r"\[\d+\\?\.\u00a0\w", entry) for entry in entries), entries


def test_invented_answers_are_told_and_drawn_as_such(first, shown):
    """Fails when shares that nobody published look counted, or when the report of a survey about
    which nothing was published speaks of an article or of published figures."""
    book, found = first
    book = dataclasses.replace(book, published=None)
    messages = catalogue.load("en").plain
    section.questions(found["shares"], found["statistics"], NOTHING[1], book, messages)
    for kind, value in shown:
        if kind == "figure":
            picture, headline, _, note = value
            assert looks(picture) == {"dashed"}, headline
            assert not re.search(r"\d+%", headline) and "published" not in note
    assert "published" not in " ".join(value for kind, value in shown if kind == "text")
    told = narrative.survey.nature(book, messages)
    assert "invented" in told and "article" not in told
    assert "article" in narrative.survey.nature(first[0], messages)


@pytest.mark.parametrize(("counts", "headline"), [((5, 2, 1), "“A”"), ((4, 4, 0), "“A” and “B”")])
def test_a_ranking_is_headed_by_what_stood_first_most_often(ask, counts, headline):
    """Fails when another option is named, or a tie is told as one option."""
    asked = ask("q", "a b c", kind="ranking", role="context")
    given = [level for level, count in zip("abc", counts, strict=True) for _ in range(count)]
    shares = tables.shares(pd.DataFrame({"q": given}, dtype=object), asked)
    told = narrative.headlines._first(shares, asked, catalogue.load("en").plain)
    assert told == f"Ranked first most often: {headline}"
