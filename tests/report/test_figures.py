"""Figures are read back: what they draw is what the table says, in both languages, in grey and to
colour-blind eyes."""

import itertools
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from helpers import codebook, processed
from helpers.analysis import associations
from helpers.report import catalogue, figures, narrative
from helpers.report.figures import style

TOP = Path(__file__).parents[2]
BOOK = codebook.load(TOP / "data/raw/linkedin-2015")
FOLDER = TOP / "data/processed/linkedin-2015"
SHARES = processed.read(FOLDER, "shares")
LANGUAGES = BOOK.languages
# Machado, Oliveira & Fernandes (2009), IEEE TVCG 15:1291, severity 1: deuteranopia, protanopia,
# tritanopia.
BLINDNESS = {
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def labels(ax):
    return [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]


SOLID = ("-", "solid")


def test_what_was_drawn_does_not_look_published():
    """Fails when a share that nobody published is drawn as one that was, or bears its weight."""
    messages, question = catalogue.load("en").plain, BOOK.question("q3")
    rows = SHARES[SHARES.question == "q3"]
    ax = figures.shares(rows, question, messages, {"oui"}).picture.axes[0]
    dashed = {
        level: bar.get_linestyle() not in SOLID
        for level, bar in zip(
            narrative.answers.in_order(rows, question).level, ax.patches, strict=True
        )
    }
    assert dashed == {"oui": False, "non": True, "non_mesurable": True}
    together = SHARES[SHARES.question == "q5"]
    question = BOOK.question("q5")
    for published, weight in (({"jamais|rarement"}, "bold"), ((), "normal"), (None, "bold")):
        ax = figures.shares(together, question, messages, published).picture.axes[0]
        assert (ax.texts[-1].get_text(), ax.texts[-1].get_fontweight()) == ("79%", weight)
        assert all(
            (bar.get_linestyle() not in SOLID) == (published is not None) for bar in ax.patches
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", BOOK.questions, ids=lambda q: q.id)
def test_bars_are_the_table(question, language):
    """Fails when a bar, its label or its interval comes from another question or level than it
    says."""
    messages, rows = catalogue.load(language).plain, SHARES[SHARES.question == question.id]
    levels = narrative.answers.in_order(rows, question)
    ax = figures.shares(rows, question, messages).picture.axes[0]
    widths = [bar.get_width() for bar in sorted(ax.patches, key=lambda bar: bar.get_y())]
    assert widths == pytest.approx(levels.share.to_list())
    texts = {level.id: level.text[language] + "*" * level.assumed for level in question.levels}
    assert labels(ax) == [texts[level] for level in levels.level]
    ends = [tuple(segment[:, 0]) for segment in ax.collections[0].get_segments()]
    np.testing.assert_allclose(ends, levels[["low", "high"]])
    texts = [text.get_text() for text in ax.texts]
    assert texts[: len(levels)] == [
        f"{row.count} ({messages.percent(row.share)})"
        for row in levels.rename(columns={"count": "n"}).assign(count=levels["count"]).itertuples()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_overview_has_a_common_zero(language):
    """Fails when the halves of a scale are cut elsewhere than in its middle, or a segment has
    another share."""
    ax = figures.overview(SHARES, BOOK, catalogue.load(language).plain).picture.axes[0]
    bars = [bar for bar in ax.patches if bar.get_height() > 0.5]
    rows = {
        q.id: SHARES[(SHARES.question == q.id) & (SHARES.status == "level")]
        for q in BOOK.with_role("behaviour")
    }
    shares = np.concatenate([part.share.to_numpy() for part in rows.values()])
    assert [bar.get_width() for bar in bars] == pytest.approx(list(shares))
    starts = [
        part.share.iloc[: len(part) // 2].sum()
        + (part.share.iloc[len(part) // 2] / 2 if len(part) % 2 else 0)
        for part in rows.values()
    ]
    firsts = np.cumsum([0, *(len(part) for part in rows.values())])[:-1]
    assert [-bars[i].get_x() for i in firsts] == pytest.approx(starts)


def test_forest_draws_each_pair():
    """Fails when a point, an interval or a grey band belongs to another pair."""
    table = processed.read(FOLDER, "associations")
    rows = table[table.outcome == "q3"]
    ax = figures.forest(rows, BOOK, catalogue.load("fr").plain).picture.axes[0]
    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert points == pytest.approx(rows.effect.to_list())
    assert [bar.get_width() / 2 for bar in ax.patches] == pytest.approx(
        rows.detectable.clip(upper=1).to_list()
    )
    assert labels(ax) == [BOOK.question(id).short["fr"] for id in rows.behaviour]


def test_forest_of_a_perfect_association_says_so():
    """Fails when an interval that ends at 1 stops the figure."""
    answers = pd.DataFrame({q.id: [q.ids[0]] * 20 + [q.ids[-1]] * 20 for q in BOOK.questions})
    answers["q3"] = ["non"] * 20 + ["oui"] * 20
    table = associations.table(answers, BOOK)
    figure = figures.forest(table[table.outcome == "q3"], BOOK, catalogue.load("en").plain)
    figure.picture.canvas.draw()
    assert "to\u00a01.00, supported" in figure.alt


def test_grids_hold_the_counts():
    """Fails when a cell of a grid shows another count than the table."""
    cells = processed.read(FOLDER, "crosstabs")
    cells = cells[cells.outcome == "q3"]
    figure = figures.crosstabs(cells, BOOK.question("q3"), BOOK, catalogue.load("fr").plain)
    for ax, (_, part) in zip(
        figure.picture.axes, cells.groupby("behaviour", sort=False), strict=True
    ):
        shown = [int(text.get_text()) for text in ax.texts]
        assert shown == part.sort_values("outcome_level", kind="stable")["count"].to_list()


def test_colours_are_told_apart_in_grey_and_by_colour_blind_readers():
    """Fails when two neighbouring segments, or a bar and the page, come too near in lightness."""
    for count in (4, 5):
        tones = style.tones(count)
        for name in (None, *BLINDNESS):
            seen = [
                to_rgb(tone)
                if name is None
                else np.clip(np.array(BLINDNESS[name]) @ to_rgb(tone), 0, 1)
                for tone in tones
            ]
            for one, other in itertools.pairwise(seen):
                assert (
                    contrast(one, other) > 1.25 or np.abs(np.subtract(one, other)).max() > 0.25
                ), (count, name)
        assert contrast(tones[0], "white") > 3 and contrast(tones[-1], "white") > 3
    assert contrast(style.ACCENT, "white") > 3 and contrast(style.ACCENT, style.QUIET) > 1.5
    assert contrast(style.INK, "white") > 4.5 and contrast(style.INK, style.ACCENT) > 3


@pytest.mark.parametrize("length", (10, 40, 80))
def test_nothing_is_clipped_at_any_label_length(length):
    """Fails when a long label runs out of the figure."""
    text = ("politique médias sociaux " * 4)[:length].strip()
    question = BOOK.question("q6")
    levels = tuple(codebook.Level(level.id, text, {"fr": text}) for level in question.levels)
    question = codebook.Question(**{**question.__dict__, "levels": levels})
    figure = figures.shares(SHARES[SHARES.question == "q6"], question, catalogue.load("fr").plain)
    assert not clipped(figure)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_clipped_in_the_report(language):
    """Fails when a legend, a label or a verdict runs out of its figure."""
    messages, table = catalogue.load(language).plain, processed.read(FOLDER, "associations")
    assert not clipped(figures.overview(SHARES, BOOK, messages))
    assert not clipped(figures.forest(table[table.outcome == "q3"], BOOK, messages))
    assert not clipped(figures.bounds(processed.read(FOLDER, "bounds"), BOOK, messages))
    cells = processed.read(FOLDER, "crosstabs")
    assert not clipped(
        figures.crosstabs(cells[cells.outcome == "q3"], BOOK.question("q3"), BOOK, messages)
    )
    assert not clipped(figures.flow(processed.read(FOLDER, "account"), messages))
    for question in BOOK.questions:
        assert not clipped(
            figures.shares(SHARES[SHARES.question == question.id], question, messages)
        )


def clipped(figure):
    """Texts of a figure that reach over its edge."""
    picture = figure.picture
    picture.canvas.draw()
    renderer, page = picture.canvas.get_renderer(), picture.bbox
    found = []
    for text in picture.findobj(plt.Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            if box.x0 < -1 or box.y0 < -1 or box.x1 > page.width + 1 or box.y1 > page.height + 1:
                found.append(text.get_text())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 5, 7])
def test_specifications_are_the_table_and_flips_stand_out(language, count):
    """Fails when a panel shows another behaviour than its title, a flip looks like the rest, or
    panels are lost."""
    messages, behaviours = catalogue.load(language).plain, [q.id for q in BOOK.questions][:count]
    rows = pd.DataFrame(
        [
            {
                "behaviour": id,
                "outcome": "q3",
                "specification": name,
                "effect": 0.1 * place,
                "low": 0.1 * place - 0.3,
                "high": 0.1 * place + 0.3,
                "differs": name == "mid-p" and id == behaviours[0],
            }
            for place, id in enumerate(behaviours)
            for name in ("main", "mid-ranks", "mid-p", "n = 76")
        ]
    )
    figure = figures.specifications(rows, BOOK, messages)
    panels = [ax for ax in figure.picture.axes if ax.get_title()]
    titles = [ax.get_title().replace("\n", " ") for ax in panels]
    assert titles == [BOOK.question(id).short[language] for id in behaviours]
    for place, ax in enumerate(panels):
        points = [line for line in ax.lines if line.get_marker() in ("o", "D")]
        assert [float(line.get_xdata()[0]) for line in points] == pytest.approx([0.1 * place] * 4)
        assert [line.get_marker() for line in points] == ["o", "o", "oD"[place == 0], "o"]
    assert (
        BOOK.question(behaviours[0]).short[language] in figure.alt
        and {"fr": "un verdict", "en": "one verdict"}[language] in figure.alt
    )
