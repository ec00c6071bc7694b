"""Sentences: grammar at every count, words that follow their declared rule to the edge, nothing
claimed too much."""

import dataclasses
import itertools
import math
import random
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from languages import LANGUAGES, speak_all

from helpers import codebook, processed, published
from helpers.analysis import associations, summaries, tables
from helpers.answers import cleaning, intake
from helpers.codebook import MISSING, Level, Question
from helpers.codebook.numbers import bands
from helpers.report import catalogue, figures, narrative

NBSP = "\u00a0"
COUNTED = re.compile(
    rf"(?<=\d){NBSP}(?=[a-zé]{{3}}|to\b)|(?<=%){NBSP}(?=to\b)|(?<=\bto){NBSP}|(?<=\bde){NBSP}"
)
COUNTS = [(n, k) for n in (1, 2, 12) for k in range(n + 1)]
COUNTS += [
    pytest.param(77, k, marks=[pytest.mark.slow] * (k % 19 not in (0, 1))) for k in range(78)
]
COUNTS += [(1000, k) for k in (0, 1, 2, 50, 332, 469, 499, 500, 531, 700, 999, 1000)]

# What no sentence may hold. A number of one or of nought takes the singular in French, of one in
# English.
NOUNS = (
    "personnes|questions|lignes|réponses|envois|essais|doublons|associations|liens|paires|"
    "chiffres|répondants"
)
SPANISH = (
    "personas|preguntas|filas|respuestas|envíos|asociaciones|pares|cifras|participantes|variantes"
)
EVERYWHERE = {
    "double space": "  ",
    "space before a sign": r"[ \u00a0][,.]",
    "brace": r"[{}]",
    "apostrophe": "'",
    "two full stops": r"\.\.",
    "a figure opens a sentence": r"(?:^|(?<=[a-zé»)*][.!?] ))\*{0,2}\d",
    "not a number": r"\bnan\b|\bNone\b(?! of| is)",
}
WRONG = {
    "fr": EVERYWHERE
    | {
        "plural": (
            rf"(?<![\d,\u00a0])[01]\s({NOUNS}|ont|sont|concordent|manquent|ne sont|ne "
            rf"peuvent)\b"
        ),
        "small number in figures": rf"(?<![\d.,\u00a0(])\d\s({NOUNS})\b(?! sur)",
        "percent sign": r"[^\u00a0]%",
        "colon": r"(?<![\u00a0\d]):(?!\d)",
        "quotes": r"«[^\u00a0]|[^\u00a0]»",
        "too much": r"prouv|l’effet d|significati|(?<!pas calculer de )marge d’erreur",
    },
    "en": EVERYWHERE
    | {
        "plural": (
            r"(?<![\d.,])1\s(people|questions|rows|answers|submissions|trials|pairs|figures|"
            r"published|are)\b"
        ),
        "singular": r"(?<![\d.,])0\s(person|row|answer|is)\b",
        "small number in figures": (
            r"(?<![\d.,(])\d\s(people|questions|rows|answers|submissions|trials|pairs|figures)\b"
            r"(?! out of)"
        ),
        "percent sign": r"\s%",
        "colon": r"\s:",
        "too much": r"prove|the effect of|significan|margin of error(?! would be meaningless)",
    },
    "es": EVERYWHERE
    | {
        "plural": rf"(?<![\d.,\u00a0])1\s({SPANISH}|son|faltan|concuerdan|quedan)\b",
        "singular": r"(?<![\d.,\u00a0])0\s(persona|pregunta|fila|respuesta|par|es|falta)\b",
        "small number in figures": rf"(?<![\d.,\u00a0(])\d\s({SPANISH})\b(?! de)",
        "un without its noun": r"\b[Uu]n(?=[.,;:)]|\s(?:queda|es|concuerda|se|y)\b)",
        "article not drawn together": r"\b(?:de|a)\s\*{0,2}el\b",
        "percent sign": r"[^\u00a0]%",
        "percentage without its article": r"(?:es decir,|respondió)\s\*{0,2}\d",
        "colon": r"\s:",
        "quotes": r"«\s|\s»",
        "word before the same sound": r"\by\s«?[iIíÍ](?!e)|\bo\s«?[oOóÓ]",
        "too much": r"prueba que|efecto de|significativ|margen de error(?! no tendría sentido)",
    },
}


def faults(text, language):
    """The names of what is wrong in a text."""
    return [name for name, pattern in WRONG[language].items() if re.search(pattern, text)]


@pytest.fixture(scope="module")
def real(real, tmp_path_factory):
    """The first survey, with English wording in the languages that it does not speak."""
    return codebook.load(speak_all(real.folder, tmp_path_factory.mktemp("first") / real.id))


@pytest.fixture(scope="module")
def said():
    """A function that renders in each language, and stops at the first fault; it returns the texts
    by language, plain spaces between a number and what it counts."""

    def render(make):
        texts = {language: make(catalogue.load(language).plain) for language in LANGUAGES}
        for language, text in texts.items():
            assert not faults(text, language), (faults(text, language), text)
        return {language: COUNTED.sub(" ", text) for language, text in texts.items()}

    return render


def test_the_search_for_faults_finds_them():
    """Fails when a pattern matches nothing: every test below would pass."""
    assert faults("Des 1 réponses , 0 personnes ont dit «oui» : 5 % l'effet prouvé", "fr") == [
        "space before a sign",
        "apostrophe",
        "plural",
        "small number in figures",
        "percent sign",
        "colon",
        "quotes",
        "too much",
    ]
    assert faults("1 people  agree : 5 % is significant", "en") == [
        "double space",
        "a figure opens a sentence",
        "plural",
        "small number in figures",
        "percent sign",
        "colon",
        "too much",
    ]
    assert faults("Las 1 personas, 3 filas de el 5%, 0 persona dijo « sí » y Inés : un.", "es") == [
        "plural",
        "singular",
        "small number in figures",
        "un without its noun",
        "article not drawn together",
        "percent sign",
        "colon",
        "quotes",
        "word before the same sound",
    ]


# ---------------------------------------------------------------------------------- one question
def spelled(count):
    """A number as an English sentence writes it: in words below ten."""
    words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return words[count] if count < len(words) else f"{count:,}"


def answered(question, **counts):
    """Shares of one question, from counts of its answers and of the kinds of missing."""
    given = [answer for answer, count in counts.items() for _ in range(count)]
    return tables.shares(pd.DataFrame({question.id: given}, dtype=object), question)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "k"), COUNTS)
def test_a_highlighted_group_is_told_at_every_count(ask, said, n, k):
    """Fails when a plural, a space, or the word for the share is wrong at this count."""
    question = ask("q", "jamais parfois", highlight=("parfois",))
    shares = answered(question, jamais=n - k, parfois=k)
    texts = said(lambda messages: narrative.answers.finding(shares, question, messages))
    if n > 1:
        row = narrative.answers.headline(shares)
        assert texts["fr"].startswith("Au total, ")
        count = {0: "aucune des", 1: "(1 personne sur"}.get(
            k, f"({catalogue.load('fr').plain.integer(k)} personnes sur"
        )
        assert count in texts["fr"]
        percent = math.floor(100 * k / n + 0.5)
        assert [form in texts["fr"] for form in ("** a répondu", "** ont répondu")] == [
            k > 0 and percent < 2,
            percent >= 2,
        ]
        majority = re.search(r"C’est une (nette )?majorité\.", texts["fr"])
        assert bool(majority) == (0.5 < row.low <= 0.9)
        assert not (row.low <= 0.5 <= row.high and majority)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "k"), COUNTS)
@pytest.mark.parametrize("kind", ["nominal", "multiple"])
def test_the_most_frequent_answers_are_told_at_every_count(ask, said, kind, n, k):
    """Fails when a tie is told as one answer, or one answer as a tie."""
    question = ask("q", "oui non", kind=kind, role="context")
    texts = said(
        lambda messages: narrative.answers.finding(
            answered(question, oui=k, non=n - k), question, messages
        )
    )
    tie = n == 2 * k
    assert ("à égalité" in texts["fr"]) == ("tied" in texts["en"]) == tie
    assert ("Plusieurs réponses" in texts["fr"]) == (kind == "multiple" and n > 1)


