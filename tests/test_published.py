"""What the published figures tell by themselves (against R and by brute force), and what stands of the claims."""

import dataclasses
import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from helpers import codebook, published
from helpers.codebook import SurveyError
from helpers.processed import COLUMNS

HEAD = """
seed = 1
source = { fr = "a", en = "a" }
respondents = { claim = "c1", near = 80, lowest = 69, highest = 85, text = { fr = "t", en = "t" } }
"""
NONE = pd.DataFrame(columns=COLUMNS["associations"])


@pytest.fixture(scope="session")
def figures(real):
    return published.load(real)


@pytest.fixture(scope="session")
def small(survey):
    """A function that gives the codebook of the small survey with claims, one line of TOML each."""

    def book(*claims, head=HEAD):
        return codebook.load(survey(published=head + "".join(f"\n[[claims]]\n{claim}\n" for claim in claims)))

    return book


def counted(question, base, **counts):
    """Shares of one question as `tables.shares` would count them, without its intervals."""
    rows = [(question, level, "level", count, base) for level, count in counts.items()]
    rows.append((question, "_skipped", "missing", 0, base))
    return pd.DataFrame(rows, columns=["question", "level", "status", "count", "base"])


# ---------------------------------------------------------------------------------- how many people answered
# R 4.2.2: ru <- function(x, d) floor(x * 10^d + .5 + 1e-9) / 10^d
# lapply(P, function(p) N[sapply(N, function(n)
#   all(sapply(p, function(q) any(abs(ru(100 * (0:n) / n, dg) - q) < 1e-9))))])
ORACLE = {  # percentages, and the numbers in 40:120 of which each of them is the rounding of a count
    (0, 3, 38, 59): "58 61 63-64 66 68-69 71 73-74 76 78-80 86-88 90-120",
    (26, 74): "42-43 46-47 50 53-54 57-58 61-62 65-66 68-70 72-74 76-78 80-82 84-120",
    (30, 43, 26): "46-47 53-54 61 69-70 74 76-77 80-82 84 86-94 96-120",
}


@pytest.mark.parametrize(("percents", "runs"), ORACLE.items())
def test_the_admissible_numbers_are_those_that_r_finds(percents, runs):
    """Fails when halves are not rounded up, or a count is tried that is no count of n people."""
    found = [n for n in range(40, 121) if all(published.counts_of(percent, n) for percent in percents)]
    ends = [run.split("-") for run in runs.split()]
    assert found == [n for run in ends for n in range(int(run[0]), int(run[-1]) + 1)]


@given(st.integers(0, 100), st.integers(1, 400))
def test_counts_are_those_that_round_to_the_percentage(percent, n):
    """Fails when a rounding is computed inexactly, or a count at the edge is lost."""
    share = [Fraction(100 * k, n) for k in range(n + 1)]
    up = [k for k in range(n + 1) if math.floor(share[k] + Fraction(1, 2)) == percent]
    assert list(published.counts_of(percent, n)) == up
    assert list(published.counts_of(percent, n, "half even")) == [k for k in range(n + 1) if round(share[k]) == percent]
    assert list(published.counts_of(percent, n, "truncation")) == [k for k in range(n + 1) if int(share[k]) == percent]


def test_only_four_numbers_of_respondents_are_possible(figures):
    """Fails when 80, or any other number between 69 and 85, passes; the article says close to 80."""
    table = published.grim(dataclasses.replace(figures, respondents=figures.respondents | {"lowest": 69}))
    assert published.admissible(table) == [70, 73, 76, 77]
    assert published.respondents(figures) == 77
    rows = table[(table.rounding == "half up") & (table.n == 77)]
    assert dict(zip(rows.question, rows.count_low, strict=True)) == {"q3": 20, "q5": 61, "q6": 75, "q7": 51}
    assert (rows.count_low == rows.count_high).all()
    assert table[(table.rounding == "half up") & (table.n == 80)].set_index("question").count_low.isna()["q6"]
    assert list(table) == COLUMNS["grim"] and len(table) == 3 * 17 * 4


