"""Qualtrics: names of columns, the questions as asked, then a row for machines."""

import re

from helpers.answers.intake.formats.wording import first_among, names_among, without_markup
from helpers.answers.intake.layout import Layout, name_columns, part_name
from helpers.codebook.folding import fold_case

MACHINE_ROW = re.compile(r'\s*\{\s*"ImportId"')
OWN = {  # name → as the second row words it
    "StartDate": "Start Date",
    "EndDate": "End Date",
    "Status": "Response Type",
    "IPAddress": "IP Address",
    "Progress": "Progress",
    "Duration (in seconds)": "Duration (in seconds)",
    "Finished": "Finished",
    "RecordedDate": "Recorded Date",
    "ResponseId": "Response ID",
    "RecipientLastName": "Recipient Last Name",
    "RecipientFirstName": "Recipient First Name",
    "RecipientEmail": "Recipient Email",
    "ExternalReference": "External Data Reference",
    "LocationLatitude": "Location Latitude",
    "LocationLongitude": "Location Longitude",
    "DistributionChannel": "Distribution Channel",
    "UserLanguage": "User Language",
}
WORDINGS = {fold_case(word) for pair in OWN.items() for word in pair} | {"responseid"}
ORDER = re.compile(r".*_DO(_.*)?")  # in which order options were shown
SPLIT = re.compile(r".*_\d+")  # the name of one option's column
CHOICE = re.compile(r"\s+-\s+Selected Choice\b")
WRITE_IN = re.compile(r"(.*\S)\s+-\s+(.*\S)\s+-\s+Text", re.DOTALL)
STEM = re.compile(r"(.*\S)\s+-\s+(.*\S)", re.DOTALL)


def qualtrics(rows: list[list[str]]) -> Layout | None:
    """Recognise an export of Qualtrics, with three header rows or, as once, with two.

    >>> rows = [
    ...     ["StartDate", "Q1", "Q2_1"],
    ...     ["Start Date", "Like it? - Selected Choice", "Channels? - Mail"],
    ...     ['{"ImportId":"startDate"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2"}'],
    ... ]
    >>> layout = qualtrics(rows)
    >>> layout.rows_above, layout.header[1:], layout.texts[1:]
    (3, ('Q1', 'Q2_1'), ('Like it?', 'Channels? [Mail]'))
    """
    if len(rows) < 2:
        return None
    header = name_columns(rows[0])
    own = names_among(header, [*OWN, "ResponseID"])
    if len(rows) > 2 and any(MACHINE_ROW.match(cell) for cell in rows[2]):
        above, evidence = 3, 'the third row holds the marks {"ImportId": …}'
    elif _names_itself(rows):
        above, evidence = 2, "the first row names its columns, the second says them in words"
    else:
        return None
    words = [*rows[1], *[""] * (len(header) - len(rows[1]))]
    timestamp = first_among(header, ["EndDate", "RecordedDate", "StartDate"])
    return Layout(
        name="qualtrics",
        evidence=f"Qualtrics: {evidence}",
        header=header,
        texts=name_columns(map(_text, header, words)),
        rows_above=above,
        tool_columns=(*own, *[name for name in header if ORDER.fullmatch(name)]),
        separator=",",
        timestamp=timestamp,
        timestamp_format="%Y-%m-%d %H:%M:%S" if timestamp else "",
    )


def _names_itself(rows):
    """Whether two columns at least are the tool's own in both rows."""
    both = zip(*(map(fold_case, row) for row in rows[:2]), strict=False)
    own = [pair for pair in both if set(pair) <= WORDINGS and pair[0]]
    return len(own) >= 2 and any(name != words for name, words in own)


def _text(name, words):
    """A question as asked, its part in brackets."""
    words = " ".join(CHOICE.sub("", without_markup(words)).split())
    if write_in := WRITE_IN.fullmatch(words):
        return part_name(*write_in.groups())
    stem = STEM.fullmatch(words)
    return part_name(*stem.groups()) if stem and SPLIT.fullmatch(name) else words or name
