"""Whatever stands in an entry: a message that names it, or a codebook; never a traceback."""

import random
import re

import pytest
from codebook_values import VALUES

from helpers import codebook
from helpers.codebook import SurveyError, reference

TEXTS = {"text", "empty text", "blank text", "huge text", "odd text"}
LISTS = {"empty list", "texts", "one text twice"}
WHOLE = {"whole", "huge whole", "negative"}
TABLE = {"empty table", "texts by name"}
# What an entry takes, in the manual's words → values that may pass; the others must not.
MAY_PASS = {
    "a text between quotation marks": TEXTS,
    'a text between answers, as ", ", or one space': TEXTS,
    'a list of texts, as ["a", "b"]': LISTS,
    'a list of texts, one name at least, as ["A. Analyst"]': {"texts", "one text twice"},
    "a list with the questions' language first": LISTS,
    "a whole number, 0 or more": {"whole", "huge whole"},
    "a number between 0 and 1": set(),
    "a whole number, 2 or more": {"whole", "huge whole"},
    "a date, as 2026-01-31": {"date"},
    "true or false": {"true"},
    "a text or a number": TEXTS | WHOLE | {"decimal"},
    'a table of columns and what they hold, as { Status = "Complete" }': TABLE,
    "a list of texts, or of tables, as [{ id = … }, { id = … }]": LISTS,
    'a table of questions and their levels, as { q1 = ["yes"] }, or a list of such tables': {
        "empty list"
    },
    "a number": set(),
    "a list of numbers, as [5, 10]": {"empty list"},
    "a list of two numbers, as [0, 120], or of two dates, as [2020-01-01, 2026-01-31]": {
        "empty list"
    },
    'a table of texts and their numbers, as { "a dozen" = 12 }': {"empty table"},
    "a table": {"empty table"},
    "a text in each language": {"texts by name"},
    "a whole number, 1 or more, or a text in each language": {"whole", "texts by name"},
    "an id, in small letters without accents and digits": {"text"},
}
BOOK = {
    "[survey]": {
        "id": '"toy"',
        "provenance": '"collected"',
        "languages": '["en"]',
        "date": "2026-01-31",
        "version": '"1"',
        "authors": '["A"]',
        "title": '{ en = "Title" }',
        "event": '{ en = "Event" }',
        "organiser": '{ en = "Organiser" }',
    },
    "[disclosure]": {},
    "[intake]": {},
    "[[questions]]": {
        "id": '"q1"',
        "kind": '"ordinal"',
        "text": '{ en = "How often?" }',
        "levels": '["Never", "Often"]',
    },
    "[[questions]] ": {
        "id": '"q2"',
        "kind": '"ordinal"',
        "text": '{ en = "How long?" }',
        "levels": '["Hours", "Days"]',
        "positive": '["days"]',
    },
    "[plan]": {},
    "[model]": {"outcome": '"q1"', "predictors": '["q2"]'},
    "[composite]": {"items": '["q1", "q2"]'},
}
BOOK["[[questions]]"]["positive"] = '["often"]'
DECLARED = ("[model]", "[composite]")
PARTS = {
    "levels of a question": ("levels", '[{{ id = "never", en = "Never", {} }}, "Often"]'),
    "missing of a question": ("missing", "{{ {} }}"),
    "rows of a question": ("rows", '[{{ id = "room", en = "Room", {} }}, "Meal"]'),
}
CASES = [
    (heading, name) for heading, model in reference.TABLES.items() for name in model.model_fields
]


def written(tables):
    """A codebook as it stands in its file."""
    return "\n".join(
        "\n".join([heading.strip(), *(f"{key} = {value}" for key, value in entries.items())])
        for heading, entries in tables.items()
    )


def changed(heading, name, value):
    """The good codebook with one entry changed."""
    if heading in PARTS:
        entry, form = PARTS[heading]
        content = f"{name} = {value}"
        if (heading, name) == ("levels of a question", "id"):
            form, content = '[{{ en = "Never", {} }}, "Often"]', f"id = {value}"
        if (heading, name) == ("rows of a question", "id"):
            form, content = '[{{ en = "Room", {} }}, "Meal"]', f"id = {value}"
        if heading == "rows of a question":  # no question is called as the grid is
            book = {key: table for key, table in BOOK.items() if key not in DECLARED}
            return book | {"[[questions]]": BOOK["[[questions]]"] | {entry: form.format(content)}}
        heading, name, value = "[[questions]]", entry, form.format(content)
    return BOOK | {heading: BOOK[heading] | {name: value}}


