"""Many small files of text read at once: joined where they have one header.

Reading a table has a cost of its own, some milliseconds whatever its size: of thousands of files,
it would be all there is. So the rows of all are put one below the other, in UTF-8, with a line of
its own at the end of each; rows are then told apart by their file and their place in it.
"""

import contextlib
import csv
import io
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.answers.intake.encoding import UTF_8_SIGN, one_byte_encoding
from helpers.answers.intake.formats.typed import is_total
from helpers.answers.intake.rows import without_answer
from helpers.codebook import SurveyError

MAX_JOINED_BYTES = 2**23  # of a file; larger ones are read by themselves
END = "\x1e"  # the record separator of ASCII: stands in each cell of the line that ends a file


def join(
    paths: Sequence[Path], find_columns: Callable
) -> tuple[list[tuple[pd.DataFrame, np.ndarray]], list[Path]]:
    """Read files together.

    Parameters
    ----------
    paths : sequence of Path
    find_columns : function
        Path → (`delimited.Delimited`, positions of its columns); raises `SurveyError`.

    Returns
    -------
    joined : list of (DataFrame, array of int)
        As `delimited.Delimited.tables` gives them, each row numbered as in its own file; which file
        of `paths` each row is of.
    others : list of Path
        Those that must be read by themselves: in another form, large, or with something wrong in
        them.
    """
    forms, files_by_header, others = {}, {}, []
    for place, path in enumerate(paths):
        header, rows = _header_and_rows(path)
        if header not in forms:
            forms[header] = None
            if header:
                with contextlib.suppress(SurveyError):  # reading it alone will tell
                    forms[header] = find_columns(path)
        is_plain = forms[header] and rows and not _holds_more(header, rows, forms[header])
        if is_plain and _is_even(rows, forms[header]):
            files_by_header.setdefault(header, []).append((place, rows))
        else:
            others.append(path)
    joined = []
    for header, files in files_by_header.items():
        places = np.array([place for place, _ in files])
        table = _read_together([rows for _, rows in files], *forms[header])
        if table is None:
            others += [paths[place] for place in places]
        else:
            table, file_of_row = table
            joined.append((table, places[file_of_row]))
    return joined, sorted(others)


def _header_and_rows(path):
    """The header and the rows of a small file of text; empty when it had better be read alone."""
    nothing = "", ""
    try:
        if path.suffix == ".parquet" or path.stat().st_size > MAX_JOINED_BYTES:
            return nothing
        content = path.read_bytes()
    except OSError:
        return nothing
    text = _decode(content)
    header, _, rows = text.partition("\n")
    has_lone_returns = text.count("\r") not in (0, text.count("\r\n"))
    is_header_over_two_lines = header.count('"') % 2
    if has_lone_returns or is_header_over_two_lines or END in text or "\0" in text:
        return nothing
    return header.rstrip("\r"), rows.rstrip("\r\n")


def _decode(content):
    """A file in UTF-8 or in cp1252; files in other encodings are read alone."""
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    if UTF_8_SIGN.search(content):
        return ""
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("cp1252") if one_byte_encoding(content) == "cp1252" else ""
    return ""


def _holds_more(header, rows, form):
    """Whether the header comes again among the rows, or the last one adds up the others."""
    source, _ = form
    last = rows.rpartition("\n")[2]
    return header in rows or is_total(next(csv.reader([last], delimiter=source.delimiter), []))


def _is_even(rows, form):
    """Whether rows have as many cells as the header, all in all; pandas tells of a row too long."""
    source, _ = form
    if len(source.widths_above) != 1 or source.has_sep_line:
        return False
    outside = "".join(rows.split('"')[::2])
    lines = outside.count("\n") + 1
    return outside.count(source.delimiter) == lines * (len(source.header) - 1)


def _read_together(bodies, source, columns):
    """All rows in one table, which body each is of; None if a quotation mark swallows an end."""
    end = "\n" + source.delimiter.join([END] * len(source.header)) + "\n"
    content = io.BytesIO("".join(body + end for body in bodies).encode())
    try:
        with warnings.catch_warnings():
            # so pandas calls a first row that is too long
            warnings.simplefilter("error", pd.errors.ParserWarning)
            table = pd.read_csv(content, header=None, **source.options(columns))
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        return None
    cells, table = table, table[list(columns.values())].set_axis(list(columns), axis=1)
    questions = [name for name in columns if name]
    ends = np.flatnonzero(table[questions[0]] == END)
    if len(ends) != len(bodies):
        return None
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts
    numbers = np.arange(len(table)) - np.repeat(starts, lengths + 1) + 2  # the header is row 1
    kept = np.delete(np.arange(len(table)), ends)
    table = table.iloc[kept].set_axis(numbers[kept], axis=0)
    for name in questions:
        table[name] = table[name].cat.remove_categories([END])
    no_answer = without_answer(table, cells.iloc[kept], columns, source.tool_places)
    table.attrs["no_answer"] = no_answer
    return table, np.repeat(np.arange(len(bodies)), lengths)