def test_shares_of_several_answers_exceed_a_hundred_only_if_they_do(ask, said):
    """Fails when the sentence is there for people who all gave one answer."""
    question = ask("q", "oui non", kind="multiple", role="context")
    for counts, more in (({"oui|non": 1, "oui": 1}, True), ({"oui": 2, "non": 1}, False)):
        texts = said(
            lambda messages, counts=counts: narrative.answers.finding(
                answered(question, **counts), question, messages
            )
        )
        assert (
            ("totalisent plus de 100" in texts["fr"])
            == ("add up to more than 100%" in texts["en"])
            == more
        )


def test_people_who_chose_no_option_are_told_alone(ask, said):
    """Fails when options that nobody chose are told as the most frequent, or as somebody's."""
    question = ask("q", "oui non", kind="multiple", role="context")
    box = ask("q", "oui", kind="multiple", is_consent=True, role="context")
    for count, asked, english in (
        (1, question, "One person chose none of the options."),
        (2, question, "Chose none of the options: two people. Several answers were possible."),
        (1, box, "One person answered: “Not ticked”."),
        (2, box, "Nobody among the two people answered “Oui” (95% interval: 0% to 66%). The "),
    ):
        shares = answered(asked, _none=count)
        texts = said(
            lambda messages, told=(shares, asked): narrative.answers.finding(*told, messages)
        )
        assert texts["en"].startswith(english)


def test_nobody_and_one_person_have_sentences_of_their_own(ask, said):
    """Fails when a share of nobody, or an interval around one person, is told."""
    question = ask("q", "oui non", highlight=("oui",))
    nobody = said(
        lambda messages: narrative.answers.finding(
            answered(question, _skipped=2), question, messages
        )
    )
    assert nobody["fr"] == (
        f"Personne n’a répondu à cette question. N’ont pas répondu{NBSP}: deux personnes."
    )
    one = said(
        lambda messages: narrative.answers.finding(answered(question, oui=1), question, messages)
    )
    assert one["fr"] == f"Une seule personne a répondu{NBSP}: «{NBSP}Oui{NBSP}»."
    assert one["en"] == "One person answered: “Oui”."


@pytest.mark.parametrize("n", [1, 2, 77])
def test_free_text_is_counted_and_not_told(ask, said, n):
    """Fails when a text question needs levels."""
    question = ask("q", "", kind="text", role="context")
    texts = said(
        lambda messages: narrative.answers.finding(
            answered(question, answered=n, _skipped=1), question, messages
        )
    )
    people = "1 person" if n == 1 else f"{n} people"
    assert texts["en"].startswith(f"Answered in their own words: **{people} out of {n + 1}, or ")


KINDS = {
    "_skipped": (f"N’ont pas répondu{NBSP}: deux personnes.", "One person did not answer."),
    "_not_asked": (
        "La question n’a pas été posée à deux personnes.",
        "The question was not put to one person.",
    ),
    "_not_applicable": (
        "La question ne concernait pas deux personnes.",
        "The question did not apply to one person.",
    ),
    "_refused": (
        f"Ont préféré ne pas répondre{NBSP}: deux personnes.",
        "One person preferred not to answer.",
    ),
    "_not_codable": (
        f"N’ont pu être classées{NBSP}: deux réponses.",
        "One answer could not be classified.",
    ),
}


def test_each_kind_of_missing_is_told(ask, said):
    """Fails when a kind is told under another name, in the wrong number, or is left out beside
    another."""
    question = ask("q", "oui non")
    for place, language in enumerate(("fr", "en")):
        counts = dict.fromkeys(KINDS, 2 - place)
        for kind, count in counts.items():
            one = answered(question, oui=2, **{kind: count})
            assert (
                said(lambda messages, one=one: narrative.answers.missing(one, question, messages))[
                    language
                ]
                == KINDS[kind][place]
            )
        together = answered(question, oui=2, **counts)
        told = said(
            lambda messages, together=together: narrative.answers.missing(
                together, question, messages
            )
        )[language]
        assert told == " ".join(KINDS[kind][place] for kind in MISSING)


# ---------------------------------------------------------------------------------- the words for a
# share
# The rule as the method states it; « près de la moitié » when the share is within 5 points of one
# half.
HALF = {
    "fr": "C’est environ la moitié; l’intervalle ne permet pas de parler de majorité.",
    "en": "That is about half; the interval is too wide to call it a majority or a minority.",
}
OPEN = "The interval is too wide to tell whether this is a majority."
RULE = [
    ((0.9001, 0.99, 0.95), "C’est presque tout le monde."),
    ((0.9, 0.99, 0.95), "C’est une nette majorité."),
    ((0.6667, 0.8, 0.75), "C’est une nette majorité."),
    ((2 / 3, 0.8, 0.75), "C’est une majorité."),
    ((0.5001, 0.8, 0.6), "C’est une majorité."),
    ((0.5, 0.8, 0.6), "L’intervalle ne permet pas de dire si c’est une majorité."),
    ((0.0, 0.0999, 0.05), "C’est presque personne."),
    ((0.0, 0.1, 0.05), "C’est une minorité."),
    ((0.1, 0.4999, 0.3), "C’est une minorité."),
    ((0.3, 0.5, 0.4), "L’intervalle ne permet pas de dire si c’est une majorité."),
    (
        (0.3, 0.6, 0.45),
        HALF["fr"],
    ),
    (
        (0.4, 0.7, 0.55),
        HALF["fr"],
    ),
    ((0.4, 0.7, 0.551), "L’intervalle ne permet pas de dire si c’est une majorité."),
    ((0.3, 0.6, 0.449), "L’intervalle ne permet pas de dire si c’est une majorité."),
]


@pytest.mark.parametrize(("share", "word"), RULE)
def test_words_follow_the_declared_rule_to_the_edge(share, word):
    """Fails when an edge belongs to the next word: 0.55 is as far from one half as 0.45."""
    assert narrative.grades.grade(*share, catalogue.load("fr").plain) == word


def test_both_languages_follow_the_same_rule():
    """Fails when a word of one language stands for another step than its translation."""
    pairs = {
        (word, narrative.grades.grade(*share, catalogue.load("en").plain)) for share, word in RULE
    }
    assert pairs == {
        ("C’est presque tout le monde.", "That is nearly everybody."),
        ("C’est une nette majorité.", "That is a clear majority."),
        ("C’est une majorité.", "That is a majority."),
        ("C’est une minorité.", "That is a minority."),
        ("C’est presque personne.", "That is almost nobody."),
        (
            HALF["fr"],
            HALF["en"],
        ),
        (
            "L’intervalle ne permet pas de dire si c’est une majorité.",
            "The interval is too wide to tell whether this is a majority.",
        ),
    }


@given(st.tuples(*[st.floats(0, 1)] * 3).map(sorted))
def test_a_side_is_taken_only_by_an_interval_without_one_half(share):
    """Fails when the share itself decides."""
    low, middle, high = share
    word = narrative.grades.grade(low, high, middle, catalogue.load("fr").plain)
    sure = word.startswith(("C’est une ", "C’est presque "))
    assert sure == (low > 0.5 or high < 0.5)
    assert ("major" in word or "tout le monde" in word) == (low > 0.5) or not sure


# ---------------------------------------------------------------------------------- tallies and
# respondents
CLAIM = ("agrees", "disagrees", "cannot be decided")
PAIR = ("supported", "no strong association", "cannot be decided")
TALLIES = [counts for counts in itertools.product((0, 1, 2, 12), repeat=3) if sum(counts) > 1]
TALLIES += [(77, 0, 1), (1, 77, 0), (0, 1, 900)]


@pytest.mark.slow
@pytest.mark.parametrize("counts", TALLIES)
def test_claims_are_tallied_at_every_count(real, said, counts):
    """Fails when a verdict is left out or counted under another, or a form is wrong."""
    verdicts = [v for v, n in zip(CLAIM, counts, strict=True) for _ in range(n)]
    claims = pd.DataFrame({"claim": range(len(verdicts)), "verdict": verdicts})
    texts = said(lambda messages: narrative.claims.tally(claims, real, messages))
    agree, against, open = counts
    assert texts["en"].startswith(
        f"Of the {spelled(sum(counts))} published figures and claims, {spelled(agree)} agree"
    )
    assert f"{spelled(against)} {'is' if against < 2 else 'are'} contradicted" in texts["en"]
    assert (
        f"{spelled(open)} cannot be verified." if open else "none is left unverified."
    ) in texts["en"]
    assert ("This agreement is by design" in texts["en"]) == (agree > 0)


