"""Cleaning: what is forgiven and under which name, what is never carried along; it adds up."""

import unicodedata
from collections import Counter

import pandas as pd
import pytest
from draws import draws
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import codebook
from helpers.answers import chunk_matching, clean_chunk, cleaning, counting, intake
from helpers.answers.chunk_matching import ChunkMatcher
from helpers.codebook import MISSING, SurveyError

FIELDS = ("why", "often", "gain", "words")


@pytest.fixture(scope="session")
def clean(survey, sheet):
    """A function that cleans rows given as dicts of raw cells; ``at`` is the second at which one
    was sent.
    """

    def run(*rows, changes=(), size=intake.ROWS_PER_CHUNK):
        stamps = [
            str(pd.Timestamp("2026-01-31 10:00:00") + pd.Timedelta(seconds=row.get("at", 1000 * i)))
            for i, row in enumerate(rows)
        ]
        lines = [
            (stamp, *(row.get(field, "") for field in FIELDS))
            for stamp, row in zip(stamps, rows, strict=True)
        ]
        book = codebook.load(survey(*changes, answers=sheet(*lines)))
        return cleaning.clean(intake.read(book), book, rows=size)

    return run


def full(**cells):
    """A complete submission, with some cells changed."""
    return {"why": "Réseautage", "often": "Jamais", "gain": "Oui", "words": "mot"} | cells


def told(cleaned, rule):
    """The rows of the ledger under one rule, as tuples without their count, which is 1."""
    assert set(cleaned.ledger["count"]) <= {1}
    return [tuple(row[:-1]) for row in cleaned.ledger[cleaned.ledger.rule == rule].to_numpy()]


LADDER = [
    ("often", "Jamais", "jamais", "exact"),
    ("often", " Jamais\u00a0", "jamais", "spaces"),
    ("gain", "Je\u202fne  sais pas", "nsp", "spaces"),
    ("why", "Recherche d'emploi, CV en ligne", "emploi", "apostrophe"),
    ("why", "Recherche d`emploi, CV en ligne", "emploi", "apostrophe"),
    ("why", "Recherche d‘emploi, CV en ligne", "emploi", "apostrophe"),
    ("why", "Recherche d´emploi, CV en ligne", "emploi", "apostrophe"),
    ("why", "Recherche d\uff40emploi, CV en ligne", "emploi", "apostrophe"),
    ("often", "JAMAIS ", "jamais", "case"),
    ("why", "RECHERCHE D'EMPLOI, CV EN LIGNE", "emploi", "case"),
    ("why", "Reseautage", "reseau", "accents"),
    ("why", unicodedata.normalize("NFD", "Réseautage"), "reseau", "spaces"),
    ("why", "me faire des Contacts", "reseau", "alias"),
    ("often", "often", "souvent", "alias"),
    ("why", "Tricot", "autre", "own words"),
]


@pytest.mark.parametrize(("question", "raw", "value", "rule"), LADDER)
def test_each_rung_finds_the_level_and_the_ledger_names_it(clean, question, raw, value, rule):
    """Fails when a rung is left out, two change places, or one forgives more than its name says."""
    cleaned = clean(full(**{question: raw}))
    assert cleaned.answers.loc[2, question] == value
    changes = cleaned.ledger[cleaned.ledger.question == question]
    shown = "…" if rule == "own words" else raw
    expected = [] if rule == "exact" else [[2, question, shown, value, rule, "recoded", 1]]
    assert changes.to_numpy().tolist() == expected


SEVERAL = [
    ("CV en ligne", "cv"),
    (
        "Recherche d’emploi, CV en ligne",
        "emploi",
    ),  # one option, though its second half is another one
    ("CV en ligne, Recherche d’emploi, CV en ligne", "emploi|cv"),  # in the codebook's order
    ("Réseautage, Réseautage", "reseau"),
    ("Réseautage, CV en ligne, ", "cv|reseau"),
    ("Réseautage,CV en ligne,", "cv|reseau"),
    (", Réseautage,, CV en ligne", "cv|reseau"),
    ("Networking, Recherche d’emploi, CV en ligne, Autre", "emploi|reseau|autre"),
    ("Réseautage, Tricot, CV en ligne, thé", "cv|reseau|autre"),
    (", ", "_skipped"),
]


