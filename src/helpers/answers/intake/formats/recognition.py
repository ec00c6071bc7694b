"""Which format the first rows of a file are in."""

from collections.abc import Collection
from functools import partial
from pathlib import Path

from helpers.answers.intake.formats.alchemer import alchemer
from helpers.answers.intake.formats.google_forms import google_forms
from helpers.answers.intake.formats.kobo_toolbox import kobo_toolbox
from helpers.answers.intake.formats.lime_survey import lime_survey
from helpers.answers.intake.formats.live_polls import mentimeter, turning_point
from helpers.answers.intake.formats.microsoft_forms import microsoft_forms
from helpers.answers.intake.formats.qualtrics import qualtrics
from helpers.answers.intake.formats.survey_monkey import survey_monkey
from helpers.answers.intake.formats.typed import plain, typed
from helpers.answers.intake.layout import Layout
from helpers.codebook import SurveyError, suggest

# In this order: the first that recognises its own takes the file; `plain` takes any.
FORMATS = {
    "turning_point": turning_point,
    "qualtrics": qualtrics,
    "microsoft_forms": microsoft_forms,
    "survey_monkey": survey_monkey,
    "google_forms": google_forms,
    "alchemer": alchemer,
    "lime_survey": lime_survey,
    "kobo_toolbox": kobo_toolbox,
    "mentimeter": mentimeter,
    "typed": typed,
    "plain": plain,
}


def recognise(
    rows: list[list[str]],
    format: str = "",
    *,
    wanted: Collection[str] = (),
    path: Path | str = "the file",
) -> Layout:
    """Find the format of a file by its first rows.

    Parameters
    ----------
    rows : list of list of str
        The first rows of the file, its header among them.
    format : str, optional
        One of `FORMATS`, where it is known.
    wanted : collection of str
        Names of columns that are looked for, folded by `fold_case`.
    path : Path, optional
        For messages.

    Returns
    -------
    Layout

    Raises
    ------
    SurveyError
        If a format is declared and unknown, or is not the file's.

    Examples
    --------
    >>> recognise([["Timestamp", "Age"], ["4/22/2016 19:57:50", "7"]]).name
    'google_forms'
    >>> recognise([["Timestamp", "Age"], ["4/22/2016 19:57:50", "7"]], "plain").name
    'plain'
    """
    recognisers = FORMATS | {"typed": partial(typed, wanted=wanted)}
    if not format:
        return next(filter(None, (read(rows) for read in recognisers.values())))
    if format not in FORMATS:
        raise SurveyError(
            f"{path}: no format is called {format!r}, the `format` of [intake]; it is one of "
            f"{list(FORMATS)}{suggest(format, FORMATS)}"
        )
    layout = recognisers[format](rows)
    if layout is None:
        raise SurveyError(
            f"{path} is not laid out as {format!r}, the `format` of [intake]; leave it out, or "
            "export the answers again"
        )
    return layout
