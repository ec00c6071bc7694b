"""Who was asked a question, and what the cells of the others come to."""

import pytest

from helpers import codebook
from helpers.analysis import tables
from helpers.analysis.nonresponse import shares as nonresponse
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError
from helpers.report import catalogue, cells, narrative

# Who gains something is asked for words; whoever comes often or gained something, why.
ROUTES = [
    ('text = { fr = "Un mot?"', 'asked_if = { gain = ["oui"] }\ntext = { fr = "Un mot?"'),
]


def routed(survey, sheet, *people, routes=ROUTES, more=""):
    """The small survey cleaned, its people given as (often, gain, words)."""
    rows = [
        (f"2026-01-31 {hour:02}:00:00", "Réseautage", *person) for hour, person in enumerate(people)
    ]
    folder = survey(*routes, answers=sheet(*rows))
    if more:
        path = folder / "codebook.toml"
        path.write_text(path.read_text().replace("[intake]", f"[intake]\n{more}"))
    book = codebook.load(folder)
    return book, cleaning.clean(intake.read(book), book)


PEOPLE = [
    ("Jamais", "Oui", "d’accord"),
    ("Jamais", "Oui", ""),  # asked, and left it blank
    ("Jamais", "Non", ""),  # not asked
    ("Jamais", "Non", "quand même"),  # not asked, and wrote something
    ("Jamais", "", "sans le dire"),  # may have been asked: wrote something
    ("Jamais", "", ""),  # may have been asked: wrote nothing
    ("Jamais", "N/A", ""),  # was not asked what decides
]
EXPECTED = [
    "answered",
    "_skipped",
    "_not_asked",
    "_not_asked",
    "answered",
    "_not_asked",
    "_not_asked",
]


@pytest.mark.parametrize("more", ["", "aggregate_above_bytes = 0"])
def test_those_not_asked_are_told_from_those_who_skipped(survey, sheet, more):
    """Fails when a blank of somebody who was not asked is skipped, one of somebody who was asked is
    not, or an answer of somebody who was not asked counts.
    """
    _, cleaned = routed(survey, sheet, *PEOPLE, more=more)
    answers = cleaned.answers
    people = answers.get("people", 1)
    words = answers.words.astype(str).replace(["8", "12"], "answered")  # lengths, of few people
    answers = answers.assign(words=words)
    counts = answers.assign(people=people).groupby("words", observed=True)["people"].sum()
    assert counts.to_dict() == {value: EXPECTED.count(value) for value in set(EXPECTED)}
    if not more:
        assert answers.words.tolist() == EXPECTED


def test_an_answer_against_the_routing_is_told(survey, sheet):
    """Fails when it leaves no line, its line holds the words, or the account has no place for it.

    Of 7 people × 4 questions, 4 cells of words were not asked and one of gain neither: 23 expected.
    """
    _, cleaned = routed(survey, sheet, *PEOPLE)
    lines = cleaned.ledger[cleaned.ledger.rule == "against routing"]
    assert lines[["row", "question", "raw", "value", "action"]].to_numpy().tolist() == [
        [5, "words", "…", "_not_asked", "missing"]
    ]
    account = cleaned.account.set_index(["part", "item"])["count"]
    assert account["routing"].to_dict() == {"_not_asked": 5, "against routing": 1}
    assert account["cells"].to_dict() == {
        "asked": 23,
        "valid": 20,
        "_skipped": 3,
        "_not_applicable": 0,
        "_refused": 0,
        "_not_codable": 0,
    }


def test_who_seems_not_to_have_been_asked_is_told_with_the_line_that_says_so(survey, sheet):
    """Fails when a routed question passes as skipped without a word, or one that some people of
    every answer left blank is taken for routed.
    """
    rows = [("2026-01-01 10:00:00", "Réseautage", "Jamais", "", "mot")] * 6
    rows += [("2026-01-01 10:00:00", "Réseautage", "Souvent", "Oui", "mot")] * 6
    rows = [(f"2026-01-{day:02} 10:00:00", *row[1:]) for day, row in enumerate(rows, start=1)]
    told, _ = cleaning.check(codebook.load(survey(answers=sheet(*rows))))
    assert "question 'gain': none of the 6 people who answered 'jamais' to 'often' answered" in told
    assert '  [[questions]] gain, asked_if = { often = ["parfois", "souvent"] }' in told
    rows[0] = (*rows[0][:3], "Non", "mot")
    told, _ = cleaning.check(codebook.load(survey(answers=sheet(*rows))))
    assert "asked_if" not in told


