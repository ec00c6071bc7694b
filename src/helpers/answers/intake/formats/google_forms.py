"""Google Forms: one header row, the time stamp first; ticked boxes joined by a comma."""

import re

from helpers.answers.intake.formats.wording import names_among
from helpers.answers.intake.layout import Layout, name_columns
from helpers.codebook.folding import fold_case

TIMESTAMPS = ("Timestamp", "Horodateur")
ADDRESSES = ("Username", "Email Address", "Adresse e-mail")
DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")


def google_forms(rows: list[list[str]]) -> Layout | None:
    """Recognise an export of Google Forms.

    >>> layout = google_forms([["Horodateur", "Avis"], ["22/04/2016 19:57:50", "Bon"]])
    >>> layout.timestamp, layout.tool_columns
    ('Horodateur', ('Horodateur',))
    >>> layout.evidence
    "Google Forms: the first column is 'Horodateur' and holds dates"
    """
    first = rows[0][0] if rows[0] else ""
    if fold_case(first) not in map(fold_case, TIMESTAMPS):
        return None
    stamps = [row[0] for row in rows[1:] if row and row[0].strip() not in ("", first.strip())]
    if not stamps or not all(map(DATE.match, stamps)):
        return None
    header = name_columns(rows[0])
    return Layout(
        name="google_forms",
        evidence=f"Google Forms: the first column is {header[0]!r} and holds dates",
        header=header,
        tool_columns=(header[0], *names_among(header[1:2], ADDRESSES)),
        timestamp=header[0],
    )
