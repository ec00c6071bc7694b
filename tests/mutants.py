"""Exports changed at random, in every type of file."""

import csv
import datetime
import io
import random
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import xlsxwriter
from answers import formats, office

HEAD = {  # rows above the first answer
    "google_forms": 1,
    "microsoft_forms": 1,
    "survey_monkey": 2,
    "lime_survey": 1,
    "qualtrics": 3,
    "alchemer": 1,
    "kobo_toolbox": 1,
    "typed": 3,
    "mentimeter": 3,
    "plain": 1,
}
SUFFIXES = {"workbook": "xlsx", "open_document": "ods", "spss": "sav", "parquet": "parquet"}
JUNK = [
    "Zqx",
    "",
    " ",
    "0",
    "1",
    "Yes",
    "NaN",
    "#N/A",
    "=1+1",
    "x" * 2000,
    "a\nb",
    ";;;",
    "\u202ea",
]
JUNK += [
    "-1e400",
    "2026-13-45",
    "Évery day",
    "every  day ",
    "Never, Every day",
    '"',
    "None",
    "\ufeff",
]


class Fault(str):
    """An error as a cell of a workbook shows it."""


VALUES = [7, -0.5, 1e15, True, datetime.datetime(2026, 1, 31, 10), datetime.date(1899, 12, 31)]
VALUES += [Fault("#DIV/0!"), Fault("#REF!"), float("nan")]
PEOPLE = 12  # of each export: so few that ten thousand are done in minutes


@dataclass(frozen=True)
class Mutant:
    """A changed export.

    Attributes
    ----------
    kind : str
        The format of a tool, in a file of text; or a type of file.
    head : int
        Rows above the first answer.
    rows : list of list
    content : bytes
        Of a file of text that is damaged; its rows are then unknown.
    damage : int
        Of any other file: a seed by which its bytes are changed; 0 for none.
    """

    kind: str
    head: int
    rows: list
    content: bytes = b""
    damage: int = 0

    @property
    def file(self):
        return f"export.{SUFFIXES.get(self.kind, 'csv')}"

    def write(self, folder):
        """Write the survey's folder."""
        book = formats.codebook("en", self.file)
        (folder / "codebook.toml").write_text(book, encoding="utf-8")
        path = folder / self.file
        if self.content:
            path.write_bytes(self.content)
        else:
            WRITERS.get(self.kind, write_text)(self.rows, path)
        if self.damage:
            path.write_bytes(damaged(path.read_bytes(), random.Random(self.damage)))


def export(format, draw):
    """Rows of an export as its tool writes it, of a few people."""
    rows = [[str(cell) for cell in row] for row in getattr(formats, format)("en")]
    head = HEAD[format]
    return rows[:head] + draw.sample(rows[head : head + 70], PEOPLE)


def _cell(rows, head, draw):
    row = draw.randrange(head, len(rows))
    return row, draw.randrange(len(rows[row])) if rows[row] else 0


def put_junk(rows, head, draw):
    row, place = _cell(rows, head, draw)
    if rows[row]:
        rows[row][place] = draw.choice(JUNK)


def copy_cell(rows, head, draw):
    row, place = _cell(rows, head, draw)
    other = draw.randrange(head, len(rows))
    if place < len(rows[other]) and rows[row]:
        rows[row][place] = rows[other][place]


def blank_row(rows, head, draw):
    row = draw.randrange(head, len(rows))
    rows[row] = [""] * len(rows[row])


def empty_line(rows, head, draw):
    rows.insert(draw.randrange(head, len(rows) + 1), [])


def shorten(rows, head, draw):
    row, place = _cell(rows, head, draw)
    del rows[row][place:]


def lengthen(rows, head, draw):
    rows[draw.randrange(head, len(rows))] += ["", draw.choice(["", "beyond"])]


def drop_row(rows, head, draw):
    if len(rows) > head + 1:
        del rows[draw.randrange(head, len(rows))]


def repeat_row(rows, head, draw):
    rows.insert(draw.randrange(head, len(rows)), [*draw.choice(rows[head:])])


def repeat_header(rows, head, draw):
    rows.insert(draw.randrange(head, len(rows)), [*rows[head - 1]])


def shuffle(rows, head, draw):
    answers = rows[head:]
    draw.shuffle(answers)
    rows[head:] = answers


def swap_columns(rows, head, draw):
    width = len(rows[head - 1])
    first, second = draw.randrange(width), draw.randrange(width)
    for row in rows:
        if len(row) == width:
            row[first], row[second] = row[second], row[first]


def repeat_column(rows, head, draw):
    place = draw.randrange(len(rows[head - 1]))
    for row in rows:
        if len(row) > place:
            row.insert(place, row[place])


def drop_column(rows, head, draw):
    place = draw.randrange(len(rows[head - 1]))
    for row in rows:
        if len(row) > place:
            del row[place]


