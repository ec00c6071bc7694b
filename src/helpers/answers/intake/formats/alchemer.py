"""Alchemer, once SurveyGizmo: one header row, a part before its question and a colon."""

from collections import Counter

from helpers.answers.intake.formats.wording import first_among, names_among
from helpers.answers.intake.layout import Layout, name_columns, part_name

OWN = ("Response ID", "Time Started", "Date Submitted", "Status")


def alchemer(rows: list[list[str]]) -> Layout | None:
    """Recognise an export of Alchemer.

    >>> header = ["Time Started", "Date Submitted", "Status", "Mail:Channels", "Phone:Channels"]
    >>> alchemer([header]).header[3:]
    ('Channels [Mail]', 'Channels [Phone]')
    >>> alchemer([[*header[:3], "Note: why?"]]).header[3:]
    ('Note: why?',)
    """
    own = names_among(rows[0], OWN)
    if not {"Time Started", "Date Submitted", "Status"} <= set(own):
        return None
    header = name_columns(_normal_form(rows[0]))
    return Layout(
        name="alchemer",
        evidence="Alchemer: there are the columns 'Time Started', 'Date Submitted' and 'Status'",
        header=header,
        tool_columns=names_among(header, OWN),
        timestamp=first_among(header, ["Date Submitted"]),
    )


def _normal_form(names):
    """A colon parts a part from its question where other columns are of this question too."""
    halves = [tuple(half.strip() for half in name.partition(":")[::2]) for name in names]
    columns = Counter(question for _, question in halves if question)
    columns.update(name.strip() for name in names)
    for name, (part, question) in zip(names, halves, strict=True):
        is_part = part and question and columns[question] > 1
        yield part_name(question, part) if is_part else name
