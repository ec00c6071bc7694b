"""A survey that holds every kind of question, some put to some people only, built whole.

Every number below was counted by hand in ``tests/surveys/garden/export.csv``.
"""

import re
from pathlib import Path

import cellcheck
import pytest
from bs4 import BeautifulSoup

from helpers import codebook, processed

FOLDER = Path(__file__).parents[1] / "surveys/garden"
BOOK = codebook.load(FOLDER)
pytestmark = pytest.mark.slow

ACCOUNT = {
    ("rows", "in file"): 20,
    ("rows", "kept"): 20,
    ("cells", "asked"): 310,  # 20 people × 16 questions, less 10 that were not put
    ("cells", "valid"): 265,
    ("cells", "_skipped"): 44,
    ("cells", "_not_applicable"): 1,
    ("routing", "_not_asked"): 10,  # visits and spending, of 4 without a plot and 1 who may be
    ("routing", "against routing"): 1,  # row 7 comes every week to a plot that it does not have
    ("changes", "case"): 1,
    ("changes", "alias"): 16,  # 10, thrice, half a year, and 12 boxes
    ("changes", "number"): 4,  # $20, 35.50, 1,040 and 4 years
    ("changes", "date"): 16,  # all but the one that a workbook wrote
    ("changes", "tied ranks"): 1,  # row 7
    ("changes", "ranks left out"): 1,  # row 9: first and third
    ("changes", "option ranked twice"): 1,  # row 5: tomatoes, twice
    ("changes", "own words"): 2,
    ("changes", "free text"): 4,
}
# Question → level → people, out of how many.
COUNTS = {
    "plot": ({"yes": 15, "no": 4, "_skipped": 1}, 19),
    "visits": ({"monthly": 3, "weekly": 7, "daily": 4, "_skipped": 1, "_not_asked": 5}, 14),
    "years": ({"b1": 6, "b2": 5, "b3": 7, "unsure": 1, "_skipped": 1}, 19),
    "spent": ({"answered": 14, "_skipped": 1, "_not_asked": 5}, 15),
    "recommend": (
        {"0": 1, "1": 0, "2": 0, "3": 1, "4": 0, "5": 1, "6": 1, "7": 3, "8": 3, "9": 5, "10": 4},
        19,
    ),
    "satisfied_tools": ({"not": 2, "little": 5, "very": 8, "unused": 2, "_skipped": 3}, 17),
    "satisfied_water": ({"not": 7, "little": 7, "very": 2, "unused": 1, "_skipped": 3}, 17),
    "satisfied_people": ({"not": 0, "little": 4, "very": 15, "unused": 0, "_skipped": 1}, 19),
    "where_spade": ({"home": 3, "shed": 13, "friend": 1, "nowhere": 2, "_skipped": 1}, 19),
    "where_seeds": ({"home": 15, "shed": 2, "friend": 1, "nowhere": 0, "_skipped": 2}, 18),
    "tasks": (
        {"compost": 7, "watering": 11, "harvest": 7, "none": 2, "other": 2, "_skipped": 3},
        17,
    ),
    "joined": ({"answered": 17, "unsure": 1, "_skipped": 2}, 20),
    # one person ranked paths and water first
    "priorities": ({"paths": 8, "water": 9, "shade": 1, "_skipped": 3}, 17),
    "crops": ({"tomatoes": 9, "beans": 3, "squash": 2, "_skipped": 6}, 14),
    "newsletter": ({"agree": 12}, 20),  # a blank box is no
    "remarks": ({"answered": 4, "_skipped": 16}, 20),
}
STATISTICS = {
    ("years", "mean"): 270.5 / 18,
    ("years", "median"): 7.5,
    ("years", "minimum"): 0.5,
    ("years", "maximum"): 120,
    ("years", "implausible"): 1,
    ("spent", "mean"): 1355.5 / 14,
    ("spent", "median"): 23.5,
    ("spent", "implausible"): 1,
    ("recommend", "mean"): 144 / 19,
    ("recommend", "median"): 8,
    ("recommend", "net_promoter"): 100 * (9 - 4) / 19,
    ("joined", "earliest"): 20050510,
    ("joined", "median"): 20190412,  # the ninth of 17
    ("joined", "latest"): 20250815,
    ("joined", "implausible"): 1,
    ("remarks", "median"): 14.5,  # characters: 9, 13, 16, 17
    ("remarks", "maximum"): 17,
}
# Ranking → option → the sum of its ranks, and how many ranked it; then who ranked some only, tied,
# or left a rank out.
RANKS = {
    "priorities": ({"paths": (26, 16), "water": (24, 16), "shade": (41, 15)}, (3, 1, 1)),
    "crops": ({"tomatoes": (21, 14), "beans": (26, 13), "squash": (26, 11)}, (3, 0, 0)),
}
TOLD = {
    "en": [
        "The survey was taken by members of an organization who were willing to answer.",
        "The question was put only to people who answered “Yes” to “Do you have a plot?”: 15 people"
        " out of 20.",
        "The median of the numbers given by 18 people is 7.5 years (95% interval: 3 to 12 years).",
        "One number is below 0 years or above 80 years: it counts, and should be checked.",
        "One number is below $0 or above $500: it counts, and should be checked.",
        "The mean score is 7.6 (95% interval: 6.3 to 8.8). The net promoter score is 26",
        "“Very” was answered most often for “The neighbours”: 15 people out of 19, or 79%",
        "least often for “The water supply”: 2 people out of 17, or 12%",
        "The most frequent answer, row by row: A spade: “In the shed”, 13 people out of 19, or "
        "68%; Seeds: “At home”, 15 people out of 18, or 83%.",
        "One person chose “None of these” and another option, which exclude each other",
        "The question did not apply to one person.",
        "The dates given by 17 people go from May 10, 2005 to August 15, 2025; their median is "
        "April 12, 2019 (95% interval: April 22, 2017 to April 18, 2022).",
        "One date is before January 1, 2015 or after September 30, 2025: it counts, and should be",
        "Ranked first most often: “Water”, by 9 people out of 17, or 53%",
        "On average, “Water” ranks highest, with a mean rank of 1.50",
        "Ranked only some of the options: three people",
        "One person gave several options the same rank; all of them count.",
        "One person left a rank out; the ranks count as written.",
        "Half of the texts have 14.5 characters or fewer; the shortest has 9, the longest 17.",
        "One answer was given to a question that should not have been put to this person",
    ],
    "fr": [
        "Le sondage a été mené auprès de membres d’une organisation qui ont bien voulu répondre.",
        "La médiane des nombres donnés par 18 personnes est de 7,5 ans (intervalle à 95 % : de 3 à "
        "12 ans).",
        "La note moyenne est de 7,6 (intervalle à 95 % : de 6,3 à 8,8).",
        "La question ne concernait pas une personne.",
        "Les dates données par 17 personnes vont du 10 mai 2005 au 15 août 2025; leur médiane est "
        "le 12 avril 2019 (intervalle à 95 % : du 22 avril 2017 au 18 avril 2022).",
        "Au premier rang le plus souvent : « L’eau », pour 9 personnes sur 17, soit 53 %",
    ],
    "es": [
        "Respondieron la encuesta miembros de una organización dispuestos a responder.",
        "La pregunta se hizo solo a quienes respondieron «Sí» a «¿Tiene usted una parcela?»: 15 "
        "personas de 20.",
        "La mediana de los números dados por 18 personas es 7,5 años (intervalo del 95 %: de 3 a "
        "12 años).",
        "(intervalo del 95 %: de 0 a 253,79 $)",
        "12 personas de 20 respondieron «Quiero recibirlo» (intervalo del 95 %: ",
        "una se confirma con estas respuestas y de una no se muestra el veredicto",
        "La pregunta no correspondía a una persona.",
        "A «Recomendación», la respuesta más frecuente es «9»",
    ],
}
FIGURES = 18  # two grids, behaviours, pairs; 14 of questions: two of a ranking, and of bands
NOT_TOLD = ("attended an event", "présentes à un événement", "$−", " nan ", "Bees", "squeaks")


