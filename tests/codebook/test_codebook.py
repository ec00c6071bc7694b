"""The codebook: what it refuses, in which words; the first survey's is what was published."""

import shutil
import tomllib

import pytest
from conftest import MINI

from helpers import codebook
from helpers.codebook import SurveyError, aliases

MISTAKES = {
    "not TOML": (('"collected"', "collected"), "is not valid TOML: Invalid value (at line 4"),
    "no survey": (("[survey]", "[disclosure]"), "no [survey] table"),
    "no questions": (
        ("[[questions]]", "[[question]]"),
        "unknown entry 'question'",
        "did you mean 'questions'?",
    ),
    "unknown in survey": (
        ("version", "versoin"),
        "[survey]",
        "'versoin'",
        "did you mean 'version'?",
    ),
    "unknown in intake": (
        ("test_marks", "testmarks"),
        "[intake]",
        "'testmarks'",
        "did you mean 'test_marks'?",
    ),
    "unknown in a question": (
        ("highlight", "higlight"),
        "[[questions]] often",
        "did you mean 'highlight'?",
    ),
    "unknown in a level": (
        ("off_scale", "offscale"),
        "gain level 'nsp'",
        "did you mean 'off_scale'?",
    ),
    "entry missing": (('version = "1.0"\n', ""), "[survey] has no 'version'"),
    "kind missing": (('kind = "text"\n', ""), "[[questions]] words has no 'kind'"),
    "level without id": (('{ id = "jamais", ', "{ "), "[[questions]] often level 1 has no 'id'"),
    "levels as words": (
        ('{ id = "jamais", fr = "Jamais", en = "Never" }', '"Jamais"'),
        "[[questions]] often level 'jamais' has no text in language 'en'",
    ),
    "title untranslated": ((', en = "Trial"', ""), "[survey] title has no text in language 'en'"),
    "question untranslated": (
        (', en = "How often?"', ""),
        "[[questions]] often text has no text in language 'en'",
    ),
    "level untranslated": (
        (', en = "Never"', ""),
        "often level 'jamais' has no text in language 'en'",
    ),
    "text in no language": (
        ('{ fr = "Essai", en = "Trial" }', '"Essai"'),
        "[survey] title",
        "`title.fr = …`",
    ),
    "number as wording": (
        ('fr = "Jamais"', "fr = 1"),
        "often level 'jamais' has no text in language 'fr'",
    ),
    "languages as one word": (('["fr", "en"]', '"fr"'), "[survey] languages"),
    "no language": (('["fr", "en"]', "[]"), "[survey] languages"),
    "provenance": (
        ('"collected"', '"colected"'),
        "[survey] provenance is 'colected'",
        "did you mean 'collected'?",
    ),
    "authors as one word": (
        ('authors = ["A"]', 'authors = "Anne"'),
        "[survey] authors is 'Anne', not a list of texts",
    ),
    "aliases as one word": (
        ('aliases = ["Me faire des contacts"]', 'aliases = "Me faire des contacts"'),
        "why level 'reseau' aliases is 'Me faire des contacts', not a list of texts",
    ),
    "marks of a trial as one word": (
        ('test_marks = ["test"]', 'test_marks = "test"'),
        "[intake] test_marks is 'test', not a list of texts",
    ),
    "numbers in a list of texts": (
        ('test_marks = ["test"]', "test_marks = [1]"),
        "[intake] test_marks is [1], not a list of texts",
    ),
    "labels of missing answers as one word": (
        ('not_asked = ["N/A"]', 'not_asked = "N/A"'),
        "gain missing not_asked is 'N/A', not a list of texts",
    ),
    "truth as a word": (
        ("off_scale = true", 'off_scale = "false"'),
        "gain level 'nsp' off_scale is 'false', not true or false",
    ),
    "truth as a number": (
        ("write_in = true", "write_in = 1"),
        "why level 'autre' write_in is 1, not true or false",
    ),
    "bytes as a word": (
        ("[intake]", '[intake]\naggregate_above_bytes = "10"'),
        "[intake] aggregate_above_bytes is '10', not a whole number, 0 or more",
    ),
    "bytes under their older name": (
        ("[intake]", '[intake]\nlarge = "10"'),
        "[intake] aggregate_above_bytes is '10', not a whole number, 0 or more",
    ),
    "seconds below 0": (
        ("duplicate_seconds = 60", "duplicate_seconds = -60"),
        "[intake] duplicate_seconds is -60, not a whole number, 0 or more",
    ),
    "seconds as truth": (
        ("duplicate_seconds = 60", "duplicate_seconds = true"),
        "[intake] duplicate_seconds is True, not a whole number, 0 or more",
    ),
    "separator as a number": (
        ('separator = ", "', "separator = 3"),
        "[intake] separator is 3, not a text",
    ),
    "separator of nothing": (
        ('separator = ", "', 'separator = "\\t"'),
        "[intake] separator is '\\t', not a text",
    ),
    "date in words": (
        ("date = 2026-01-31", 'date = "soon"'),
        "[survey] date is 'soon', not a date, as 2026-01-31",
    ),
    "date with a time": (
        ("date = 2026-01-31", "date = 2026-01-31T10:00:00"),
        "[survey] date is ",
        "not a date, as 2026-01-31",
    ),
    "a name twice": (
        ("[intake]", "[intake]\nleave = []"),
        "[intake] has both 'ignore_columns' and 'leave', its older name",
    ),
    "a table in double brackets": (("[intake]", "[[intake]]"), "no [intake] table"),
    "a long list": (
        ('test_marks = ["test"]', f"test_marks = [{', '.join(map(str, range(99)))}]"),
        "[intake] test_marks is [0, 1, 2, 3, ",
        "…, not a list of texts",
    ),
    "smallest cell": (
        ('version = "1.0"', 'version = "1.0"\nsmallest_cell = "5"'),
        "[survey] smallest_cell is '5'",
    ),
    "kind": (
        ('"ordinal"', '"ordnal"'),
        "often kind is 'ordnal'",
        "'multiple'",
        "did you mean 'ordinal'?",
    ),
    "role": (
        ('"behaviour"', '"behavior"'),
        "often role is 'behavior'",
        "did you mean 'behaviour'?",
    ),
    "family": (
        ("highlight =", 'family = "first"\nhighlight ='),
        "often family is 'first'",
        "'secondary'",
    ),
    "highlight": (
        ('["souvent"]', '["souvant"]'),
        "often highlight is 'souvant'",
        "did you mean 'souvent'?",
    ),
    "positive": (('["oui"]', '["yes"]'), "gain positive is 'yes', not one of ['oui', 'non']"),
    "positive off the scale": (
        ('["oui"]', '["nsp"]'),
        "gain positive is 'nsp', not one of ['oui', 'non']",
    ),
    "positive everything": (('["oui"]', '["oui", "non"]'), "[[questions]] gain", "`positive`"),
    "outcome without positive": (
        ('positive = ["oui"]\n', ""),
        "[[questions]] gain is an outcome",
        "`positive`",
    ),
    "outcome of several": (
        ('"multiple"\nrole = "context"', '"multiple"\nrole = "outcome"'),
        "why has role 'outcome'",
    ),
    "behaviour without order": (
        ('"ordinal"', '"nominal"'),
        "often has role 'behaviour' but kind 'nominal'",
    ),
    "kind of missing": (
        ("refused =", "refusal ="),
        "gain missing",
        "'refusal'",
        "did you mean 'refused'?",
    ),
    "ids twice": (('id = "words"', 'id = "gain"'), "question ids must differ; twice: ['gain']"),
    "columns twice": (
        ('fr = "Un mot?"', 'fr = "J’en tire des résultats"'),
        "columns must differ",
        "J’en tire",
    ),
    "levels twice": (
        ('id = "parfois"', 'id = "jamais"'),
        "often levels must differ; twice: ['jamais']",
    ),
    "one level": (
        ('kind = "text"', 'kind = "nominal"'),
        "[[questions]] words needs at least two levels",
    ),
    "id of a survey": (('"mini"', '"Été 2015"'), "[survey] id is 'Été 2015'", "small letters"),
    "id of a question": (('"often"', '"Often"'), "[[questions]] Often is 'Often'", "small letters"),
    "id of a level": (('"jamais"', '"déjà"'), "often level 'déjà' is 'déjà'", "small letters"),
}


