"""Reading the export: any form gives the same text, and nothing undeclared is carried along."""

import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers import codebook
from helpers.answers import intake
from helpers.answers.intake import byte_stream, delimited, encoding
from helpers.answers.intake.byte_stream import ByteStream
from helpers.codebook import SurveyError

HEADER = [
    "Horodateur",
    "Pourquoi, au juste?",
    "J’y vais à quelle fréquence?",
    "J’en tire des résultats",
    "Un mot?",
]
ROWS = [
    (
        "2026-01-31 10:00:00",
        "Réseautage, Autre",
        "Jamais",
        "Oui",
        "deux\nlignes; et «\u00a0ça\u00a0»",
    ),
    ("2026-01-31 10:01:00", "", " souvent\u00a0", "N/A", 'dit "non", puis oui'),
    ("2026-01-31 10:02:00", "None", "NA", "", "nan"),
]
READ = [list(row[1:]) for row in ROWS]


def read(folder):
    """The export of a survey, read to its end: as found, all its cells, all its time stamps."""
    export = intake.read(codebook.load(folder))
    chunks = list(export.chunks())
    cells = pd.concat([chunk.answers.astype(object) for chunk in chunks])
    return export, cells, pd.concat([chunk.timestamp for chunk in chunks])


def cells(folder):
    """All cells of an export, row by row."""
    return read(folder)[1].to_numpy().tolist()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_every_encoding_and_delimiter_gives_the_same_answers(
    survey, sheet, encoding, named, delimiter, newline
):
    """Fails when an encoding is not tried, the delimiter is fixed, or ``N/A``, ``None``, ``NA``,
    ``nan`` are eaten.
    """
    answers = sheet(*ROWS, encoding=encoding, delimiter=delimiter, newline=newline)
    export, table, stamps = read(survey(answers=answers))
    assert table.to_numpy().tolist() == READ
    assert list(table) == ["why", "often", "gain", "words"]
    assert list(table.index) == list(stamps.index) == [2, 3, 4]
    assert list(stamps) == [row[0] for row in ROWS]
    assert (export.encoding, export.delimiter) == (named, delimiter)


def test_big_endian_utf16_is_read_too(survey, sheet):
    """Fails when only one of the two byte-order marks is known."""
    content = "\ufeff".encode("utf-16-be") + sheet(*ROWS).decode().encode("utf-16-be")
    assert cells(survey(answers=content)) == READ


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_commas_of_the_questions_do_not_make_the_delimiter(survey, sheet, delimiter):
    """Fails when the delimiter is the most frequent sign of the first line: questions hold
    commas.
    """
    asked = "Un mot, une idée, un nom, un lieu, une date, une chose?"
    answers = sheet(*ROWS, header=[*HEADER[:-1], asked], delimiter=delimiter)
    folder = survey(("Un mot?", asked), answers=answers)
    assert cells(folder) == READ


def test_a_header_over_two_lines_is_read(survey, sheet):
    """Fails when the first line of the file is taken for the header."""
    header = ["Pourquoi,\nau juste?", *HEADER[2:], HEADER[0]]
    rows = [(*row[1:], row[0]) for row in ROWS]
    assert cells(survey(answers=sheet(*rows, header=header, delimiter=";"))) == READ


@pytest.mark.parametrize("apostrophe", "'’‘`´")
def test_headers_are_matched_whatever_their_spaces_apostrophes_and_case(survey, sheet, apostrophe):
    """Fails when headers are compared as they stand, or cells are folded as headers are."""
    header = [
        "HORODATEUR ",
        "Pourquoi,  au juste?",
        f"J{apostrophe}y vais à\u00a0quelle fréquence? ",
        f"J{apostrophe}en tire des résultats",
        "un mot?\u202f",
    ]
    assert cells(survey(answers=sheet(*ROWS, header=header))) == READ