@pytest.fixture(scope="module")
def garden(build, once):
    """The folder that the survey was built into."""

    def fill(folder):
        result = build(FOLDER, folder)
        assert result.returncode == 0, result.stderr

    return once("garden", fill)


@pytest.fixture(scope="module")
def tables(garden):
    """A function that reads a processed table."""
    return lambda name: processed.read(garden / "data/processed/garden", name)


def test_every_row_and_cell_is_accounted_for(tables):
    """Fails when a person who was not asked counts as one who skipped, or a change goes untold."""
    account = tables("account").set_index(["part", "item"])["count"]
    assert account[account > 0].to_dict() == ACCOUNT


@pytest.mark.parametrize("question", COUNTS)
def test_everybody_is_counted_where_they_were_asked(tables, question):
    """Fails when a count, or the base of a share, is not what a person counts."""
    shares = tables(f"shares/{question}")
    rows = shares[shares.status.isin(["level", "missing"])].set_index("level")
    counts, base = COUNTS[question]
    assert rows["count"][list(counts)].to_dict() == counts
    levels = rows[rows.status == "level"]
    assert set(levels.base) == {base}
    assert levels.share.tolist() == pytest.approx((levels["count"] / base).tolist())
    asked = rows.base["_not_asked"] - rows["count"]["_not_asked"]
    assert rows["count"]["_not_asked"] == counts.get("_not_asked", 0)
    assert rows.base["_skipped"] == asked


def test_numbers_come_to_what_a_person_works_out(tables):
    """Fails when a number of somebody else enters, or an odd one is dropped."""
    found = tables("statistics").query("item == ''")
    found = found.set_index(["question", "statistic"]).estimate
    assert {key: found[key] for key in STATISTICS} == pytest.approx(STATISTICS)


@pytest.mark.parametrize("question", RANKS)
def test_rankings_come_to_what_a_person_works_out(tables, question):
    """Fails when a tie or a rank left out moves another rank, or is not counted."""
    found = tables("statistics")
    found = found[found.question == question].set_index(["item", "statistic"])
    sums, odd = RANKS[question]
    for option, (total, people) in sums.items():
        assert found.estimate[option, "mean_rank"] == pytest.approx(total / people)
        assert found.base[option, "mean_rank"] == found.estimate[option, "ranked"] == people
    counts = [found.estimate["", name] for name in ("some", "tied", "gaps")]
    assert counts == list(odd)


@pytest.mark.parametrize("language", BOOK.languages)
def test_the_report_tells_it(garden, language):
    """Fails when a sentence is missing, says something of another survey, or a figure its words."""
    page = (garden / f"reports/garden/report.{language}.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", cellcheck.body(page).get_text().replace("\u202f", " "))
    for sentence in TOLD[language]:
        assert sentence in text, sentence
    for words in NOT_TOLD:
        assert words not in text, words
    pictures = BeautifulSoup(page, "html.parser").select("[role=img]")
    assert len(pictures) == FIGURES and all(picture["aria-label"] for picture in pictures)


@pytest.mark.parametrize("language", BOOK.languages)
def test_every_number_is_that_of_its_cell(garden, language):
    """Fails when a number of a kind of question has no source, or another's."""
    folder = garden / "data/processed/garden"
    for document in ("report", "tables"):
        page = (garden / f"reports/garden/{document}.{language}.html").read_text(encoding="utf-8")
        assert cellcheck.problems(page, folder, BOOK, language) == []