@pytest.mark.parametrize(
    ("change", "expected"), [(m[0], m[1:]) for m in MISTAKES.values()], ids=MISTAKES
)
def test_a_mistake_is_told_in_one_line_that_names_file_and_entry(survey, change, expected):
    """Fails when a check is left out, raises something else, or does not say where it is."""
    folder = survey(change)
    with pytest.raises(SurveyError) as refusal:
        codebook.load(folder)
    message = str(refusal.value)
    path = str(folder / "codebook.toml")
    assert all(line.startswith(f"{path}") for line in message.splitlines())
    for part in expected:
        assert part in message


OTHERS = {
    "more": 'kind = "ordinal"\nrole = "behaviour"',
    "most": 'kind = "ordinal"\nrole = "context"',
    "won": 'kind = "ordinal"\nrole = "outcome"\npositive = ["y"]',
    "many": 'kind = "multiple"\nrole = "context"\npositive = ["y"]',
}
MORE = "".join(
    f"""
[[questions]]
id = "{id}"
{entries}
text = {{ fr = "{id}?", en = "{id}?" }}
levels = [{{ id = "x", fr = "X", en = "X" }}, {{ id = "y", fr = "Y", en = "Y" }}]
"""
    for id, entries in OTHERS.items()
)
MODEL = '[model]\noutcome = "gain"\npredictors = ["often", "more"]\n'
INDEX = '[composite]\nitems = ["often", "more", "most"]\n'
UNDECLARED = {
    "model entry": (
        "predictors",
        "predictor",
        "[model]",
        "'predictor'",
        "did you mean 'predictors'?",
    ),
    "model entry missing": ('outcome = "gain"\n', "", "[model] has no 'outcome'"),
    "model in double brackets": ("[model]", "[[model]]", "no [model] table"),
    "outcome unknown": ('"gain"', '"gains"', "[model] outcome is 'gains'", "did you mean 'gain'?"),
    "outcomes": ('"gain"', '["gain"]', "[model] outcome is ['gain'], not a text"),
    "outcome of many levels": (
        '"gain"',
        '"most"',
        "[model] outcome 'most' does not part people in two",
        "`positive`",
    ),
    "outcome of several": (
        '"gain"',
        '"many"',
        "[model] outcome 'many' does not part people in two",
        "'ordinal'",
    ),
    "predictors as one word": (
        '["often", "more"]',
        '"often"',
        "[model] predictors is 'often', not a list",
    ),
    "predictor unknown": (
        '"more"]',
        '"mores"]',
        "[model] predictors is 'mores'",
        "did you mean 'more'?",
    ),
    "predictor without order": (
        '"more"]',
        '"why"]',
        "[model] predictors has 'why', of kind 'multiple', not 'ordinal'",
    ),
    "predictor twice": ('"more"]', '"often"]', "[model] predictors must differ; twice: ['often']"),
    "no predictor": ('"often", "more"', "", "[model] predictors names 0 questions", "one or 2"),
    "three predictors": (
        '"more"]',
        '"more", "most"]',
        "[model] predictors names 3 questions",
        "one or 2",
    ),
    "outcome as predictor": (
        '"gain"\npredictors = ["often"',
        '"won"\npredictors = ["won"',
        "[model] has 'won' both",
    ),
    "index entry": ("items", "item", "[composite]", "'item'", "did you mean 'items'?"),
    "index entry missing": ('items = ["often", "more", "most"]', "", "[composite] has no 'items'"),
    "index in double brackets": ("[composite]", "[[composite]]", "no [composite] table"),
    "items as one word": (
        '["often", "more", "most"]',
        '"often"',
        "[composite] items is 'often', not a list",
    ),
    "item unknown": ('"most"', '"mosst"', "[composite] items is 'mosst'", "did you mean 'most'?"),
    "item without order": (
        '"most"',
        '"words"',
        "[composite] items has 'words', of kind 'text', not 'ordinal'",
    ),
    "item twice": ('"most"', '"more"', "[composite] items must differ; twice: ['more']"),
    "one item": (', "more", "most"', "", "[composite] items needs at least two questions"),
    "item that is the outcome": ('"most"', '"won"', "[composite] items has 'won', an outcome"),
}