def test_a_claim_about_several_figures_counts_once(real, said):
    """Fails when a row is taken for a claim, or a claim that holds in part for one that holds."""
    rows = pd.DataFrame({"claim": ["c1", "c1", "c2"], "verdict": ["agrees", "agrees", CLAIM[2]]})
    texts = said(lambda messages: narrative.claims.tally(rows, real, messages))
    assert texts["en"].startswith("Of the two published figures and claims, one agrees")
    rows.loc[1, "verdict"] = "disagrees"
    texts = said(lambda messages: narrative.claims.tally(rows, real, messages))
    assert texts["en"].startswith("Of the three published figures and claims, one agrees")


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("supported", "Le seul lien prévu avec {} **est confirmé** par ces réponses."),
        ("opposite", "Le seul lien prévu avec {} **va en sens contraire**."),
        (PAIR[2], "Le seul lien prévu avec {} **n’est pas confirmé** par ces réponses : il reste"),
        (PAIR[1], "Le seul lien prévu avec {} **n’est pas confirmé** par ces réponses : un lien"),
        ("withheld", "Le verdict du seul lien prévu avec {} n’est pas montré, afin"),
    ],
)
def test_the_only_pair_is_told_as_one(real, said, verdict, expected):
    """Fails when one link is counted as « of one, one »."""
    rows = pd.DataFrame({"outcome": ["q3"], "verdict": [verdict]})
    text = said(lambda messages: narrative.associations.tally(rows, real.question("q3"), messages))
    told = text["fr"].replace(NBSP, " ").replace("\u202f", " ")
    assert told.startswith(expected.format("« Retombées concrètes »"))
    caption = said(lambda messages: narrative.associations.confirmed(rows, messages))["en"]
    is_told = {"supported": "is confirmed", "withheld": ""}.get(verdict, "is not confirmed")
    assert caption == (f"The only planned link {is_told}" if is_told else "")


@pytest.mark.slow
@pytest.mark.parametrize("counts", TALLIES)
def test_associations_are_tallied_at_every_count(real, said, counts):
    """Fails when another outcome's pairs are counted, a verdict is left out, or "no link" is
    said."""
    verdicts = [v for v, n in zip(PAIR, counts, strict=True) for _ in range(n)]
    rows = pd.DataFrame({"outcome": "q3", "verdict": verdicts})
    rows = pd.concat([rows, pd.DataFrame({"outcome": ["q8"], "verdict": ["supported"]})])
    texts = said(lambda messages: narrative.associations.tally(rows, real.question("q3"), messages))
    yes, no, open = counts
    assert f"**{spelled(yes)} {'is' if yes < 2 else 'are'} confirmed**" in texts["en"]
    assert (f"a strong link is ruled out for {spelled(no)}" in texts["en"]) == (no > 0)
    assert (f"{spelled(open)} {'is' if open < 2 else 'are'} undecided" in texts["en"]) == (open > 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("empty", "test", "duplicate"), list(itertools.product((0, 1, 2), repeat=3))
)
@pytest.mark.parametrize("kept", [0, 1, 2, 1000])
def test_respondents_are_told_at_every_count(real, said, empty, test, duplicate, kept):
    """Fails when an excluded row is not told, or a form is wrong."""
    rows = [
        ("in file", kept + empty + test + duplicate),
        ("empty", empty),
        ("test", test),
        ("duplicate", duplicate),
    ]
    lines = [("rows", *row) for row in rows] + [
        ("rows", "kept", kept),
        ("cells", "asked", 8 * kept),
    ]
    lines += [("cells", "valid", 8 * kept), ("changes", "spaces", kept)]
    account = pd.DataFrame(lines, columns=["part", "item", "count"])
    texts = said(lambda messages: narrative.survey.respondents(account, real, messages))
    assert ("Aucune n’est écartée" in texts["fr"]) == (empty + test + duplicate == 0)
    told = re.findall(r"\b(envois? vides?|essais?|doublons?)\b", texts["fr"])
    assert len(told) == (empty > 0) + (test > 0) + (duplicate > 0)
    assert ("Aucune n’est gardée" in texts["fr"]) == (kept == 0) and "aucune ne manque" in texts[
        "fr"
    ]


@pytest.mark.parametrize("missing", [1, 2, 5])
def test_missing_answers_are_told(real, said, missing):
    """Fails when the missing are not what is expected less what is valid."""
    lines = [
        ("rows", "in file", 9),
        ("rows", "empty", 0),
        ("rows", "test", 0),
        ("rows", "duplicate", 0),
        ("rows", "kept", 9),
        ("cells", "asked", 72),
        ("cells", "valid", 72 - missing),
    ]
    account = pd.DataFrame(lines, columns=["part", "item", "count"])
    texts = said(lambda messages: narrative.survey.respondents(account, real, messages))
    told = {1: "une manque.", 2: "deux manquent.", 5: "cinq manquent."}[missing]
    assert f"{72 - missing} sont valides et {told}" in texts["fr"]


@pytest.mark.parametrize("part", ["claims", "power"])
def test_one_is_singular_everywhere(real, said, part):
    """Fails when one claim or one answer is told in the plural."""
    if part == "claims":
        said(
            lambda messages: narrative.claims.tally(
                pd.DataFrame({"claim": ["c1"], "verdict": ["agrees"]}), real, messages
            )
        )
    else:
        rows = pd.DataFrame(
            {"outcome": ["q3"], "detectable": [float("nan")], "base": [1], "note": ""}
        )
        said(lambda messages: narrative.associations.power(rows, real.question("q3"), messages))


# ---------------------------------------------------------------------------------- all of it
@pytest.fixture(scope="module")
def whole(real):
    """The first survey from raw answers to tables."""
    cleaned = cleaning.clean(intake.read(real), real)
    return tabulated(cleaned.answers, real) | {"account": cleaned.account}


def tabulated(answers, book):
    shares = pd.concat(
        [tables.shares(answers, question) for question in book.questions], ignore_index=True
    )
    pairs = associations.table(answers, book)
    return {
        "shares": shares,
        "pairs": pairs,
        "claims": published.check(book, shares, pairs),
        "crosstabs": associations.crosstabs(answers, book),
    }


def report(found, book, messages):
    """Everything that a report says of tables, as one text."""
    parts = narrative.summary.findings(
        found["shares"], found["claims"], found["pairs"], book, messages
    )
    assert len(parts) <= 7
    for asked in book.questions:
        parts += dataclasses.astuple(words_of(asked, found, book, messages))
    rows = narrative.associations.rows(found["pairs"], book, messages)
    parts += [str(cell) for row in rows for cell in row.values()]
    parts += (
        narrative.counts.rows(found["shares"], book, messages, found["claims"])
        .to_csv(sep="|")
        .replace("\n", "|")
        .split("|")
    )
    for outcome in book.with_role("outcome"):
        cells = found["crosstabs"][found["crosstabs"].outcome == outcome.id]
        parts += (
            narrative.associations.crosstab_rows(cells, outcome, book, messages)
            .to_csv(sep="|")
            .replace("\n", "|")
            .split("|")
        )
    return "\n".join(
        [*parts, narrative.survey.nature(book, messages), narrative.survey.limits(book, messages)]
    )


def test_the_first_survey_is_told_without_fault(real, whole, said):
    """Fails when any sentence or cell of the first report is set or worded wrongly."""
    said(lambda messages: report(whole, real, messages))
    figures = published.load(real)

    def others(messages):
        rows = narrative.claims.rows(whole["claims"], figures, real, messages)
        parts = [
            narrative.grim.sentence(published.grim_table(figures), figures, messages),
            narrative.grim.sentence_with_blanks(
                published.grim_table(figures), figures, real, messages
            ),
            narrative.bounds.paragraphs(figures, messages),
            narrative.survey.respondents(whole["account"], real, messages),
            narrative.survey.method(whole["account"], whole["pairs"], real, messages, seed=2015),
        ]
        return "\n".join([*parts, *[cell for row in rows for cell in row.values()]])

    texts = said(others)
    assert (
        "ne peut être que 70, 73, 76 ou 77. Nous retenons 77, le plus proche de 80." in texts["fr"]
    )
    assert f"aucun nombre entier de personnes sur 80 ne donne 97{NBSP}%" in texts["fr"]
    assert "compris comme : de 75 à 85" in texts["fr"].replace(
        NBSP, " "
    ) and "taken to mean 75 to 85" in texts["en"].replace(NBSP, " ")


