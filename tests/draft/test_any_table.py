"""Any table of texts makes a draft that is a codebook, and that reads its own export."""

import csv
import tempfile
from pathlib import Path

from draws import draws
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import codebook
from helpers.answers import cleaning
from helpers.codebook import SurveyError
from helpers.codebook.toml_text import comment, quote
from helpers.draft.folder import draft_survey

# What no file of text holds: halves of a character, and the byte that ends a text in C.
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.text(ANY, max_size=30)
LIKELY = st.sampled_from(
    ["Oui", "Non", "oui", "N/A", "Autre", "3", "10 - 25", "a, b", "a; b", "A, b", '"', "*", "[", ""]
)
CELLS = st.one_of(LIKELY, LIKELY, TEXTS)
HEADERS = st.one_of(
    st.sampled_from(["Q [A]", "Q [B]", "Q", "Nom", "Q*", "Timestamp", "", "a\nb", "Q.", "  q"]),
    TEXTS,
)


@st.composite
def tables(draw):
    """A header and some rows, each as wide."""
    width = draw(st.integers(2, 6))
    row = st.lists(CELLS, min_size=width, max_size=width)
    header = draw(st.lists(HEADERS, min_size=width, max_size=width))
    return [header, *draw(st.lists(row, min_size=1, max_size=12))]


@draws(8, times=25)
@given(tables())
@example([["Q [A]", "Q [B]"], ["Non", "Non"]])  # nobody ticked anything, so these are no ticks
def test_any_table_makes_a_draft_that_passes_check(rows):
    """Fails when a header or a cell breaks the file, or a guess does not fit its own answers."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export.csv"
        with export.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        try:
            draft_survey(export, Path(folder) / "survey")
        except SurveyError as mistake:  # the file is no table: told by who reads it
            assert str(export) in str(mistake)
            return
        book = codebook.load(Path(folder) / "survey")
        cleaning.check(book)


@given(st.text())
def test_any_text_is_quoted_as_toml_reads_it(text):
    """Fails when a quotation mark, a line end or a control character ends a text or a comment."""
    import tomllib

    kept = text.encode("utf-8", "replace").decode()
    line = f"key = {quote(kept)}  # {comment(kept)}\nother = 1"
    assert tomllib.loads(line) == {"key": kept, "other": 1}