@pytest.mark.parametrize(("raw", "value"), SEVERAL)
def test_several_answers_are_split_by_the_listed_options(clean, raw, value):
    """Fails when a cell is split by the separator, or the order and repetition of its answers
    matter.
    """
    assert clean(full(why=raw)).answers.loc[2, "why"] == value


def test_options_that_could_be_cut_in_two_ways_are_cut_so_that_all_is_used(clean):
    """Fails when the longest option is taken even if the rest is then no option."""
    changes = [
        ('fr = "CV en ligne"', 'fr = "Recherche d’emploi"'),
        ('"Réseautage"', '"CV en ligne, Réseautage"'),
    ]
    cleaned = clean(full(why="Recherche d’emploi, CV en ligne, Réseautage"), changes=changes)
    assert cleaned.answers.loc[2, "why"] == "cv|reseau"


def test_the_longest_option_wins(clean):
    """Fails when an option that holds the separator is cut into two options that are listed too."""
    cleaned = clean(
        full(why="Recherche d’emploi, CV en ligne"),
        changes=[('"Réseautage"', '"Recherche d’emploi"')],
    )
    assert cleaned.answers.loc[2, "why"] == "emploi"


def test_another_separator_is_not_a_pattern(clean):
    """Fails when the separator is not escaped in the regular expression."""
    cleaned = clean(
        full(why="CV en ligne + Réseautage"), changes=[('separator = ", "', 'separator = " + "')]
    )
    assert cleaned.answers.loc[2, "why"] == "cv|reseau" and "why" not in set(
        cleaned.ledger.question
    )


def test_words_of_ones_own_are_counted_and_go_nowhere(clean):
    """Fails when a respondent's text is carried to the ledger, the answers or the account."""
    secret = "Jeanne Tremblay, 418 555-0199"
    cleaned = clean(full(why=f"Réseautage, {secret}", words=secret), full(why=secret))
    kept = "".join(table.to_csv() for table in (cleaned.answers, cleaned.ledger, cleaned.account))
    kept += str([list(column.cat.categories) for _, column in cleaned.answers.items()])
    assert not any(word in kept for word in ("Jeanne", "Tremblay", "418", "0199"))
    assert cleaned.answers.why.tolist() == ["reseau|autre", "autre"] and cleaned.answers.words[
        2
    ] == str(len(secret))
    assert [row[2] for row in told(cleaned, "own words")] == ["Réseautage, …, …", "…, …"]
    counts = cleaned.account.query("part == 'changes'").set_index("item")["count"].to_dict()
    assert counts == {"own words": 2, "free text": 2}


@pytest.mark.parametrize(
    ("raw", "value", "shown"),
    [
        ("Rseautage", "autre", "… ≈ Réseautage"),
        ("Réseautage, CV en lignee", "reseau|autre", "Réseautage, … ≈ CV en ligne"),
        (
            "Recherche d'emplois, CV en ligne",
            "cv|autre",
            "… ≈ Recherche d’emploi, CV en ligne, CV en ligne",
        ),
    ],
)
def test_own_words_like_a_listed_option_are_taken_and_pointed_out(clean, raw, value, shown):
    """Fails when honest words stop the work, or pass for a slip without being told; also where the
    option that they resemble holds the separator.
    """
    cleaned = clean(full(why=raw))
    assert cleaned.answers.why[2] == value
    assert told(cleaned, "own words near a level") == [
        (2, "why", shown, value, "own words near a level", "recoded")
    ]


