"""Every figure of answers with the hardest labels: whole, letter for letter, none over another."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from languages import LANGUAGES
from matplotlib.text import Text

from helpers.analysis import summaries, tables
from helpers.codebook import Level, Question
from helpers.report import catalogue, figures
from helpers.report.figures import style
from helpers.report.figures.room import NARROW, WIDE

HARD = [
    "$5 to $10 *each* _a_b_ {0} [^1] <b>",
    "Rechtsschutzversicherungsgesellschaftsangestellteninnung",
    "An option of three lines that goes on and on, for nobody wanted to say it in fewer words",
    "https://example.org/a/very/long/address/that/does/not/end",
    "“Quoted”, ‘twice’",
]
LONG = "A question of four hundred characters that nobody gave a short name " * 6


@pytest.fixture(autouse=True)
def closed():
    """No picture stays open."""
    yield
    plt.close("all")


def question(id, labels, kind="ordinal", text="", **entries):
    """A question with these labels."""
    levels = tuple(
        Level(f"l{place}", label, dict.fromkeys(LANGUAGES, label), score=place)
        for place, label in enumerate(labels)
    )
    words = dict.fromkeys(LANGUAGES, text or id)
    return Question(id, kind, "behaviour", words, words, levels, **entries)


def shares(*questions):
    """Their shares, of forty people who chose at random."""
    random = np.random.default_rng(0)
    answers = {each.id: random.choice(each.ids, 40) for each in questions}
    return pd.concat([tables.shares(pd.DataFrame(answers), each) for each in questions])


def visible(figure):
    """The texts of a figure and the boxes that they fill; of axes, within their limits."""
    figure.canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    ticks = {}
    for ax in figure.axes:
        low, high = sorted(ax.get_xlim())
        marks = zip(ax.get_xticklabels(), ax.get_xticks(), strict=True)
        ticks |= {id(label): low <= place <= high for label, place in marks}
    texts = [text for text in texts if ticks.get(id(text), True)]
    return [(text.get_text(), text.get_window_extent()) for text in texts]


def faults(figure):
    """Pairs of texts that overlap, and texts that the picture cuts off."""
    boxes, edge = visible(figure), figure.bbox
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        width, height = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        if width > 1 and height > 1.5:
            yield one, other
    for text, box in boxes:
        if box.x0 < -1 or box.y0 < -1 or box.x1 > edge.x1 + 1 or box.y1 > edge.y1 + 1:
            yield text, "the edge"


def numbers(messages):
    """A figure of numbers of very different size."""
    asked = Question("n", "number", "context", *[dict.fromkeys(LANGUAGES, "x")] * 2)
    answers = pd.DataFrame({"n": ["1000000", "2000000.5", "3", "4"] * 3})
    found = tables.shares(answers, asked), summaries.statistics(answers, asked)
    return figures.numbers(*found, asked, messages)


def grid(messages, *labels, **entries):
    """A figure of rows with long names, on these scales."""
    rows = [question(f"r{place}", each, text=LONG, **entries) for place, each in enumerate(labels)]
    return figures.grid(shares(*rows), rows, messages)


def bars(messages, labels, **entries):
    """A figure of one question."""
    asked = question("q", labels, **entries)
    return figures.shares(shares(asked), asked, messages)


ROOMS = {"page": WIDE, "phone": NARROW}
DRAWN = {
    "bars": lambda messages: bars(messages, HARD, kind="nominal"),
    "bars in order": lambda messages: bars(messages, HARD),
    "55 levels": lambda messages: bars(messages, [f"Level number {n}" for n in range(55)]),
    "several": lambda messages: bars(messages, HARD * 3, kind="multiple"),
    "grid": lambda messages: grid(messages, HARD, ["Low", "High"], HARD),
    "grid of scores": lambda messages: grid(messages, [str(n) for n in range(11)]),
    "grid of few": lambda messages: grid(messages, ["Never", "Sometimes", "Often"]),
    "grid without order": lambda messages: grid(messages, *[HARD] * 4, kind="nominal"),
    "numbers": numbers,
}


@pytest.mark.parametrize(
    ("room", "language"), [*(("page", each) for each in LANGUAGES), ("phone", "fr")]
)
@pytest.mark.parametrize("name", DRAWN)
def test_no_text_stands_over_another(name, room, language):
    """Fails when the place of a text does not follow its length, or the picture cuts one off."""
    picture = DRAWN[name](catalogue.load(language).plain).drawing.draw(ROOMS[room])
    assert [*faults(picture)] == []
    assert min(text.get_fontsize() for text in picture.findobj(Text)) >= style.SMALL


@pytest.mark.parametrize("name", ["bars", "grid", "grid without order"])
def test_labels_are_drawn_letter_for_letter(name):
    """Fails when a sign of a label is taken for mark-up, or a long label is cut."""
    boxes = visible(DRAWN[name](catalogue.load("en").plain).picture)
    texts = {" ".join(text.split()) for text, _ in boxes}
    assert set(HARD) <= texts
