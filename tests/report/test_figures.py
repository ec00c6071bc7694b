"""Figures are read back: what they draw is what the table says, in both languages, in grey and to
colour-blind eyes."""

import itertools
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from helpers import codebook, processed
from helpers.analysis import associations, summaries, tables
from helpers.report import catalogue, figures, narrative
from helpers.report.figures import style
from helpers.report.figures.room import NARROW, WIDE

TOP = Path(__file__).parents[2]
BOOK = codebook.load(TOP / "data/raw/linkedin-2015")
FOLDER = TOP / "data/processed/linkedin-2015"
SHARES = processed.read(FOLDER, "shares")
LANGUAGES = BOOK.languages
FORESTS = {"associations": figures.forest, "robustness": figures.specifications}
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


def test_a_coloured_part_of_one_level_has_its_interval(ask, book_of):
    """Fails when a caption speaks of intervals that no bar has, or one is drawn of levels that the
    codebook does not take together.
    """
    messages = catalogue.load("fr").plain
    answers = pd.DataFrame({"q": ["never"] * 9 + ["often"] * 4 + ["always"] * 7 + ["unsure"]})
    one = ask("q", "never often always unsure", off=["unsure"])
    two = ask("q", "never rarely often always unsure", off=["unsure"])
    for question, has_interval in ((one, True), (two, False)):
        shares, book = tables.shares(answers, question), book_of(question)
        (ax,) = figures.overview(shares, book, messages).drawing.draw(WIDE).axes
        ends = [segment[:, 0] for part in ax.collections for segment in part.get_segments()]
        assert bool(ends) == has_interval == figures.has_intervals(shares, book, messages)
        if has_interval:
            always = shares.set_index("level").loc["always"]
            end = shares[shares.status == "level"].set_index("level").share[one.scale].sum()
            assert ends[0].tolist() == pytest.approx([end - always.high, end - always.low])


@pytest.mark.parametrize(("count", "inches"), [(3, 0.745), (40, 7.5), (55, 7.5)])
def test_many_levels_leave_room_on_their_page_for_their_question(ask, count, inches):
    """Fails when a figure of forty levels stands on a page of its own, away from its heading."""
    messages, question = (
        catalogue.load("fr").plain,
        ask("q", " ".join(f"l{n}" for n in range(count))),
    )
    shares = tables.shares(pd.DataFrame({"q": ["l1"] * 9}), question)
    figure = figures.shares(shares, question, messages).drawing.draw(WIDE)
    assert figure.get_figheight() == pytest.approx(inches)


@pytest.mark.parametrize("given", [["12"], ["0.5", "1.25", "3"], ["0", "1200"]])
def test_numbers_under_an_axis_have_one_count_of_decimals(ask, given):
    """Fails when « 11,4 » stands beside « 11,60 »."""
    messages, question = catalogue.load("fr").plain, ask("q", "", kind="number", role="context")
    answers = pd.DataFrame({"q": given})
    found = tables.shares(answers, question), summaries.statistics(answers, question)
    figure = figures.numbers(*found, question, messages).drawing.draw(WIDE)
    figure.canvas.draw()
    labels = [text.get_text() for text in figure.axes[0].get_xticklabels()]
    assert len({len(label.partition(",")[2]) for label in labels}) == 1


@pytest.mark.parametrize("room", [WIDE, NARROW], ids=["page", "phone"])
def test_overview_is_the_table(room):
    """Fails when a bar is cut elsewhere than its totals say, stands out of order, or a share that
    nobody published is solid."""
    messages = catalogue.load("fr").plain
    drawing = figures.overview(SHARES, BOOK, messages, {"q6": {"jamais|rarement"}}).drawing
    ax = drawing.draw(room).axes[0]
    ids = ["q6", "q5", "q7", "q4", "q2"]
    rows = {id: SHARES[(SHARES.question == id) & (SHARES.status == "level")] for id in ids}
    shares = np.concatenate([part.share.to_numpy() for part in rows.values()])
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(list(shares))
    solid = [bar.get_linestyle() in SOLID for bar in ax.patches]
    assert solid == [True] * 4 + [False] * (len(solid) - 4)
    totals = [text for text in ax.texts if "%" in text.get_text()]
    assert [text.get_text() for text in totals[:4]] == [
        *("97\u00a0%", "3\u00a0%", "79\u00a0%", "21\u00a0%")
    ]
    assert [text.get_fontweight() for text in totals[:3]] == ["bold", "normal", "normal"]
    ends = [tuple(segment[:, 0]) for part in ax.collections for segment in part.get_segments()]
    group = SHARES[SHARES.status == "group"].set_index("question").loc[ids]
    right = [id in ("q4", "q2") for id in ids]
    low, high = (
        np.where(right, 1 - group.high, group.low),
        np.where(right, 1 - group.low, group.high),
    )
    np.testing.assert_allclose(ends, np.column_stack([low, high]))