def test_an_unknown_answer_stops_with_all_that_is_needed_to_put_it_right(clean):
    """Fails when an unknown answer is dropped, or the message lacks file, rows, question, value or
    suggestion.
    """
    with pytest.raises(SurveyError) as stop:
        clean(*[full(often="Souvant")] * 7, full(gain="Peut-être"))
    first, second, advice, alias, level = str(stop.value).split("\n")
    assert first.split("answers.csv")[1] == (
        ", row 2, 3, 4, 5, 6 and 2 more, question 'often': 'Souvant' is not one of "
        "['Jamais', 'Parfois', 'Souvent']; "
        "did you mean 'Souvent'?"
    )
    assert second.split("answers.csv")[1].startswith(
        ", row 9, question 'gain': 'Peut-être' is not one of ['Oui', "
    )
    assert advice.startswith("Put them right in the export, or accept them in ")
    assert advice.endswith("codebook.toml:")
    assert alias == '  [[questions]] often, level souvent: aliases = ["Souvant"]'
    assert level.startswith('  [[questions]] gain, levels: { id = "peut_etre", fr = "Peut-être"')


def test_of_several_answers_only_the_part_that_is_unknown_is_told(clean):
    """Fails when the message quotes the whole cell, or looks for what was meant in all of it."""
    rows = full(why="Réseautage, CV en lignee"), full(why="CV en lignee, Yoga")
    with pytest.raises(SurveyError) as stop:
        clean(*rows, changes=[(", write_in = true", "")])
    first, second, *_, alias, level = str(stop.value).split("\n")
    assert "row 2, 3, question 'why': 'CV en lignee' is not one of" in first
    assert first.endswith("; did you mean 'CV en ligne'?")
    assert "row 3, question 'why': 'Yoga' is not one of" in second
    assert alias == '  [[questions]] why, level cv: aliases = ["CV en lignee"]'
    assert level.startswith('  [[questions]] why, levels: { id = "yoga", fr = "Yoga"')


def test_check_points_at_own_words_that_resemble_an_answer(survey, sheet):
    """Fails when an analyst is told that there are some, and not where."""
    row = ("2026-01-31 10:00:00", "Rseautage", "Jamais", "Oui", "mot")
    account, _ = cleaning.check(codebook.load(survey(answers=sheet(row))))
    assert "row 2, question 'why': '… ≈ Réseautage'" in account
    assert "Rseautage" not in account


def test_unknown_columns_and_unknown_answers_are_told_in_one_check(survey, sheet):
    """Fails when a file with both needs two runs to be put right."""
    header = ("Horodateur", "Ville", "Pourquoi, au juste?", "J’y vais à quelle fréquence?")
    header += ("J’en tire des résultats",)
    row = ("2026-01-31 10:00:00", "Lévis", "Réseautage", "Souvant", "Oui")
    book = codebook.load(survey(answers=sheet(row, header=header)))
    with pytest.raises(SurveyError) as stop:
        cleaning.check(book)
    message = str(stop.value)
    assert "no column 'Un mot?' for question 'words'" in message
    assert 'ignore_columns = ["Horodateur", "Ville"]' in message
    assert "question 'often': 'Souvant' is not one of" in message


def test_what_an_error_quotes_is_short_and_cannot_turn_the_line_around(clean):
    """Fails when a long cell fills the terminal, or its control signs reach it."""
    with pytest.raises(SurveyError) as stop:
        clean(full(often="\u202eabc\x1b[31m" + "x" * 5000))
    message = str(stop.value).split("\nPut")[0]
    assert len(message) < 400 and message.isprintable()


def test_a_missing_label_is_only_known_where_it_is_declared(clean):
    """Fails when one question's labels for missing answers are accepted for all."""
    with pytest.raises(SurveyError, match="question 'often': 'N/A'"):
        clean(full(often="N/A"))


def test_kinds_of_missing_are_kept_apart(clean):
    """Fails when a blank, a refusal and a question not asked become one, or a declared label needs
    its very letters.
    """
    given = ["", "\u00a0", "N/A", "je prefere ne pas repondre", "Oui"]
    cleaned = clean(*[full(gain=text) for text in given])
    assert cleaned.answers.gain.tolist() == [
        "_skipped",
        "_skipped",
        "_not_asked",
        "_refused",
        "oui",
    ]
    assert [row[:5] for row in told(cleaned, "blank") + told(cleaned, "declared")] == [
        (2, "gain", "", "_skipped", "blank"),
        (3, "gain", "\u00a0", "_skipped", "blank"),
        (4, "gain", "N/A", "_not_asked", "declared"),
        (5, "gain", "je prefere ne pas repondre", "_refused", "declared"),
    ]
    assert set(cleaned.ledger.action[cleaned.ledger.question == "gain"]) == {"missing"}
    cells = cleaned.account.query("part == 'cells'").set_index("item")["count"].to_dict()
    assert cells == {
        "asked": 19,
        "valid": 16,
        "_skipped": 2,
        "_not_applicable": 0,
        "_refused": 1,
        "_not_codable": 0,
    }


