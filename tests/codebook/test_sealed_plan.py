"""The file of a sealed plan: what it holds, and what is told when somebody changed it."""

import datetime
import hashlib

import pytest

from helpers import codebook
from helpers.codebook import SurveyError, sealed_plan

PLAN = {"smallest_gamma": 0.5, "variants": ["missing, most", "mid-p"], "role": {"gain": "outcome"}}
DAY = datetime.date(2026, 1, 30)


@pytest.fixture
def sealed(survey):
    """A survey's folder with a sealed plan in it."""
    folder = survey()
    text = sealed_plan.text(PLAN, "mini", DAY, sealed_plan.BY_CLOCK, 0)
    (folder / sealed_plan.NAME).write_text(text, encoding="utf-8")
    return folder


def test_what_was_sealed_is_read_again(sealed):
    """Fails when a part of a value is cut at its own comma, or the day becomes another."""
    plan = codebook.load(sealed).sealed_plan
    assert (plan.date, plan.dated, plan.answers) == ("2026-01-30", "by the clock", 0)
    assert plan.entries == {
        "smallest_gamma": "0.5",
        "variants": "missing, most; mid-p",
        "role gain": "outcome",
    }


def test_the_fingerprint_is_of_all_lines_but_the_last_two(sealed):
    """Fails when a stranger with ``head -n -2 FILE | sha256sum`` gets another one."""
    lines = (sealed / sealed_plan.NAME).read_bytes().splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(lines[:-2])).hexdigest()
    assert codebook.load(sealed).sealed_plan.sha256 == digest == lines[-1].decode()[10:-2]


def test_other_ends_of_lines_are_no_change(sealed):
    """Fails when a checkout on Windows breaks the seal."""
    path = sealed / sealed_plan.NAME
    before = codebook.load(sealed).sealed_plan
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert codebook.load(sealed).sealed_plan == before


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("2026-01-30", "2026-01-29", "was changed after it was sealed"),
        ("0.5", "0.3", "was changed after it was sealed"),
        ("# The plan", "# A plan", "was changed after it was sealed"),
        ("answers = 0\n", "", "is no plan that `survey seal` wrote"),
        ("by the clock", "by whom", "is no plan that `survey seal` wrote"),
        ("[seal]", "[sea]", "is no plan that `survey seal` wrote"),
        ("[plan]", "[plan", "is no plan that `survey seal` wrote"),
    ],
)
def test_a_changed_seal_is_refused_in_one_line(sealed, old, new, complaint):
    """Fails when something above the fingerprint may be changed, or a traceback comes of it."""
    path = sealed / sealed_plan.NAME
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SurveyError, match=complaint) as error:
        codebook.load(sealed)
    assert str(error.value).startswith(str(path)) and "\n" not in str(error.value)
    assert "put the file back as it was, or remove it" in str(error.value)


def test_the_plan_of_another_survey_is_refused(sealed):
    """Fails when a folder that was copied keeps the seal of the survey it was copied from."""
    book = sealed / "codebook.toml"
    book.write_text(book.read_text(encoding="utf-8").replace('"mini"', '"other"', 1), "utf-8")
    with pytest.raises(SurveyError, match="is the plan of another survey, 'mini'"):
        codebook.load(sealed)
