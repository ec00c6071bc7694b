"""Microsoft Forms: an id and two times first; each of several answers followed by a semicolon."""

import re

from helpers.answers.intake.formats.wording import names_among
from helpers.answers.intake.layout import Layout, name_columns
from helpers.codebook.folding import fold_case

FIRST_COLUMNS = (
    ("ID", "Start time", "Completion time"),
    ("ID", "Heure de début", "Heure de fin"),
)
OTHERS = (
    *("Email", "Name", "Last modified time"),
    *("Adresse de messagerie", "Nom", "Heure de la dernière modification"),
)
QUIZ = re.compile(r"(Total points|Quiz feedback|(Points|Feedback) - .*)", re.IGNORECASE)
TOOL_PLACES = 6  # the tool's own columns stand first: a question below may be "Name" too


def microsoft_forms(rows: list[list[str]]) -> Layout | None:
    """Recognise an export of Microsoft Forms.

    >>> header = ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Avis "]
    >>> layout = microsoft_forms([header])
    >>> layout.tool_columns[-1], layout.header[-1], layout.separator, layout.clean("Bon;Beau;")
    ('Nom', 'Avis', ';', 'Bon;Beau')
    """
    first = tuple(map(fold_case, rows[0][:3]))
    if first not in [tuple(map(fold_case, words)) for words in FIRST_COLUMNS]:
        return None
    header = name_columns(rows[0])
    quiz = [name for name in header if QUIZ.fullmatch(name)]
    return Layout(
        name="microsoft_forms",
        evidence=f"Microsoft Forms: the first columns are {', '.join(map(repr, header[:3]))}",
        header=header,
        tool_columns=(*header[:3], *names_among(header[3:TOOL_PLACES], OTHERS), *quiz),
        separator=";",
        timestamp=header[2],
        clean=without_last_semicolon,
    )


def without_last_semicolon(cell: str) -> str:
    """A cell without the semicolon that the tool puts after the last of several answers."""
    return cell.rstrip().removesuffix(";") if cell.rstrip().endswith(";") else cell