def test_empty_and_test_rows_are_excluded_by_name(clean):
    """Fails when a row of blanks counts as a person, or a test mark inside a longer answer excludes
    a person.
    """
    cleaned = clean(
        {},
        full(why="\u00a0TEST "),
        {"words": " \n"},
        full(words="test"),
        full(words="un test de plus"),
    )
    assert list(cleaned.answers.index) == [6]
    assert told(cleaned, "empty") == [
        (2, "", "", "", "empty", "excluded"),
        (4, "", "", "", "empty", "excluded"),
    ]
    assert told(cleaned, "test") == [
        (3, "", "", "", "test", "excluded"),
        (5, "", "", "", "test", "excluded"),
    ]
    rows = cleaned.account.query("part == 'rows'").set_index("item")["count"].to_dict()
    assert rows == {"in file": 5, "empty": 2, "test": 2, "duplicate": 0, "kept": 1}


def test_a_file_that_leaves_nobody_is_told_with_the_reasons(clean):
    """Fails when a report is made of nobody, or the search for duplicates needs a row."""
    with pytest.raises(SurveyError, match=r"none of its 3 rows .*: 2 empty, 1 test"):
        clean({}, {"words": " "}, full(why="test"))


@pytest.mark.parametrize(("seconds", "kept"), [(60, [2]), (61, [2, 3])])
def test_a_submission_is_a_duplicate_within_the_declared_time_only(clean, seconds, kept):
    """Fails when the limit is left out, or no longer belongs to the time."""
    cleaned = clean(full(at=0), full(at=seconds, often="JAMAIS"))
    assert list(cleaned.answers.index) == kept
    assert told(cleaned, "duplicate") == (
        [(3, "", "", "2", "duplicate", "excluded")] if kept == [2] else []
    )
    assert len(told(cleaned, "case")) == len(kept) - 1  # changes in an excluded row are no changes


def test_a_chain_of_duplicates_leaves_its_first_as_it_was_sent(clean):
    """Fails when each is compared with the first only (row 4 is 100 s after it), or by its place in
    the file.
    """
    cleaned = clean(
        full(at=150), full(at=50), full(at=100), full(at=100, often="Souvent"), full(at=400)
    )
    assert list(cleaned.answers.index) == [3, 5, 6]
    assert [(row[0], row[3]) for row in told(cleaned, "duplicate")] == [(2, "3"), (4, "3")]


def test_one_id_is_one_person_whatever_was_sent_and_when(clean):
    """Fails when a person counts twice, the last is kept, or people without an id are one."""
    changes = [
        ('timestamp = "Horodateur"\n', ""),
        ('timestamp_format = "%Y-%m-%d %H:%M:%S"\n', 'respondent = "Horodateur"\n'),
        ("duplicate_seconds = 60\n", ""),
    ]
    cleaned = clean(
        full(at=0), full(at=5, often="Souvent"), full(at=0, often="Souvent"), changes=changes
    )
    assert list(cleaned.answers.index) == [2, 3]
    assert told(cleaned, "duplicate") == [(4, "", "", "2", "duplicate", "excluded")]
    assert "2026-01-31" not in cleaned.ledger.to_csv() + cleaned.duplicates.to_csv()


def test_rows_are_kept_by_any_column_and_the_others_are_told(clean):
    """Fails when a filter reaches questions only, needs its very letters, or drops in silence."""
    changes = [("[intake]", '[intake]\nkeep = { "Un mot?" = ["fini", "terminé"] }')]
    rows = full(words="Fini "), full(words="en cours"), full(words="TERMINE"), {}
    cleaned = clean(*rows, changes=changes)
    assert list(cleaned.answers.index) == [2, 4]
    assert [row[0] for row in told(cleaned, "not kept")] == [3, 5]
    rows = cleaned.account.query("part == 'rows'").set_index("item")["count"]
    assert rows["in file"] == rows.drop("in file").sum() == 4
    with pytest.raises(SurveyError, match=r"keeps no row: 'Un mot\?' is to hold 'fini', 'term"):
        clean(full(words="en cours"), changes=changes)