def test_how_many_blanks_make_a_number_possible_is_told(real, said):
    """Fails when a question that lacks nobody is named, one that does is not, or the count of
    numbers is another's."""
    figures = published.load(real)
    table = published.grim_table(figures)
    texts = said(
        lambda messages: narrative.grim.sentence_with_blanks(table, figures, real, messages)
    )
    assert (
        f"il suffit qu’il manque une réponse à «{NBSP}Participer aux groupes{NBSP}» pour que 80 re"
        in texts["fr"]
    )
    assert texts["en"].endswith("the number of possible values from 70 to 85 goes from 4 to 11.")
    near = {
        n: dataclasses.replace(
            figures, respondents=dataclasses.replace(figures.respondents, near=n)
        )
        for n in (83, 77, 90)
    }
    texts = {
        n: said(
            lambda messages, n=n: narrative.grim.sentence_with_blanks(
                table, near[n], real, messages
            )
        )["en"]
        for n in near
    }
    assert (
        "sharing” and four answers to “Taking part in groups” were missing, 83 would be possible"
        in texts[83]
    )
    assert "own base: with at most one answer" in texts[77]  # it is possible without
    assert (
        "six answers to “Taking part in groups” were missing, 85 would" in texts[90]
    )  # the nearest that was tried
    assert (
        narrative.grim.sentence_with_blanks(
            table[table.n.isin([76, 77])], figures, real, catalogue.load("en").plain
        )
        == ""
    )


def test_a_survey_without_percentages_is_told_without_fault(survey, said):
    """Fails when numbers of respondents are looked for in a table that has none."""
    head = (
        'seed = 1\nsource = {}\nrespondents = { claim = "c1", near = 9, lowest = 9, highest = '
        "9, tolerance = 0 }\n"
    )
    book = codebook.load(survey(published=head))
    figures = published.load(book)
    table = published.grim_table(figures)
    texts = said(
        lambda messages: (
            narrative.grim.sentence(table, figures, messages)
            + narrative.grim.sentence_with_blanks(table, figures, book, messages)
        )
    )
    assert texts["en"] == "No percentage was published: nothing rules out a number of respondents."
    claims = published.check(book, answered(book.question("often"), jamais=9), pd.DataFrame())
    assert (
        narrative.claims.reason(
            next(claims.itertuples()), None, figures, catalogue.load("en").plain
        )
        == "taken to mean 9"
    )


def test_a_percentage_is_told_with_its_decimals(survey):
    """Fails when 26.0 is printed as 26, or what the answers round to has other decimals than what
    was published."""
    head = (
        'seed = 1\nsource = {}\nrespondents = { claim = "c1", near = 9, lowest = 9, highest = '
        "25 }\n"
    )
    claim = (
        '[[claims]]\nid = "c2"\nquestion = "often"\nlevels = ["jamais"]\npercent = 44.0\n'
        'text.en = "Never"\n'
    )
    book = codebook.load(survey(published=head + claim))
    figures, question, messages = (
        published.load(book),
        book.question("often"),
        catalogue.load("en").plain,
    )
    table = published.check_question(book, question, answered(question, jamais=4, souvent=5))
    row = narrative.claims.rows(table, figures, book, messages)[0]
    assert (row["Published"], row["Why"]) == ("44.0%", "it would round to 44.4%")
    assert "people rounds to 44.0%" in narrative.grim.sentence(
        published.grim_table(figures), figures, messages
    )


SMALL = [
    ("cv|autre", "jamais", "oui", "answered"),
    ("reseau", "souvent", "non", "_skipped"),
    ("_skipped", "parfois", "nsp", "_skipped"),
    ("cv", "_refused", "oui", "answered"),
]


@pytest.fixture(scope="module")
def small(survey, tmp_path_factory):
    """The small survey, in every language."""
    return codebook.load(speak_all(survey(), tmp_path_factory.mktemp("small") / "mini"))


@pytest.mark.slow
@pytest.mark.parametrize("n", [1, 2, 4, 12])
def test_a_survey_of_few_is_told_without_fault(small, said, n):
    """Fails when a sentence needs more people than there are."""
    book = small
    answers = pd.DataFrame((SMALL * 3)[:n], columns=["why", "often", "gain", "words"])
    said(lambda messages: report(tabulated(answers, book), book, messages))


def test_a_survey_of_a_million_is_told_without_fault(small, said):
    """Fails when a number of six digits is not set apart, or the exact test is told of where none
    was made."""
    book = small
    draw = random.Random(1)
    values = [[*question.ids, "_skipped"] for question in book.questions]
    answers = pd.DataFrame(
        [[*row, draw.randint(1000, 20000)] for row in itertools.product(*values)],
        columns=[*(question.id for question in book.questions), "people"],
    )
    found = tabulated(answers, book)
    assert found["pairs"].test.tolist() == ["linear-by-linear, asymptotic"]
    account = pd.DataFrame(
        {"part": ["rows"], "item": ["kept"], "count": [int(answers.people.sum())]}
    )
    pairs = found["pairs"]
    texts = said(
        lambda messages: "\n".join(
            [
                report(found, book, messages),
                narrative.survey.method(account, pairs, book, messages),
                narrative.associations.power(pairs, book.question("gain"), messages),
            ]
        )
    )
    base = found["pairs"].base[0]
    assert (
        f"With {base:,} answers, even a very weak link could be seen four times out of five"
        in texts["en"]
    )
    assert "The *p* is by the normal law for one pair of many answers." in texts["en"]
    assert "tiré de la loi normale pour une paire" in texts["fr"].replace(NBSP, " ")
    assert f"{base:,}".replace(",", NBSP) in texts["fr"] and "max" not in texts["en"]


def test_findings_follow_their_declared_rule(real, whole):
    """Fails when findings are in another order, or behaviours of other answers share a sentence."""
    messages = catalogue.load("en").plain
    found = narrative.summary.findings(
        whole["shares"], whole["claims"], whole["pairs"], real, messages
    )
    assert found[0] == (
        "About **one person in four** answered “Yes” to “Concrete results” (26%, as published)."
    )
    assert found[1].startswith(
        "About **one person in two** answered “No” to “Social media policy” (48%, "
    )
    answers = ["“Never” or “Rarely”", "“Most of the time” or “Always”", "“A few times a week” or"]
    for text, levels in zip(found[2:5], answers, strict=True):
        assert text.startswith(levels)
    assert " was the answer of **97%** to “Taking part in groups”, " in found[2]
    assert found[2].endswith(" to “Contacting prospects” (all as published).")
    assert "of **67%** (published: “a strong majority”) to “Checking" in found[3]
    assert found[2].index("97%") < found[2].index("79%") < found[2].index("66%")
    assert "none is confirmed" not in found[5]  # a verdict on a draw is no finding
    assert "nothing here confirms or refutes it" in found[5]
    assert f"about 160{NBSP}people" in found[6] and len(found) == 7
    assert not re.search("[α-ω]", " ".join(found))


def test_a_behaviour_of_which_nothing_is_highlighted_is_a_finding(real, whole):
    """Fails when a summary leaves out behaviours whose answers the codebook does not take together,
    or lists more than three.
    """
    messages, shares = catalogue.load("en").plain, whole["shares"]
    plain = shares[(shares.status != "group") | (shares.question == "q6")]
    shown = (plain, whole["claims"], whole["pairs"])
    collected = dataclasses.replace(real, provenance="collected")
    found = narrative.summary.findings(*shown, collected, messages)
    assert found[2].startswith("“Never” or “Rarely” was the answer of **97%**")
    assert found[3].startswith("To “How often it is used”, the most frequent answer is")
    assert len([text for text in found if "most frequent answer" in text]) == 4  # 2 outcomes
    assert len(narrative.summary.findings(*shown, real, messages)) == 5  # drawn: no finding


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_out_of_people_stand_on_one_line(real, whole, language):
    """Fails when a line of a cell may end in the middle of « 4 sur 37 »."""
    messages = catalogue.load(language).plain
    lines = narrative.associations.people_rows(whole["pairs"], real, messages)
    seen = [line[messages("column.to_be_seen")] for line in lines]
    assert any(";" in text for text in seen)
    for text in seen:
        assert all(part.count(NBSP) == 2 for part in text.split("; ") if text != "–")
    assert not any(" " in line[messages("column.of_these")] for line in lines)