@pytest.mark.parametrize("room", [WIDE, NARROW], ids=["page", "phone"])
def test_forest_draws_each_pair(room):
    """Fails when a point or a zone belongs to another pair, an outcome has no panel, or what was
    drawn at random looks like what was not."""
    table = processed.read(FOLDER, "associations")
    messages = catalogue.load("fr").plain
    for book, inside in ((BOOK, "white"), (replace(BOOK, provenance="collected"), style.ACCENT)):
        axes = figures.forest(table, book, messages).drawing.draw(room).axes
        for ax, outcome in zip(axes, ("q3", "q8"), strict=True):
            rows = table[table.outcome == outcome]
            points = [line for line in ax.lines if line.get_marker() == "o"]
            assert [line.get_xdata()[0] for line in points] == pytest.approx([*rows.effect])
            assert {line.get_markerfacecolor() for line in points} == {inside}
            starts = sorted(bar.get_x() for bar in ax.patches if bar.get_x() > 0)
            assert starts == pytest.approx(sorted(rows.detectable))
            assert BOOK.question(outcome).short["fr"] in [text.get_text() for text in ax.texts]
    shown = [text.get_text() for text in axes[0].texts] + labels(axes[0])
    names = [BOOK.question(id).short["fr"] for id in dict.fromkeys(rows.behaviour)]
    assert [name for name in shown if name in names] == names


def test_forest_of_a_perfect_association_says_so():
    """Fails when an interval that ends at 1 stops the figure."""
    answers = pd.DataFrame({q.id: [q.ids[0]] * 20 + [q.ids[-1]] * 20 for q in BOOK.questions})
    answers["q3"] = ["non"] * 20 + ["oui"] * 20
    table = associations.table(answers, BOOK)
    figure = figures.forest(table[table.outcome == "q3"], BOOK, catalogue.load("en").plain)
    figure.picture.canvas.draw()
    assert "five are confirmed" in figure.alt


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


@pytest.mark.parametrize("room", [WIDE, NARROW], ids=["page", "phone"])
@pytest.mark.parametrize("length", (9, 12, 40, 80))
def test_nothing_is_clipped_at_any_label_length(length, room):
    """Fails when a long label runs out of the figure, or one beside its bar on a phone."""
    text = ("Sommeillant politique médias sociaux " * 4)[:length].strip()
    question = BOOK.question("q6")
    levels = tuple(codebook.Level(level.id, text, {"fr": text}) for level in question.levels)
    question = codebook.Question(**{**question.__dict__, "levels": levels})
    figure = figures.shares(SHARES[SHARES.question == "q6"], question, catalogue.load("fr").plain)
    assert not clipped(figure, room)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_clipped_in_the_report(language):
    """Fails when a legend, a label or a verdict runs out of its figure."""
    messages, table = catalogue.load(language).plain, processed.read(FOLDER, "associations")
    assert not clipped(figures.overview(SHARES, BOOK, messages))
    assert not clipped(figures.forest(table, BOOK, messages))
    assert not clipped(figures.bounds(processed.read(FOLDER, "bounds"), BOOK, messages))
    cells = processed.read(FOLDER, "crosstabs")
    assert not clipped(
        figures.crosstabs(cells[cells.outcome == "q3"], BOOK.question("q3"), BOOK, messages)
    )
    assert not clipped(figures.specifications(processed.read(FOLDER, "robustness"), BOOK, messages))
    for question in BOOK.questions:
        assert not clipped(
            figures.shares(SHARES[SHARES.question == question.id], question, messages)
        )


