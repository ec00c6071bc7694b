"""Polls in a room: TurningPoint's sessions and Mentimeter's voters."""

import re

from helpers.answers.intake.formats.wording import names_among
from helpers.answers.intake.layout import Layout, name_columns, part_name
from helpers.codebook.folding import fold_case

DEVICE = "TurningPoint device"  # how the first column of a session is called when it is opened
VOTER_COLUMNS = ("Date (UTC)", "Session", "Voter")
HELPERS = ("Name", "Emoji", "Score")
HEADER_ROWS = 15  # the header of voters stands within these
ANSWER = re.compile(r"(.*\S)\s*:\s*Answer", re.DOTALL)
CRITERION = re.compile(r"(.*\S)\s*::\s*(.*\S)", re.DOTALL)


def turning_point(rows: list[list[str]]) -> Layout | None:
    """Recognise a session of TurningPoint: `session.open_session` has named its columns.

    >>> turning_point([["TurningPoint device", "Avis?"], ["1A2B", "Bon"]]).header
    ('TurningPoint device', 'Avis?')
    """
    if rows[0][:1] != [DEVICE]:
        return None
    header = name_columns(rows[0])
    return Layout(
        name="turning_point",
        evidence="TurningPoint: the file holds TTSession.xml",
        header=header,
        tool_columns=header[:1],
        separator=";",
    )


def mentimeter(rows: list[list[str]]) -> Layout | None:
    """Recognise the voters of Mentimeter.

    >>> rows = [["Results"], [], ["Date (UTC)", "Session", "Voter", "Avis: Answer", "Aime::Cours"]]
    >>> layout = mentimeter(rows)
    >>> layout.rows_above, layout.header[3:]
    (3, ('Avis', 'Aime [Cours]'))
    """
    own = {fold_case(word) for word in VOTER_COLUMNS}
    common = [len(own & set(map(fold_case, row))) for row in rows[:HEADER_ROWS]]
    if len(own) not in common:
        return None
    # A header that comes again below answers is not the one that stands above them.
    place = next(place for place, count in enumerate(common) if count > 1)
    header = name_columns(map(_normal_form, rows[place]))
    return Layout(
        name="mentimeter",
        evidence="Mentimeter: there are the columns 'Date (UTC)', 'Session' and 'Voter'",
        header=header,
        rows_above=place + 1,
        tool_columns=names_among(header, [*VOTER_COLUMNS, *HELPERS]),
        # Of two columns of that name neither is it.
        timestamp=next(iter(names_among(header, VOTER_COLUMNS[:1])), ""),
    )


def _normal_form(name):
    if answer := ANSWER.fullmatch(name):
        return answer[1]
    criterion = CRITERION.fullmatch(name)
    return part_name(*criterion.groups()) if criterion else name
