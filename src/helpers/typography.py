"""Spaces and apostrophes as each language sets them (French: Québec usage, OQLF)."""

import re

NBSP, THIN = "\u00a0", "\u202f"

_APOSTROPHE = (re.compile(r"(?<=\w)'(?=\w)"), "’")
# A number and what it counts: 77 personnes, 8 questions.
_COUNT = (re.compile(r"\b(\d+(?:[.,\u00a0]\d+)*) (?=[a-zà-öø-ÿœ]{3})"), rf"\1{NBSP}")
_RULES = {
    "fr": [
        _APOSTROPHE,
        _COUNT,
        (re.compile(rf"«[ {NBSP}{THIN}]*"), f"«{NBSP}"),
        (re.compile(rf"[ {NBSP}{THIN}]*»"), f"{NBSP}»"),
        (re.compile(rf"(?<!\s)[ {THIN}](?=:(?:\s|$))"), NBSP),
        (re.compile(rf"(?<=\S)[ {NBSP}](?=[;!?](?:\s|$))"), THIN),
        (re.compile(rf"(?<=\d)[ {THIN}](?=[%$])"), NBSP),
        (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NBSP),
        (re.compile(r"(?<=\b[npγ]) (?==)|(?<=\b[npγ] =) "), NBSP),
        (re.compile(r"\b(no|M\.|Mme|MM\.|p\.|question|tableau|figure) (?=\d)"), rf"\1{NBSP}"),
    ],
    "en": [
        _APOSTROPHE,
        _COUNT,
        (re.compile(r"(?<=\b[npγ]) (?==)|(?<=\b[npγ] =) "), NBSP),
        (re.compile(r"\b([Qq]uestion|[Tt]able|[Ff]igure|no\.) (?=\d)"), rf"\1{NBSP}"),
    ],
}


def typeset(text: str, language: str) -> str:
    """Set the no-break spaces and apostrophes of prose; text already set is returned as it is.

    Parameters
    ----------
    text : str
        Prose or Markdown prose; never code.
    language : str
        A language code; one without rules of its own (any but ``fr`` and ``en``) keeps its spaces.

    Returns
    -------
    str

    References
    ----------
    Office québécois de la langue française, *Banque de dépannage linguistique*, « Espacement ».

    Examples
    --------
    >>> typeset("« Oui » : 26 % des 1 250 réponses", "fr")
    '«\\xa0Oui\\xa0»\\xa0: 26\\xa0% des 1\\xa0250\\xa0réponses'
    >>> typeset("Table 2: n = 77 people, it's 26%", "en")
    'Table\\xa02: n\\xa0=\\xa077\\xa0people, it’s 26%'
    """
    for pattern, replacement in _RULES.get(language, []):
        text = pattern.sub(replacement, text)
    return text