def test_rows_without_an_answer_are_told_by_what_else_they_hold(survey, sheet):
    """Fails when a blank line, or somebody who answered what stays in the raw file, is taken for an
    empty submission; or a mark of a trial in such a column is not seen.
    """
    header = ("Horodateur", "Ville", "Pourquoi, au juste?", "J’y vais à quelle fréquence?")
    header += ("J’en tire des résultats", "Un mot?")
    sent = [
        ("2026-01-31 10:00:00", "Lévis", "Réseautage", "Jamais", "Oui", "mot"),
        ("2026-01-31 11:00:00", "Québec", "", "", "", ""),
        ("2026-01-31 12:00:00", "", "", "", "", ""),
        ("", "", "", "", "", ""),
        ("2026-01-31 13:00:00", "Test", "Réseautage", "Jamais", "Oui", "mot"),
    ]
    change = ('ignore_columns = ["Horodateur"]', 'ignore_columns = ["Horodateur", "Vil*"]')
    answers = sheet(*sent, ("2026-01-31 14:00:00", "", "", "Souvent", "", ""), header=header)
    book = codebook.load(survey(change, answers=answers))
    cleaned = cleaning.clean(intake.read(book), book)
    excluded = cleaned.ledger[cleaned.ledger.action == "excluded"]
    assert list(zip(excluded.row, excluded.rule, strict=True)) == [
        (3, "left out"),
        (4, "empty"),
        (5, "blank line"),
        (6, "test"),
    ]
    assert list(cleaned.answers.index) == [2, 7]
    assert not {"Lévis", "Québec", "Test"} & set(cleaned.ledger.raw)


def test_people_who_wrote_different_words_are_different_people(clean):
    """Fails when duplicates are looked for after all words of one's own have become one level."""
    cleaned = clean(
        full(at=0, words="oui"),
        full(at=5, words="non"),
        full(at=9, why="Thé"),
        full(at=12, why="Tricot"),
    )
    assert len(cleaned.answers) == 4
    assert len(clean(full(at=0, why="Tricot"), full(at=5, why="tricot ")).answers) == 1


def test_time_stamps_in_another_format_or_missing_are_told(clean, survey, sheet):
    """Fails when a time that cannot be read is taken for no duplicate."""
    book = codebook.load(survey(answers=sheet(("31/01/2026 10:00", "", "Jamais", "", ""))))
    with pytest.raises(
        SurveyError,
        match=r"row 2: the time stamp '31/01/2026 10:00' does not have the format '%Y-%m",
    ):
        cleaning.clean(intake.read(book), book)
    with pytest.raises(
        SurveyError, match=r"duplicate_seconds of \[intake\] needs a `timestamp` column"
    ):
        clean(full(), changes=[('timestamp = "Horodateur"\n', "")])


def test_clean_columns_have_the_categories_of_their_question(clean):
    """Fails when a column only knows the levels that were met."""
    answers = clean(full(), full(why="Autre, CV en ligne")).answers
    assert list(answers.often.cat.categories) == ["jamais", "parfois", "souvent", *MISSING]
    assert list(answers.why.cat.categories) == ["cv|autre", "reseau", *MISSING]
    assert answers.index.name == "row"


# What people type: each raw text with its meaning, and slips that do not change it.
MEANT = {
    "why": {
        "": "_skipped",
        "Réseautage": "reseau",
        "Autre, CV en ligne": "cv|autre",
        "Tricot": "autre",
        "Recherche d’emploi, CV en ligne": "emploi",
    },
    "often": {"": "_skipped", "Jamais": "jamais", "Parfois": "parfois", "Souvent": "souvent"},
    "gain": {
        "": "_skipped",
        "N/A": "_not_asked",
        "Oui": "oui",
        "Non": "non",
        "Je ne sais pas": "nsp",
    },
    "words": {"": "_skipped", "d’accord": "8"},
}
SLIPS = (
    str,
    str.upper,
    str.lower,
    " {} ".format,
    lambda t: t.replace(" ", "\u00a0"),
    lambda t: t.replace("’", "'"),
)
CELL = {
    field: st.tuples(st.sampled_from(list(meant)), st.sampled_from(SLIPS))
    for field, meant in MEANT.items()
}
ROW = st.fixed_dictionaries(CELL)
KINDS = st.sampled_from(["person", "person", "empty", "test", "again"])