@pytest.fixture(scope="module")
def declaring(survey):
    """A function that writes the small survey with more questions, a model and an index, one text
    of these changed.
    """
    start = '[[questions]]\nid = "why"'

    def write(old="", new=""):
        assert old in MODEL + INDEX
        return survey((start, (MODEL + INDEX).replace(old, new, 1) + MORE + start))

    return write


def test_a_declared_model_and_index_are_read(declaring, survey):
    """Fails when a declaration is lost, or a survey without one has one."""
    book = codebook.load(declaring())
    assert (book.model.outcome, book.model.predictors) == ("gain", ("often", "more"))
    assert book.composite == ("often", "more", "most")
    book = codebook.load(survey())
    assert (book.model, book.composite) == (None, ())


@pytest.mark.parametrize(
    ("old", "new", "expected"), [(m[0], m[1], m[2:]) for m in UNDECLARED.values()], ids=UNDECLARED
)
def test_a_mistake_in_what_is_declared_is_told(declaring, old, new, expected):
    """Fails when a check of the model or of the index is left out, or does not say where the
    mistake is.
    """
    folder = declaring(old, new)
    with pytest.raises(SurveyError) as refusal:
        codebook.load(folder)
    message = str(refusal.value)
    path = str(folder / "codebook.toml")
    assert all(line.startswith(f"{path}") for line in message.splitlines())
    for part in expected:
        assert part in message


