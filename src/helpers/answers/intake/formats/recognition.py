"""Which format the first rows of a file are in."""

from helpers.answers.intake.formats.google_forms import google_forms
from helpers.answers.intake.formats.plain import plain
from helpers.answers.intake.layout import Layout

HEAD_ROWS = 20  # that tell the format

# In this order: the first that recognises its own takes the file; `plain` takes any.
FORMATS = {"google_forms": google_forms, "plain": plain}


def recognise(rows: list[list[str]], format: str | None = None) -> Layout:
    """Find the format of a file by its first rows.

    Parameters
    ----------
    rows : list of list of str
        The first `HEAD_ROWS` rows of the file, its header among them.
    format : str, optional
        One of `FORMATS`, where it is known.

    Returns
    -------
    Layout

    Examples
    --------
    >>> recognise([["Timestamp", "Age"], ["4/22/2016 19:57:50", "7"]]).name
    'google_forms'
    >>> recognise([["Timestamp", "Age"], ["4/22/2016 19:57:50", "7"]], "plain").name
    'plain'
    """
    candidates = [FORMATS[format]] if format else FORMATS.values()
    layouts = (candidate(rows) for candidate in candidates)
    return next((layout for layout in layouts if layout), None) or plain(rows)
