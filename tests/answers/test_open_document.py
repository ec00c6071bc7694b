"""ODS files, written by hand: what their reader drops is read all the same."""

import mini
import pytest
from answers import office

from helpers import codebook
from helpers.answers import intake
from helpers.codebook import SurveyError

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
HEADER = [office.cell("Age"), office.cell("Comment")]


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
    rows = [[repeated, *HEADER], [repeated, NUMBER, cell], [repeated, cell, office.cell("x")]]
    path = office.write(tmp_path / "a.ods", rows, above)
    preview = intake.look(path)
    assert preview.rows.to_numpy()[:, -2:].tolist() == [["7", text], [text, "x"]]


def test_errors_at_the_edges_are_read(tmp_path):
    """Fails when a first column, a last one or a last row of nothing but errors shifts or drops
    cells.
    """
    header = [office.cell("Before"), office.cell("Age"), office.cell("After")]
    path = office.write(tmp_path / "a.ods", [header, [ERROR, NUMBER, ERROR], [ERROR, ERROR, ERROR]])
    rows = intake.look(path).rows.to_numpy().tolist()
    assert rows == [["#DIV/0!", "7", "#DIV/0!"], ["#DIV/0!"] * 3]


def test_a_merged_cell_is_told(survey, tmp_path):
    """Fails when what a merged cell says counts for its first row only, in silence."""
    merged = office.cell("Souvent", attributes='table:number-rows-spanned="2"')
    rows = [
        [
            office.cell("2026-01-31 10:00:00"),
            office.cell("Réseautage"),
            merged,
            office.cell("Oui"),
            office.BLANK,
        ],
        [
            office.cell("2026-01-31 10:07:00"),
            office.cell("Réseautage"),
            office.BLANK,
            office.cell("Oui"),
            office.BLANK,
        ],
    ]
    path = office.write(tmp_path / "a.ods", [[*map(office.cell, mini.HEADER)], *rows])
    book = codebook.load(survey(answers=path.read_bytes()))
    with pytest.raises(SurveyError, match=r"cells are merged, C2:C3: what stands"):
        intake.read(book)