def refusal(folder, text):
    """What is told of a codebook; nothing if it is accepted."""
    (folder / "codebook.toml").write_text(text, encoding="utf-8")
    try:
        codebook.load(folder)
    except SurveyError as error:
        return str(error)
    return ""


def test_the_codebook_that_is_changed_is_good(tmp_path):
    """Fails when every change is refused for another reason."""
    assert refusal(tmp_path, written(BOOK)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("heading, name", CASES, ids=[" ".join(case) for case in CASES])
def test_a_value_of_a_wrong_type_is_refused_by_name(heading, name, tmp_path):
    """Fails when one passes, ends in a traceback, is not named, or floods the terminal."""
    field = reference.TABLES[heading].model_fields[name]
    may_pass = MAY_PASS.get(reference.takes(field), set())
    for kind, value in VALUES.items():
        message = refusal(tmp_path, written(changed(heading, name, value)))
        assert message or kind in may_pass, f"{name} = {value[:80]} passes"
        if message and kind not in may_pass:
            assert re.search(rf"\b{name}\b|level 1|not one of", message)
        for line in message.replace(str(tmp_path), "").splitlines():
            assert len(line) < 600
            assert line.isprintable()


@pytest.mark.parametrize("heading", [heading for heading in BOOK if heading.strip() == heading])
@pytest.mark.parametrize("value", VALUES)
def test_anything_in_place_of_a_table(heading, value, tmp_path):
    """Fails when a whole table of a wrong type ends in a traceback, or passes."""
    rest = {other: entries for other, entries in BOOK.items() if other.strip() != heading}
    text = f"{heading.strip('[]')} = {VALUES[value]}\n{written(rest)}"
    message = refusal(tmp_path, text)
    assert message or value == "empty table"


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000, '"\x00"', "2026-02-31", '"'])
def test_what_is_no_toml_is_told_in_one_line(value, tmp_path):
    """Fails when a number of 5,000 digits, or lists in lists, end in a traceback."""
    message = refusal(tmp_path, f"survey = {value}")
    assert "is not valid TOML" in message and len(message.splitlines()) == 1


@pytest.mark.parametrize("key", [f'"{"x" * 100_000}"', r'"\u202e\u0007"', '""', '"é à"'])
@pytest.mark.parametrize("heading", BOOK)
def test_any_word_as_an_entry(heading, key, tmp_path):
    """Fails when an unknown entry floods the terminal, writes signs into it, or passes."""
    message = refusal(tmp_path, written(BOOK | {heading: BOOK[heading] | {key: "1"}}))
    assert "has an unknown entry" in message
    assert all(line.isprintable() and len(line) < 900 for line in message.splitlines())


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("2026-01-31", "31/01/2026", "'date = 31/01/2026'; a date is written 2026-01-31"),
        ('version = "1"', "version = “1”", "'version = “1”'; quotation marks are straight"),
        ('id = "q2"', "id = q2", "'id = q2'; a text stands between quotation marks"),
        ("[[questions]]", "[questions]", "each question begins with [[questions]]"),
        ('version = "1"', 'version = "C:\\v"', "a backslash in a text is written twice"),
    ],
)
def test_a_line_that_is_no_toml_is_shown_with_what_was_meant(old, new, meant, tmp_path):
    """Fails when a slip of the keyboard is told by the words of a parser only."""
    message = refusal(tmp_path, written(BOOK).replace(old, new, 1))
    assert "codebook.toml is not valid TOML: " in message and meant in message


@pytest.mark.parametrize("seed", range(8))
def test_a_codebook_with_letters_changed(seed, tmp_path):
    """Fails when a slip of the keyboard ends in a traceback."""
    draw, text = random.Random(seed), written(BOOK)
    for _ in range(60):
        letters = list(text)
        for _ in range(draw.randint(1, 4)):
            place = draw.randrange(len(letters))
            letters[place] = draw.choice(["", '"', "[", "]", "{", "=", "\n", "é", "1", letters[0]])
        refusal(tmp_path, "".join(letters))
