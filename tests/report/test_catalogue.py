"""The catalogues say the same in each language, no message is missing or left over, and numbers are
well written."""

import ast
import itertools
import json
import math
import re
import string
from pathlib import Path

import pytest

from helpers import codebook
from helpers.analysis import regression
from helpers.analysis.specifications import Kind
from helpers.answers import vocabulary
from helpers.codebook import SurveyError
from helpers.document import marks
from helpers.report import catalogue, cells, narrative
from helpers.report.sections.appendix import DISCLOSURE
from helpers.stats import grim

SOURCE = Path(catalogue.__file__).parent
LANGUAGES = sorted(path.stem for path in catalogue.FOLDER.glob("*.toml"))
NBSP = "\u00a0"
FORMS = {"zero", "one", "many", "other"}


def flat(language):
    """Every message of a catalogue by its key; a message in several forms as a dict of them."""
    found = {}
    for key, value in catalogue.load(language).entries.items():
        whole = isinstance(value, str) or set(value) <= FORMS
        found |= (
            {key: value} if whole else {f"{key}.{name}": message for name, message in value.items()}
        )
    return found


CATALOGUES = {language: flat(language) for language in LANGUAGES}


def forms(message):
    return message if isinstance(message, dict) else {"": message}


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# ---------------------------------------------------------------------------------- the catalogues
def test_there_are_catalogues():
    """Fails when a catalogue is lost: the tests below would compare nothing."""
    assert LANGUAGES == ["en", "es", "fr"] and len(CATALOGUES["fr"]) > 150


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(LANGUAGES, 2)))
def test_catalogues_have_the_same_keys_forms_and_variables(one, other):
    """Fails when a message, one of its grammatical forms or one of its variables is in one language
    only."""
    one, other = CATALOGUES[one], CATALOGUES[other]
    assert list(one) == list(other)
    for key in one:
        assert list(forms(one[key])) == list(forms(other[key])), key
        for form, text in forms(one[key]).items():
            assert places(text) == places(forms(other[key])[form]), (key, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_finds_its_form(language):
    """Fails when a form that Babel asks for is missing; French has one more for whole millions."""
    messages = catalogue.load(language)
    for key, message in CATALOGUES[language].items():
        if isinstance(message, dict):
            names = set().union(*map(places, message.values())) - {"n"}
            values = dict.fromkeys(names, messages.integer(12))
            assert {"one", "other"} <= set(message) <= FORMS, key
            for n in (2, 21, 1_000_000):
                assert (
                    messages.integer(n) in messages(key, n=n, **values)
                    or "{n}" not in message["other"]
                ), (key, n)


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_set_with_care(language):
    """Fails when a message holds a straight apostrophe or quotation mark, a double space, or a
    space before a comma."""
    for key, message in CATALOGUES[language].items():
        for text in forms(message).values():
            assert not re.search(r"['\"]|  | [,.;]|\.\.\.", text.replace("\n", " ")), (key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_opens_with_a_number_that_may_be_in_figures(language):
    """Fails when a plural form begins with its number: from ten on, a sentence opens with 12."""
    for key, message in CATALOGUES[language].items():
        several = message.get("other", "") if isinstance(message, dict) else ""
        assert not re.search(r"(^|[.!?] )\**\{n:[MF]\}.*\.$", several), key


# ---------------------------------------------------------------------------------- the keys
def programs():
    """Name and syntax tree of each module of the door, and of the code of each notebook."""
    for path in SOURCE.rglob("*.py"):
        yield path.name, ast.parse(path.read_text(encoding="utf-8"))
    for path in (SOURCE.parents[2] / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        yield path.name, ast.parse("\n".join(code))


def literals():
    """Every text that is written in the programs, and where."""
    for name, tree in programs():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, name


def test_every_key_is_written_in_full_where_it_is_used():
    """Fails when a message stays behind when its last use goes, or a key is put together."""
    assert set(CATALOGUES["fr"]) - {text for text, _ in literals()} == set()


def test_every_key_that_is_written_has_a_message():
    """Fails when a message is asked for under a wrong key."""
    sections = {key.split(".")[0] for key in CATALOGUES["fr"]}
    for text, name in literals():
        if re.fullmatch(r"[a-z_]+\.(?!toml)[a-z_]+", text) and text.split(".")[0] in sections:
            assert text in CATALOGUES["fr"], f"{name} uses {text}"


def test_no_key_is_put_together():
    """Fails when a key is made of pieces: whoever looks for its message would not find its use."""
    for name, tree in programs():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                made = isinstance(node.args[0], ast.JoinedStr) and node.func.id == "messages"
                assert not made, f"{name}, line {node.lineno}"


def test_every_code_has_a_message(real):
    """Fails when a kind of missing, a rule, a rounding or a line of the disclosure has none."""
    rules = {*list(vocabulary.LADDER)[1:], "alias", "own words", "free text"}
    assert rules | set(codebook.MISSING) <= set(narrative.account.ITEMS)
    assert set(narrative.answers.MISSING) == set(codebook.MISSING)
    assert set(narrative.grim.ROUNDINGS) == set(grim.ROUNDINGS)
    assert set(DISCLOSURE) == set(real.disclosure)
    assert set(narrative.regression.REASONS) == set(regression.NOT_FITTED)
    assert set(narrative.robustness.SPECIFICATIONS) == set(Kind)


# ---------------------------------------------------------------------------------- numbers
FORMATS = [
    # method, arguments, French, English, Spanish
    ("percent", (61 / 77,), "79\u00a0%", "79%", "79\u00a0%"),
    ("percent", (0.005,), "1\u00a0%", "1%", "1\u00a0%"),
    ("percent", (0.145,), "15\u00a0%", "15%", "15\u00a0%"),  # 14.499999999999998 without care
    ("percent", (0.0049,), "0\u00a0%", "0%", "0\u00a0%"),
    ("percent", (1.0,), "100\u00a0%", "100%", "100\u00a0%"),
    ("percent", (math.nan,), "–", "–", "–"),
    ("percent", (0.265, 1), "26,5\u00a0%", "26.5%", "26,5\u00a0%"),
    ("percent", (0.26, 1), "26,0\u00a0%", "26.0%", "26,0\u00a0%"),
    (
        "percent",
        (0.28995, 2),
        "29,00\u00a0%",
        "29.00%",
        "29,00\u00a0%",
    ),  # 28.994999999999997 without care
    ("number", (0.125,), "0,13", "0.13", "0,13"),
    ("number", (-0.125,), "−0,13", "−0.13", "−0,13"),
    ("number", (1.005,), "1,01", "1.01", "1,01"),  # 100.49999999999999 without care
    ("number", (-0.004,), "0,00", "0.00", "0,00"),
    ("number", (1234.5, 1), "1\u00a0234,5", "1,234.5", "1\u00a0234,5"),
    ("number", (2.5, 0), "3", "3", "3"),
    ("number", (math.inf,), "∞", "∞", "∞"),
    ("number", (-math.inf,), "−∞", "−∞", "−∞"),
    ("number", (math.nan,), "–", "–", "–"),
    ("integer", (1234567,), "1\u00a0234\u00a0567", "1,234,567", "1\u00a0234\u00a0567"),
    ("p", (1.0,), "1,00", "1.00", "1,00"),
    ("p", (0.0995,), "0,10", "0.10", "0,10"),
    ("p", (0.0994,), "0,099", "0.099", "0,099"),
    ("p", (0.0649,), "0,065", "0.065", "0,065"),
    ("p", (0.0004,), "0,00040", "0.00040", "0,00040"),
    ("p", (0.00000123,), "0,000001", "0.000001", "0,000001"),
    ("p", (1e-7,), "< 0,000001", "< 0.000001", "< 0,000001"),
    ("p", (0.0,), "< 0,000001", "< 0.000001", "< 0,000001"),
    ("p", (math.nan,), "–", "–", "–"),
    (
        "interval",
        (0.306, 0.803),
        "de\u00a00,31\u00a0à\u00a00,80",
        "0.31\u00a0to\u00a00.80",
        "de\u00a00,31\u00a0a\u00a00,80",
    ),
    (
        "interval",
        (-1.0, math.inf),
        "de\u00a0−1,00\u00a0à\u00a0∞",
        "−1.00\u00a0to\u00a0∞",
        "de\u00a0−1,00\u00a0a\u00a0∞",
    ),
    ("list", (["a", "b", "c"],), "a, b et c", "a, b and c", "a, b y c"),
    ("list", (["a", "b"], "or"), "a ou b", "a or b", "a o b"),
    ("list", ([],), "", "", ""),
    (
        "runs",
        ([69, 70, 73, 76, 77, 78, 79],),
        "69, 70, 73 et de\u00a076\u00a0à\u00a079",
        "69, 70, 73 and 76\u00a0to\u00a079",
        "69, 70, 73 y de\u00a076\u00a0a\u00a079",
    ),
    ("runs", ([],), "", "", ""),
    ("date", ("2026-11-23",), "23 novembre 2026", "November 23, 2026", "23 de noviembre de 2026"),
    (
        "date",
        ("2026-12-01",),
        "1er décembre 2026",
        "December 1, 2026",
        "1.º de diciembre de 2026",
    ),  # the first day alone is an ordinal in French
    ("date", ("2026-01-11",), "11 janvier 2026", "January 11, 2026", "11 de enero de 2026"),
]


@pytest.mark.parametrize(("method", "arguments", "french", "english", "spanish"), FORMATS)
def test_each_language_writes_numbers_its_way(method, arguments, french, english, spanish):
    """Fails when a decimal sign, a space, a real minus, halves up or a missing number is another
    one."""
    languages = ("fr", "en", "es")
    written = [getattr(catalogue.load(language), method)(*arguments) for language in languages]
    assert [text.replace("\u202f", "?") for text in written] == [french, english, spanish]


def test_an_interval_of_shares_writes_both_ends_as_shares():
    """Fails when a range is parted, or has its sign twice in French."""
    written = [catalogue.load(language).plain.percents(0.69, 0.87) for language in LANGUAGES]
    assert written == [
        f"69%{NBSP}to{NBSP}87%",
        f"del{NBSP}69{NBSP}%{NBSP}al{NBSP}87{NBSP}%",
        f"de{NBSP}69{NBSP}à{NBSP}87{NBSP}%",
    ]


@pytest.mark.parametrize(
    ("n", "french", "english", "spanish"),
    [
        (0, "0\u00a0personne", "0\u00a0people", "0\u00a0personas"),
        (1, "1\u00a0personne", "1\u00a0person", "1\u00a0persona"),
        (2, "2\u00a0personnes", "2\u00a0people", "2\u00a0personas"),
        (1000, "1\u00a0000\u00a0personnes", "1,000\u00a0people", "1\u00a0000\u00a0personas"),
        (
            1_000_000,
            "1\u00a0000\u00a0000\u00a0personnes",
            "1,000,000\u00a0people",
            "1\u00a0000\u00a0000\u00a0personas",
        ),
    ],
)
def test_the_number_chooses_the_form(n, french, english, spanish):
    """Fails when zero is plural in French, or a million has no form."""
    written = [catalogue.load(language)("people", n=n) for language in ("fr", "en", "es")]
    assert written == [french, english, spanish]


@pytest.mark.parametrize(
    ("items", "style", "expected"),
    [
        (["padres", "hijos"], "standard", "padres e hijos"),
        (["a", "b", "«Internet»"], "standard", "a, b e «Internet»"),
        (["agua", "hielo"], "standard", "agua y hielo"),
        (["yo", "tú"], "standard", "yo y tú"),
        (["siete", "ocho"], "or", "siete u ocho"),
        (["«Sí»", "«Otro»"], "or", "«Sí» u «Otro»"),
        (["5", "7"], "or", "5 o 7"),
        (["7", "8"], "or", "7 u 8"),
        (["y", "o"], "or", "y u o"),
        (["hijos"], "standard", "hijos"),
    ],
)
def test_spanish_joins_by_the_sound_that_follows(items, style, expected):
    """Fails when *y* stands before an i, *o* before an o, or an item is changed itself."""
    assert catalogue.load("es").list(items, style) == expected


def test_zero_has_a_form_of_its_own_where_there_is_one():
    """Fails when ``zero`` is looked for by plural rules: neither language has such a rule."""
    assert catalogue.load("fr")("respondents.missing", n=0) == "aucune ne manque"


def test_values_are_set_as_the_language_sets_them():
    """Fails when a message is typeset before its values are in place, or braces in a value are read
    again."""
    assert (
        catalogue.load("fr")("quote", text="l'an {n} : 5 %")
        == f"«{NBSP}l’an {{n}}{NBSP}: 5{NBSP}%{NBSP}»"
    )


def test_an_unknown_language_or_key_is_told():
    """Fails when a language without catalogue is only found out by the open, or a wrong key gives
    an empty text."""
    with pytest.raises(
        SurveyError, match=r"^no catalogue in language 'de', only \['en', 'es', 'fr'\]$"
    ):
        catalogue.load("de")
    with pytest.raises(KeyError, match=r"messages/fr\.toml has no message 'graded\.all'"):
        catalogue.load("fr")("graded.all")


def test_what_was_asked_for_is_noted(monkeypatch):
    """Fails when a way to a message leaves no trace: a build would not see that the message has
    changed."""
    monkeypatch.setattr(catalogue, "ASKED", {})
    messages = catalogue.Messages("fr")
    assert catalogue.ASKED == {}
    messages("people", n=2)
    with pytest.raises(KeyError):
        messages("graded.all")
    assert catalogue.ASKED["fr"] == {"people", "graded.all"}
    messages.interval(1, 2)
    assert messages.entries["people"]
    assert catalogue.ASKED["fr"] - {"people", "graded.all"} == {"interval", ""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_below_ten_are_spelled_where_a_message_asks(language):
    """Fails when ten is spelled, nine is not, a gender is lost, or the number's cell is."""
    plain, marked = catalogue.load(language).plain, catalogue.load(language)
    one = plain.integer(1)
    assert f"{one}" == "1"
    genders = {"fr": "un une Une", "en": "one one One", "es": "un una Una"}[language]
    assert [f"{one:m}", f"{one:f}", f"{one:F}"] == genders.split()
    assert f"{plain.integer(10):m}" == "10"
    assert len(plain.cardinals("m")) == len(plain.cardinals("f")) == 10
    cell = cells.Cell(9, "shares/q1", "oui", "count")
    nine = f"{marked.integer(cell):m}"
    assert marks.strip(nine) == {"fr": "neuf", "en": "nine", "es": "nueve"}[language]
    assert 'data-cell="shares/q1' in nine and 'value="9"' in nine