@draws(8, times=8)
@given(rows=st.lists(st.tuples(ROW, KINDS), min_size=1, max_size=12))
def test_whatever_people_type_the_account_balances_and_meanings_stay(clean, rows):
    """Fails when a row or a cell is lost, counted twice, or a slip changes what an answer means."""
    sent, expected, count, time = [], [], Counter(), 0
    for cells, kind in rows:
        time += 1000
        raw = {field: slip(text) for field, (text, slip) in cells.items()}
        meant = {field: MEANT[field][text] for field, (text, _) in cells.items()}
        if kind == "test":
            raw["words"] = "Test"
        elif kind == "empty" or not any(value.strip() for value in raw.values()):
            raw, kind = dict.fromkeys(FIELDS, " "), "empty"
        else:
            expected.append(meant)
            if kind == "again":
                sent.append(raw | {"at": time - 7})
                count["duplicate"] += 1
        count[kind] += 1
        sent.append(raw | {"at": time})
    assume(expected)  # a file that leaves nobody is refused
    cleaned = clean(*sent)
    assert cleaned.answers.astype(object).to_dict("records") == expected
    account = cleaned.account.set_index(["part", "item"])["count"]
    assert account["rows"].to_dict() == {
        "in file": len(sent),
        "empty": count["empty"],
        "test": count["test"],
        "duplicate": count["duplicate"],
        "kept": len(expected),
    }
    values = Counter(value for row in expected for value in row.values())
    assert account["cells"].to_dict() == {
        "asked": 4 * len(expected) - values["_not_asked"],
        "valid": 4 * len(expected) - sum(values[kind] for kind in MISSING),
        **{kind: values[kind] for kind in MISSING if kind != "_not_asked"},
    }
    assert account.get(("routing", "_not_asked"), 0) == values["_not_asked"]
    actions = cleaned.ledger.action.value_counts()
    assert actions.get("missing", 0) == sum(values[kind] for kind in MISSING)
    assert actions.get("excluded", 0) == len(sent) - len(expected)


LARGE = ('test_marks = ["test"]', 'test_marks = ["test"]\naggregate_above_bytes = 0')
MESSY = st.lists(st.tuples(ROW, KINDS, st.integers(0, 40)), min_size=1, max_size=10)


def sent(rows):
    """Submissions in the order of time, a few seconds apart, some of them again, empty or a
    trial.
    """
    time, out = 0, [full(at=-1000)]  # of nobody but empty rows there would be no result
    for cells, kind, gap in rows:
        time += gap
        raw = {field: slip(text) for field, (text, slip) in cells.items()}
        raw |= {"words": "Test"} if kind == "test" else {}
        raw = {} if kind == "empty" else raw
        out += [raw | {"at": time}] * (2 if kind == "again" else 1)
    return out


def same(one, other):
    """Whether two results are equal, tables and categories."""
    for name in ("answers", "ledger", "account", "duplicates"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_dtype=False)


@draws(5, times=12)
@given(rows=MESSY, size=st.sampled_from([1, 2, 7]), changes=st.sampled_from([(), (LARGE,)]))
def test_chunks_of_any_size_give_the_same_tables(clean, rows, size, changes):
    """Fails when something is counted chunk by chunk: a chain of duplicates, a first row, the sets
    met, a category.
    """
    same(clean(*sent(rows), changes=changes, size=size), clean(*sent(rows), changes=changes))