def clipped(figure, room=WIDE):
    """Texts of a figure that reach over its edge."""
    picture = figure.drawing.draw(room)
    picture.canvas.draw()
    renderer, page = picture.canvas.get_renderer(), picture.bbox
    found = []
    for text in picture.findobj(plt.Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            if box.x0 < -1 or box.y0 < -1 or box.x1 > page.width + 1 or box.y1 > page.height + 1:
                found.append(text.get_text())
    return found


@pytest.mark.parametrize("room", [WIDE, NARROW])
@pytest.mark.parametrize(("name", "draw"), FORESTS.items())
def test_what_is_written_at_the_right_of_a_panel_stands_off_its_axis(name, draw, room):
    """Fails when ranges, which are longer than numbers, begin where a point may lie."""
    table, messages = processed.read(FOLDER, name), catalogue.load("fr").plain
    picture = draw(table, BOOK, messages).drawing.draw(room)
    for ax in picture.axes:
        end = ax.transData.transform((1, 0))[0]
        values = [text for text in ax.texts if text.get_position()[0] > 1.1]
        assert values and all(text.get_window_extent().x0 > end for text in values)


@pytest.mark.parametrize("room", [WIDE, NARROW], ids=["page", "phone"])
@pytest.mark.parametrize("count", [1, 7])
def test_specifications_are_the_table_and_flips_stand_out(room, count):
    """Fails when a line shows another behaviour than its name, a flip looks like the rest, or an
    outcome has no panel."""
    messages, behaviours = catalogue.load("en").plain, [q.id for q in BOOK.questions][:count]
    rows = pd.DataFrame(
        [
            {
                "behaviour": id,
                "outcome": outcome,
                "specification": name,
                "effect": 0.1 * place + more,
                "low": 0.1 * place - 0.3,
                "high": 0.1 * place + 0.3,
                "differs": name == "mid-p" and id == behaviours[0],
            }
            for outcome in ("q3", "q8")
            for place, id in enumerate(behaviours)
            for name, more in (("main", 0), ("mid-ranks", 0.05), ("mid-p", 0), ("n = 76", 0))
        ]
    )
    figure = figures.specifications(rows, BOOK, messages)
    axes = figure.drawing.draw(room).axes
    assert len(axes) == 2
    for ax in axes:
        flips = [line for line in ax.lines if line.get_marker() == "D"]
        assert [float(line.get_xdata()[0]) for line in flips] == [0]
        sizes = [line.get_markersize() for line in ax.lines]
        planned = [line for line in ax.lines if line.get_markersize() == max(sizes)]
        effects = [float(line.get_xdata()[0]) for line in planned]
        assert effects == pytest.approx([0.1 * place for place in range(count)])
    assert figure.alt.startswith(f"Two verdicts of {2 * count}\u00a0change under at least one")


def test_only_a_variant_that_lies_alone_is_named():
    """Fails when the one far off has no name, or the others crowd the figure with theirs."""
    rows = processed.read(FOLDER, "robustness")
    figure = figures.specifications(rows[rows.outcome == "q3"], BOOK, catalogue.load("en").plain)
    names = [text.get_text() for ax in figure.picture.axes for text in ax.texts]
    assert [name for name in names if "cut in two" in name or "Off the scale" in name] == [
        "Behaviour cut in two"
    ]


SHARE = ["share", "low", "high", "base"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alternative_text_stays_short_whatever_the_names(ask, book_of, language):
    """Fails when the words for a picture of groups or editions grow with names or panels, or tell
    of another panel than the one that differs most."""
    tail = "words of a name that goes on and on " * 8

    def lengthen(question):
        levels = tuple(
            replace(level, text=dict.fromkeys(LANGUAGES, f"{level.id} {tail}"))
            for level in question.levels
        )
        short = dict.fromkeys(LANGUAGES, f"{question.id.capitalize()} {tail}")
        return replace(question, short=short, levels=levels)

    asked = [ask(id, "low high") for id in ("q1", "q2", "q3")]
    asked.append(ask("group", "one two", role="group"))
    book = book_of(*map(lengthen, asked))
    messages = catalogue.load(language).plain
    shares = pd.DataFrame(
        [
            ("group", id, "", group, "high", share, 0.0, 1.0, 1000)
            for id, ends in {"q1": (0.4, 0.5), "q2": (1.0, 0.0), "q3": (0.2, 0.3)}.items()
            for group, share in zip(("one", "two"), ends, strict=True)
        ],
        columns=["group", "question", "option", "group_level", "level", *SHARE],
    )
    changes = pd.DataFrame(
        {"question": ["q1", "q2"], "level": "low|high", "share_before": [0.4, 1.0]}
    ).assign(share=[0.5, 0.0])
    for alt in (
        figures.groups(shares, book, messages).alt,
        figures.editions(changes, book, messages).alt,
    ):
        assert len(alt) <= 200 and "Q2" in alt
