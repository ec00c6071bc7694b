"""The questions, one after the other, and the behaviours at a glance."""

import itertools
import math
from collections.abc import Sequence

import pandas as pd

from helpers import published
from helpers.codebook import Codebook, Question
from helpers.document import marks, show
from helpers.report import cells, figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_figure, show_table

MANY = 15  # questions; more of them are listed before the first
# Kinds of question whose spread is drawn → the caption.
SPREAD = {"number": "caption.spread", "date": "caption.spread", "text": "caption.lengths"}
NOT_IN_HEADINGS = ("<", "://", "www.")  # tags and addresses: shown there as they are written


def questions(
    shares: pd.DataFrame,
    statistics: pd.DataFrame,
    claims: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """The behaviours at a glance, then each question.

    Of each: as asked, what was found, what was published, its figure. Many are listed first.
    """
    show.text(f"# {messages('heading.questions')}")
    together = [*_together(book.questions)]
    if len(together) > MANY:
        show.text(_index(together, messages))
    if len(book.with_role("behaviour")) > 1:
        show.text(f"## {messages('heading.overview')}")
        overview(shares, book, messages)
    for position, members in enumerate(together, start=1):
        asked = members[0].grid or members[0]
        number = _position(position, asked, messages)
        wording = messages.wording(asked)
        if any(sign in marks.strip(wording) for sign in NOT_IN_HEADINGS):
            wording = show.escape(marks.strip(wording))
        heading = messages("heading.question", number=number, text=wording)
        show.text(f"## {heading} {{#{_anchor(asked)}}}")
        if members[0].grid:
            grid(shares, members, book, messages)
            continue
        own = shares[shares.question == asked.id]
        question(own, statistics, claims, asked, book, messages)


def _index(together, messages):
    """The short name of each question, where it leads, and on which page that is."""
    entries = []
    for position, members in enumerate(together, start=1):
        asked = members[0].grid or members[0]
        name = show.escape(marks.strip(messages.short(asked)))
        number = _position(position, asked, messages)
        text = messages("heading.question", number=number, text=name)
        entries.append(f'[{text}](#{_anchor(asked)} "{marks.PAGE}")')
    return " · ".join(entries)


def _position(position, asked, messages):
    """The number of a question in the report, counted from 1."""
    return messages.integer(cells.Cell(position, "codebook.toml", asked.id, "position"))


def _anchor(asked):
    return f"question-{asked.id}"


def _together(questions):
    """Each question by itself, the rows of a grid as one."""
    for _, members in itertools.groupby(questions, lambda one: one.grid.id if one.grid else one.id):
        yield [*members]


def grid(
    shares: pd.DataFrame, rows: Sequence[Question], book: Codebook, messages: Messages
) -> None:
    """The rows of a grid: the highest and the lowest, their figure and their table.

    Where they have more levels without an order than colours tell apart, each has its own figure.
    """
    bound = cells.bind(shares, "shares")
    asked, rows = rows[0].grid, narrative.grids.in_order(shares, rows)
    own = bound[bound.question == rows[0].id]
    texts = [narrative.routing.sentence(own, rows[0], book, messages)]
    texts.append(narrative.grids.sentence(bound, rows, messages))
    show.text(" ".join(filter(None, texts)))
    if figures.are_few(rows[0]):
        key = "caption.grid" if narrative.grids.are_compared(rows) else "caption.grid_as_asked"
        caption = messages(key, short=messages.short(asked))
        figure = figures.grid(shares, rows, messages)
        show_figure(figure, asked.id, caption=noted(caption, book, messages))
    else:
        for row in rows:
            _bars(shares[shares.question == row.id], row, None, book, messages)
    caption = messages("caption.grid_table", short=messages.short(asked))
    frame = narrative.grids.rows(bound, rows, messages)
    show_table(frame, asked.id, caption=noted(caption, book, messages))


def overview(shares: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """All behaviours in one figure."""
    behaviours = [question.id for question in book.with_role("behaviour")]
    has_intervals = figures.has_intervals(shares, book, messages)
    known = None
    caption = messages("caption.overview" if has_intervals else "caption.overview_plain")
    if book.synthetic and book.published:
        publication = published.load(book)
        known = {id: publication.percents_of(id) for id in behaviours}
        caption = _keyed(caption, any(known.values()), messages)
    figure = figures.overview(shares, book, messages, known)
    drawn = shares[shares.question.isin(behaviours) & (shares.status == "level")]
    caption = noted(caption, book, messages)
    if reading := narrative.answers.reading(cells.bind(shares, "shares"), book, messages):
        caption = messages("note.reading_overview", caption=caption, **reading)
    show_figure(figure, "overview", caption=caption, data=drawn)


def _keyed(caption, some_published, messages):
    """A caption that says what is solid and what is dashed in a reconstruction."""
    key = "note.published_and_drawn" if some_published else "note.drawn"
    return messages(key, caption=caption)


def question(
    shares: pd.DataFrame,
    statistics: pd.DataFrame,
    claims: pd.DataFrame,
    asked: Question,
    book: Codebook,
    messages: Messages,
) -> None:
    """What one question found, what had been published about it, and its figure."""
    bound = cells.bind(shares, "shares")
    statistics = statistics[statistics.question == asked.id]
    numbers = cells.bind(statistics, "statistics")
    routing = narrative.routing.sentence(bound, asked, book, messages)
    finding = narrative.numbers.finding(bound, numbers, asked, messages)
    among = narrative.population.sentence(bound, asked, messages)
    own = cells.bind(claims[claims.quantity.str.startswith(f"{asked.id}:")], "claims")
    known = None
    if book.synthetic and book.published:
        publication = published.load(book)
        known = publication.percents_of(asked.id)
        finding = narrative.claims.published_first(own, finding, asked, publication, messages)
    elif len(own):
        finding += f" {narrative.claims.comparison(own, published.load(book), book, messages)}"
    show.text(f"{routing} {finding} {among}".strip())
    if len(statistics) and asked.kind in SPREAD:
        _spread(shares, statistics, asked, book, messages)
    if asked.offers_levels:
        _bars(shares, asked, known, book, messages)
    if len(statistics) and asked.kind == "ranking":
        _ranking(shares, statistics, asked, book, messages)


def _bars(shares, asked, known, book, messages):
    """The levels of one question as bars, if anybody answered."""
    base = cells.bind(shares, "shares").base.iloc[0]
    if not base:
        return
    short, base = messages.short(asked), messages.integer(base)
    key = "caption.first_choices" if asked.kind == "ranking" else "caption.shares"
    caption = messages(key, short=short, base=base)
    if narrative.answers.are_rounded(shares, asked):
        caption = messages("note.rounded", caption=caption)
    if known is not None:
        caption = _keyed(caption, known, messages)
    if narrative.population.is_bounded(shares):
        of_sample = narrative.population.is_of_sample(shares)
        key = "note.bounds_sample" if of_sample else "note.bounds"
        caption = messages(key, caption=caption)
    caption = noted(caption, book, messages)
    figure = figures.shares(shares, asked, messages, known)
    show_figure(figure, asked.id, caption=caption, data=shares[shares.status == "level"])


def _spread(shares, statistics, asked, book, messages):
    """How the numbers, the dates or the lengths of one question are spread."""
    middle = cells.bind(statistics, "statistics").set_index("statistic").loc["median"]
    base, is_alone = messages.integer(middle.base), math.isnan(middle.low)
    caption = messages(SPREAD[asked.kind], short=messages.short(asked), base=base)
    caption = messages("note.median" if is_alone else "note.median_and_band", caption=caption)
    if asked.kind == "date":
        figure = figures.dates(shares, statistics, messages)
    else:
        figure = figures.numbers(shares, statistics, asked, messages)
    show_figure(figure, asked.id, "numbers", caption=noted(caption, book, messages))


def _ranking(shares, statistics, asked, book, messages):
    """Mean ranks as a figure, and all that a ranking comes to as a table."""
    short = messages.short(asked)
    caption = noted(messages("caption.mean_ranks", short=short), book, messages)
    show_figure(figures.mean_ranks(statistics, asked, messages), asked.id, "ranks", caption=caption)
    bound = cells.bind(shares, "shares"), cells.bind(statistics, "statistics")
    frame = narrative.rankings.rows(*bound, asked, messages)
    caption = messages("caption.ranking_table", short=short)
    show_table(frame, asked.id, caption=noted(caption, book, messages))