@pytest.mark.parametrize(
    "ending", ["", "[questions]\nid = 'why'\n"], ids=["none", "in single brackets"]
)
def test_a_survey_without_questions_is_told(survey, ending):
    """Fails when the questions are taken for a list without a look."""
    folder = survey()
    path = folder / "codebook.toml"
    path.write_text(
        path.read_text(encoding="utf-8").split("[[questions]]")[0] + ending, encoding="utf-8"
    )
    with pytest.raises(
        SurveyError, match=r"codebook\.toml: no \[\[questions\]\]; add one entry for each"
    ):
        codebook.load(folder)


OLDER_WORDS = [
    ("ignore_columns =", "leave ="),
    ("[intake]", "[intake]\nlarge = 3"),
    ('"multiple"', '"several"'),
    ('"ordinal"', '"ordered"'),
    ("write_in =", "open ="),
    ("[[questions]]", "[index]\nitems = ['often', 'more']\n" + MORE + "[[questions]]"),
]


def test_the_words_of_older_codebooks_stay_good(survey):
    """Fails when a codebook written before a word was changed is refused, or read otherwise."""
    book = codebook.load(survey(*OLDER_WORDS, answers=b"1234"))
    why, often = book.question("why"), book.question("often")
    assert (why.kind, often.kind, book.composite) == ("multiple", "ordinal", ("often", "more"))
    assert [level.id for level in why.levels if level.write_in] == ["autre"]
    assert book.intake["ignore_columns"] == ["Horodateur"] and book.is_aggregated
    assert not set(book.intake) & set(aliases.INTAKE_ENTRIES)


def test_the_files_of_a_survey_are_looked_up_once(survey):
    """Fails when a codebook looks at the disk again each time it is asked for its answers."""
    folder = survey(("[intake]", '[intake]\nfile = "exports/*.csv"'), published="")
    (folder / "exports").mkdir()
    for name in ("b", "a"):
        (folder / f"exports/{name}.csv").write_bytes(b"x")
    book = codebook.load(folder)
    shutil.rmtree(folder)
    assert [path.name for path in book.exports] == ["a.csv", "b.csv"]
    assert book.published == folder / "published.toml" and not book.is_aggregated


