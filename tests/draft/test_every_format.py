"""An export of every tool makes a draft that passes check, and loses nobody."""

import pytest
from answers import formats

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.draft.folder import draft_survey

FORMATS = {
    "google_forms": "csv",
    "microsoft_forms": "xlsx",
    "survey_monkey": "csv",
    "lime_survey": "csv",
    "qualtrics": "csv",
    "alchemer": "csv",
    "kobo_toolbox": "csv",
    "mentimeter": "xlsx",
    "typed": "csv",
    "spss": "sav",
    "session": "tpzx",
}


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_a_draft_reads_its_export_whatever_tool_wrote_it(tmp_path, format):
    """Fails when a separator of blanks ends in a traceback, a column of the tool that a question is
    named after is ignored and asked, own words in a column beside their question are asked apart,
    or the draft counts otherwise than a codebook written by hand.
    """
    dialect = {"suffix": "xlsx"} if FORMATS[format] == "xlsx" else {}
    folder = formats.write(format, "en", tmp_path / "s", **dialect)
    export = next(path for path in folder.iterdir() if path.suffix == f".{FORMATS[format]}")
    draft_survey(export, tmp_path / "draft")
    drafted, written = codebook.load(tmp_path / "draft"), codebook.load(folder)
    assert [q.kind for q in drafted.questions] == [*("nominal", "ordinal", "multiple", "nominal")]
    counts = [count(book) for book in (drafted, written)]
    assert counts[0] == counts[1]


def count(book):
    """People, and valid answers, by question."""
    answers = cleaning.clean(intake.read(book), book).answers
    return len(answers), [int((~answers[id].isin(codebook.MISSING)).sum()) for id in answers]
