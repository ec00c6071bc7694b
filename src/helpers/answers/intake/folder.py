"""Many small files of text read at once: joined where they have one header, each row told by its file and its place.

Reading a table has a cost of its own, some milliseconds whatever its size: of thousands of files,
it would be all there is. So the rows of all are put one below the other, in UTF-8, with a line of
its own at the end of each.
"""

import contextlib
import io
import warnings

import numpy as np
import pandas as pd

from helpers.codebook import SurveyError

MAX_JOINED_BYTES = 2**23  # bytes of a file that is joined to others
END = "\x1e"  # the record separator of ASCII: stands in each cell of the line that ends a file
ENCODINGS = ("utf-8-sig", "cp1252")  # as `delimited` finds them; files in others are read alone


def join(paths, find):
    """Read files together.

    Parameters
    ----------
    paths : sequence of Path
    find : function
        Path → (`delimited.Delimited`, places of its columns); raises `SurveyError`.

    Returns
    -------
    joined : list of (DataFrame, array of int)
        As `delimited.Delimited.tables` gives them, each row numbered as in its own file; which file
        of `paths` each row is of.
    alone : list of Path
        Those that must be read by themselves: in another form, large, or with something wrong in
        them.
    """
    alike, alone, known = {}, [], {}
    for place, path in enumerate(paths):
        head, rows = _cut(path)
        if head not in known:
            with contextlib.suppress(
                SurveyError
            ):  # its own fault, perhaps; reading it alone will tell
                known[head] = find(path) if head else None
        if known.get(head) and rows and _even(rows, known[head][0]):
            alike.setdefault(head, []).append((place, rows))
        else:
            alone.append(path)
    joined = []
    for head, files in alike.items():
        table = _table([rows for _, rows in files], *known[head])
        if table is None:
            alone += [paths[place] for place, _ in files]
        else:
            table, at = table
            joined.append((table, np.array([place for place, _ in files])[at]))
    return joined, sorted(alone)


def _cut(path):
    """The header and the rows of a small file of text; empty when it had better be read alone."""
    nothing = "", ""
    try:
        content = (
            path.read_bytes()
            if path.stat().st_size <= MAX_JOINED_BYTES and path.suffix != ".parquet"
            else b""
        )
    except OSError:
        return nothing
    text = ""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    head, _, rows = text.partition("\n")
    lines = text.count("\r") in (0, text.count("\r\n"))
    if not lines or END in text or "\0" in text or head.count('"') % 2:  # a header over two lines
        return nothing
    return head.rstrip("\r"), rows.rstrip("\r\n")


def _even(rows, source):
    """Whether rows have as many cells as the header, taken together: of those that have more, pandas tells."""
    outside = "".join(rows.split('"')[::2])
    return outside.count(source.delimiter) == (outside.count("\n") + 1) * (len(source.header) - 1)


def _table(bodies, source, columns):
    """All rows in one table, and which body each is of; None if a quotation mark swallows the end of one."""
    end = "\n" + source.delimiter.join([END] * len(source.header)) + "\n"
    content = io.BytesIO("".join(body + end for body in bodies).encode())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "error", pd.errors.ParserWarning
            )  # so pandas calls a first row that is too long
            table = pd.read_csv(content, header=None, **source.options(columns))
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        return None
    table = table[list(columns.values())].set_axis(list(columns), axis=1)
    ends = np.flatnonzero(next(table[name] for name in columns if name) == END)
    if len(ends) != len(bodies):
        return None
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts
    number = np.arange(len(table)) - np.repeat(starts, lengths + 1) + 2
    kept = np.delete(np.arange(len(table)), ends)
    table = table.iloc[kept].set_axis(number[kept], axis=0)
    for name in columns:
        if name:
            table[name] = table[name].cat.remove_categories([END])
    return table, np.repeat(np.arange(len(bodies)), lengths)
