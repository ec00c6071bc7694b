"""An analyst reads what people wrote: whole, of those who count, and nobody else's."""

import pytest

from helpers import lab
from helpers.codebook import SurveyError

LONG = "Très <b>long</b>, " * 20 + "fin"
ROWS = [  # timestamp, why, often, gain, words
    ("2026-01-30 10:00:00", "Réseautage, Blog", "Jamais", "Non", "un  mot"),
    ("2026-01-30 10:10:00", "Réseautage", "Parfois", "Non", LONG),
    ("2026-01-30 10:20:00", "CV en ligne", "Souvent", "Oui", ""),
    ("2026-01-30 10:30:00", "Wiki, CV en ligne", "Souvent", "Oui", "Été"),
]


@pytest.fixture
def bench(survey, sheet):
    return lab.open(survey(answers=sheet(*ROWS)), language="en")


def test_texts_are_whole_and_the_longest_is_first(bench):
    """Fails when a text is cut, is taken for mark-up, or stands beside another's row."""
    view = bench.texts("words")
    assert view.frame.to_numpy().tolist() == [[3, len(LONG), LONG], [2, 6, "un mot"], [5, 3, "Été"]]
    said = view.text.replace("\xa0", " ")
    assert "3 people out of 4 wrote" in said and f"the longest {len(LONG)}." in said
    page = view._repr_html_()
    assert LONG.replace("<", "&lt;").replace(">", "&gt;") in page and "<b>" not in page


def test_words_beside_listed_options_are_read_too(bench):
    """Fails when a listed option is shown as somebody's own words, or own words are left out."""
    assert bench.texts("why").frame.to_numpy().tolist() == [[2, 4, "Blog"], [5, 4, "Wiki"]]


def test_a_word_is_found_whatever_its_case_and_accents(bench):
    """Fails when a search depends on accents, or does not say out of how many texts it chose."""
    view = bench.texts("words", "ETE")
    assert view.frame.text.tolist() == ["Été"]
    assert "1 text out of 3 holds “ETE”." in view.text.replace("\xa0", " ")
    assert "0 texts out of 3 hold “*_x”." in bench.texts("words", "*_x").text.replace("\xa0", " ")


def test_only_those_who_count_are_read(bench):
    """Fails when words of a submission that was left out are shown, or nobody's end in an error."""
    few = lab.Bench(bench.book, bench.clean.loc[[4, 5]], "en")
    assert few.texts("words").frame["row"].tolist() == [5]
    nobody = lab.Bench(bench.book, bench.clean.loc[[4]], "en")
    assert nobody.texts("words", "mot").frame.empty


def test_rows_of_two_events_are_told_apart(survey, sheet):
    """Fails when a text is shown of every event that has a row of its number."""
    folder = survey(("[intake]", '[intake]\nfile = "events/*.csv"'))
    (folder / "events").mkdir()
    (folder / "events/Laval.csv").write_bytes(sheet(*ROWS[:2]))
    (folder / "events/Lévis.csv").write_bytes(sheet(*ROWS[2:]))
    frame = lab.open(folder, language="en").texts("words").frame
    assert frame[["event", "row", "text"]].to_numpy().tolist() == [
        ["Laval", 3, LONG],
        ["Laval", 2, "un mot"],
        ["Lévis", 3, "Été"],
    ]


def test_a_question_without_own_words_is_answered_by_those_that_have_some(bench):
    """Fails when a wrong id, or an export kept as combinations, ends in a traceback."""
    with pytest.raises(SurveyError, match=r"only \['why', 'words'\] do"):
        bench.texts("often")
    many = lab.Bench(bench.book, bench.clean.assign(people=2), "en")
    with pytest.raises(SurveyError, match="aggregate_above_bytes"):
        many.texts("words")
