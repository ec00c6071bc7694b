"""LimeSurvey: columns by code, by text or by both; one column an option."""

import re

from helpers.answers.intake.formats.wording import (
    first_among,
    names_among,
    with_part,
    without_markup,
)
from helpers.answers.intake.layout import Layout, name_columns
from helpers.codebook.folding import fold_case

FIRST_COLUMNS = ("id", "Response ID", "ID de la réponse")
TIMESTAMPS = ("submitdate", "Date submitted", "Date de soumission")
OTHERS = (
    *("lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr", "refurl"),
    *("Last page", "Start language", "Seed", "Date started", "Date last action"),
    *("IP address", "Referrer URL"),
    *("Dernière page", "Langue de départ", "Tête de série", "Date de lancement"),
    *("Date de la dernière action",),
)
TIMING = re.compile(r"\b(Question|Group) time\b", re.IGNORECASE)
BOTH = re.compile(r"id(\W.*\W|\W)(?:Response ID|ID de la réponse)", re.IGNORECASE)


def lime_survey(rows: list[list[str]]) -> Layout | None:
    """Recognise an export of LimeSurvey.

    >>> rows = [["id._.Response ID", "lastpage._.Last page", "q1[a]._.Channels [Mail]"]]
    >>> layout = lime_survey(rows)
    >>> layout.header
    ('Response ID', 'Last page', 'Channels [Mail]')
    >>> lime_survey([["id", "submitdate", "lastpage", "q1[a]"]]).header[-1]
    'q1 [a]'
    """
    names = [without_markup(name) for name in rows[0]]
    if names and (both := BOTH.fullmatch(names[0].strip())):
        names = [name.partition(both[1])[2] or name for name in names]
    header = name_columns(map(with_part, names))
    own = names_among(header, (*FIRST_COLUMNS, *TIMESTAMPS, *OTHERS))
    is_first = header and fold_case(header[0]) in map(fold_case, FIRST_COLUMNS)
    if not is_first or len(own) < 2:
        return None
    timing = [name for name in header if TIMING.search(name)]
    timestamp = first_among(header, TIMESTAMPS)
    return Layout(
        name="lime_survey",
        evidence=f"LimeSurvey: there are the columns {', '.join(map(repr, own[:3]))}",
        header=header,
        tool_columns=(*own, *timing),
        timestamp=timestamp,
        timestamp_format="%Y-%m-%d %H:%M:%S" if timestamp else "",
        clean=without_mask,
        not_shown=("N/A",),
    )


def without_mask(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from computing it.

    >>> without_mask("'=1+1"), without_mask("'s")
    ('=1+1', "'s")
    """
    return cell[1:] if cell.startswith("'=") else cell
