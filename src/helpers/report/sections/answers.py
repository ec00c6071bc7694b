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
from helpers.report.sections.captions import noted, remarks, show_figure, show_table

MANY = 15  # questions; more of them are listed before the first
# Kinds of question whose spread is drawn → what is drawn.
SPREAD = {"number": "subtitle.spread", "date": "subtitle.spread", "text": "subtitle.lengths"}
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
    is_beside = len(together) > MANY
    for aside, numbered in itertools.groupby(
        enumerate(together, start=1), lambda each: is_beside and _is_aside(each[1])
    ):
        if aside:
            show.beside(2)
        for position, members in numbered:
            show.text(_heading(position, members, messages))
            if members[0].grid:
                grid(shares, members, book, messages)
                continue
            own = shares[shares.question == members[0].id]
            question(own, statistics, claims, members[0], book, messages)
        if aside:
            show.beside(1)


def _is_aside(members):
    """Whether a question of a long report is context that needs no more than its bars."""
    first = members[0]
    return first.role == "context" and not first.grid and first.kind in narrative.headlines.LEVELS


def _heading(position, members, messages):
    """The heading of a question: its number, as it was asked, and a name to lead to it."""
    asked = members[0].grid or members[0]
    wording = messages.wording(asked)
    if any(sign in marks.strip(wording) for sign in NOT_IN_HEADINGS):
        wording = show.escape(marks.strip(wording))
    number = _position(position, asked, messages)
    heading = messages("heading.question", number=number, text=wording)
    return f"## {heading} {{#{_anchor(asked)}}}"


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
    words = narrative.titles.grid(bound, rows, book, messages)
    routing = narrative.routing.sentence(own, rows[0], book, messages)
    text = " ".join(filter(None, [routing, words.text]))
    if text:
        show.text(text)
    if figures.are_few(rows[0]):
        key = "subtitle.grid" if narrative.grids.are_compared(rows) else "subtitle.grid_as_asked"
        subtitle = messages(key, short=messages.short(asked))
        note = remarks(words.reading, book=book, messages=messages)
        figure = figures.grid(shares, rows, messages)
        show_figure(figure, asked.id, caption=words.headline, subtitle=subtitle, note=note)
    else:
        for row in rows:
            own = bound[bound.question == row.id]
            words = narrative.headlines.question(own, own[:0], own[:0], row, book, messages)
            _bars(shares[shares.question == row.id], row, words, book, messages)
    caption = messages("caption.grid_table", short=messages.short(asked))
    frame = narrative.grids.rows(bound, rows, messages)
    show_table(frame, asked.id, caption=noted(caption, book, messages))


def overview(shares: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """All behaviours in one figure."""
    behaviours = [question.id for question in book.with_role("behaviour")]
    known = None
    marked = ["coloured"] if figures.has_intervals(shares, book, messages) else []
    if book.synthetic:
        publication = published.load(book) if book.published else None
        known = {id: publication.percents_of(id) if publication else set() for id in behaviours}
        marked += ["solid", "hatched", "dashed"] if any(known.values()) else ["dashed"]
    words = narrative.titles.overview(cells.bind(shares, "shares"), book, messages, known)
    key = narrative.key.sentence(marked, messages)
    note = remarks(words.reading, key, book=book, messages=messages)
    figure = figures.overview(shares, book, messages, known)
    drawn = shares[shares.question.isin(behaviours) & (shares.status == "level")]
    subtitle = messages("subtitle.overview")
    show_figure(
        figure, "overview", caption=words.headline, subtitle=subtitle, note=note, data=drawn
    )


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
    own = cells.bind(claims[claims.quantity.str.startswith(f"{asked.id}:")], "claims")
    words = narrative.headlines.question(bound, numbers, own, asked, book, messages)
    among = narrative.population.sentence(bound, asked, messages)
    text = " ".join(filter(None, [routing, words.text, among]))
    if text:
        show.text(text)
    if len(statistics) and asked.kind in SPREAD:
        _spread(shares, statistics, asked, book, messages)
    if asked.offers_levels:
        _bars(shares, asked, words, book, messages)
    if len(statistics) and asked.kind == "ranking":
        _ranking(shares, statistics, asked, book, messages)


def _bars(shares, asked, words, book, messages):
    """The levels of one question as bars, if anybody answered."""
    base = cells.bind(shares, "shares").base.iloc[0]
    if not base:
        return
    people = messages("people_in_words", n=base)
    key = "subtitle.first_choices" if asked.kind == "ranking" else "subtitle.answers"
    subtitle = messages(key, short=messages.short(asked), people=people)
    known, follows, marked = None, (), []
    if book.synthetic:
        known = set()
        if book.published:
            publication = published.load(book)
            known, follows = publication.percents_of(asked.id), publication.follows_of(asked.id)
        marked = narrative.key.of_bars(asked.ids, known, follows)
    interval = "interval"
    if narrative.population.is_bounded(shares):
        of_sample = narrative.population.is_of_sample(shares)
        interval = "bounds of sample" if of_sample else "bounds"
    are_rounded = narrative.answers.are_rounded(shares, asked)
    note = remarks(
        words.reading,
        narrative.key.sentence([*marked, interval], messages),
        messages("key.rounded") if are_rounded else "",
        book=book,
        messages=messages,
    )
    texts = {"caption": words.headline, "subtitle": subtitle, "note": note}
    figure = figures.shares(shares, asked, messages, known, follows)
    show_figure(figure, asked.id, data=shares[shares.status == "level"], **texts)


def _spread(shares, statistics, asked, book, messages):
    """How the numbers, the dates or the lengths of one question are spread."""
    middle = cells.bind(statistics, "statistics").set_index("statistic").loc["median"]
    people = messages("people_in_words", n=middle.base)
    subtitle = messages(SPREAD[asked.kind], short=messages.short(asked), people=people)
    reading = "reading.median" if math.isnan(middle.low) else "reading.median_and_band"
    note = remarks(messages(reading), book=book, messages=messages)
    if asked.kind == "date":
        figure = figures.dates(shares, statistics, messages)
    else:
        figure = figures.numbers(shares, statistics, asked, messages)
    caption = narrative.titles.median(middle, asked, book, messages)
    show_figure(figure, asked.id, "numbers", caption=caption, subtitle=subtitle, note=note)


def _ranking(shares, statistics, asked, book, messages):
    """Mean ranks as a figure, and all that a ranking comes to as a table."""
    short = messages.short(asked)
    caption = narrative.titles.best_rank(
        cells.bind(statistics, "statistics"), asked, book, messages
    )
    texts = {"caption": caption, "subtitle": messages("subtitle.mean_ranks", short=short)}
    note = remarks("", book=book, messages=messages)
    figure = figures.mean_ranks(statistics, asked, messages)
    show_figure(figure, asked.id, "ranks", note=note, **texts)
    bound = cells.bind(shares, "shares"), cells.bind(statistics, "statistics")
    frame = narrative.rankings.rows(*bound, asked, messages)
    caption = messages("caption.ranking_table", short=short)
    show_table(frame, asked.id, caption=noted(caption, book, messages))
