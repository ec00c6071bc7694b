"""KoboToolbox and other tools that collect ODK forms: paths of groups, questions and options."""

import re
from collections import Counter

from helpers.answers.intake.formats.wording import first_among, names_among
from helpers.answers.intake.layout import Layout, name_columns, part_name

MARKS = ("_id", "_uuid", "_submission_time")  # two of them make the format
OWN = ("start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid")
OWN_PATTERN = re.compile(r"_.*|(meta|formhub)/.*")
TICKS = {"", "0", "1", "0.0", "1.0", "true", "false"}


def kobo_toolbox(rows: list[list[str]]) -> Layout | None:
    """Recognise an export of KoboToolbox.

    >>> header = ["start", "visit/channels", "visit/channels/mail", "visit/channels/phone"]
    >>> layout = kobo_toolbox([[*header, "_id", "_uuid"], ["", "mail", "1", "0", "7", "x"]])
    >>> layout.header[1:4]
    ('channels', 'channels [mail]', 'channels [phone]')
    >>> layout.tool_columns
    ('start', 'channels', '_id', '_uuid')
    """
    names = [name.strip() for name in rows[0]]
    marks = names_among(names, MARKS)
    if len(marks) < 2:
        return None
    options = _option_places(rows, names)
    # the cell of all options chosen says once more what their columns say
    joined = {names[place].rpartition("/")[0] for place in options}
    is_own = [bool(OWN_PATTERN.fullmatch(name)) or name in OWN or name in joined for name in names]
    header = name_columns(_normal_form(names, options))
    return Layout(
        name="kobo_toolbox",
        evidence=f"KoboToolbox: there are the columns {', '.join(map(repr, marks))}",
        header=header,
        tool_columns=tuple(name for name, own in zip(header, is_own, strict=True) if own),
        separator=" ",
        timestamp=first_among(header, ["_submission_time"]),
    )


def _option_places(rows, names):
    """The columns of one option each: below a question's own column, or ticks side by side."""
    paths = Counter(name.rpartition("/")[0] for name in names if "/" in name)
    places = set()
    for place, name in enumerate(names):
        path = name.rpartition("/")[0]
        cells = {row[place].strip().casefold() for row in rows[1:] if place < len(row)}
        if path and cells <= TICKS and (path in names or paths[path] > 1):
            places.add(place)
    return places


def _normal_form(names, options):
    """Questions without the groups above them."""
    for place, name in enumerate(names):
        *path, last = name.split("/")
        yield part_name(path[-1], last) if place in options else last
