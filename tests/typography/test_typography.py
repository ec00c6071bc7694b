"""Spaces and apostrophes: what each language asks for, once and for all, nothing else touched."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.document.export.prepare import WORDS
from helpers.report import catalogue
from helpers.typography import PATH, conventions, typeset

LANGUAGES = list(tomllib.loads(PATH.read_text(encoding="utf-8")))
N, T = "\u00a0", "\u202f"
FRENCH = [
    ("l'an, qu'elle, aujourd'hui", "l’an, qu’elle, aujourd’hui"),
    ("« Oui » ou «non»", f"«{N}Oui{N}» ou «{N}non{N}»"),
    ("Résultat : 26 %", f"Résultat{N}: 26{N}%"),
    (" : ", f"{N}: "),
    ("à 10:30 et http://exemple.ca", "à 10:30 et http://exemple.ca"),
    ("fin; puis fin ; vraiment ?", f"fin; puis fin{T}; vraiment{T}?"),
    ("1 250 réponses, 1 000 000 $", f"1{N}250{N}réponses, 1{N}000{N}000{N}$"),
    ("en 2015 77 personnes, q5 dit", f"en 2015 77{N}personnes, q5 dit"),
    ("n = 77, p = 0,05, γ = 0,3, an = 5", f"n{N}={N}77, p{N}={N}0,05, γ{N}={N}0,3, an = 5"),
    ("la question 5 et le tableau 2", f"la question{N}5 et le tableau{N}2"),
    ("un  double  blanc, 'entre guillemets'", "un  double  blanc, 'entre guillemets'"),
]
ENGLISH = [
    ("it's 26 people, to 30 of them", f"it’s 26{N}people, to 30 of them"),
    ("it's the respondents' choice", "it’s the respondents' choice"),
    ("“Yes”: 26%", "“Yes”: 26%"),
    ("Table 2, n = 77, question 5", f"Table{N}2, n{N}={N}77, question{N}5"),
    ("1 250 : 26 % ?", "1 250 : 26 % ?"),
]
SPANISH = [
    ("O'Higgins dijo «Sí»: 26 %", f"O’Higgins dijo «Sí»: 26{N}%"),
    ("¿Vuelve?; ¡claro!", "¿Vuelve?; ¡claro!"),
    ("1 250 respuestas, la pregunta 5", f"1{N}250{N}respuestas, la pregunta{N}5"),
    ("n = 77, p = 0,05", f"n{N}={N}77, p{N}={N}0,05"),
]


@pytest.mark.parametrize(("raw", "expected"), FRENCH)
def test_french_is_set_as_in_quebec(raw, expected):
    """Fails when a rule is left out, or reaches further than its sign."""
    assert typeset(raw, "fr") == expected


@pytest.mark.parametrize(("raw", "expected"), ENGLISH)
def test_english_is_set_as_in_canada(raw, expected):
    """Fails when French spaces are put into English."""
    assert typeset(raw, "en") == expected


def test_a_language_without_rules_is_left_alone():
    """Fails when the rules of another language are its own."""
    assert typeset("l'an « x » : 5 %", "de") == "l'an « x » : 5 %"


@pytest.mark.parametrize(("raw", "expected"), SPANISH)
def test_spanish_is_set_as_the_academies_ask(raw, expected):
    """Fails when French spaces are put into Spanish, or a percentage is parted from its sign."""
    assert typeset(raw, "es") == expected


def test_a_language_is_three_tables():
    """Fails when a language has messages, words of the exporters or conventions, but not all three;
    or when a survey's decimal sign is not that of its reports.
    """
    catalogues = [path.stem for path in catalogue.FOLDER.glob("*.toml")]
    assert sorted(catalogues) == sorted(WORDS) == sorted(LANGUAGES)
    for language in LANGUAGES:
        written = catalogue.load(language).plain.number(0.5, 1)
        assert written == ("0,5" if conventions(language)["decimal_comma"] else "0.5")
        assert WORDS[language]["tag"].startswith(f"{language}-")


TEXT = st.text(st.sampled_from(f"aln5 '’«»:;!?%$=γp{N}{T}\n."), max_size=12)


@given(TEXT, st.sampled_from(LANGUAGES))
def test_what_is_set_stays_as_it_is(raw, language):
    """Fails when a second passage changes the first's result: texts are set when read and again
    when put together.
    """
    once = typeset(raw, language)
    assert typeset(once, language) == once


@given(TEXT, st.sampled_from(LANGUAGES))
def test_only_spaces_and_apostrophes_change(raw, language):
    """Fails when a sign is lost or added."""
    bare = str.maketrans({" ": "", N: "", T: "", "’": "'"})
    assert typeset(raw, language).translate(bare) == raw.translate(bare)
