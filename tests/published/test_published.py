"""What the published figures tell by themselves (against R and by brute force), and what stands of
the claims."""

import dataclasses
import math

import pandas as pd
import pytest

from helpers import codebook, published
from helpers.codebook import SurveyError
from helpers.processed import COLUMNS
from helpers.stats import exact, grim

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
        return codebook.load(
            survey(published=head + "".join(f"\n[[claims]]\n{claim}\n" for claim in claims))
        )

    return book


def counted(question, base, **counts):
    """Shares of one question as `tables.shares` would count them, without its intervals."""
    rows = [(question, level, "level", count, base) for level, count in counts.items()]
    rows.append((question, "_skipped", "missing", 0, base))
    return pd.DataFrame(rows, columns=["question", "level", "status", "count", "base"])


# ---------------------------------------------------------------------------------- how many people
# answered
def test_only_four_numbers_of_respondents_are_possible(figures):
    """Fails when 80, or any other number between 69 and 85, passes; the article says close to
    80."""
    table = published.grim_table(
        dataclasses.replace(
            figures, respondents=dataclasses.replace(figures.respondents, lowest=69)
        )
    )
    assert published.admissible_numbers(table) == [70, 73, 76, 77]
    assert published.respondents(figures) == 77
    rows = table[(table.rounding == "half up") & (table.n == 77)]
    assert dict(zip(rows.question, rows.count_low, strict=True)) == {
        "q3": 20,
        "q5": 61,
        "q6": 75,
        "q7": 51,
    }
    assert (rows.count_low == rows.count_high).all()
    assert (
        table[(table.rounding == "half up") & (table.n == 80)]
        .set_index("question")
        .count_low.isna()["q6"]
    )
    assert list(table) == COLUMNS["grim"] and len(table) == 4 * 17 * 4


def test_each_rounding_has_its_own_numbers(figures):
    """Fails when the roundings are mixed up, or one is left out of the table."""
    table = published.grim_table(figures)
    assert list(table.rounding.unique()) == list(grim.ROUNDINGS)
    assert published.admissible_numbers(table, "half even") == [70, 73, 76, 77]
    assert published.admissible_numbers(table, "truncation") == [72, 78, 83, 84]
    assert published.admissible_numbers(table, "off by one") == list(range(70, 86))


def test_with_blanks_more_numbers_are_possible(figures):
    """Fails when all questions share one base, or a question needs fewer blanks than the most
    needed: one blank at q6
    makes 80 possible, and four make 83."""
    table = published.grim_table(figures)
    plain = table[table.rounding == "half up"].set_index(["n", "question"]).blanks
    assert plain[80].to_dict() == {"q3": 0, "q5": 0, "q6": 1, "q7": 0}
    assert plain[83].to_dict() == {"q3": 1, "q5": 1, "q6": 4, "q7": 0}
    for most, last in ((1, 80), (2, 81), (6, 85)):
        assert published.admissible_numbers(table, blanks=most) == list(range(70, last + 1))


def test_groups_of_one_question_must_add_up(small):
    """Fails when three groups that hold everybody need not be n people (of 77: 23, 33 and 20), when
    two groups must be,
    or when the answers of people who can give several are held to add up."""

    def table(question, **percents):
        claims = [
            f'id = "c"\nquestion = "{question}"\nlevels = ["{level}"]\npercent = {percent}'
            for level, percent in percents.items()
        ]
        return published.grim_table(published.load(small(*claims)))

    def each(*percents):
        return [n for n in range(69, 86) if all(grim.counts_of(percent, n) for percent in percents)]

    assert published.admissible_numbers(table("often", jamais=30, parfois=43, souvent=26)) == [
        69,
        76,
    ]
    assert (
        published.admissible_numbers(table("often", jamais=30, parfois=43))
        == each(30, 43)
        != [69, 76]
    )
    assert published.admissible_numbers(table("why", cv=90, reseau=80)) == each(90, 80) != []
    both = published.grim_table(
        published.load(small('id = "c"\nquestion = "why"\neach = ["cv", "reseau"]\npercent = 90'))
    )
    assert list(both.levels[:4]) == ["cv", "reseau"] * 2