def test_a_drawn_share_is_never_told_as_a_finding(real, whole):
    """Fails when a share that nobody published stands in the summary without saying so."""
    shown = whole["shares"], whole["claims"].iloc[:0], whole["pairs"]
    messages = catalogue.load("en").plain
    drawn = narrative.summary.findings(*shown, real, messages)
    assert "(26%, drawn at random)" in drawn[0] and drawn[2].endswith("(all drawn at random).")
    collected = dataclasses.replace(real, provenance="collected")
    told = " ".join(narrative.summary.findings(*shown, collected, messages))
    assert "random" not in told and "published" not in told and "(26%)" in told


FIRST_OF_A_HUNDRED = {
    0: "À «~Question gain?~», personne n’a répondu «~Oui~».",
    1: "À «~Question gain?~», **1~%** a répondu «~Oui~».",
    12: "À «~Question gain?~», environ **une personne sur dix** a répondu «~Oui~» (12~%).",
    43: "À «~Question gain?~», **43~%** ont répondu «~Oui~».",
    68: "À «~Question gain?~», environ **deux personnes sur trois** ont répondu «~Oui~» (68~%).",
    100: "À «~Question gain?~», **100~%** ont répondu «~Oui~».",
}


@pytest.mark.parametrize("count", [0, 1, 12, 26, 43, 50, 68, 75, 80, 90, 100])
def test_an_outcome_is_told_as_a_sentence_at_every_count(ask, book_of, said, count):
    """Fails when a verb disagrees with the people it speaks of, or a finding opens with figures or
    is a question and its answer."""
    question = ask("gain", "oui non", role="outcome", highlight=("oui",))
    book = dataclasses.replace(book_of(question), provenance="collected", texts={})
    shares = answered(question, oui=count, non=100 - count)
    shown = shares, pd.DataFrame(), pd.DataFrame({"outcome": []})
    texts = said(lambda messages: "\n".join(narrative.summary.findings(*shown, book, messages)))
    assert not any(":" in text for text in texts.values())
    assert texts["fr"] == FIRST_OF_A_HUNDRED.get(count, texts["fr"]).replace("~", NBSP)
    assert ("respondieron" in texts["es"]) == (65 <= count < 100)


def test_what_could_have_been_seen_is_told_by_its_ends(real, said):
    """Fails when an end is another pair's, a pair that could see nothing counts, or one end is told
    twice."""
    seen = [0.5, float("inf"), 0.612, float("nan"), 0.55]
    rows = pd.DataFrame({"outcome": "q3", "base": 77, "detectable": seen, "note": ""})
    texts = said(lambda messages: narrative.associations.power(rows, real.question("q3"), messages))
    assert f"un γ d’au moins 0,50{NBSP}à{NBSP}0,61, selon le comportement." in texts["fr"]
    close, none = (
        rows.assign(detectable=[0.5, 0.501, 0.5, 0.499, 0.5]),
        rows.assign(detectable=float("inf")),
    )
    same = said(lambda messages: narrative.associations.power(close, real.question("q3"), messages))
    assert "a γ of at least 0.50." in same["en"]
    none = said(lambda messages: narrative.associations.power(none, real.question("q3"), messages))
    assert none["en"] == "With 77 answers, no link could be detected four times out of five."


def test_only_a_strong_association_is_called_strong(real, said):
    """Fails when a survey that could see a gamma of 0.10 is said to see strong associations
    only."""
    rows = pd.DataFrame({"outcome": ["q3"], "base": [1000], "detectable": [0.1], "note": ""})
    texts = said(lambda messages: narrative.associations.power(rows, real.question("q3"), messages))
    assert "forte" not in texts["fr"] and "strong" not in texts["en"]


def test_what_was_published_stands_beside_what_is_found(real, whole, said):
    """Fails when a claim's words, its share or its verdict are another claim's."""
    figures = published.load(real)
    told = {}
    for id in ("q1", "q3", "q4", "q5"):
        rows = whole["claims"][whole["claims"].quantity.str.startswith(f"{id}:")]
        told[id] = said(
            lambda messages, rows=rows: narrative.claims.comparison(rows, figures, real, messages)
        )["en"]
    assert told["q5"] == "Published: 79%. Recomputed: 79% (69% to 87%); agrees."
    assert told["q3"] == (
        "Published: 26%. Recomputed: 26% (17% to 37%); agrees. "
        "Published: a large part. Recomputed: 74% (63% to 83%); agrees."
    )
    assert told["q1"].startswith(
        "Published: several. Recomputed: Networking: 50% (39% to 61%); Collaboration: 47% ("
    )
    none = narrative.claims.comparison(
        whole["claims"].iloc[:0], figures, real, catalogue.load("en").plain
    )
    assert none == "Nothing was published about this question."


def words_of(asked, found, book, messages):
    """What stands over the figure of one question and under it, and what the text still says."""
    rows = found["claims"][found["claims"].quantity.str.startswith(f"{asked.id}:")]
    shares = found["shares"][found["shares"].question == asked.id]
    nothing = pd.DataFrame(columns=["statistic"])
    return narrative.headlines.question(shares, nothing, rows, asked, book, messages)


def test_a_reconstruction_has_what_was_published_for_a_headline(real, whole, said):
    """Fails when a share that was drawn is told as a finding, or as what was published."""
    told = {}
    for asked in real.questions:
        texts = {}
        for part in ("headline", "reading", "text"):
            texts[part] = said(
                lambda messages, part=part, asked=asked: getattr(
                    words_of(asked, whole, real, messages), part
                )
            )["en"]
        told[asked.id] = texts
    assert told["q1"] == {
        "headline": "“Networking”, “Collaboration” and “Sharing”: “several” (as published)",
        "reading": "Reading: the draw gave “Networking” to 38 people out of 76.",
        "text": "No share was published: those that follow come from the draw.",
    }
    assert told["q3"]["headline"] == "“Yes”: 26% (as published)"
    assert told["q3"]["reading"] == (
        "Reading: in the reconstruction, 20 people out of 77 answered “Yes” "
        "(95% interval: 17% to 37%). That is a minority."
    )
    assert told["q3"]["text"].startswith("Published in words: “a large part” for “No” or “I can")
    assert told["q8"]["headline"] == "“No”: “close to 50%” (as published)"
    assert "(48%; 95% interval: 37% to 59%)" in told["q8"]["reading"]
    assert all(texts["headline"].endswith("(as published)") for texts in told.values())
    nothing = whole | {"claims": whole["claims"].iloc[:0]}
    drawn = words_of(real.question("q2"), nothing, real, catalogue.load("en").plain)
    assert drawn.headline == real.question("q2").short["en"]
    assert drawn.text == (
        "Nothing was published about this question: the shares that follow come from the draw."
    )
    assert drawn.reading.startswith("Reading: the draw gave “Never” to ")


def test_collected_answers_have_their_finding_for_a_headline(real, whole, said):
    """Fails when a share is another's, is told twice beside one figure, or a reconstruction's words
    stay when answers were collected."""
    book = dataclasses.replace(real, provenance="collected")
    told = {}
    for asked in real.questions:
        words = said(
            lambda messages, asked=asked: "\n".join(
                dataclasses.astuple(words_of(asked, whole, book, messages))
            )
        )["en"]
        told[asked.id] = words.split("\n")
    assert told["q5"][0] == "“Never” or “Rarely”: 79%"
    assert told["q5"][1] == (
        "Reading: 61 people out of 77 answered “Never” or “Rarely” "
        "(95% interval: 69% to 87%). That is a clear majority."
    )
    assert told["q5"][2] == "Published: 79%. Recomputed: 79% (69% to 87%); agrees."
    assert told["q1"][0] == "Most frequent answer: “Networking” (50%)"
    for headline, reading, _ in told.values():
        share = re.search(r"\d+%", headline)[0]
        assert share not in reading.replace("95%", "") or share in ("26%", "50%")
        assert "reconstruction" not in reading and "published" not in headline


@pytest.mark.slow
@pytest.mark.parametrize(("n", "k"), COUNTS)
def test_headlines_are_worded_at_every_count(ask, book_of, said, n, k):
    """Fails when a plural or a space is wrong at this count, or a headline opens with figures."""
    for highlight in ((), ("parfois",)):
        book = book_of(ask("q", "jamais parfois", highlight=highlight))
        found = answered(book.question("q"), jamais=n - k, parfois=k)
        whole = {"shares": found, "claims": pd.DataFrame({"quantity": pd.Series(dtype=str)})}
        texts = said(
            lambda messages, whole=whole, book=book: "\n".join(
                filter(
                    None, dataclasses.astuple(words_of(book.questions[0], whole, book, messages))
                )
            )
        )
        assert ("Lecture" in texts["fr"]) == (n > 1 and (bool(highlight) or n != 2 * k))


