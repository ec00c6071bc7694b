"""Does a verdict hold when decisions had been made otherwise?"""

import math

import numpy as np
import pandas as pd

from helpers import published
from helpers.analysis import associations, nonresponse, tables
from helpers.answers import counting
from helpers.codebook import SurveyError
from helpers.processed import COLUMNS
from helpers.published import reconstruction
from helpers.stats import exact

MAIN = "main"


def table(answers, duplicates, book, figures=None):
    """Judge every planned pair anew under each specification: the main analysis with one decision made otherwise.

    Within a specification each family is tested and adjusted as a whole, by `associations.examine`
    and `judge`.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    duplicates : DataFrame
        The rows that cleaning took for submissions sent twice, in the form of `answers`; possibly
        none.
    book : Codebook
    figures : published.Published, optional
        What was published about the survey; of use where its answers are synthetic.

    Returns
    -------
    DataFrame
        One row a planned pair and specification: behaviour, outcome, specification, base, effect
        (gamma), low, high, p, p_adjusted, verdict, differs (whether the verdict is not that of
        ``main``), note. The specifications are

        - ``main``: as in `associations.table`;
        - ``mid-ranks``: mid-ranks as scores, in place of equally spaced ones;
        - ``mid-p``: tables exactly as extreme count half; a sensitivity, not a test that keeps its
          level;
        - ``dichotomised``: behaviours in two parts, less and more of it, cut at the edge of the
          highlighted group where that is one end of the scale, and otherwise below the upper half;
        - ``with duplicates``: these put back, where there are any;
        - ``missing, least favourable``, ``missing, most favourable``: each pair completed to its
          lowest and to its highest gamma, where anybody is missing; see `nonresponse.gamma_bounds`;
        - ``n = 76``, ``reading: reverse`` and the like, of synthetic answers: these drawn anew at
          each other admissible number of respondents that the published words are read as, and in
          each other reading of the percentages, as far as what was published allows any answers;
        - ``one person fewer, highest p``, ``one person fewer, lowest p``: of the tables that leave
          one person out of the pair, the other pairs being as they are. `note` says of how many
          people the removal changes the verdict; if it does in neither of these tables, but in
          others, through the interval, one of those is in the first row. Not for a pair tested by
          Monte Carlo: its p is known less well than one person counts.

    References
    ----------
    Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), *Perspectives on Psychological Science* 11:702.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> answers = pd.DataFrame({"rides": ["never", "never", "daily", "daily"] * 3, "repair": ["no", "no", "yes"] * 4})
    >>> table(answers, answers.iloc[:0], book)[["specification", "base", "verdict"]].head(2)
      specification  base            verdict
    0          main    12  cannot be decided
    1     mid-ranks    12  cannot be decided
    """
    pairs, rows = associations.plan(book), []
    if not pairs:
        return pd.DataFrame(columns=COLUMNS["robustness"])
    for name, crossed, options in _specifications(pairs, answers, duplicates, book, figures):
        judged = associations.judge(_lines(pairs, crossed, **options))
        rows += [(place, name, line) for place, line in enumerate(judged)]
    main = [line for _, name, line in rows if name == MAIN]
    rows += _one_person_fewer(main, _crossed(pairs, answers))
    rows.sort(key=lambda row: row[0])
    named = (
        line
        | {
            "behaviour": behaviour.id,
            "outcome": outcome.id,
            "specification": name,
            "differs": line["verdict"] != main[place]["verdict"],
        }
        for place, name, line in rows
        for behaviour, outcome in [pairs[place]]
    )
    return pd.DataFrame(named, columns=COLUMNS["robustness"])


def flips(table):
    """The specifications under which a pair has another verdict.

    Parameters
    ----------
    table : DataFrame
        As `table` makes it.

    Returns
    -------
    DataFrame
        behaviour, outcome, main (the verdict of the main analysis), specification, verdict, note;
        no rows where every verdict holds.

    Examples
    --------
    >>> rows = [("q2", "q3", "main", "supported", False, ""), ("q2", "q3", "mid-ranks", "cannot be decided", True, "")]
    >>> columns = ["behaviour", "outcome", "specification", "verdict", "differs", "note"]
    >>> flips(pd.DataFrame(rows, columns=columns)).iloc[0].tolist()
    ['q2', 'q3', 'supported', 'mid-ranks', 'cannot be decided', '']
    """
    main = (
        table[table.specification == MAIN]
        .set_index(["behaviour", "outcome"])
        .verdict.rename("main")
    )
    turned = table[table.differs.astype(bool)].join(main, on=["behaviour", "outcome"])
    return turned[["behaviour", "outcome", "main", "specification", "verdict", "note"]].reset_index(
        drop=True
    )