@given(order=st.permutations(range(5)))
def test_the_order_of_columns_changes_nothing(survey, sheet, order):
    """Fails when a column is found by its place."""
    rows = [[row[i] for i in order] for row in ROWS]
    _, table, stamps = read(survey(answers=sheet(*rows, header=[HEADER[i] for i in order])))
    assert table.to_numpy().tolist() == READ
    assert list(stamps) == [row[0] for row in ROWS]


def test_a_blank_line_is_an_empty_submission_and_blank_lines_at_the_end_are_not(survey, sheet):
    """Fails when blank lines are skipped (rows lose their number) or when the last ones are
    counted.
    """
    lines = sheet(ROWS[1], ROWS[2]).decode().split("\r\n")
    lines.insert(2, "")
    _, table, _ = read(survey(answers="\r\n".join([*lines, "", ""]).encode()))
    assert list(table.index) == [2, 3, 4]
    assert table.loc[3].tolist() == ["", "", "", ""]
    assert table.loc[4].tolist() == READ[2]


def test_a_survey_without_time_stamps_has_none(survey, sheet):
    """Fails when the column of time stamps is taken for granted."""
    folder = survey(
        ('timestamp = "Horodateur"', ""), ("duplicate_seconds = 60", ""), answers=sheet(*ROWS)
    )
    assert read(folder)[2].empty


def test_the_fingerprint_is_of_the_bytes(survey, sheet):
    """Fails when the hash is of the text: two encodings would have one fingerprint."""
    prints = {
        read(survey(answers=sheet(*ROWS, encoding=code)))[0].sha256
        for code in ("utf-8", "utf-8-sig", "utf-16")
    }
    assert len(prints) == 3


HEAD = (
    'Horodateur,"Pourquoi, au juste?",J’y vais à quelle fréquence?,'
    "J’en tire des résultats,Un mot?\r\n"
)
REFUSED = {
    "empty": (b"", "is empty; export the answers again"),
    "blank": (b"\r\n \n", "is empty; export the answers again"),
    "header only": (HEAD.encode(), "has a header and no answers"),
    "no table": ("Réponses\r\n12\r\n".encode(), "the column 'Réponses' is no question"),
    "a workbook": (
        b"PK\x03\x04\x81\x8d\x8f\x90\x9d",
        "is cut off or broken",
        "export the answers again",
    ),
    "half a UTF-16 file": (
        "\ufeffa,b".encode("utf-16-le") + b"x",
        "neither UTF-8, UTF-16 nor cp1252",
    ),
    "missing column": (
        HEAD.replace("Un mot?", "Un mo?").encode() + b"1,2,3,4,5\r\n",
        "the column 'Un mo?' is no question",
        "did you mean 'Un mot?'?",
    ),
    "column left out": (
        HEAD.replace(",Un mot?", "").encode() + b"1,2,3,4\r\n",
        "no column 'Un mot?' for question 'words'",
    ),
    "no time stamp": (
        HEAD.replace("Horodateur,", "").encode() + b"2,3,4,5\r\n",
        "no column 'Horodateur'",
        "`timestamp` of [intake]",
    ),
    "an e-mail": (
        HEAD.replace("Horodateur", "Horodateur,Adresse e-mail").encode() + b"1,a@b.ca,2,3,4,5\r\n",
        "the column 'Adresse e-mail' is no question",
        'ignore_columns = ["Horodateur", "Adresse e-mail"]',
    ),
    "twice": (
        HEAD.replace("\r\n", ",un mot? \r\n").encode() + b"1,2,3,4,5,6\r\n",
        "the column 'Un mot?' of question 'words' stands there 2 times",
        "column = 'Un mot? (1)' or column = 'un mot? (2)'",
    ),
    "columns of nobody": (
        HEAD.replace("\r\n", ",Âge,,Ville\r\n").encode() + b"1,2,3,4,5,6,x,7\r\n",
        "the column 'Âge' is no question",
        "the column 'column G' is no question",
        'ignore_columns = ["Horodateur", "Âge", "column G", "Ville"]',
        'id = "q5"\n  kind = "text"\n  column = "Âge"',
    ),
    "long rows": (
        HEAD.encode() + b"1,2,3,4,5\r\n1,2,3,4,5,6\r\n1,2,3\r\n1,2,3,4,5,,7\r\n",
        "row 3, 5: more cells than the header has, 5; the first is '6'",
        "is a quotation mark or a delimiter out of place?",
    ),
    "first row long": (HEAD.encode() + b"1,2,3,4,5,6\r\n", "row 2: more cells than the header"),
    "open at the end": (
        HEAD.encode() + b'1,2,3,4,5\r\n1,2,3,4,"5',
        "is not a table: EOF inside string",
    ),
    "a cell of a megabyte": (
        HEAD.encode() + b"1,2,3,4,5\r\n" + b'1,"' + b"a\n" * 500_000 + b'",3,4,5\r\n',
        "answers.csv, row 3, column B: a cell of more than 131,072 characters; is a quotation mark",
    ),
    "endless cell": (HEAD.encode() + b'1,"' + b"x" * 140_000, ", row 2, column B: a cell of more"),
}


