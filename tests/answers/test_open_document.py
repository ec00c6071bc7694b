"""ODS files, written by hand: what their reader drops is read all the same."""

import zipfile

import mini
import pytest

from helpers import codebook
from helpers.answers import intake
from helpers.codebook import SurveyError

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:{place}:1.0"'
    for name, place in {
        "office": "oasis:names:tc:opendocument:xmlns:office",
        "text": "oasis:names:tc:opendocument:xmlns:text",
        "table": "oasis:names:tc:opendocument:xmlns:table",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext",
    }.items()
)
ERROR = '<table:table-cell table:formula="of:=1/0" office:value-type="string" \
office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
NO_VALUE = '<table:table-cell table:formula="of:=NA()" office:value-type="float" \
office:value="0" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
OTHER_TOOL = '<table:table-cell table:formula="of:=[.#REF!]" office:value-type="float" \
office:value="0"><text:p>#REF!</text:p></table:table-cell>'
UNCOMPUTED = '<table:table-cell table:formula="of:=IF([.A1]&lt;2;1;2)"/>'
LINES = '<table:table-cell office:value-type="string"><text:p>a<text:line-break/>b</text:p>\
<text:p>c<text:s text:c="2"/>d</text:p></table:table-cell>'
NOTE = '<table:table-cell office:value-type="string"><office:annotation><text:p>n</text:p>\
</office:annotation><text:p>a<text:line-break/>b</text:p></table:table-cell>'
NUMBER = '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p>\
</table:table-cell>'
BLANK = "<table:table-cell/>"


def words(text, attributes=""):
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def write(path, *rows, above=0):
    """A sheet of these rows, each a list of cells, with blank rows above."""
    blank = f'<table:table-row table:number-rows-repeated="{above}">{BLANK}</table:table-row>'
    lines = [f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{blank * bool(above)}{"".join(lines)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


HEADER = [words("Age"), words("Comment")]


@pytest.mark.parametrize("above", [0, 2])
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (ERROR, "#DIV/0!"),
        (NO_VALUE, "#N/A"),
        (OTHER_TOOL, "#REF!"),
        (UNCOMPUTED, "=IF([.A1]<2;1;2)"),
        (LINES, "a\nb\nc  d"),
        (NOTE, "a\nb"),
    ],
)
def test_no_cell_is_dropped_or_another_one(tmp_path, cell, text, above):
    """Fails when an error is a blank or a nought, a formula that nobody computed a blank, or the
    lines of a text are run together; wherever blank rows stand above, or repeated cells beside.
    """
    repeated = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = [[repeated, *HEADER], [repeated, NUMBER, cell], [repeated, cell, words("x")]]
    path = write(tmp_path / "a.ods", *rows, above=above)
    preview = intake.look(path)
    assert preview.rows.to_numpy()[:, -2:].tolist() == [["7", text], [text, "x"]]


def test_errors_at_the_edges_are_read(tmp_path):
    """Fails when a first column, a last one or a last row of nothing but errors shifts or drops
    cells.
    """
    header = [words("Before"), words("Age"), words("After")]
    path = write(tmp_path / "a.ods", header, [ERROR, NUMBER, ERROR], [ERROR, ERROR, ERROR])
    rows = intake.look(path).rows.to_numpy().tolist()
    assert rows == [["#DIV/0!", "7", "#DIV/0!"], ["#DIV/0!"] * 3]


def test_a_merged_cell_is_told(survey, tmp_path):
    """Fails when what a merged cell says counts for its first row only, in silence."""
    merged = words("Souvent", 'table:number-rows-spanned="2"')
    rows = [
        [words("2026-01-31 10:00:00"), words("Réseautage"), merged, words("Oui"), BLANK],
        [words("2026-01-31 10:07:00"), words("Réseautage"), BLANK, words("Oui"), BLANK],
    ]
    path = write(tmp_path / "a.ods", [*map(words, mini.HEADER)], *rows)
    book = codebook.load(survey(answers=path.read_bytes()))
    with pytest.raises(SurveyError, match=r"cells are merged, C2:C3: what stands"):
        intake.read(book)