def test_a_percentage_has_the_decimals_that_it_is_published_with(small):
    """Fails when 79.2 allows what 79 allows, or `decimals` do not add the zero of 79.20 that a
    number loses."""
    for written, fits in (("79", [71, 72, 73]), ("79.2", [72]), ("79.2\ndecimals = 2", [])):
        claim = f'id = "c"\nquestion = "often"\nlevels = ["jamais"]\npercent = {written}'
        table = published.grim_table(
            published.load(small(claim, head=HEAD.replace("69", "71").replace("85", "73")))
        )
        assert published.admissible_numbers(table) == fits, written
        assert set(table.percent) == {79.2 if "." in written else 79}


def test_percentages_that_no_number_fits_are_told(small):
    """Fails when the nearest of no numbers is looked for."""
    head = HEAD.replace("69", "60").replace("85", "60")
    claim = 'id = "c"\nquestion = "often"\nlevels = ["jamais"]\npercent = 1'
    with pytest.raises(
        SurveyError, match=r"no number of respondents from 60 to 60 fits .* widen `lowest`"
    ):
        published.respondents(published.load(small(claim, head=head)))


def test_without_percentages_every_number_is_possible(small):
    """Fails when a number is impossible because nothing speaks for or against it."""
    assert published.respondents(published.load(small())) == 80
    row = published.check(small(), counted("often", 78, jamais=0), NONE).iloc[0]
    assert (row.recomputed, row.verdict) == (78, "agrees")


# ---------------------------------------------------------------------------------- what the
# margins bound
# R 4.2.2: {n <- sum(R); list(lower = outer(R, C, function(a, b) pmax(0, a + b - n)), upper =
# outer(R, C, pmin))}
# with R = c(56, 20), C = c(1, 1, 29, 45), as whole percentages of 76 people: 74 and 26; 1, 1, 38
# and 59.
CELLS = [
    (74, 1, 0, 1),
    (74, 38, 9, 29),
    (74, 59, 25, 45),
    (26, 1, 0, 1),
    (26, 38, 0, 20),
    (26, 59, 0, 20),
]


@pytest.mark.parametrize(("positive", "active", "low", "high"), CELLS)
def test_cells_are_bounded_as_in_r(small, positive, active, low, high):
    """Fails when a bound of Fréchet and Hoeffding forgets the other margin or n."""
    head = HEAD.replace("80", "76").replace("69", "76").replace("85", "76")
    book = small(
        f'id = "c2"\nquestion = "gain"\nlevels = ["oui"]\npercent = {positive}',
        f'id = "c3"\nquestion = "often"\nlevels = ["souvent"]\npercent = {active}',
        head=head,
    )
    table = published.bounds_table(published.load(book), book)
    assert table[["behaviour", "outcome", "n", "both_low", "both_high"]].to_numpy().tolist() == [
        ["often", "gain", 76, low, high]
    ]


def brute(n, active, positive):
    """Every 2 × 2 table with these margins: ranges of phi and of both differences of shares,
    smallest exact p."""
    tables = [
        [[k, active - k], [positive - k, n - active - positive + k]]
        for k in range(max(0, active + positive - n), min(active, positive) + 1)
    ]
    spread = math.sqrt(active * (n - active) * positive * (n - positive))
    phis = [(t[0][0] * t[1][1] - t[0][1] * t[1][0]) / spread for t in tables]
    outcome = [t[0][0] / active - t[1][0] / (n - active) for t in tables]
    behaviour = [t[0][0] / positive - t[0][1] / (n - positive) for t in tables]
    ends = [
        end for values in (phis, phis, outcome, behaviour) for end in (min(values), max(values))
    ]
    return *ends, min(exact.linear_by_linear(t).p_value for t in tables)


def test_bounds_of_the_first_survey_are_those_of_all_tables(figures, real):
    """Fails when active people are those who rarely or never do it, an end is not the last table,
    or Somers' D of one
    variable stands under the other."""
    table = published.bounds_table(figures, real)
    assert list(table) == COLUMNS["bounds"]
    main = table[(table.reading == "main") & (table.n == 77)].set_index("behaviour")
    assert main.active.to_dict() == {"q5": 16, "q6": 2, "q7": 26} and set(main.positive) == {20}
    for row in table.itertuples():
        assert row[9:] == pytest.approx(brute(row.n, row.active, row.positive))
    q6 = main.loc["q6"]
    assert (q6.both_low, q6.both_high) == (0, 2)
    assert (q6.phi_low, q6.phi_high, q6.p_smallest) == pytest.approx(
        (-0.0967302, 0.2756810, 0.0649351), abs=5e-8
    )