@pytest.mark.parametrize(
    ("content", "expected"), [(r[0], r[1:]) for r in REFUSED.values()], ids=REFUSED
)
def test_what_cannot_be_read_is_told(survey, content, expected):
    """Fails when a check is left out, or its message does not name the file and what is wrong in
    it.
    """
    folder = survey(answers=content)
    with pytest.raises(SurveyError) as refusal:
        read(folder)
    message = str(refusal.value)
    assert message.startswith(str(folder / "answers.csv"))
    for part in expected:
        assert part in message
    assert "a@b.ca" not in message


def test_rows_that_are_short_are_read_as_blank_at_the_end_and_told(survey):
    """Fails when a short row stops the reading or is not told, or a blank line is taken for one."""
    lines = [HEAD.strip(), "1,Réseautage,Jamais,Oui,mot", "2,Réseautage", "", "3,,Souvent,Oui,mot"]
    text = "\r\n".join(lines)
    export = intake.read(codebook.load(survey(answers=f"{text}\r\n".encode())))
    (chunk,) = export.chunks()
    assert chunk.answers.to_numpy().tolist() == [
        ["Réseautage", "Jamais", "Oui", "mot"],
        ["Réseautage", "", "", ""],
        ["", "", "", ""],
        ["", "Souvent", "Oui", "mot"],
    ]
    assert list(chunk.short) == [3] and chunk.no_answer == {2: "blank line"}


def test_separators_after_the_last_column_are_no_column(survey):
    """Fails when a row with one blank cell too many stops the reading of a file."""
    rows = b"1,R\xc3\xa9seautage,Jamais,Oui,mot\r\n2,,Souvent,Oui,mot,,\r\n"
    export = intake.read(codebook.load(survey(answers=HEAD.encode() + rows)))
    (chunk,) = export.chunks()
    assert chunk.answers.loc[3].tolist() == ["", "Souvent", "Oui", "mot"]


def test_a_missing_export_is_told(survey):
    """Fails when the open is not guarded."""
    with pytest.raises(SurveyError, match=r"answers\.csv cannot be read: No such file"):
        read(survey())


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1 << 20])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_cells_are_the_same_wherever_a_block_of_bytes_ends(
    monkeypatch, survey, sheet, encoding, block
):
    """Fails when a character, a quotation or the blank lines at the end are cut by a block's end.

    Or when delimiters between cells are counted wrongly: then a good file is read a second time,
    row by row.
    """
    monkeypatch.setattr(byte_stream, "READ_BYTES", block)
    monkeypatch.delattr(delimited.Delimited, "_find_uneven")
    blank = "\r\n\r\n".encode("utf-16-le" if encoding == "utf-16" else "ascii")
    content = sheet(*ROWS, encoding=encoding) + blank
    assert cells(survey(answers=content)) == READ