def test_each_rounding_has_its_own_numbers(figures):
    """Fails when the roundings are mixed up: 5 of 8 is 63 %, 62 % to the even one and 62 % cut off."""
    table = published.grim(figures)
    assert published.admissible(table, "half even") == [70, 73, 76, 77]
    assert published.admissible(table, "truncation") == [72, 78, 83, 84]
    assert [list(published.counts_of(62, 8, rounding)) for rounding in published.ROUNDINGS] == [[], [5], [5]]


def test_percentages_that_no_number_fits_are_told(small):
    """Fails when the nearest of no numbers is looked for."""
    head = HEAD.replace("69", "60").replace("85", "60")
    claim = 'id = "c"\nquestion = "often"\nlevels = ["jamais"]\npercent = 1'
    with pytest.raises(SurveyError, match="no number of respondents in the published range fits"):
        published.respondents(published.load(small(claim, head=head)))


def test_without_percentages_every_number_is_possible(small):
    """Fails when a number is impossible because nothing speaks for or against it."""
    assert published.respondents(published.load(small())) == 80
    row = published.check(small(), counted("often", 78, jamais=0), NONE).iloc[0]
    assert (row.recomputed, row.verdict) == (78, "agrees")


# ---------------------------------------------------------------------------------- what the margins bound
# R 4.2.2: {n <- sum(R); list(lower = outer(R, C, function(a, b) pmax(0, a + b - n)), upper = outer(R, C, pmin))}
# with R = c(56, 20), C = c(1, 1, 29, 45), as whole percentages of 76 people: 74 and 26; 1, 1, 38 and 59.
CELLS = [(74, 1, 0, 1), (74, 38, 9, 29), (74, 59, 25, 45), (26, 1, 0, 1), (26, 38, 0, 20), (26, 59, 0, 20)]


@pytest.mark.parametrize(("positive", "active", "low", "high"), CELLS)
def test_cells_are_bounded_as_in_r(small, positive, active, low, high):
    """Fails when a bound of Fréchet and Hoeffding forgets the other margin or n."""
    head = HEAD.replace("80", "76").replace("69", "76").replace("85", "76")
    book = small(
        f'id = "c2"\nquestion = "gain"\nlevels = ["oui"]\npercent = {positive}',
        f'id = "c3"\nquestion = "often"\nlevels = ["souvent"]\npercent = {active}',
        head=head,
    )
    table = published.bounds(published.load(book), book)
    assert table[["behaviour", "outcome", "n", "both_low", "both_high"]].to_numpy().tolist() == [
        ["often", "gain", 76, low, high]
    ]


def brute(n, active, positive):
    """Every 2 × 2 table with these margins: phi and the two-sided Fisher p."""
    tables = [[[k, active - k], [positive - k, n - active - positive + k]]
              for k in range(max(0, active + positive - n), min(active, positive) + 1)]  # fmt: skip
    spread = math.sqrt(active * (n - active) * positive * (n - positive))
    phis = [(t[0][0] * t[1][1] - t[0][1] * t[1][0]) / spread for t in tables]
    return min(phis), max(phis), min(fisher_exact(t).pvalue for t in tables)


def test_bounds_of_the_first_survey_are_those_of_all_tables(figures, real):
    """Fails when active people are those who rarely or never do it, or when an end is not the last table."""
    table = published.bounds(figures, real)
    main = table[table.reading == "main"].set_index("behaviour")
    assert main.active.to_dict() == {"q5": 16, "q6": 2, "q7": 26} and set(main.positive) == {20}
    for row in table.itertuples():
        assert (row.phi_low, row.phi_high, row.p_smallest) == pytest.approx(brute(row.n, row.active, row.positive))
    q6 = main.loc["q6"]
    assert (q6.both_low, q6.both_high) == (0, 2)
    assert (q6.phi_low, q6.phi_high, q6.p_smallest) == pytest.approx((-0.0967302, 0.2756810, 0.0649351), abs=5e-8)


