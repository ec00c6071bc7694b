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


@pytest.mark.parametrize("format", FORMATS)
def test_a_draft_reads_its_export_whatever_tool_wrote_it(tmp_path, format):
    """Fails when a separator of blanks ends in a traceback, a column of the tool that a question is
    named after is ignored and asked, or a person is lost.
    """
    dialect = {"suffix": "xlsx"} if FORMATS[format] == "xlsx" else {}
    folder = formats.write(format, "en", tmp_path / "s", **dialect)
    export = next(path for path in folder.iterdir() if path.suffix == f".{FORMATS[format]}")
    draft_survey(export, tmp_path / "draft")
    book = codebook.load(tmp_path / "draft")
    account = cleaning.clean(intake.read(book), book).account.set_index("item")["count"]
    assert account["kept"] == 80
    kinds = {question.kind for question in book.questions}
    assert {"nominal", "ordinal", "multiple"} <= kinds