def test_the_base_is_those_asked(survey, sheet):
    """Fails when somebody who was not asked is in the base of a text, or of the missing."""
    book, cleaned = routed(survey, sheet, *PEOPLE)
    table = tables.shares(cleaned.answers, book.question("words")).set_index("level")
    assert table["count"][["answered", "_skipped", "_not_asked"]].tolist() == [2, 1, 4]
    assert table.base[["answered", "_skipped", "_not_asked"]].tolist() == [3, 3, 7]
    assert table.share["answered"] == pytest.approx(2 / 3)


def test_bounds_never_count_those_not_asked(survey, sheet):
    """Fails when the one "yes" out of two asked could be anything from 1 in 6 on."""
    routes = [('role = "outcome"', 'role = "outcome"\nasked_if = { often = ["souvent"] }')]
    people = [("Souvent", "Oui", ""), ("Souvent", "", ""), *[("Jamais", "", "")] * 4]
    book, cleaned = routed(survey, sheet, *people, routes=routes)
    row = nonresponse.table(cleaned.answers, book).set_index("question").loc["gain"]
    assert (row["count"], row.base, row.missing) == (1, 1, 1)
    assert (row.worst_low, row.worst_high) == (0.5, 1.0)


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ('{ often = ["souvent"], gain = "oui" }', "aa__"),  # both
        ('[{ often = ["souvent"] }, { gain = ["oui"] }]', "aaa_"),  # either
        ('{ gain = ["answered"] }', "aaaa"),
        ('{ why = ["_none"] }', "____"),
    ],
)
def test_routes_combine(survey, sheet, route, expected):
    """Fails when "all of a table" and "one of the tables" are taken for each other."""
    routes = [('text = { fr = "Un mot?"', f'asked_if = {route}\ntext = {{ fr = "Un mot?"')]
    people = [("Souvent", "Oui", "x"), ("Souvent", "Oui", "x")]
    people += [("Jamais", "Oui", "x"), ("Jamais", "Non", "x")]
    _, cleaned = routed(survey, sheet, *people, routes=routes)
    marks = {"1": "a", "_not_asked": "_"}
    assert "".join(map(marks.get, cleaned.answers.words)) == expected


@pytest.mark.parametrize(
    ("route", "message"),
    [
        ('{ gain = "ouii" }', "asked_if gain has 'ouii', not one of .* did you mean 'oui'"),
        ('{ gains = ["oui"] }', "names 'gains', which is no question; did you mean 'gain'"),
        ('{ words = ["answered"] }', "names 'words', which is the question itself"),
        ("{ gain = [] }", "asked_if is .* not a table of questions and their levels"),
        ("3", "asked_if is 3, not a table of questions and their levels"),
    ],
)
def test_a_mistake_in_a_route_is_told(survey, route, message):
    """Fails when a route may name a level or a question that is not there, or one after it."""
    with pytest.raises(SurveyError, match=message):
        codebook.load(
            survey(('text = { fr = "Un mot?"', f'asked_if = {route}\ntext = {{ fr = "Un mot?"'))
        )


def test_the_report_says_who_was_asked(survey, sheet):
    """Fails when the sentence names another question, level or number, or says "everybody"."""
    book, cleaned = routed(survey, sheet, *PEOPLE)
    question = book.question("words")
    shares = cells.bind(tables.shares(cleaned.answers, question), "shares")
    messages = catalogue.load("en", marked=False)
    asked = narrative.routing.sentence(shares, question, book, messages)
    assert asked.replace("\u00a0", " ") == (
        "The question was put only to people who answered “Yes” to “I get results”: 3 people out "
        "of 7."
    )
    finding = narrative.answers.finding(shares, question, messages)
    assert finding.replace("\u00a0", " ") == (
        "Answered in their own words: **2 people out of 3, or 67%**. These answers are not "
        "reproduced. One person did not answer."
    )