def test_the_other_reading_exchanges_two_behaviours(figures, real):
    """Fails when a reading is ignored, or changes a percentage that it does not name."""
    percents = {question: percent for question, _, percent in figures.percents()}
    other = {question: percent for question, _, percent in figures.percents("reverse")}
    assert percents == {"q3": 26, "q5": 79, "q6": 97, "q7": 66} and other == percents | {"q5": 66, "q7": 79}
    table = published.bounds(figures, real).set_index(["reading", "behaviour"]).active
    assert table["reverse"].to_dict() == {"q5": 26, "q6": 2, "q7": 16}


def test_an_empty_margin_has_no_correlation(small):
    """Fails when a behaviour of nobody stops the work."""
    book = small(
        'id = "c2"\nquestion = "gain"\nlevels = ["oui"]\npercent = 26',
        'id = "c3"\nquestion = "often"\nlevels = ["souvent"]\npercent = 0',
    )
    row = published.bounds(published.load(book), book).iloc[0]
    assert (row.active, row.both_high, row.p_smallest) == (0, 0, 1.0) and math.isnan(row.phi_low)


# ---------------------------------------------------------------------------------- what stands of the claims
EDGES = [
    # 26 % of 200: counts 51 (25.5, halves up) and 52; 50 is 25.0, 53 is 26.5
    ("percent = 26", 200, {50: False, 51: True, 52: True, 53: False}),
    ("percent = 97", 80, {77: False, 78: False}),
    ("low = 0.5\nabove = true", 76, {38: False, 39: True}),
    ("low = 0.5\nabove = true", 77, {38: False, 39: True}),
    ("low = 0.29\nabove = true", 100, {29: False, 30: True}),  # 0.29 * 100 is 28.999999999999996
    ("low = 0.07", 100, {6: False, 7: True}),  # 0.07 * 100 is 7.000000000000001
    ("low = 0.333", 77, {25: False, 26: True}),
    ("low = 0.667", 76, {50: False, 51: True}),
    ("low = 0.475\nhigh = 0.525", 200, {94: False, 95: True, 105: True, 106: False}),
    ("low = 0.475\nhigh = 0.58", 50, {29: True, 30: False}),  # 0.58 * 50 is 28.999999999999996
    ("people = 3", 77, {2: False, 3: True, 77: True}),
]


@pytest.mark.parametrize(("reading", "base", "holds"), EDGES)
def test_a_claim_holds_up_to_the_edge_of_how_it_is_read(small, reading, base, holds):
    """Fails when an edge belongs to the other side, by choice or by the error of a product, or when none is refused."""
    book = small(f'id = "c2"\nquestion = "often"\nlevels = ["souvent"]\n{reading}')
    for count, agrees in holds.items():
        shares = counted("often", base, jamais=base - count, souvent=count)
        row = published.check_question(book, book.question("often"), shares).iloc[0]
        assert (row.quantity, row["count"], row.base) == ("often:souvent", count, base)
        assert row.recomputed == pytest.approx(count / base) and row.low < row.recomputed <= row.high + 1e-12
        assert row.verdict == ("agrees" if agrees else "disagrees"), count


def test_levels_of_a_claim_are_counted_together_and_each_apart(small):
    """Fails when ``each`` is read as ``levels``, or the other way round."""
    book = small(
        'id = "c2"\nquestion = "often"\nlevels = ["parfois", "souvent"]\nlow = 0.5\nabove = true',
        'id = "c3"\nquestion = "often"\neach = ["parfois", "souvent"]\npeople = 3',
    )
    table = published.check_question(book, book.question("often"), counted("often", 9, jamais=4, parfois=2, souvent=3))
    assert list(table.verdict) == ["agrees", "disagrees", "agrees"] and list(table["count"]) == [5, 2, 3]
    assert list(table.quantity) == ["often:parfois|souvent", "often:parfois", "often:souvent"]


def test_a_question_that_nobody_answered_decides_nothing(small):
    """Fails when a share is divided by nobody."""
    book = small('id = "c2"\nquestion = "often"\nlevels = ["souvent"]\npercent = 26')
    row = published.check_question(book, book.question("often"), counted("often", 0, jamais=0, souvent=0)).iloc[0]
    assert row.verdict == "cannot be decided" and math.isnan(row.recomputed) and row.base == 0