@draws(6, times=10)
@given(rows=MESSY)
def test_a_large_survey_is_a_small_one_added_up(clean, rows):
    """Fails when combinations, changes or duplicates of a large survey are not those of its single
    rows; but for the lengths of texts, of which a large one keeps none.
    """
    small, large = clean(*sent(rows)), clean(*sent(rows), changes=[LARGE])
    for name in ("answers", "duplicates"):
        table = getattr(small, name)
        is_written = ~table.words.isin(MISSING)
        table["words"] = table.words.astype(object).mask(is_written, "answered")
        table["words"] = table.words.astype(getattr(large, name).words.dtype)
        pd.testing.assert_frame_equal(getattr(large, name), counting.count(table))
    pd.testing.assert_frame_equal(large.account, small.account)
    is_length = small.ledger.rule == "free text"
    value = small.ledger.value.mask(small.ledger.rule == "duplicate", "")
    alike = small.ledger.assign(value=value.mask(is_length, "answered"))
    alike = alike.groupby(["question", "raw", "value", "rule", "action"], as_index=False)
    expected = alike.agg(row=("row", "min"), count=("count", "sum"))[list(large.ledger)]
    by = ["question", "raw", "value", "rule"]
    pd.testing.assert_frame_equal(
        *(table.sort_values(by, ignore_index=True) for table in (large.ledger, expected))
    )


@pytest.mark.slow
@draws(5, times=16)
@given(rows=MESSY, data=st.data())
def test_chunks_cleaned_anywhere_add_up(clean, survey, sheet, rows, data):
    """Fails when a part depends on the chunks cleaned before it: here each is cleaned alone, and
    out of order.
    """
    lines = [("", *(row.get(field, "") for field in FIELDS)) for row in sent(rows)]
    book = codebook.load(survey(LARGE, ("duplicate_seconds = 60", ""), answers=sheet(*lines)))
    pieces = list(intake.read(book).chunks(2))
    order = data.draw(st.permutations(range(len(pieces))))
    parts = {i: clean_chunk.clean_chunk(pieces[i], ChunkMatcher(book)) for i in order}
    halves = [
        clean_chunk.merge_chunks([parts[i] for i in order[part::2]])
        for part in (0, 1)
        if order[part::2]
    ]
    same(
        cleaning.finalise(clean_chunk.merge_chunks(halves), book),
        cleaning.clean(intake.read(book), book),
    )


def test_unknown_answers_of_all_chunks_are_told_together(clean):
    """Fails when the first chunk stops the work, or rows of later chunks are not counted."""
    rows = [full(often="Souvant", at=100 * i) for i in range(7)] + [full(gain="Peut-être", at=900)]
    told_of = []
    for size in (1, 3, 8):
        with pytest.raises(SurveyError) as stop:
            clean(*rows, size=size)
        told_of.append(str(stop.value).replace(str(stop.value).split(",")[0], ""))
    assert (
        "row 2, 3, 4, 5, 6 and 2 more, question 'often'" in told_of[0]
        and "row 9, question 'gain'" in told_of[0]
    )
    assert [text.split("\nPut")[0].split("row")[1:] for text in told_of[1:]] == [
        told_of[0].split("\nPut")[0].split("row")[1:]
    ] * 2


def test_a_repeat_is_found_behind_other_submissions(clean):
    """Fails when only the last submission is carried over a border, or only those within the window
    of the last.
    """
    between = clean(full(at=0), full(at=30, often="Souvent"), full(at=50), size=1)
    assert told(between, "duplicate") == [(4, "", "", "2", "duplicate", "excluded")]
    back = clean(full(at=0), full(at=100, often="Souvent"), full(at=50), size=1)
    assert told(back, "duplicate") == [(4, "", "", "2", "duplicate", "excluded")]


def test_what_is_known_is_never_told_as_unknown(clean):
    """Fails when, after many unknown answers to a question, the known ones count as unknown too, or
    fewer are counted than there are.
    """
    unknown = [full(often=f"n{i:03}", why="", gain="", at=i) for i in range(90)]
    with pytest.raises(SurveyError) as stop:
        clean(*unknown, full(often="Souvent", at=900), full(often="n000", at=990))
    message = str(stop.value)
    assert "row 2, 93, question 'often': 'n000' is not one of" in message
    assert "question 'often': and 70 other answers" in message
    assert "'Souvent' is not one of" not in message and "looked at" not in message