def test_texts_are_checked_where_no_language_is_known(survey):
    """Fails when a plain text in place of one in each language ends in a traceback."""
    folder = survey(('["fr", "en"]', "[]"), ('{ fr = "Un mot?", en = "A word?" }', '"Un mot?"'))
    with pytest.raises(SurveyError, match=r"\[survey\] languages is \[\]"):
        codebook.load(folder)
    path = folder / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[disclosure]\npurpose = "x"\n', "utf-8")
    with pytest.raises(
        SurveyError, match=r"\[disclosure\] purpose must be a text in each language"
    ):
        codebook.load(folder)


def test_a_missing_file_or_folder_is_told(survey, tmp_path):
    """Fails when the open or the search for the folder is not guarded."""
    with pytest.raises(SurveyError, match=r"codebook\.toml is missing$"):
        codebook.load(tmp_path)
    with pytest.raises(
        SurveyError, match=r"^no survey folder 'data/raw/nowhere' in .+ or above it$"
    ):
        codebook.load("data/raw/nowhere")


def test_a_file_in_another_encoding_is_told(survey):
    """Fails when only TOML errors are caught, not those of decoding."""
    folder = survey()
    path = folder / "codebook.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    with pytest.raises(SurveyError, match=r"codebook\.toml is not UTF-8 text; save it"):
        codebook.load(folder)


def test_a_survey_is_found_from_the_folders_below(survey, monkeypatch, tmp_path):
    """Fails when a relative folder is looked for in the working directory only."""
    shutil.copytree(survey(), tmp_path / "data/raw/mini")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert codebook.load("data/raw/mini").id == "mini"


def test_the_small_survey_is_read_as_written(survey):
    """Fails when a default, an order or a field of the codebook is lost on the way."""
    book = codebook.load(survey())
    assert [(q.id, q.kind, q.role, q.family) for q in book.questions] == [
        ("why", "multiple", "context", "primary"),
        ("often", "ordinal", "behaviour", "primary"),
        ("gain", "nominal", "outcome", "primary"),
        ("words", "text", "context", "primary"),
    ]
    gain = book.question("gain")
    assert (gain.ids, gain.scale) == (["oui", "non", "nsp"], ["oui", "non"])
    assert gain.missing == {"_refused": ("Je préfère ne pas répondre",), "_not_asked": ("N/A",)}
    assert (
        gain.label("nsp", "en") == "I don’t know"
        and gain.column == gain.text["fr"] == gain.short["fr"]
    )
    assert book.question("words").categories == [
        "answered",
        "_skipped",
        "_not_asked",
        "_not_applicable",
        "_refused",
        "_not_codable",
    ]
    assert (book.synthetic, book.published, book.texts["short_title"]["en"]) == (
        False,
        None,
        "Trial",
    )
    assert book.answers == book.folder / "answers.csv" and book.disclosure["funder"] is None
    assert book.smallest_cell == 5
    assert (
        book.with_role("outcome", "primary") == [gain]
        and book.with_role("outcome", "secondary") == []
    )


def test_an_unknown_question_or_language_is_told(survey):
    """Fails when a lookup returns None, or raises without naming what there is."""
    book = codebook.load(survey())
    with pytest.raises(
        SurveyError, match=r"no question 'offen', only \['why', .*did you mean 'often'\?"
    ):
        book.question("offen")
    with pytest.raises(SurveyError, match=r"no texts in language 'de', only in \['fr', 'en'\]"):
        book.language("de")
    assert book.language("en") == "en"


