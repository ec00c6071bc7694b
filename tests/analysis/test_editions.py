"""Two editions: what is the same question, how shares changed, what both together would tell."""

import dataclasses

import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as some

from helpers.analysis import comparability, editions, tables
from helpers.analysis.editions import Change
from helpers.codebook import SurveyError
from helpers.stats import effects, exact


@pytest.fixture(scope="module")
def book(ask, book_of):
    """How often people come, and whether it helps."""
    often = ask("often", "never sometimes often", highlight=("often",))
    helps = ask("helps", "no yes", kind="nominal", role="outcome", positive=("yes",))
    return book_of(often, helps)


def edition(book, *questions, **others):
    return dataclasses.replace(book, id="before", questions=questions or book.questions, **others)


def states(book, earlier):
    return dict(comparability.table(book, earlier)[["question", "state"]].to_numpy())


def test_what_changed_is_not_compared(book, ask):
    """Fails when a question of another wording, kind or scale passes for the same."""
    often, helps = book.questions
    text = {"fr": "Autre?", "en": "Another?"}
    before = edition(book, dataclasses.replace(often, text=text), helps)
    assert states(book, before) == {"often": "another wording", "helps": "same"}
    before = edition(book, ask("often", "never often"), helps)
    assert states(book, before)["often"] == "another scale"
    before = edition(book, dataclasses.replace(often, kind="nominal"), helps)
    assert states(book, before)["often"] == "another kind"
    assert states(book, edition(book, helps)) == {"often": "new", "helps": "same"}


def test_spaces_and_capitals_are_no_wording_and_order_is(book, ask):
    """Fails when a space blocks a comparison, or a scale turned round passes."""
    often, helps = book.questions
    loud = dataclasses.replace(often, text={key: text.upper() for key, text in often.text.items()})
    assert states(book, edition(book, loud, helps))["often"] == "same"
    turned = dataclasses.replace(often, levels=often.levels[::-1])
    assert states(book, edition(book, turned, helps))["often"] == "another scale"
    answers = dataclasses.replace(helps, levels=helps.levels[::-1])  # which have no order
    assert states(book, edition(book, often, answers))["helps"] == "same"


def test_a_declared_alias_excuses_words_and_not_levels(book, ask):
    """Fails when a declaration excuses another scale, or is not told."""
    often, helps = book.questions
    now = dataclasses.replace(often, id="frequency", same_as="often")
    book = dataclasses.replace(book, questions=(now, helps))
    assert states(book, edition(book, often, helps))["frequency"] == "declared the same"
    fewer = ask("often", "never often")
    assert states(book, edition(book, fewer, helps))["frequency"] == "another scale"


def test_each_line_says_what_changed_and_what_to_do(book):
    """Fails when a person is left to find the difference."""
    often, helps = book.questions
    before = edition(book, dataclasses.replace(often, text={"fr": "Autre?", "en": "Other?"}), helps)
    (line,) = comparability.lines(comparability.table(book, before), book, before)
    for part in ("codebook.toml", "often", "'Autre?'", 'same_as = "often"'):
        assert part in line


def test_editions_that_cannot_be_compared_are_refused(book, ask):
    """Fails when a survey is compared with itself, or an alias names nothing."""
    with pytest.raises(SurveyError, match="compared with itself"):
        comparability.table(book, book)
    with pytest.raises(SurveyError, match="no question can be compared"):
        comparability.table(book, edition(book, ask("other", "a b")))
    unknown = dataclasses.replace(book.questions[0], same_as="ofen")
    with pytest.raises(SurveyError, match="did you mean 'often'"):
        comparability.table(dataclasses.replace(book, questions=(unknown,)), edition(book))


def counted(book, often, helps):
    """Shares of people who gave these answers."""
    rows = [(level, "yes") for level, people in often.items() for _ in range(people)]
    answers = pd.DataFrame(rows, columns=["often", "helps"], dtype=object)
    answers.loc[answers.index >= helps, "helps"] = "no"
    return pd.concat([tables.shares(answers, question) for question in book.questions])


def test_a_change_is_judged_by_its_test_and_its_interval(book):
    """Fails when shares of other questions or levels are set against each other."""
    compared = comparability.table(book, edition(book))
    now = counted(book, {"never": 20, "sometimes": 20, "often": 60}, 50)
    before = counted(book, {"never": 40, "sometimes": 40, "often": 20}, 52)
    rows = editions.table(now, before, compared, book).set_index(["question", "level"])
    often = rows.loc["often", "often"]
    assert (often["count"], often.count_before, often.verdict) == (60, 20, Change.MORE)
    expected = effects.risk_difference([[80, 20], [40, 60]])
    assert (often.difference, often.low, often.high) == pytest.approx(
        (expected.estimate, expected.low, expected.high)
    )
    assert often.p == pytest.approx(exact.fisher_freeman_halton([[80, 20], [40, 60]]).p_value)
    assert often.p_adjusted == pytest.approx(2 * often.p)
    assert rows.verdict["helps", "no"] == Change.OPEN  # 2 points less, and ± 16
    assert set(rows.verdict["often"]) == {Change.MORE, ""}


def test_no_change_is_seen_where_none_that_matters_is_possible(book):
    """Fails when too few answers pass for no change, or many for too few."""
    compared = comparability.table(book, edition(book))
    many = counted(book, {"never": 900, "sometimes": 900, "often": 900}, 1350)
    rows = editions.table(many, many, compared, book)
    assert set(rows.verdict) == {Change.NONE, ""}
    strict = dataclasses.replace(book, smallest_difference=0.01)
    assert set(editions.table(many, many, compared, strict).verdict) == {Change.OPEN, ""}


@draws(50)
@given(
    some.floats(0, 1), some.floats(-1, 1), some.floats(-1, 1), some.sampled_from([0.05, 0.1, 0.5])
)
def test_one_verdict_and_no_change_beside_an_interval_that_holds_zero(p, one, other, smallest):
    """Fails when « changed » stands beside an interval that holds 0, or two verdicts apply."""
    low, high = sorted((one, other))
    verdict = editions.judge(p, low, high, smallest)
    if verdict in (Change.MORE, Change.LESS):
        assert p <= 0.05 and not low <= 0 <= high
    if verdict == Change.NONE:
        assert -smallest < low and high < smallest


def test_an_edition_that_holds_the_other_and_few_more_is_refused(book):
    """Fails when three late answers are told by subtraction."""
    collected = dataclasses.replace(book, provenance="collected", smallest_cell=5)
    rows = [("never", "no")] * 20 + [("often", "yes")] * 20
    before = pd.DataFrame(rows, columns=["often", "helps"], dtype=object)
    late = pd.DataFrame([("sometimes", "yes")] * 3, columns=before.columns, dtype=object)
    now = pd.concat([before, late], ignore_index=True)
    with pytest.raises(SurveyError, match="subtracted"):
        editions.require_apart(now, before, collected, edition(collected))
    with pytest.raises(SurveyError, match="subtracted"):
        editions.require_apart(before, now, collected, edition(collected))
    others = now.assign(often=now.often.iloc[::-1].to_numpy())
    editions.require_apart(others, before, collected, edition(collected))
    synthetic = dataclasses.replace(book, provenance="synthetic")
    editions.require_apart(now, before, synthetic, edition(synthetic))