def test_answers_that_tie_have_a_headline_if_they_are_few(ask, book_of):
    """Fails when one of several is told as the most frequent, or a headline lists them all."""
    messages, book = catalogue.load("en").plain, book_of(ask("q", "a b c d"))
    tied = {2: "Most frequent answers, tied: “A” and “B” (50%)", 4: book.question("q").short["en"]}
    for count, headline in tied.items():
        found = answered(book.question("q"), **dict.fromkeys("abcd"[:count], 3))
        whole = {"shares": found, "claims": pd.DataFrame({"quantity": pd.Series(dtype=str)})}
        words = words_of(book.question("q"), whole, book, messages)
        assert words.headline == headline
        assert words.reading == "" and words.text.startswith("The most frequent answers, tied, are")


def test_the_headline_of_the_overview_spans_what_was_published(real, whole, said):
    """Fails when a share that was drawn counts, an end is another's, or one behaviour spans."""
    known = {"q5": {"jamais|rarement"}, "q6": {"jamais|rarement"}, "q7": {"jamais|rarement"}}
    for part, start in (
        (known, "“Never” or “Rarely”: 66% to 97% depending on the behaviour (as published)"),
        ({"q5": known["q5"]}, "“Never” or “Rarely”: 79% (as published)"),
        ({}, "The behaviours"),
    ):
        words = said(
            lambda messages, part=part: (
                narrative.titles.overview(whole["shares"], real, messages, part).headline
            )
        )
        assert words["en"] == start
    book = dataclasses.replace(real, provenance="collected")
    words = narrative.titles.overview(whole["shares"], book, catalogue.load("en").plain)
    assert words.headline.replace(NBSP, " ") == (
        "“Never” or “Rarely”: 66% to 97% depending on the behaviour"
    )


def test_a_claim_about_a_question_that_nobody_answered_is_told(real, said):
    """Fails when an interval of nobody is printed, or the table of claims has no words for it."""
    figures, question = published.load(real), real.question("q5")
    claims = published.check_question(real, question, answered(question, _skipped=3))
    texts = said(lambda messages: narrative.claims.comparison(claims, figures, real, messages))
    assert texts["en"] == "Published: 79%. Recomputed: –; cannot be verified."
    rows = [
        cell
        for row in narrative.claims.rows(claims, figures, real, catalogue.load("en").plain)
        for cell in row.values()
    ]
    assert (
        rows[1:4] == ["79%", "–", "cannot be verified"]
        and rows[-1] == "Nobody answered this question."
    )


def test_two_claims_of_one_name_about_one_question_keep_their_words(survey):
    """Fails when a claim is found by its name and question only."""
    head = (
        'seed = 1\nsource = {}\nrespondents = { claim = "c1", near = 9, lowest = 9, highest = 9 }\n'
    )
    claims = "".join(
        f'[[claims]]\nid = "c2"\nquestion = "often"\nlevels = ["{level}"]\nlow = 0.1\n'
        f'text = {{ en = "{level}!" }}\npublished = {{ en = "{level}?" }}\n'
        for level in ("jamais", "souvent")
    )
    book = codebook.load(survey(published=head + claims))
    shares = answered(book.question("often"), jamais=4, souvent=5)
    table = published.check_question(book, book.question("often"), shares)
    rows = narrative.claims.rows(table, published.load(book), book, catalogue.load("en").plain)
    assert [row["Claim"] for row in rows] == ["c2. jamais!", "c2. souvent!"]
    assert [row["Published"] for row in rows] == ["jamais?", "souvent?"]


def test_a_claim_about_several_levels_is_told_once(real, whole):
    """Fails when each level repeats the claim, or the first does not say it."""
    messages = catalogue.load("en").plain
    rows = narrative.claims.rows(whole["claims"], published.load(real), real, messages)
    told = [row["Claim"] for row in rows if row["Claim"].startswith("c8")]
    first, *others = told
    assert first.startswith("c8. Several see it as") and first.endswith(": Networking")
    assert others == ["c8. Collaboration", "c8. Sharing"]


def test_tables_of_the_report_hold_every_row(real, whole):
    """Fails when a level, a kind of missing that occurs, or a planned pair is not printed."""
    messages = catalogue.load("en").plain
    counts = narrative.counts.rows(whole["shares"], real, messages, whole["claims"])
    levels = sum(len(question.ids) for question in real.questions)
    highlights = sum(bool(question.highlight) for question in real.questions)
    assert len(counts) == levels + highlights + 4  # questions that somebody left out
    origins = {
        (levels, origin)
        for (name, levels), origin in counts["Origin"].items()
        if name == "Liking, commenting, sharing"
    }
    assert ("Never or Rarely", "as published") in origins and (
        "Never",
        "drawn at random",
    ) in origins
    assert counts.loc[("How often it is used", "Never*"), "Count"] == "13"
    assert counts.loc[("How often it is used", "No answer"), "Count"] == "1"
    assert len(narrative.associations.rows(whole["pairs"], real, messages)) == 10
    cells = whole["crosstabs"].query("outcome == 'q3'")
    crossed = narrative.associations.crosstab_rows(cells, real.question("q3"), real, messages)
    assert list(crossed.columns) == ["No or I cannot measure them", "Yes"]
    assert crossed.map(int).to_numpy().sum() == cells["count"].sum() and len(crossed) == 5 + 4 * 4
    assert crossed.loc[("How often it is used", "Every day"), "Yes"] == "5"


def test_synthetic_answers_are_said_to_be_so(real, whole):
    """Fails when a warning is lost, or stays when the answers are collected."""
    collected = dataclasses.replace(real, provenance="collected")
    for book, synthetic in ((real, True), (collected, False)):
        messages = catalogue.load("en").plain
        told = narrative.survey.nature(book, messages) + narrative.survey.limits(book, messages)
        told += narrative.claims.tally(whole["claims"], book, messages)
        signs = (
            "The answers are synthetic.",
            "As the answers are synthetic",
            "This agreement is by design",
        )
        assert [sign in told for sign in signs] == [synthetic] * 3