# The first survey: the wordings published in 2015, and the levels that its article does not name.
WORDINGS = {
    "q1": "Qu’est-ce que LinkedIn représente pour vous?",
    "q2": "J’utilise LinkedIn à quelle fréquence?",
    "q3": (
        "J’obtiens des retombées et des résultats concrets avec LinkedIn pour mon développement "
        "d’affaires"
    ),
    "q4": "Je consulte la section QUI A CONSULTÉ MON PROFIL",
    "q5": "J’aime, je commente ou je partage du contenu",
    "q6": "Je participe et commente dans les groupes de discussion",
    "q7": "Je cible, recherche et contacte des prospects avec LinkedIn",
    "q8": "Mon organisation a une politique médias sociaux?",
}
ASSUMED = {
    "q1": ["emploi", "affaires", "autre"],
    "q2": ["jamais", "rarement", "mois"],
    "q3": [],
    "q4": ["jamais", "rarement"],
    "q5": ["plupart", "toujours"],
    "q6": ["plupart", "toujours"],
    "q7": ["plupart", "toujours"],
    "q8": ["oui", "ne_sait_pas"],
}
ROLES = {
    "context": ["q1"],
    "outcome": ["q3", "q8"],
    "behaviour": ["q2", "q4", "q5", "q6", "q7"],
    "group": [],
}


def test_the_wordings_are_those_published(real):
    """Fails when one letter, apostrophe or space of a published wording is changed, in the file or
    in reading it.
    """
    raw = tomllib.loads((real.folder / "codebook.toml").read_text(encoding="utf-8"))
    assert {q["id"]: q["text"]["fr"] for q in raw["questions"]} == WORDINGS
    assert {q.id: q.text["fr"] for q in real.questions} == WORDINGS
    assert "'" not in "".join(WORDINGS.values())


def test_what_the_article_does_not_name_is_marked_as_assumed(real):
    """Fails when a level of ours passes for one of the article's, or the other way round."""
    assert {
        q.id: [level.id for level in q.levels if level.assumed] for q in real.questions
    } == ASSUMED


def test_roles_and_families_are_those_of_the_plan(real):
    """Fails when a question changes role: the family of tests would change with it."""
    assert {role: [q.id for q in real.with_role(role)] for role in codebook.ROLES} == ROLES
    assert [q.id for q in real.with_role("outcome", "primary")] == ["q3"]
    assert real.question("q8").scale == ["oui", "non"]


def test_the_index_leaves_the_group_question_out(real):
    """Fails when q6, 97 % of whose answers are in two levels, enters the index, or the model
    changes.
    """
    assert real.composite == ("q2", "q4", "q5", "q7")
    assert (real.model.outcome, real.model.predictors) == ("q3", ("q2", "q7"))


GRID = """
[[questions]]
id = "rate"
kind = "ordinal"
text = { fr = "Que pensez-vous de ceci?", en = "What do you think of these?" }
levels = [{ id = "bad", fr = "Mal", en = "Bad" }, { id = "good", fr = "Bien", en = "Good" }]
rows = [
    { id = "room", fr = "La salle", en = "The room" },
    { id = "meal", fr = "Le repas", en = "The meal", column = "M" },
]
"""


def test_a_grid_is_a_question_a_row(survey):
    """Fails when a row loses the scale, its column or what it belongs to."""
    book = codebook.load(survey(text=MINI + GRID))
    room, meal = book.questions[-2:]
    assert (room.id, meal.id, meal.column) == ("rate_room", "rate_meal", "M")
    assert room.column == "Que pensez-vous de ceci? [La salle]"
    assert room.text["en"] == "What do you think of these? — The room"
    assert room.short["fr"] == "La salle" and room.scale == meal.scale == ["bad", "good"]
    assert room.grid == meal.grid and room.grid.id == "rate"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "ordinal"', 'kind = "multiple"', "rate' has `rows` and kind 'multiple'"),
        ('id = "room", ', "", "rows None has no 'id'"),
        (', en = "The room"', "", "rows 'room' has no text in language 'en'"),
        ('id = "meal"', 'id = "room"', "question ids must differ; twice: .'rate_room'"),
    ],
)
def test_a_mistake_in_a_grid_is_told(survey, old, new, message):
    """Fails when a row may be without an id or a wording, or a grid of any kind."""
    with pytest.raises(SurveyError, match=message):
        codebook.load(survey(text=MINI + GRID.replace(old, new)))