@draws(10, times=10)
@given(rows=st.integers(1, 9), size=st.integers(1, 30))
def test_chunks_of_any_size_make_the_same_table(survey, sheet, rows, size):
    """Fails when a row is lost, met twice or numbered anew at the border of a chunk."""
    sent = [
        (f"2026-01-31 10:00:{i:02}", "", ("Jamais", " souvent")[i % 2], "N/A" * (i % 3), f"{i}\n")
        for i in range(size)
    ]
    chunks = list(intake.read(codebook.load(survey(answers=sheet(*sent)))).chunks(rows))
    assert [len(chunk.answers) for chunk in chunks[:-1]] == [rows] * (len(chunks) - 1)
    table = pd.concat([chunk.answers.astype(object) for chunk in chunks])
    assert table.to_numpy().tolist() == [list(row[1:]) for row in sent]
    assert list(table.index) == list(range(2, size + 2))
    assert [stamp for chunk in chunks for stamp in chunk.timestamp] == [row[0] for row in sent]


LIKE_NUMBERS = st.sampled_from(
    ["007", "7", "1.0", "1e3", " 1", "True", "TRUE", "false", "", "nan", "9" * 20, "x"]
)


@given(
    rows=st.lists(st.tuples(*[LIKE_NUMBERS] * 4), min_size=1, max_size=9), size=st.integers(1, 4)
)
def test_texts_that_look_like_numbers_stay_as_they_were_typed(survey, sheet, rows, size):
    """Fails when pandas makes numbers or truth values of the categories of a chunk, or a chunk is
    then lost.
    """
    folder = survey(answers=sheet(*[("2026-01-31 10:00:00", *row) for row in rows]))
    chunks = intake.read(codebook.load(folder)).chunks(size)
    assert [list(row) for chunk in chunks for row in chunk.answers.astype(object).to_numpy()] == [
        *map(list, rows)
    ]


WORD = st.text(st.sampled_from('a,;"\n\r é'), max_size=6)


@draws(10, times=10)
@given(
    rows=st.lists(st.lists(WORD, min_size=5, max_size=5), min_size=1, max_size=8), data=st.data()
)
def test_a_cell_too_few_or_too_many_never_passes_in_silence(survey, sheet, rows, data):
    """Fails when pandas fills a short row up in silence, or cuts a long one, whatever its cells
    hold; or when a blank cell too many is taken for something lost.
    """
    assert cells(survey(answers=sheet(*rows))) == [row[1:] for row in rows]
    at = data.draw(st.integers(0, len(rows) - 1))
    with pytest.raises(SurveyError, match=rf"row {at + 2}: more cells than the header has, 5"):
        read(survey(answers=sheet(*rows[:at], [*rows[at], "x"], *rows[at + 1 :])))
    for bad, is_short in ((rows[at][:-1], True), ([*rows[at], ""], False)):
        folder = survey(answers=sheet(*rows[:at], bad, *rows[at + 1 :]))
        expected = [row[1:] for row in rows]
        expected[at] = ([*bad, ""] if is_short else bad)[1:5]
        assert cells(folder) == expected
        (chunk,) = intake.read(codebook.load(folder)).chunks()
        is_told = is_short and any(cell.strip() for cell in bad)  # not of a blank line
        assert list(chunk.short) == [at + 2] * is_told


def test_a_quotation_mark_inside_a_cell_is_a_sign_like_others(survey):
    """Fails when the sum of delimiters alone condemns a file: here quotation marks do not quote."""
    folder = survey(answers=HEAD.encode() + b'x,5" ou 6",Jamais,Oui,a"b\r\n')
    assert cells(folder) == [['5" ou 6"', "Jamais", "Oui", 'a"b']]