@pytest.mark.parametrize(
    ("asked", "verdict"), [(77, "agrees"), (76, "agrees"), (80, "disagrees"), (73, "disagrees"), (78, "disagrees")]
)
def test_the_number_of_respondents_must_be_possible_and_near(small, asked, verdict):
    """Fails when the number only has to be near (80, 78: no count makes 97 %) or only possible (73)."""
    percents = {"often": (79, '["jamais"]'), "gain": (97, '["oui"]'), "why": (66, '["cv"]')}
    claims = [f'id = "c"\nquestion = "{q}"\nlevels = {levels}\npercent = {p}' for q, (p, levels) in percents.items()]
    shares = pd.concat([counted("often", asked, jamais=0), counted("gain", asked, oui=0), counted("why", asked, cv=0)])
    row = published.check(small(*claims), shares, NONE).iloc[0]
    assert (row.claim, row.quantity, row.published, row.recomputed, row.verdict) == (
        "c1", "respondents", 80, asked, verdict
    )  # fmt: skip


SETS = [
    (["supported", "supported"], "agrees"),
    (["not supported", "not supported"], "disagrees"),
    (["supported", "not supported"], "cannot be decided"),
    (["supported", "cannot be decided"], "cannot be decided"),
    (["cannot be decided"], "cannot be decided"),
    ([], "cannot be decided"),
]


@pytest.mark.parametrize(("verdicts", "overall"), SETS)
def test_an_association_claim_stands_or_falls_with_all_its_pairs(small, verdicts, overall):
    """Fails when one pair decides, when the other family counts, or when a judgement is decided by anything."""
    book = small('id = "c9"\njudgement = true', 'id = "c10"\nassociation = "primary"')
    rows = [("primary", verdict) for verdict in verdicts] + [("secondary", "supported"), ("secondary", "not supported")]
    associations = pd.DataFrame(rows, columns=["family", "verdict"])
    table = published.check(book, counted("often", 77, jamais=77), associations)
    assert dict(zip(table.claim, table.verdict, strict=True)) == {
        "c1": "agrees", "c9": "cannot be decided", "c10": overall
    }  # fmt: skip
    assert list(table) == COLUMNS["claims"]


def test_nothing_published_makes_no_claims(survey):
    """Fails when a survey needs a ``published.toml``."""
    book = codebook.load(survey())
    shares = counted("often", 3, jamais=3)
    for table in (published.check(book, shares, NONE), published.check_question(book, book.question("often"), shares)):
        assert list(table) == COLUMNS["claims"] and table.empty


MISTAKES = [
    ('question = "offen"\nlevels = ["jamais"]', r"no question 'offen', .*did you mean 'often'\?"),
    ('question = "often"\nlevels = ["jamai"]', r"'c2' names the level 'jamai' of 'often', .*did you mean 'jamais'\?"),
    ('question = "often"\neach = ["never"]', r"'c2' names the level 'never' of 'often', not one of \['jamais', 'parf"),
    ('question = "often"\npercent = 5', r"'c2' names a question without the `levels`"),
    ('question = "often"\nlevels = ["jamais"]', r"'c2' says nothing that can be held against answers"),
]


@pytest.mark.parametrize(("claim", "message"), MISTAKES)
def test_a_claim_about_what_was_not_asked_is_told(small, claim, message):
    """Fails when a claim's question or level is not looked up: its count would be 0."""
    with pytest.raises(SurveyError, match=message):
        published.load(small(f'id = "c2"\n{claim}'))


@pytest.mark.parametrize("key", ["seed", "source", "respondents"])
def test_an_incomplete_file_is_told(small, key):
    """Fails when an entry that every use needs is not asked for."""
    head = "\n".join(line for line in HEAD.splitlines() if not line.startswith(key))
    with pytest.raises(SurveyError, match=rf"published\.toml: no '{key}'"):
        published.load(small(head=head))
