"""Names that a codebook needs and an export does not have: ids and short texts."""

import re
from collections.abc import Iterable

from helpers.answers.intake.formats.wording import without_markup
from helpers.codebook.folding import fold_accents
from helpers.draft.known_wordings import words

MAX_TEXT = 52  # characters of a question that needs no shorter name
MAX_SHORT = 48
MAX_ID = 24
CONDITION = re.compile(
    r"^(if|si|s'|when|lorsque|quand|for those|please|veuillez)\b[^,:]{3,90}[,:]\s+(?=\S{2})", re.I
)

OPENING = re.compile(
    r"^(?:please |veuillez )?(?:indicate |select |choose |check |tick |tell us |indiquer |choisir |"
    r"cocher )?(?:(?:which|all) of the following |what (?:is|are|was|were) (?:the |your )?|"
    r"are there any |do you have any |is there any(?:thing)? |"
    r"(?:quels?|quelles?) (?:est|sont|était|étaient) (?:les |le |la |l'|l’|votre |vos )?|"
    r"parmi les [^,]{3,60}, |y a-t-il (?:d'autres |d’autres |des )?|avez-vous (?:des|d'|d’)\s?)",
    re.I,
)


def slug(text: str, limit: int = MAX_ID) -> str:
    """An id of a text: small letters without accents, digits, at most so many characters.

    >>> slug("Développement des affaires (B2B)")
    'developpement_des'
    >>> slug("نعم")
    ''
    """
    kept, length = [], 0
    for word in re.findall(r"[a-z0-9]+", fold_accents(text)):
        length += len(word) + 1
        if kept and length > limit:
            break
        kept.append(word[:limit])
    return "_".join(kept)


def question_id(number: int, text: str) -> str:
    """An id of a question: its number, and the first word or two that say something.

    >>> question_id(3, "How often do you use the notebook?")
    'q3_often_use'
    >>> question_id(4, "ما رأيك؟")
    'q4'
    """
    telling = [
        word
        for word in re.findall(r"[a-z0-9]+", fold_accents(text))
        if word not in words("empty") and not word.isdigit()
    ]
    suffix = slug(" ".join(telling[:2]), MAX_ID - 6)
    return f"q{number}_{suffix}" if suffix else f"q{number}"


def level_ids(texts: Iterable[str]) -> list[str]:
    """Ids of levels, all different.

    >>> level_ids(["Non", "non!", "نعم", "Recherche d'emploi"])
    ['non', 'non_2', 'l3', 'recherche_d_emploi']
    """
    ids = []
    for number, text in enumerate(texts, start=1):
        ids.append(unlike(slug(text) or f"l{number}", ids, "_{}"))
    return ids


def as_asked(name: str) -> str:
    """A question as asked, without marks of HTML.

    >>> as_asked("<b>Votre</b>  avis?")
    'Votre avis?'
    """
    return " ".join(without_markup(name).split()) or " ".join(name.split())


def shorten(text: str) -> str:
    """A shorter name of a question, without what introduces it; empty if the text is short.

    >>> shorten("If you are using the notebook, how do students get at it (where is it installed)?")
    'How do students get at it?'
    >>> shorten("Please indicate which of the following instruments your orchestra is using:")
    'Instruments your orchestra is using'
    """
    if len(text) <= MAX_TEXT:
        return ""
    core = CONDITION.sub("", text)
    if opening := OPENING.match(core):
        core = core[opening.end() :].rstrip(" ?")
    core = re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", core).strip(" :;,") or text
    if len(core) > MAX_SHORT:
        kept = core[:MAX_SHORT].rsplit(" ", 1)[0].rstrip(" ,;:(-")
        core = f"{kept}…"
    return core[:1].upper() + core[1:]


def unlike(name: str, others: Iterable[str], pattern: str = " ({})") -> str:
    """The name, with a number if it is among others.

    >>> unlike("Age", ["Age", "Age (2)"])
    'Age (3)'
    """
    taken, candidate, number = {fold_accents(other) for other in others}, name, 1
    while fold_accents(candidate) in taken:
        number += 1
        candidate = name + pattern.format(number)
    return candidate