def test_text_that_changes_its_encoding_after_the_head_is_told(monkeypatch, survey, sheet):
    """Fails when bytes that the head did not foresee end in a traceback."""
    monkeypatch.setattr(encoding, "SAMPLE_BYTES", 300)
    content = sheet(*[ROWS[0]] * 400) + sheet(ROWS[0], encoding="cp1252").split(b"\r\n", 1)[1]
    chunks = intake.read(codebook.load(survey(answers=content))).chunks(50)
    assert len(next(chunks).answers) == 50
    with pytest.raises(SurveyError, match=r", row 402: the byte 0xE9 \('é'\) is not utf-8, as"):
        list(chunks)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_of_two_encodings_is_told_by_row_and_byte(survey, sheet, mark):
    """Fails when the accents of one half of a file are read as two signs each; or when the line
    ends within a cell are counted as rows.
    """
    other = sheet(ROWS[0], encoding="cp1252").split(b"\r\n", 1)[1]
    content = mark + sheet(*[ROWS[0]] * 3) + other
    with pytest.raises(SurveyError, match=r", row 5: the byte 0xE9 \('é'\) is not utf-8") as told:
        intake.look(survey(answers=content) / "answers.csv")
    assert "declare the `encoding`" in str(told.value)


def test_chunks_come_before_the_file_has_been_read_to_its_end(monkeypatch, survey, sheet):
    """Fails when a chunk waits for the whole file: memory would grow with its rows."""
    monkeypatch.setattr(byte_stream, "READ_BYTES", 1000)
    folder = survey(answers=sheet(*ROWS * 8000))
    blocks, read_block = [], ByteStream.read
    monkeypatch.setattr(
        ByteStream,
        "read",
        lambda body, size: blocks.append(read_block(body, size)) or blocks[-1],
    )
    chunks = intake.read(codebook.load(folder)).chunks(100)
    next(chunks)
    assert (
        sum(map(len, blocks)) < 0.8 * (folder / "answers.csv").stat().st_size
    )  # pandas reads 260 kB ahead
    chunks.close()


def parquet(survey, table):
    """A survey whose export is a Parquet file."""
    folder = survey(("[intake]", '[intake]\nfile = "answers.parquet"'))
    table.to_parquet(folder / "answers.parquet", index=False, row_group_size=2)
    return folder


@pytest.mark.parametrize("dtype", ["object", "str", "category"])
def test_a_parquet_file_gives_the_same_answers(survey, dtype):
    """Fails when a column of text is read by its place, a null is not an empty cell, or a row its
    number.
    """
    table = pd.DataFrame(ROWS, columns=HEADER).replace("", None).astype(dtype)
    export, cells, stamps = read(parquet(survey, table[HEADER[::-1]]))
    assert cells.to_numpy().tolist() == READ and list(cells.index) == [2, 3, 4]
    assert list(stamps) == [row[0] for row in ROWS] and export.format == "Parquet"


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ([1, 2, None], ["1", "2", ""]),
        ([1.5, 2.0, None], ["1.5", "2", ""]),
        ([True, False, None], ["TRUE", "FALSE", ""]),
        ([pd.Timestamp("2026-01-31"), None, None], ["2026-01-31 00:00:00", "", ""]),
    ],
)
def test_numbers_and_dates_of_a_parquet_file_are_read_as_texts(survey, cells, texts):
    """Fails when a whole number gets decimals, or a column without text is refused."""
    table = pd.DataFrame(ROWS, columns=HEADER).assign(**{"Un mot?": pd.Series(cells)})
    _, answers, _ = read(parquet(survey, table))
    assert answers["words"].tolist() == texts


def test_a_parquet_file_that_cannot_be_read_is_told(survey):
    """Fails when an empty table or another kind of file ends in a traceback."""
    table = pd.DataFrame(ROWS, columns=HEADER)
    with pytest.raises(SurveyError, match="has a header and no answers"):
        read(parquet(survey, table.iloc[:0]))
    with pytest.raises(SurveyError, match="the column 'more' is no question"):
        read(parquet(survey, table.assign(more="x")))
    folder = parquet(survey, table)
    (folder / "answers.parquet").write_bytes(b"a,b")
    with pytest.raises(SurveyError, match=r"answers\.parquet is no Parquet file"):
        read(folder)
    (folder / "answers.parquet").unlink()
    with pytest.raises(SurveyError, match=r"answers\.parquet cannot be read: No such file"):
        read(folder)