def test_a_column_of_something_else_stops_early(clean, monkeypatch):
    """Fails when the whole of an export is read though most of it is unknown, or nobody is told
    that the rest was not.
    """
    tried = []
    match = chunk_matching.match
    monkeypatch.setattr(
        chunk_matching, "match", lambda *given: tried.append(given[0]) or match(*given)
    )
    with pytest.raises(SurveyError, match="in its first 100 rows; no more were looked at"):
        clean(*[full(often=f"n{i}", why="", gain="", at=i) for i in range(400)], size=100)
    assert "n199" in tried and "n200" not in tried


def test_time_that_goes_back_in_a_later_chunk(clean):
    """Fails when rows that may repeat an earlier one are gone in silence, or a little disorder is
    refused.
    """
    back = [full(at=0), full(at=500), full(at=440)]
    assert told(clean(*back, size=1), "duplicate") == [(4, "", "", "3", "duplicate", "excluded")]
    with pytest.raises(
        SurveyError, match=r"row 4: its time stamp goes back by more than 60 seconds; .* sort it"
    ):
        clean(*back[:2], full(at=439), size=1)
    assert len(clean(*back[:2], full(at=439)).answers) == 3  # in one chunk any order will do


def test_each_distinct_text_is_matched_once(clean, monkeypatch):
    """Fails when texts are matched row by row or again in each chunk."""
    tried, match = [], chunk_matching.match
    monkeypatch.setattr(
        chunk_matching, "match", lambda *given: tried.append(given[0]) or match(*given)
    )
    clean(*[full(often=("Jamais", "souvent ")[i % 2]) for i in range(40)], size=10)
    assert sorted(tried) == ["Jamais", "Oui", "Réseautage", "souvent "]


WRITTEN = {
    "emploi": "Recherche d’emploi, CV en ligne",
    "cv": "CV en ligne",
    "reseau": "Réseautage",
    "autre": "Autre",
    "jamais": "Jamais",
    "parfois": "Parfois",
    "souvent": "Souvent",
    "oui": "Oui",
    "non": "Non",
    "nsp": "Je ne sais pas",
    "_skipped": "",
}


@draws(15)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "why": st.sets(st.sampled_from(["emploi", "cv", "reseau", "autre"])),
                "often": st.sampled_from(["jamais", "parfois", "souvent"]),
                "gain": st.sampled_from(["oui", "non", "nsp", "_skipped"]),
            }
        ),
        min_size=1,
        max_size=8,
    )
)
def test_cleaning_clean_answers_changes_nothing(clean, people):
    """Fails when a listed wording is not recognised as it stands, alone or beside any other."""
    cleaned = clean(
        *[
            {
                field: ", ".join(
                    WRITTEN[v] for v in ([value] if isinstance(value, str) else sorted(value))
                )
                for field, value in person.items()
            }
            for person in people
        ]
    )
    order = ["emploi", "cv", "reseau", "autre"]
    expected = ["|".join(v for v in order if v in person["why"]) or "_skipped" for person in people]
    assert cleaned.answers.why.tolist() == expected
    assert cleaned.answers.gain.tolist() == [person["gain"] for person in people]
    assert set(cleaned.ledger.rule) <= {"blank"}


def test_the_check_of_a_terminal_names_the_file_and_shows_the_account(survey, sheet):
    """Fails when the account is computed and not shown, or the file's fingerprint is left out."""
    rows = [(f"2026-01-{day:02} 10:00:00", "Autre", "Jamais", "", "") for day in range(1, 13)]
    folder = survey(answers=sheet(*rows, delimiter=";"))
    account, failed = cleaning.check(codebook.load(folder))
    head, evidence, *lines = account.split("\n")
    assert not failed
    assert evidence.startswith("read as Google Forms: the first column is 'Horodateur'")
    assert head.startswith(f"{folder / 'answers.csv'}: utf-8, ';'-separated, SHA-256 ")
    assert [line.split() for line in lines][:2] == [
        ["rows", "in", "file", "12"],
        ["rows", "empty", "0"],
    ]
