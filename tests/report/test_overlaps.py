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
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            low, high = sorted(limits)
            marks = zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True)
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


def ranked(labels):
    """A ranking of these options by thirty people, some of whom ranked some only; its tables."""
    asked = question("q", labels, kind="ranking")
    random = np.random.default_rng(0)
    orders = [
        random.permutation(asked.ids)[: random.integers(1, len(labels) + 1)] for _ in range(30)
    ]
    answers = pd.DataFrame({"q": ["|".join(order) for order in orders]})
    return asked, tables.shares(answers, asked), summaries.statistics(answers, asked)


def ranks(messages, labels):
    """A figure of mean ranks."""
    asked, _, found = ranked(labels)
    return figures.mean_ranks(found, asked, messages)


def dates(messages, *days):
    """A figure of dates."""
    asked = Question("d", "date", "context", {"en": "x", "fr": "x"}, {"en": "x", "fr": "x"})
    answers = pd.DataFrame({"d": list(days)})
    return figures.dates(
        tables.shares(answers, asked), summaries.statistics(answers, asked), messages
    )


def lengths(messages, *characters):
    """A figure of the lengths of texts."""
    asked = Question("t", "text", "context", {"en": "x", "fr": "x"}, {"en": "x", "fr": "x"})
    answers = pd.DataFrame({"t": list(map(str, characters))})
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


ADDRESS = "https://example.org/a?" + "&".join(f"field{n}=value_{n}" for n in range(12))
ROOMS = {"page": WIDE, "phone": NARROW}
DRAWN = {
    "bars": lambda messages: bars(messages, HARD, kind="nominal"),
    "bars in order": lambda messages: bars(messages, HARD),
    "55 levels": lambda messages: bars(messages, [f"Level number {n}" for n in range(55)]),
    "words without end": lambda messages: bars(
        messages, ["anticonstitution" * 20, ADDRESS, "abonnement" * 5]
    ),
    "several": lambda messages: bars(messages, HARD * 3, kind="multiple"),
    "grid": lambda messages: grid(messages, HARD, ["Low", "High"], HARD),
    "grid of scores": lambda messages: grid(messages, [str(n) for n in range(11)]),
    "grid of few": lambda messages: grid(messages, ["Never", "Sometimes", "Often"]),
    "grid without order": lambda messages: grid(messages, *[HARD] * 4, kind="nominal"),
    "numbers": numbers,
    "ranks": lambda messages: ranks(messages, HARD),
    "55 ranks": lambda messages: ranks(messages, [f"Option number {n}" for n in range(55)]),
    "two ranks": lambda messages: ranks(messages, HARD[:2]),
    "first choices": lambda messages: figures.shares(*ranked(HARD)[1::-1], messages),
    "one date": lambda messages: dates(messages, "2026-01-31"),
    "dates of days": lambda messages: dates(messages, "2025-12-24", "2026-01-05", "2026-01-05"),
    "dates of weeks": lambda messages: dates(messages, "2025-11-01", "2026-01-31"),
    "dates of months": lambda messages: dates(messages, "2025-01-01", "2026-01-31"),
    "dates of quarters": lambda messages: dates(messages, "2022-01-01", "2026-01-31"),
    "dates of years": lambda messages: dates(messages, "1998-01-01", "2026-01-31"),
    "dates of ages": lambda messages: dates(messages, "0001-01-01", "2026-01-31"),
    "lengths": lambda messages: lengths(messages, *range(1, 2000, 7)),
    "lengths alike": lambda messages: lengths(messages, 12, 12),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("room", "language"),
    [
        ("page", LANGUAGES[0]),
        *(pytest.param("page", each, marks=pytest.mark.slow) for each in LANGUAGES[1:]),
        pytest.param("phone", LANGUAGES[0], marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("name", DRAWN)
def test_no_text_stands_over_another(name, room, language):
    """Fails when the place of a text does not follow its length, or the picture cuts one off."""
    picture = DRAWN[name](catalogue.load(language).plain).drawing.draw(ROOMS[room])
    assert [*faults(picture)] == []
    assert min(text.get_fontsize() for text in picture.findobj(Text)) >= style.SMALL


@pytest.mark.parametrize("name", ["bars", "grid", "grid without order", "ranks"])
def test_labels_are_drawn_letter_for_letter(name):
    """Fails when a sign of a label is taken for mark-up, or a long label is cut."""
    boxes = visible(DRAWN[name](catalogue.load("en").plain).picture)
    texts = {" ".join(text.split()) for text, _ in boxes}
    assert set(HARD) <= texts