def test_bounds_are_given_for_each_number_that_is_possible_and_close(figures, real):
    """Fails when only the nearest is, when 70 and 73 are (not within five of 80), or the nearest is
    not the first."""
    table = published.bounds_table(figures, real)
    assert list(table.n.unique()) == [77, 76] and len(table) == 2 * 2 * 3
    q6 = table[(table.behaviour == "q6") & (table.reading == "main")].set_index("n")
    assert q6.p_smallest.to_dict() == pytest.approx({77: 0.0649351, 76: 0.0666667}, abs=5e-8)
    for tolerance, numbers in ((10, [77, 76, 73, 70]), (3, [77]), (0, [77])):
        closer = dataclasses.replace(
            figures, respondents=dataclasses.replace(figures.respondents, tolerance=tolerance)
        )
        assert list(published.bounds_table(closer, real).n.unique()) == numbers


def test_bounds_of_many_people_hold_for_every_count(small):
    """Fails when one of the counts that 26 % or 60 % of 1,000 people can be is taken for all."""
    head = HEAD.replace("80", "1000").replace("69", "1000").replace("85", "1000")
    claims = [
        f'id = "c"\nquestion = "{q}"\nlevels = ["{level}"]\npercent = {p}'
        for q, level, p in (("gain", "oui", 26), ("often", "jamais", 40))
    ]
    book = small(*claims, head=head)
    table = published.bounds_table(published.load(book), book)
    assert table[["active", "positive"]].to_numpy().tolist() == [
        [596, 255],
        [596, 264],
        [605, 255],
        [605, 264],
    ]
    assert (table.both_low.min(), table.both_high.max()) == (0, 264)


SIDES = [
    # levels of the behaviour of which 30 % were published, and of the outcome 26 %; active and
    # positive of 80 people
    ('["parfois", "souvent"]', '["oui"]', [24, 21]),
    ('["jamais"]', '["oui"]', [56, 21]),
    ('["jamais", "parfois"]', '["non", "nsp"]', [56, 59]),
    ('["parfois"]', '["oui"]', None),  # neither side of the scale
    ('["souvent"]', '["non"]', None),  # those who are not positive, but not all of them
]


@pytest.mark.parametrize(("often", "gain", "sides"), SIDES)
def test_a_group_that_is_no_side_of_the_scale_has_no_bounds(small, often, gain, sides):
    """Fails when whoever was published is taken to be active or positive."""
    claims = [
        f'id = "c"\nquestion = "{q}"\nlevels = {levels}\npercent = {p}'
        for q, levels, p in (("often", often, 30), ("gain", gain, 26))
    ]
    book = small(*claims, head=HEAD.replace("69", "80").replace("85", "80"))
    table = published.bounds_table(published.load(book), book)
    assert table[["active", "positive"]].to_numpy().tolist() == ([sides] if sides else [])


def test_the_other_reading_exchanges_two_behaviours(figures, real):
    """Fails when a reading is ignored, or changes a percentage that it does not name."""
    percents = {question: percent for question, _, percent in figures.percents()}
    other = {question: percent for question, _, percent in figures.in_reading("reverse").percents()}
    assert percents == {"q3": 26, "q5": 79, "q6": 97, "q7": 66} and other == percents | {
        "q5": 66,
        "q7": 79,
    }
    table = published.bounds_table(figures, real)
    table = table[table.n == 77].set_index(["reading", "behaviour"]).active
    assert table["reverse"].to_dict() == {"q5": 26, "q6": 2, "q7": 16}


def test_an_empty_margin_has_no_correlation(small):
    """Fails when a behaviour of nobody stops the work."""
    book = small(
        'id = "c2"\nquestion = "gain"\nlevels = ["oui"]\npercent = 26',
        'id = "c3"\nquestion = "often"\nlevels = ["souvent"]\npercent = 0',
    )
    row = published.bounds_table(published.load(book), book).iloc[0]
    assert (row.active, row.both_high, row.p_smallest) == (0, 0, 1.0) and math.isnan(row.phi_low)