def rename_column(rows, head, draw):
    row = draw.randrange(head)
    if rows[row]:
        rows[row][draw.randrange(len(rows[row]))] = draw.choice(JUNK)


def put_value(rows, head, draw):
    """A number, a date, an error: what a workbook holds beside texts."""
    row, place = _cell(rows, head, draw)
    if rows[row]:
        rows[row][place] = draw.choice(VALUES)


CHANGES = [put_junk, put_junk, copy_cell, blank_row, empty_line, shorten, lengthen, drop_row]
CHANGES += [repeat_row, repeat_header, shuffle, swap_columns, repeat_column, drop_column]
CHANGES += [rename_column]


VALUE_CHANGES = [put_value] * 4  # of types of file that hold more than texts


def damaged(content, draw):
    """Bytes cut, turned, doubled or put in."""
    place = draw.randrange(len(content))
    return draw.choice(
        [
            content[:place],
            content[:place] + bytes([draw.randrange(256)]) + content[place + 1 :],
            content[:place] + b"\0" + content[place:],
            content[:place] + b'"' + content[place:],
            content[:place] + content[place // 2 :],
            content[place:],
        ]
    )


def mutant(kind, seed):
    """The changed export of a seed: one to three changes; one in five is damaged."""
    draw = random.Random(f"{kind} {seed}")
    has_one_header = kind in ("spss", "parquet")
    names = [name for name, head in HEAD.items() if head == 1 or not has_one_header]
    format = kind if kind in HEAD else draw.choice(names)
    rows = export(format, draw)
    changes = CHANGES + VALUE_CHANGES * (kind in ("workbook", "open_document"))
    for change in draw.sample(changes, draw.randint(1, 3)):
        change(rows, HEAD[format], draw)
    case = Mutant(kind, HEAD[format], rows)
    if draw.random() >= 0.2:
        return case
    if kind in HEAD:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
        return replace(case, content=damaged(out.getvalue().encode(), draw))
    return replace(case, damage=draw.randrange(1, 1_000_000))


def write_text(rows, path):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    path.write_bytes(out.getvalue().encode())


def write_workbook(rows, path):
    with xlsxwriter.Workbook(path, {"nan_inf_to_errors": True}) as book:
        book.set_properties(
            {"created": datetime.datetime(2026, 1, 31)}
        )  # the same bytes every time
        page, date = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, Fault):
                    page.write_formula(number, place, "=1/0", None, cell)
                elif isinstance(cell, str):
                    page.write_string(number, place, cell)
                elif isinstance(cell, datetime.date):
                    page.write_datetime(number, place, cell, date)
                else:
                    page.write(number, place, cell)


def write_open_document(rows, path):
    """As LibreOffice does."""
    lines = [[_open_document_cell(cell) for cell in row] for row in rows]
    office.write(path, lines)


def _open_document_cell(cell):
    if isinstance(cell, Fault) or cell != cell:
        words = "#NUM!" if cell != cell else cell
        return office.cell(words, "string", 'office:string-value="" calcext:value-type="error"')
    if isinstance(cell, bool):
        return office.cell(cell, "boolean", f'office:boolean-value="{str(cell).lower()}"')
    if isinstance(cell, int | float):
        return office.cell(cell, "float", f'office:value="{cell}"')
    if isinstance(cell, datetime.date):
        return office.cell(cell, "date", f'office:date-value="{cell.isoformat()}"')
    return office.cell(escape(cell), "string") if cell else office.BLANK


def write_spss(rows, path):
    """Every other variable as numbers with labels, the others as texts."""
    header, table = _table(rows)
    labels, names = {}, [f"v{place}" for place in range(len(header))]
    for name in names[1::2]:
        texts = [text for text in table[name].unique() if text.strip()]
        if all(len(text.encode()) <= 120 for text in texts):
            codes = {text: float(code) for code, text in enumerate(texts)}
            labels[name] = {code: text for text, code in codes.items()}
            table[name] = table[name].map(codes).astype(float)
    texts = [text[:80] for text in header]
    pyreadstat.write_sav(table, str(path), column_labels=texts, variable_value_labels=labels)


def write_parquet(rows, path):
    """Every other column in categories, a blank cell as none in every third."""
    header, table = _table(rows)
    columns = []
    for place, name in enumerate(table):
        cells = pa.array([text or None if place % 3 else text for text in table[name]], pa.string())
        columns.append(cells.dictionary_encode() if place % 2 else cells)
    pq.write_table(pa.Table.from_arrays(columns, names=header), path)


def _table(rows):
    """Rows as wide as the widest, the header apart."""
    width = max(map(len, rows))
    header, *answers = [[*row, *[""] * (width - len(row))] for row in rows]
    return header, pd.DataFrame(answers, columns=[f"v{place}" for place in range(width)], dtype=str)


WRITERS = {
    "workbook": write_workbook,
    "open_document": write_open_document,
    "spss": write_spss,
    "parquet": write_parquet,
}
