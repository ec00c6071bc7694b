"""SurveyMonkey: questions in the first row, the parts of each in the second."""

from helpers.answers.intake.formats.wording import first_among, without_markup
from helpers.answers.intake.layout import Layout, name_columns, part_name
from helpers.codebook.folding import fold_case

FIRST_COLUMN = "Respondent ID"
WHOLE = ("Response", "Open-Ended Response", "Réponse", "Réponse ouverte")  # no part of a question
LEADING_BLANKS = 5  # in the second row, below the tool's own columns; one is enough below an id
TIMESTAMPS = ("End Date", "Date de fin", "Start Date", "Date de début")


def survey_monkey(rows: list[list[str]]) -> Layout | None:
    """Recognise an export of SurveyMonkey.

    >>> rows = [
    ...     ["Respondent ID", "End Date", "Age?", "Channels?", "", ""],
    ...     ["", "", "Response", "Mail", "Phone", "Other (please specify)"],
    ... ]
    >>> layout = survey_monkey(rows)
    >>> layout.header[2:]
    ('Age?', 'Channels? [Mail]', 'Channels? [Phone]', 'Channels? [Other (please specify)]')
    >>> layout.rows_above, layout.tool_columns
    (2, ('Respondent ID', 'End Date'))
    """
    if len(rows) < 2 or not rows[0]:
        return None
    questions, parts = rows[0], [*rows[1], *[""] * (len(rows[0]) - len(rows[1]))]
    blanks = next((place for place, part in enumerate(parts) if part.strip()), 0)
    whole = {fold_case(word) for word in WHOLE}
    has_id = fold_case(questions[0]) == fold_case(FIRST_COLUMN)
    has_whole = any(fold_case(part) in whole for part in parts)
    if not blanks or not (has_id or (blanks >= LEADING_BLANKS and has_whole)):
        return None
    names, question = [], ""
    for text, part in zip(questions, parts, strict=False):
        question = " ".join(without_markup(text).split()) or question
        part = "" if fold_case(part) in whole else " ".join(without_markup(part).split())
        names.append(part_name(question, part))
    header = name_columns(names)
    reason = f"the first column is {header[0]!r} and" if has_id else "below the first columns"
    return Layout(
        name="survey_monkey",
        evidence=f"SurveyMonkey: {reason} the second row names parts of questions, "
        f"{blanks} blank cells before them",
        header=header,
        rows_above=2,
        tool_columns=header[:blanks],
        timestamp=first_among(header[:blanks], TIMESTAMPS),
    )