# ---------------------------------------------------------------------------------- what stands of
# the claims
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
    """Fails when an edge belongs to the other side, by choice or by the error of a product, or when
    none is refused."""
    book = small(f'id = "c2"\nquestion = "often"\nlevels = ["souvent"]\n{reading}')
    for count, agrees in holds.items():
        shares = counted("often", base, jamais=base - count, souvent=count)
        row = published.check_question(book, book.question("often"), shares).iloc[0]
        assert (row.quantity, row["count"], row.base) == ("often:souvent", count, base)
        assert (
            row.recomputed == pytest.approx(count / base)
            and row.low < row.recomputed <= row.high + 1e-12
        )
        assert row.verdict == ("agrees" if agrees else "disagrees"), count


def test_levels_of_a_claim_are_counted_together_and_each_apart(small):
    """Fails when ``each`` is read as ``levels``, or the other way round."""
    book = small(
        'id = "c2"\nquestion = "often"\nlevels = ["parfois", "souvent"]\nlow = 0.5\nabove = true',
        'id = "c3"\nquestion = "often"\neach = ["parfois", "souvent"]\npeople = 3',
    )
    table = published.check_question(
        book, book.question("often"), counted("often", 9, jamais=4, parfois=2, souvent=3)
    )
    assert list(table.verdict) == ["agrees", "disagrees", "agrees"] and list(table["count"]) == [
        5,
        2,
        3,
    ]
    assert list(table.quantity) == ["often:parfois|souvent", "often:parfois", "often:souvent"]


def test_a_question_that_nobody_answered_decides_nothing(small):
    """Fails when a share is divided by nobody."""
    book = small('id = "c2"\nquestion = "often"\nlevels = ["souvent"]\npercent = 26')
    row = published.check_question(
        book, book.question("often"), counted("often", 0, jamais=0, souvent=0)
    ).iloc[0]
    assert row.verdict == "cannot be decided" and math.isnan(row.recomputed) and row.base == 0


ASKED = [
    (77, "", True),
    (80, "", True),
    (78, "", True),
    (75, "", True),
    (85, "", True),
    (74, "", False),
    (86, "", False),
    (73, "", False),
    (82, "tolerance = 2, ", True),
    (77, "tolerance = 2, ", False),
    (80, "tolerance = 0, ", True),
    (81, "tolerance = 0, ", False),
]


@pytest.mark.parametrize(("asked", "tolerance", "agrees"), ASKED)
def test_the_number_of_respondents_is_held_against_the_published_words_alone(
    small, asked, tolerance, agrees
):
    """Fails when a number must go with every percentage (no count of 80 or 78 people makes 97 %;
    each question has its
    own base), when the tolerance is not read, or when an end of it is refused."""
    percents = {"often": (79, '["jamais"]'), "gain": (97, '["oui"]'), "why": (66, '["cv"]')}
    claims = [
        f'id = "c"\nquestion = "{q}"\nlevels = {levels}\npercent = {p}'
        for q, (p, levels) in percents.items()
    ]
    shares = pd.concat(
        [
            counted("often", asked, jamais=0),
            counted("gain", asked, oui=0),
            counted("why", asked, cv=0),
        ]
    )
    row = published.check(
        small(*claims, head=HEAD.replace("near", f"{tolerance}near")), shares, NONE
    ).iloc[0]
    assert (row.claim, row.quantity, row.published, row.recomputed, row.verdict) == (
        "c1",
        "respondents",
        80,
        asked,
        "agrees" if agrees else "disagrees",
    )


def test_percentages_are_judged_on_the_base_of_their_own_question(small):
    """Fails when a percentage is held against all respondents: 77 are 97 % of 79, and 96 % of
    80."""
    book = small('id = "c2"\nquestion = "often"\nlevels = ["jamais"]\npercent = 97')
    for base, verdict in ((79, "agrees"), (80, "disagrees")):
        shares = pd.concat([counted("often", base, jamais=77), counted("gain", 80, oui=0)])
        shares.loc[shares.status == "missing", "base"] = 80
        table = published.check(book, shares, NONE)
        assert list(table.verdict) == ["agrees", verdict] and list(table.base) == [80, base]


