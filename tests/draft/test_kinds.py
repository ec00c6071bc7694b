"""Kinds that columns show: days, ratings, grids, rankings; each draft passes ``survey check``."""

import csv
import tomllib

import pytest

from helpers.cli import main


@pytest.fixture
def drafted(tmp_path):
    """Draft a codebook of columns, check it, and give its questions and its text."""

    def draft(columns, language="en"):
        folder = tmp_path / f"survey-{len([*tmp_path.iterdir()])}"
        export = tmp_path / "export.csv"
        with export.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *zip(*columns.values(), strict=True)])
        command = ["draft", str(export), "--into", str(folder), "--language", language]
        assert main(command) == 0
        assert main(["check", str(folder)]) == 0
        text = (folder / "codebook.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)["questions"], text

    return draft


COLOURS = {"Which colour?": ["Red", "Blue", "Green", "Red"] * 4}


def test_a_day_that_is_asked_for_is_a_date(drafted):
    """Fails when the day of a visit stays in the raw file, or is read with another format."""
    days = ["13/02/2024", "02/03/2024", "N/A", "28/02/2024"] * 4
    (visit, _), text = drafted({"When did you last visit us?": days} | COLOURS)
    assert (visit["kind"], visit["date_format"]) == ("date", "%d/%m/%Y")
    assert visit["missing"] == {"not_asked": ["N/A"]}
    assert 'kind = "date"  # TO CHECK' in text


@pytest.mark.parametrize("name", ["When were you born?", "Date", "Start time"])
def test_days_that_say_who_answered_stay_in_the_raw_file(name, drafted):
    """Fails when a day of birth, or when a row was sent, becomes a question."""
    days = ["1984-02-01", "1991-12-24", "2001-07-30", "1969-01-05"] * 4
    (colour,), _ = drafted({name: days} | COLOURS)
    assert colour["kind"] == "nominal"


def test_scores_up_to_ten_are_a_rating(drafted):
    """Fails when a score has no place, or its words another id, or a count becomes a rating."""
    words = {0: "0 - Dreadful", 10: "10 - Splendid"}
    scores = [words.get(score, str(score)) for score in [*range(11), 5, 7, 7]] + ["Don't know"]
    counts = [*map(str, range(11)), "2", "3", "3", "2"]
    columns = {"How was the meal?": scores, "How many times did you come?": counts}
    (meal, times), _ = drafted(columns)
    assert (meal["kind"], meal["range"]) == ("rating", [0, 10])
    assert [level["id"] for level in meal["levels"]] == ["0", "10", "don_t_know"]
    assert "net_promoter" not in meal and times["kind"] == "ordinal"


def test_who_would_recommend_is_told_as_promoters(drafted):
    """Fails when scores that nobody gave are lost, or a scale from 1 has promoters."""
    scores = ["9", "10", "8", "7", "6", "9", "10", "5"] * 2
    columns = {
        "Would you recommend us to a friend?": scores,
        "From 1 to 10, would you recommend the meal?": scores,
    }
    (us, meal), text = drafted(columns)
    assert (us["kind"], us["range"], us["net_promoter"]) == ("rating", [0, 10], True)
    assert (meal["kind"], meal["range"], "net_promoter" in meal) == ("rating", [1, 10], False)
    assert "detractors (0 to 6)" in text


def test_who_was_asked_by_a_score_is_written_by_scores(drafted):
    """Fails when a route names a score by another id than its rating does."""
    scores = [str(score) for score in range(11)] * 3
    why = ["Price" if int(score) < 7 else "" for score in scores]
    why[::2] = ["Noise" if text else "" for text in why[::2]]
    (_, reason), _ = drafted({"Would you recommend us?": scores, "What went wrong?": why})
    (levels,) = reason["asked_if"].values()
    assert levels == ["0", "1", "2", "3", "4", "5", "6"]


def test_columns_on_one_scale_are_rows_of_one_question(drafted):
    """Fails when a row is a question of its own, or its column is not found again."""
    columns = {
        "<b>Rate</b> these [Food]": ["Poor", "Good", "Excellent", "N/A"] * 4,
        "<b>Rate</b> these [The room]": ["Fair", "Good", "Good", "Fair"] * 4,
    }
    (rate, colour), text = drafted(columns | COLOURS)
    assert (rate["id"], colour["id"]) == ("q1_rate", "q2_colour")
    assert rate["text"] == {"en": "Rate these"}
    assert [row["en"] for row in rate["rows"]] == ["Food", "The room"]
    assert [level["en"] for level in rate["levels"]] == ["Poor", "Fair", "Good", "Excellent"]
    assert "2 columns on one scale" in text


def test_rows_that_were_asked_otherwise_are_questions_by_themselves(drafted):
    """Fails when a row that only some were asked takes its route from the others, or none."""
    used = ["Never", "Often"] * 8
    columns = {
        "Use [Mail]": used,
        "Use [Phone]": ["Often", "Often", "Never", "Never"] * 4,
        "Was it good? [Mail]": ["" if text == "Never" else "Good" for text in used],
        "Was it good? [Phone]": ["Good", "Poor"] * 8,
    }
    columns["Was it good? [Mail]"][1::4] = ["Poor"] * 4
    (use, mail, phone), _ = drafted(columns)
    assert len(use["rows"]) == 2
    assert mail["asked_if"] == {"q1_use_mail": ["often"]} and "asked_if" not in phone


def test_a_grid_is_completed_by_the_question_beside_it(drafted):
    """Fails when only the row beside that question gets its levels, and the grid is torn."""
    columns = {
        "Rate [Food]": ["Never", "Often", "Rarely"] * 4,
        "Rate [Room]": ["Never", "Often", "Often"] * 4,
        "And the bar?": ["Never", "Rarely", "Often", "Always"] * 3,
    }
    (rate, _), text = drafted(columns)
    assert [level["en"] for level in rate["levels"]] == ["Never", "Rarely", "Often", "Always"]
    assert len(rate["rows"]) == 2 and text.count("taken from neighbouring") == 1


def test_a_grid_in_another_language_keeps_the_words_of_the_file(drafted):
    """Fails when rows to be translated no longer name their columns."""
    columns = {
        "À quel point êtes-vous satisfait de la fête? [Le repas]": ["Peu", "Assez", "Très"] * 5,
        "À quel point êtes-vous satisfait de la fête? [La salle]": ["Très", "Assez", "Peu"] * 5,
        "Que pensez-vous de la musique et de la danse?": ["Bien", "Mal", "Bien"] * 5,
    }
    (grid, _), _ = drafted(columns, "en")
    assert [row["column"] for row in grid["rows"]] == list(columns)[:2]


ORDERS = [("Soil", "Sun", "Shade"), ("Sun", "Shade", "Soil"), ("Shade", "Soil", "Sun")] * 5
GROWN = {"Grown from seed?": ["Yes", "No", "Yes"] * 5}


def test_ranks_in_columns_of_their_own_are_a_ranking(drafted):
    """Fails when ranks become a grid of scores, or scores that people give twice a ranking."""
    options = ("Soil", "Sun", "Shade")
    columns = {
        f"Which is best? [{option}]": [str(order.index(option) + 1) for order in ORDERS]
        for option in options
    }
    columns["Which is best? [Soil]"][4] = ""
    grades = {f"Grade [{part}]": ["1", "3", "3", "2", "1"] * 3 for part in ("Tea", "Jam", "Pie")}
    (best, grade), text = drafted(columns | grades)
    assert (best["kind"], [level["en"] for level in best["levels"]]) == ("ranking", [*options])
    assert grade["kind"] == "ordinal"
    assert "3 options put in order" in text


def test_ranks_as_people_write_them_are_a_ranking(drafted):
    """Fails when a blank, a tie, ``1er`` or a sign that is no rank makes a grid of a ranking, or
    one of the three that were to be put first.
    """
    options = ("Soil", "Sun", "Shade", "Wind")
    words = [("1st", "2nd", "3rd"), ("1er", "2e", "3ème"), ("1.0", "2.0", "3.0"), ("1", "2", "3")]
    columns = {f"Which is best? [{option}]": [] for option in options}
    for number in range(40):
        ranks = dict(zip((options * 2)[number % 4 :], words[number % 4], strict=False))
        for option in options:
            columns[f"Which is best? [{option}]"].append(ranks.get(option, ""))
    columns["Which is best? [Soil]"][7:9] = ["x", "1"]
    columns["Which is best? [Sun]"][3] = "N/A"
    grown = {"Grown from seed?": ["Yes", "No"] * 20}
    (best, _), _ = drafted(columns | grown)
    assert (best["kind"], [level["en"] for level in best["levels"]]) == ("ranking", [*options])
    assert best["missing"] == {"not_asked": ["N/A"], "not_codable": ["x"]}


def test_ticks_under_a_question_and_a_colon_are_one_question(drafted):
    """Fails when each option is a question of its own, or questions of a common beginning are
    options.
    """
    columns = {
        "Which channels: e-mail": ["1", "0", "1"] * 5,
        "Which channels: post": ["0", "0", "1"] * 5,
        "Age: yours": ["30-39", "40-49", "30-39"] * 5,
        "Age: your child's": ["1-5", "6-9", "6-9"] * 5,
    }
    (channels, yours, theirs), _ = drafted(columns)
    assert (channels["kind"], channels["text"]["en"]) == ("multiple", "Which channels")
    assert [level["en"] for level in channels["levels"]] == ["e-mail", "post"]
    assert (yours["kind"], theirs["kind"]) == ("ordinal", "ordinal")


def test_numbers_that_people_typed_are_numbers(drafted):
    """Fails when a unit, a sign or ``about`` makes levels of numbers, or a number is lost; or when
    options that all have the unit are taken for typed numbers.
    """
    columns = {
        "Combien d’années?": ["12 ans", "5", "1 an", "environ 10", "7,5", "N/A"] * 3,
        "Combien dépensez-vous?": ["100$", "35,50", "0", "1 200 $", "20", "15"] * 3,
        "Quelle distance?": ["5 km", "10 km", "20 km"] * 6,
        "Quel temps d’attente?": ["15 min", "2 minutes", "env. 5", "20", "Je ne sais pas", "8"] * 3,
    }
    (years, money, distance, wait), _ = drafted(columns, "fr")
    assert [q["kind"] for q in (years, money, distance, wait)] == ["number"] * 2 + [
        "ordinal",
        "number",
    ]
    assert (years["unit"], years["read_as"]) == ({"fr": "an | ans"}, {"environ 10": 10})
    assert years["missing"] == {"not_asked": ["N/A"]} and "unit" not in money
    assert wait["unit"] == {"fr": "min"}
    assert wait["read_as"] == {"2 minutes": 2, "env. 5": 5}
    assert [level["fr"] for level in wait["levels"]] == ["Je ne sais pas"]


def test_one_answer_or_nothing_is_a_box(drafted):
    """Fails when a blank box is a refusal, or a question that all answered alike is a box."""
    columns = {
        "J’accepte d’être recontacté": ["Oui", ""] * 8,
        "Conditions": ["J’accepte les conditions", ""] * 8,
        "Êtes-vous venu?": ["Oui", ""] * 8,
    }
    (contact, terms, came, _), text = drafted(columns | COLOURS, "fr")
    assert [question["kind"] for question in (contact, terms)] == ["consent"] * 2
    assert came["kind"] == "nominal" and text.count("un blanc compte comme non") == 2


def test_signs_that_stand_for_nothing_are_no_answers(drafted):
    """Fails when a dash becomes a level that a report prints, or is lost."""
    answers = ["Yes", "No", "-", "?", "Yes", "…"] * 4
    (liked, _), _ = drafted({"Did you like it?": answers} | {"Colour": ["Red", "Blue"] * 12})
    assert [level["en"] for level in liked["levels"]] == ["Yes", "No"]
    assert liked["missing"] == {"skipped": ["-", "…"], "not_codable": ["?"]}


def test_ranks_after_a_colon_are_a_ranking(drafted):
    """Fails when each is a question of its own, or the ranking is not found in the file again."""
    options = ("Soil", "Sun", "Shade")
    columns = {f"Rank: {option}": [str(o.index(option) + 1) for o in ORDERS] for option in options}
    (rank, _), _ = drafted(columns | GROWN)
    assert (rank["kind"], [level["en"] for level in rank["levels"]]) == ("ranking", [*options])


def test_columns_of_one_rank_each_are_a_ranking(drafted):
    """Fails when columns of ranks become a grid of answers without an order."""
    columns = {
        f"Which is best? [Rank {rank}]": [order[rank - 1] for order in ORDERS] for rank in (1, 2, 3)
    }
    (best, _), _ = drafted(columns | {"Colour": ["Red", "Blue", "Green"] * 5})
    assert best["kind"] == "ranking"
    assert {level["en"] for level in best["levels"]} == {"Soil", "Sun", "Shade"}
    by_name = dict(zip(("1er choix", "2e choix", "Third choice"), columns.values(), strict=True))
    named = {f"Which is best? [{name}]": column for name, column in by_name.items()}
    (best, _), _ = drafted(named | {"Colour": ["Red", "Blue", "Green"] * 5})
    assert best["kind"] == "ranking"


def test_cells_that_list_all_options_in_some_order_are_a_ranking(drafted):
    """Fails when several answers become a ranking, or a ranking several answers."""
    some = ["Bus;Car", "Bus", "Car;Foot", "Foot", "Bus;Car;Foot"] * 3
    columns = {"Best first": [";".join(order) for order in ORDERS], "How did you come?": some}
    (best, came), _ = drafted(columns)
    assert (best["kind"], came["kind"]) == ("ranking", "multiple")
    assert [level["en"] for level in best["levels"]] == ["Shade", "Soil", "Sun"]
    (alone, _), _ = drafted({"Best first": ["; ".join(order) for order in ORDERS], **GROWN})
    assert alone["kind"] == "ranking"


def test_first_second_and_third_words_of_one_s_own_are_no_ranking(drafted):
    """Fails when what one person alone wrote becomes an option that a report prints."""
    columns = {
        f"What do you miss? [Choice {rank}]": [f"thing {rank * number}" for number in range(10, 22)]
        for rank in (1, 2, 3)
    }
    questions, _ = drafted(columns | {"Colour": ["Red", "Blue", "Green"] * 4})
    assert "ranking" not in [question["kind"] for question in questions]