def test_the_method_counts_its_own_pairs(whole, real):
    """Fails when a number of the method is typed instead of counted."""
    messages = catalogue.load("en").plain
    told = narrative.survey.method(whole["account"], whole["pairs"].iloc[:1], real, messages)
    assert "Rows kept: 77." in told and "One pair is tested" in told and "Seed" not in told
    assert "Seed of the draw: 7." in narrative.survey.method(
        whole["account"], whole["pairs"], real, messages, seed=7
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_method_names_each_way_and_for_how_many_pairs(whole, real, language):
    """Fails when a pair that was not tested exactly is said to be, or max-T is told of pairs that
    it was not worked out for."""
    messages, pairs = catalogue.load(language).plain, whole["pairs"].copy()
    ways = ["exact"] * 7 + ["saddlepoint"] * 2 + ["asymptotic"]
    pairs["test"] = [f"linear-by-linear, {way}" for way in ways]
    told = narrative.survey.method(whole["account"], pairs, real, messages)
    for way, number in (("exact", 7), ("saddlepoint", 2), ("asymptotic", 1)):
        assert messages(narrative.associations.METHODS[way], n=number) in told
    assert "max-T" in told or "max T" in told
    without = narrative.survey.method(
        whole["account"], pairs.assign(p_max_t=math.nan), real, messages
    )
    assert "max-T" not in without and "max T" not in without


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_greek_letter_is_in_the_summary(whole, real, language):
    """Fails when the summary gives an effect that only a statistician reads."""
    messages = catalogue.load(language).plain
    tables = (whole[name] for name in ("shares", "claims", "pairs"))
    findings = narrative.summary.findings(*tables, real, messages)
    assert findings and not any("γ" in text or "gamma" in text for text in findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_says_where_its_groups_are_compared(whole, real, language):
    """Fails when a report on one event is silent on groups that the codebook has, or another one
    speaks of it."""
    messages = catalogue.load(language).plain
    first = dataclasses.replace(real.questions[0], role="group")
    book = dataclasses.replace(real, questions=(first, *real.questions[1:]))
    told = [
        narrative.survey.method(whole["account"], whole["pairs"], each, messages, event=event)
        for each, event in ((book, True), (book, False), (real, True))
    ]
    why = messages("method.groups_elsewhere")
    assert [why in text for text in told] == [True, False, False]


def test_what_could_be_detected_is_said_of_the_answers_of_each_pair(whole, real):
    """Fails when pairs of fewer answers are told as if all had the most."""
    messages, pairs = catalogue.load("en").plain, whole["pairs"].copy()
    outcome = real.question("q3")
    rows = pairs[pairs.outcome == "q3"].reset_index(drop=True)
    rows["base"] = [70, 77, 77, 77, 60]
    rows.loc[4, ["detectable", "note"]] = [math.nan, "small cells"]
    told = narrative.associations.power(rows, outcome, messages).replace("\u00a0", " ")
    assert told.startswith("With 70 to 77 answers per link examined, only")
    alike = narrative.associations.power(rows.assign(base=77), outcome, messages)
    assert alike.replace("\u00a0", " ").startswith("With 77 answers, only")
    findings = narrative.summary._size(rows, outcome, real, messages).replace("\u00a0", " ")
    assert findings.startswith("With 70 to 77 answers per link examined, only")


def test_a_line_of_provenance_has_a_name(real):
    """Fails when a package needs a message, or a message is not found."""
    messages = catalogue.load("en").plain
    lines = {"requirements.lock": "locked versions", "pandas": "pandas"}
    for item, name in lines.items():
        assert narrative.survey.provenance_item(item, real, messages) == name


# ---------------------------------------------------------------------------------- doubts and
# leads
def specified(*lines):
    """Rows of the table of specifications: behaviour, specification, verdict, whether it
    differs."""
    columns = ["behaviour", "specification", "verdict", "differs"]
    return pd.DataFrame(lines, columns=columns).assign(
        outcome="q3", effect=-0.1, low=-0.4, high=0.2, p=0.03, note=""
    )


def test_the_doubts_and_leads_of_the_first_survey_are_told_without_fault(real, said):
    """Fails when a sentence or a cell about variants, missing answers, exploration, model or index
    is set wrongly."""
    folder = codebook.find_survey_folder("data/processed/linkedin-2015")
    found = {
        name: processed.read(folder, name)
        for name in ("robustness", "nonresponse", "exploration", "regression", "reliability")
    }

    def told(messages):
        rows = narrative.robustness.rows(
            found["robustness"].query("outcome == 'q3'"), real, messages
        )
        cells = [cell for line in rows.values() for cell in line.values()] + list(rows)
        lines = [
            *narrative.nonresponse.rows(found["nonresponse"], real, messages),
            *narrative.exploration.rows(found["exploration"], real, messages),
        ]
        return "\n".join(
            [
                narrative.robustness.sentence(
                    found["robustness"], real.question("q3"), real, messages
                ),
                narrative.nonresponse.sentence(found["nonresponse"], real, messages),
                narrative.exploration.sentence(found["exploration"], messages),
                narrative.regression.sentence(found["regression"], real, messages),
                narrative.reliability.sentence(found["reliability"], real, messages),
                *cells,
                *(cell for line in lines for cell in line.values()),
            ]
        )

    texts = said(told)
    assert "**deux verdicts sur cinq changent** dans au moins une variante" in texts["fr"]
    assert (
        "**no index is built**" in texts["en"]
        and "“Contacting prospects”, 0.82 (0.50 to 1.31)" in texts["en"]
    )


def test_a_verdict_that_flips_is_named_with_its_variant(real, said):
    """Fails when a flip is counted by variant instead of by pair, or the verdict it becomes is
    lost."""
    table = specified(
        ("q2", "main", "cannot be decided", False),
        ("q2", "mid-p", "supported", True),
        ("q2", "n = 76", "supported", True),
        ("q4", "main", "cannot be decided", False),
    )
    texts = said(
        lambda messages: narrative.robustness.sentence(table, real.question("q3"), real, messages)
    )
    assert "**un verdict sur deux change** dans au moins une variante" in texts["fr"]
    assert "“How often it is used” (two variants)." in texts["en"]
    alone = table.drop(2)
    texts = said(
        lambda messages: narrative.robustness.sentence(alone, real.question("q3"), real, messages)
    )
    assert "“How often it is used” (mid-p: link confirmed)." in texts["en"]
    rows = narrative.robustness.rows(table, real, catalogue.load("en").plain)
    assert rows["Mid-p"]["How often it is used"] == "−0.10; 0.030†"
    assert rows["Planned analysis"]["How often it is used"] == "−0.10; 0.030"


def test_the_share_that_missing_answers_move_most_is_told(real, said):
    """Fails when another question is named, or nobody missing is told as a bound."""
    table = pd.DataFrame(
        {
            "question": ["q2", "q4"],
            "missing": [1, 9],
            "share": [0.5, 0.5],
            "worst_low": [0.49, 0.4],
            "worst_high": [0.51, 0.55],
            "absent": [math.nan, math.nan],
        }
    )
    texts = said(lambda messages: narrative.nonresponse.sentence(table, real, messages))
    assert (
        "to which" not in texts["en"]
        and "nine people did not answer: 50%, but 40% to 55%" in texts["en"]
    )
    nobody = said(
        lambda messages: narrative.nonresponse.sentence(table.assign(missing=0), real, messages)
    )
    assert nobody["fr"].startswith("Personne n’a laissé de question sans réponse")


@pytest.mark.parametrize(
    ("p", "french"),
    [
        ([0.2, 0.9], "aucun ne se démarque"),
        ([0.05, 0.9], "un se démarque"),
        ([0.01, 0.02], "deux se démarquent"),
    ],
)
def test_what_stands_out_of_the_exploration_is_counted(said, p, french):
    """Fails when p at the level itself does not count, or the number is of another form."""
    texts = said(
        lambda messages: narrative.exploration.sentence(pd.DataFrame({"p_bh": p}), messages)
    )
    assert french in texts["fr"] and "two unplanned pairs" in texts["en"]


@pytest.mark.parametrize("why", narrative.regression.REASONS)
def test_why_a_model_is_not_fitted_is_told(real, said, why):
    """Fails when a reason has no words."""
    line = dict.fromkeys(("odds_ratio", "low", "high"), math.nan)
    line |= {"outcome": "q3", "predictor": "q2", "base": 30, "events": 7, "method": ""}
    line["note"] = why
    table = pd.DataFrame([line])
    texts = said(lambda messages: narrative.regression.sentence(table, real, messages))
    assert "was not fitted" in texts["en"] and "[" not in texts["fr"]
    assert narrative.regression.sentence(table.iloc[:0], real, catalogue.load("en").plain) == ""


def test_an_index_that_is_built_is_told_with_its_test(real, said):
    """Fails when the test of a built index is lost, or one that could not be done is told."""
    columns = ["quantity", "item", "estimate", "low", "high", "base", "note"]
    table = pd.DataFrame(
        [
            ["alpha", "", 0.8, 0.72, 0.86, 77, ""],
            ["index gamma", "q3", 0.4, 0.1, 0.6, 77, ""],
            ["index p", "q3", 0.012, math.nan, math.nan, 77, "exact"],
        ],
        columns=columns,
    )
    texts = said(lambda messages: narrative.reliability.sentence(table, real, messages))
    assert "l’indice est construit" in texts["fr"]
    assert f"γ{NBSP}={NBSP}0.40 (0.10 to 0.60), *p* 0.012" in texts["en"]
    untested = said(
        lambda messages: narrative.reliability.sentence(
            table.assign(estimate=[0.8, 0.4, math.nan]), real, messages
        )
    )
    assert "γ" not in untested["en"]
    alike = said(
        lambda messages: narrative.reliability.sentence(table.assign(low=math.nan), real, messages)
    )
    assert "no index is built" in alike["en"]


def test_a_question_that_nobody_answered_has_no_share_to_move(real, said):
    """Fails when a survey with such a question cannot be told, or the question is passed over."""
    table = pd.DataFrame(
        [("q4", 77, math.nan, 0.0, 1.0, math.nan), ("q5", 2, 0.8, 0.77, 0.82, math.nan)],
        columns=["question", "missing", "share", "worst_low", "worst_high", "absent"],
    )
    both = said(lambda messages: narrative.nonresponse.sentence(table, real, messages))
    assert both["en"].startswith("Nobody answered “Checking who viewed my profile”: nothing is")
    assert "which two people did not answer: 80%, but 77% to 82%" in both["en"]
    one = said(lambda messages: narrative.nonresponse.sentence(table.head(1), real, messages))
    assert one["fr"].endswith("on ne sait rien de la part.")


# ---------------------------------------------------------------------------------- numbers, scores
WORDS = {"fr": "Durée", "en": "Duration", "es": "Duración"}
UNSURE = {"fr": "Je ne sais pas", "en": "I don’t know", "es": "No sé"}
HOURS = Question(
    *("hours", "number", "context", WORDS, WORDS),
    levels=(Level("nsp", "?", UNSURE, off_scale=True),),
    unit={"fr": "heure | heures", "en": "hour | hours", "es": "hora | horas"},
    plausible=(0.0, 24.0),
)
STARS = Question(
    *("stars", "rating", "context", WORDS, WORDS),
    levels=tuple(
        Level(str(n), str(n), dict.fromkeys(LANGUAGES, str(n)), score=n) for n in range(11)
    ),
    net_promoter=True,
)
BANDED = dataclasses.replace(HOURS, bands=bands([3, 8]))


def told(question, answers, said):
    """What is said of one question, in each language."""
    frame = pd.DataFrame({question.id: answers})
    found = tables.shares(frame, question), summaries.statistics(frame, question)
    texts = said(lambda messages: narrative.numbers.sentence(*found, question, messages))
    return {language: text.replace(NBSP, " ") for language, text in texts.items()}


NUMBERS = {
    (): "Nobody answered this question.",
    ("1",): "One person gave a number: 1 hour.",
    ("2", "2"): "The numbers given by two people are all the same: 2 hours.",
    ("1", "2"): (
        "The median of the numbers given by two people is **1.5 hours**. The middle half of them "
        "goes from 1.25 to 1.75 hours; the mean is 1.50 hours (95% interval: 0.00 to 7.85 hours); "
        "the whole range is 1 to 2 hours."
    ),
    ("1", "1", "nsp", "30", "_skipped"): (
        "The median of the numbers given by three people is **1 hour**. The middle half of them "
        "goes from 1 to 15.5 hours; the mean is 10.7 hours (95% interval: 0.0 to 52.3 hours); the "
        "whole range is 1 to 30 hours. One number is below 0 hours or above 24 hours: it counts, "
        "and should be checked. Besides, **20%** answered “I don’t know” (1 person out of 5; 95% "
        "interval: 4% to 62%). "
        "The interval is too wide to tell whether this is a majority. One person did "
        "not answer."
    ),
}


@pytest.mark.parametrize("answers", NUMBERS, ids=len)
def test_numbers_are_told_at_every_count(answers, said):
    """Fails when one person has an interval, a unit its plural, or an odd number goes untold."""
    english = told(HOURS, [*answers] or ["_skipped"], said)["en"]
    assert english == NUMBERS[answers] + ("" if answers else " One person did not answer.")


def test_scores_are_told_with_their_mean(said):
    """Fails when the mean or the net promoter score is of others, or has another interval."""
    texts = told(STARS, ["9", "10", "8", "6", "0", "9"], said)
    assert texts["en"] == (
        "The most frequent answer is “9”: **2 people out of 6, or 33%** (95% interval: 6% to 80%). "
        "The mean score is **7.0** (95% interval: 3.1 to 10.0). The net promoter score is **17** "
        "(95% interval: −44 to 66): 50% promoters (scores of 9 and above) less 33% detractors (6 "
        "and below)."
    )
    assert "La note moyenne est de **7,0** (intervalle à 95 % : de 3,1 à 10,0)." in texts["fr"]


@pytest.mark.slow
@pytest.mark.parametrize("count", [0, 1, 2, 7, 61, 500])
@pytest.mark.parametrize("question", [HOURS, STARS, BANDED], ids=["number", "rating", "bands"])
def test_numbers_of_any_count_are_told_and_drawn(question, count, said):
    """Fails when a sentence is worded wrongly, or a figure cannot be drawn."""
    answers = [str(n % 11) for n in range(count)] + ["_refused"]
    told(question, answers, said)
    frame = pd.DataFrame({question.id: answers})
    found = tables.shares(frame, question), summaries.statistics(frame, question)
    if count and question.kind == "number":
        said(lambda messages: figures.numbers(*found, question, messages).alt)
        plt.close("all")


# ---------------------------------------------------------------------------------- several answers
def test_several_answers_are_ordered_and_told(ask, said):
    """Fails when the largest is not first, own words are not last, or a contradiction goes untold.

    a 1, b 2, none of these 2 (1 of them with b), other 3; 1 chose none of the options.
    """
    plain = ask("why", "a b neither other", kind="multiple", role="context")
    flags = ({}, {}, {"exclusive": True}, {"write_in": True})
    pairs = zip(plain.levels, flags, strict=True)
    levels = tuple(dataclasses.replace(level, **flag) for level, flag in pairs)
    question = dataclasses.replace(plain, levels=levels)
    answers = ["a|other", "b|other", "other", "b|neither", "neither", "_none"]
    shares = tables.shares(pd.DataFrame({"why": answers}), question)
    order = narrative.answers.in_order(shares, question).level.tolist()
    assert order == ["b", "a", "neither", "other", "_none"]
    as_asked = dataclasses.replace(question, order="codebook")
    assert narrative.answers.in_order(shares, as_asked).level.tolist() == [*plain.ids, "_none"]
    text = said(lambda messages: narrative.answers.finding(shares, question, messages))["en"]
    assert text.endswith(
        "One person chose none of the options. One person chose “Neither” and another option, "
        "which exclude each other; both count."
    )


# ---------------------------------------------------------------------------------- grids
def test_rows_of_a_grid_are_put_in_order_and_told(ask, said):
    """Fails when the row with most of the highest level is not first, or its share another's."""
    rows = [ask(id, "bad fair good", role="context") for id in ("one", "two", "three")]
    answers = {
        "one": ["bad", "good", "fair", "fair"],
        "two": ["good", "good", "good", "_skipped"],
        "three": ["_skipped"] * 4,
    }
    shares = pd.concat([tables.shares(pd.DataFrame(answers), row) for row in rows])
    ordered = narrative.grids.in_order(shares, rows)
    assert [row.id for row in ordered] == ["two", "one", "three"]
    text = said(lambda messages: narrative.grids.sentence(shares, ordered, messages))["en"]
    assert text.startswith(
        "“Good” was answered most often for “Question two?”: **3 people out of 3"
    )
    assert "least often for “Question one?”: **1 person out of 4, or 25%**" in text
    english = catalogue.load("en").plain
    frame = narrative.grids.rows(shares, ordered, english)
    assert frame.iloc[1].tolist() == ["4", "25%", "50%", "25%", "0"]
    alone = said(lambda messages: narrative.grids.sentence(shares, ordered[2:], messages))["en"]
    assert alone == "Nobody answered this question."
    shares = pd.concat(
        [tables.shares(pd.DataFrame({row.id: ["bad", "good"]}), row) for row in rows]
    )
    same = said(lambda messages: narrative.grids.sentence(shares, rows, messages))["en"]
    assert same == "“Good” was answered equally often for every row: **50%**."


def test_events_of_one_share_are_told_without_a_range(ask, said):
    """Fails when a share goes from 50 % to 50 %, or a range is told as one share."""
    question, levels = ask("q", "oui non"), "“Oui”"
    for shares, english in (
        ([0.5, 0.5, 0.5], "The share who answered “Oui” is 50% at every event shown."),
        (
            [0.4, 0.5],
            "The share who answered “Oui” goes from 40% to 50% by event; its median is 45%.",
        ),
    ):
        table = pd.DataFrame({"question": "q", "share": shares})
        texts = said(
            lambda messages, table=table: narrative.events.spread(table, question, levels, messages)
        )
        assert texts["en"] == english


def test_a_unit_may_stand_before_its_number(real):
    """Fails when a currency is written after its number, or a sign between them."""
    price = dataclasses.replace(HOURS, unit={"en": "${}", "fr": "$"})
    english, french = (catalogue.load(language) for language in ("en", "fr"))
    amounts = [english.quantity(value, price) for value in (3.0, 2.5, -4.0)]
    assert amounts == ["$3", "$2.50", "−$4"]
    assert french.quantity(2.5, price) == f"2,50{NBSP}$"
