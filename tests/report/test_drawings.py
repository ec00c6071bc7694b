"""Pictures that were drawn before: shown again only if nothing in them has changed."""

import io
import subprocess
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers.document import drawing
from helpers.report import catalogue
from helpers.report.figures.drawings import Drawing

TABLE = pd.DataFrame({"share": [0.25, 0.75]})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder where drawings are kept."""
    monkeypatch.setenv(drawing.FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def draw(monkeypatch):
    """A function that shows a picture of a table in a language, and says whether it was drawn."""
    drawn = []

    def picture(table, messages):
        drawn.append(1)
        fig, ax = plt.subplots()
        ax.barh(table.index, table.share)
        ax.set_xlabel(messages("axis.negative"))
        return fig

    def show(table=TABLE, language="en"):
        drawn.clear()
        svgs = Drawing(picture, table, catalogue.load(language).plain).svgs()
        return svgs, bool(drawn)

    return show


def test_what_was_drawn_is_shown_again(folder, draw):
    """Fails when a picture is drawn twice, or is another the second time."""
    svgs, is_drawn = draw()
    assert is_drawn
    assert draw() == (svgs, False)


def test_a_table_that_was_read_is_the_one_that_was_made(folder, draw):
    """Fails when the report draws again what the notebook has drawn that made the table, or when
    digits that its file does not hold make another picture, by which of them came first.
    """
    made = pd.DataFrame({"share": [1 / 3, 2 / 3, None], "count": [1.0, 2.0, 0.0]}, [7, 8, 9])
    read = pd.read_csv(io.StringIO(made.to_csv(index=False, float_format="%.10g")))
    svgs, is_drawn = draw(made[:2])
    assert is_drawn and draw(read[:2]) == (svgs, False)
    svgs, _ = draw(read)
    assert draw(made) == (svgs, False)


def test_without_a_folder_it_is_drawn_every_time(draw, monkeypatch):
    """Fails when a notebook run by hand shows what another has drawn."""
    monkeypatch.delenv(drawing.FOLDER_VARIABLE, raising=False)
    assert [draw()[1], draw()[1]] == [True, True]


def test_another_table_language_or_look_is_drawn(folder, draw):
    """Fails when a picture is shown again of other numbers, words or settings."""
    first, _ = draw()
    for change in ({"table": TABLE * (1 + 1e-9)}, {"table": TABLE[:1]}, {"language": "fr"}):
        svgs, is_drawn = draw(**change)
        assert is_drawn
    assert svgs != first
    with mpl.rc_context({"axes.linewidth": 3}):
        assert draw()[1]


def test_a_changed_message_is_drawn_and_another_is_not(folder, draw, monkeypatch):
    """Fails when a picture keeps an old word, or is drawn for a word that it does not hold."""
    messages = catalogue.load("en").plain
    draw()
    monkeypatch.setitem(messages._entries["heading"], "questions", "Other words")
    assert not draw()[1]
    monkeypatch.setitem(messages._entries["axis"], "negative", "Other words")
    assert draw()[1]


def test_messages_count_as_asked_for_each_time(folder, draw, monkeypatch):
    """Fails when a notebook is not executed again, though a word in its pictures has changed."""
    for _ in range(2):
        monkeypatch.setitem(catalogue.ASKED, "en", {"before"})
        draw()
        assert catalogue.ASKED["en"] == {"before", "axis.negative"}


@pytest.mark.slow
@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"messages": {}}', "\udcff"])
def test_a_damaged_drawing_is_drawn_again(folder, draw, content):
    """Fails when what a crash or a hand has left ends the build, or is shown."""
    svgs, _ = draw()
    [file] = folder.iterdir()
    file.write_bytes(content.encode(errors="surrogateescape"))
    assert draw() == (svgs, True)
    assert draw() == (svgs, False)


def test_telling_needs_no_statistics():
    """Fails when what only computes or draws is loaded to tell what tables say: it is a third of
    the time in which a changed sentence is in the report.
    """
    code = (
        "import sys, helpers.report.sections; print({'scipy.special', 'scipy.stats', "
        "'scipy.optimize', 'statsmodels', 'seaborn'} & {*sys.modules})"
    )
    run = [sys.executable, "-c", code]
    assert subprocess.check_output(run, text=True) == "set()\n"