def _specifications(pairs, answers, duplicates, book, figures):
    """Name, crossed pairs and options of the test of each specification but those with one person fewer."""
    crossed = _crossed(pairs, answers)
    yield MAIN, crossed, {}
    yield "mid-ranks", crossed, {"scores": exact.midranks}
    yield "mid-p", crossed, {"mid_p": True}
    yield (
        "dichotomised",
        [_halved(counts, pair[0]) for counts, pair in zip(crossed, pairs, strict=True)],
        {},
    )
    if len(duplicates):
        sent = [part.assign(people=counting.people_per_row(part)) for part in (answers, duplicates)]
        yield "with duplicates", _crossed(pairs, pd.concat(sent, ignore_index=True)), {}
    gaps = [nonresponse.incomplete(answers, outcome, behaviour) for behaviour, outcome in pairs]
    if any(gap.missing for gap in gaps):
        bounds = [nonresponse.gamma_bounds(gap) for gap in gaps]
        methods = [bound.method for bound in bounds]
        yield "missing, least favourable", [bound.lowest for bound in bounds], {"methods": methods}
        yield "missing, most favourable", [bound.highest for bound in bounds], {"methods": methods}
    if figures is not None and book.synthetic:
        for name, options in _redrawn(figures):
            try:
                drawn = reconstruction.draw(figures, book, **options)
            except SurveyError:  # the blanks, or what was said in words, leave no counts
                continue
            yield name, _crossed(pairs, drawn), {}


def _redrawn(figures):
    """Name and options of each other way to draw the answers from what was published."""
    if figures.percents():
        main = published.respondents(figures)
        for n in published.admissible(published.grim(figures)):
            if n in figures.close and n != main:
                yield f"n = {n}", {"n": n}
    for reading in figures.readings:
        yield f"reading: {reading['id']}", {"reading": reading["id"]}


def _crossed(pairs, answers):
    return [tables.two_way(answers, outcome, behaviour) for behaviour, outcome in pairs]


def _lines(pairs, crossed, *, methods=(), **options):
    """Each pair tested by itself; the note says where completions are not all of them."""
    lines = [
        {"family": outcome.family} | associations.examine(counts, **options)
        for (_, outcome), counts in zip(pairs, crossed, strict=True)
    ]
    for line, method in zip(lines, methods, strict=False):
        if method == nonresponse.CORNERS and not line["note"]:
            line["note"] = method
    return lines


def _halved(counts, behaviour):
    """The columns in two: less of the behaviour, then more."""
    scale, group = (
        behaviour.scale,
        [level for level in behaviour.scale if level in behaviour.highlight],
    )
    if counts.shape[1] == 2:
        return counts
    cut = len(scale) - len(scale) // 2
    if group and group == scale[: len(group)] != scale:
        cut = len(group)
    elif group and group == scale[-len(group) :] != scale:
        cut = len(scale) - len(group)
    parts = {"|".join(part): counts[part].sum(axis=1) for part in (scale[:cut], scale[cut:])}
    return pd.DataFrame(parts)


def _one_person_fewer(main, crossed):
    """Place, specification and line of the removals that are shown.

    People of one cell are exchangeable: there are as many removals as cells, however many people.
    """
    for place, (line, counts) in enumerate(zip(main, crossed, strict=True)):
        found = []
        for row, column in (
            () if math.isnan(line["p_smallest"]) else np.argwhere(counts.to_numpy() > 0)
        ):
            fewer = counts.copy()
            fewer.iloc[row, column] -= 1
            lines = [*main[:place], line | associations.examine(fewer), *main[place + 1 :]]
            found.append((associations.judge(lines)[place], int(counts.iloc[row, column])))
        if not found:
            continue
        turned = [(fewer, people) for fewer, people in found if fewer["verdict"] != line["verdict"]]
        most, least = (
            extreme(found, key=lambda removal: removal[0]["p"])[0] for extreme in (max, min)
        )
        if turned and line["verdict"] == most["verdict"] == least["verdict"]:
            most = max(turned, key=lambda removal: removal[0]["p"])[0]
        note = f"{sum(people for _, people in turned)} of {line['base']}"
        for name, shown in (("highest p", most), ("lowest p", least)):
            yield place, f"one person fewer, {name}", shown | {"note": note}