SETS = [
    (["supported", "supported"], "agrees"),
    (["opposite", "no strong association"], "disagrees"),
    (["supported", "no strong association"], "cannot be decided"),
    (["supported", "cannot be decided"], "cannot be decided"),
    (["cannot be decided"], "cannot be decided"),
    ([], "cannot be decided"),
]


@pytest.mark.parametrize(("verdicts", "overall"), SETS)
def test_an_association_claim_stands_or_falls_with_all_its_pairs(small, verdicts, overall):
    """Fails when one pair decides, when the other family counts, or when a judgement is decided by
    anything."""
    book = small('id = "c9"\njudgement = true', 'id = "c10"\nassociation = "primary"')
    rows = [("primary", verdict) for verdict in verdicts] + [
        ("secondary", "supported"),
        ("secondary", "opposite"),
    ]
    associations = pd.DataFrame(rows, columns=["family", "verdict"])
    table = published.check(book, counted("often", 77, jamais=77), associations)
    assert dict(zip(table.claim, table.verdict, strict=True)) == {
        "c1": "agrees",
        "c9": "cannot be decided",
        "c10": overall,
    }
    assert list(table) == COLUMNS["claims"]


def test_nothing_published_makes_no_claims(survey):
    """Fails when a survey needs a ``published.toml``."""
    book = codebook.load(survey())
    shares = counted("often", 3, jamais=3)
    for table in (
        published.check(book, shares, NONE),
        published.check_question(book, book.question("often"), shares),
    ):
        assert list(table) == COLUMNS["claims"] and table.empty


MISTAKES = [
    ('question = "offen"\nlevels = ["jamais"]', r"no question 'offen', .*did you mean 'often'\?"),
    (
        'question = "often"\nlevels = ["jamai"]',
        r"'c2' names the level 'jamai' of 'often', .*did you mean 'jamais'\?",
    ),
    (
        'question = "often"\neach = ["never"]',
        r"'c2' names the level 'never' of 'often', not one of \['jamais', 'parf",
    ),
    ('question = "often"\npercent = 5', r"'c2' names a question without the `levels`"),
    (
        'question = "often"\nlevels = ["jamais"]',
        r"'c2' says nothing that can be held against answers",
    ),
    ('question = "often"\nlevels = ["jamais"]\njudgement = true', r"'c2' .* give it one of"),
    ("percent = 26", r"'c2' names no question that its number is about"),
    (
        'question = "often"\nlevels = ["jamais"]\npercent = 126',
        r"'c2' percent: 126 is not a percentage from 0 to",
    ),
    (
        'question = "often"\nlevels = ["jamais"]\npercent = 26.5\ndecimals = 0',
        r"'c2' percent: .* with 0 decimal",
    ),
]


@pytest.mark.parametrize(("claim", "message"), MISTAKES)
def test_a_claim_about_what_was_not_asked_is_told(small, claim, message):
    """Fails when a claim's question or level is not looked up: its count would be 0."""
    with pytest.raises(SurveyError, match=message):
        published.load(small(f'id = "c2"\n{claim}'))


NUMBERS = [("69", "0"), ("85", '"many"'), ("80", "80.5"), ("near", "tolerance = -1, near")]


@pytest.mark.parametrize(("old", "new"), NUMBERS)
def test_what_is_no_number_of_people_is_told(small, old, new):
    """Fails when nobody, a word, half a person or less than no tolerance is looked for among
    numbers of people."""
    with pytest.raises(
        SurveyError, match=r"\[respondents\] \w+ = .*, which is no number of people"
    ):
        published.load(small(head=HEAD.replace(old, new)))
    with pytest.raises(SurveyError, match=r"lowest = 90 is above highest = 85; exchange them"):
        published.load(small(head=HEAD.replace("69", "90")))


@pytest.mark.parametrize("key", ["seed", "source", "respondents"])
def test_an_incomplete_file_is_told(small, key):
    """Fails when an entry that every use needs is not asked for."""
    head = "\n".join(line for line in HEAD.splitlines() if not line.startswith(key))
    with pytest.raises(SurveyError, match=rf"published\.toml: no '{key}'"):
        published.load(small(head=head))
