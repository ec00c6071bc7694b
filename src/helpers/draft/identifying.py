"""Columns that say who answered: by the words of their header, and by the look of their cells."""

import re
from itertools import pairwise

from helpers.codebook.folding import fold_accents
from helpers.draft.column import Column

MOSTLY = 0.5  # the share of cells that must look alike
DISTINCT = 0.6  # different texts an answer, from which a column of names is one
FEW = 8  # answers, below which cells tell nothing

# Words of a header that say it whatever the cells hold, and words that may also name a group of
# people: those count where nearly everybody wrote something else.
SURE_WORDS = {
    "email": r"e-?mails?|courriels?|mail|adresse electronique|adresse de messagerie|correo|"
    r"email address|e-mail-adresse",
    "phone": r"(tele)?phone( number)?|telephones?|tel|cell(ulaire)?|mobile number|portable|"
    r"numero de telephone|telefon\w*|telefono",
    "name": r"first ?name|last ?name|full ?name|surname|your name|prenoms?|nom de famille|"
    r"nom complet|nom et prenom|nom|name|vorname|nachname|apellidos?|nombre|votre nom|username|"
    r"nom d'utilisateur|recipient\w*name|firstname|lastname|prenom et nom|nom, prenom",
    "address": r"ip|ip ?address|adresse ip|ipaddr|postal address|adresse postale|home address|"
    r"mailing address|street address|adresse|address|location ?latitude|location ?longitude|"
    r"latitude|longitude|gps|coordinates|coordonnees",
    "id": r"id|identifiants?|respondent ?id|response ?id|responseid|uuid|token|matricule|"
    r"student (id|number)|employee (id|number)|numero (d'employe|d'etudiant|de client)|"
    r"id de la reponse|collector id|external ?reference|code permanent|device ?id|user ?agent|"
    r"numero|no|n°|#|num|respondent|repondant",
    "time": r"timestamp|horodateur|start ?(time|date)|end ?(time|date)|completion time|"
    r"heure de (debut|fin)|date submitted|submit ?date|datestamp|date de soumission|"
    r"recorded ?date|duration.*|duree \(.*|date of birth|birth ?date|date de naissance|"
    r"date|heure|time|horodatage",
    "link": r"url|website|web ?site|site (web|internet)|lien|link|linkedin (profile|url)",
}
LIKELY_WORDS = {
    "name": r"names?|noms?|prenoms?|nombre|titre|title|who is|qui est|instructors?|supervisor|"
    r"manager|superviseur|gestionnaire",
    "place": r"city|town|village|ville|municipalite|post(al)? ?code|zip( code)?|code postal|"
    r"address|adresse|neighbou?rhood|quartier|location|lieu|where do you live|ou habitez|"
    r"ciudad|stadt",
    "organisation": r"school|university|company|employer|organi[sz]ations?|ecole|universite|"
    r"entreprise|employeur|organisme|institution|etablissement|affiliation|firma|empresa",
    "link": r"url|web ?page|website|site|link|lien",
    "phone": r"phone|telephone|call you|appeler|joindre|contact\w*|reach you",
    "email": r"e-?mail|courriel|contact\w*",
    "id": r"id|number|numero|code|identifiant|matricule",
}
LOOKS = {
    "email": re.compile(r"\S+@\S+\.\w{2,}"),
    "link": re.compile(r"(https?://|www\.)\S+", re.I),
    "address": re.compile(r"\d{1,3}(\.\d{1,3}){3}|-?\d{1,3}\.\d{3,}[,; ]+-?\d{1,3}\.\d{3,}"),
    "time": re.compile(
        r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]+\d{1,2}[:hH]\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?"
    ),
    "phone": re.compile(r"\+?\(?\d[\d .()/-]{6,16}\d"),
    "id": re.compile(
        r"(?=\S*\d)[0-9a-f]{10,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|R_\w{10,}", re.I
    ),
}


def reason_to_leave(column: Column) -> str:
    """Why a column is likely to say who answered.

    Returns
    -------
    str
        ``name``, ``email``, ``phone``, ``address``, ``place``, ``organisation``, ``link``, ``id``
        or ``time``; empty if it does not seem so.

    Examples
    --------
    >>> reason_to_leave(Column("Votre courriel", ("a@b.ca", "")))
    'email'
    >>> reason_to_leave(Column("How often?", ("Never", "Often")))
    ''
    """
    if not column.answers:
        return ""
    if reason := _by_cells(column):
        return reason
    header = re.sub(r"\s*\([^()]*\)", "", fold_accents(column.name)).strip(" :?*.")
    header = re.sub(r"^(what is|what's|quel(le)? est|enter|please enter|indiquez) ", "", header)
    header = re.sub(r"^(your|votre|vos|tu|su) ", "", header)
    few_levels = len(column.counts) <= 12 and column.distinct_share < 0.3
    for reason, words in SURE_WORDS.items():
        if re.fullmatch(words, header) and not few_levels:
            return reason
    if column.distinct_share >= DISTINCT and _median_length(column) <= 60:
        for reason, words in LIKELY_WORDS.items():
            if re.search(rf"\b({words})\b", header):
                return reason
    return _as_ids(column)


def _by_cells(column):
    numbers = sum(bool(re.fullmatch(r"\d{1,9}", text)) for text in column.answers)
    for reason, look in LOOKS.items():
        alike = sum(bool(look.fullmatch(text)) for text in column.answers)
        if reason in ("phone", "id") and numbers > MOSTLY * len(column.answers):
            continue
        if reason == "time" and re.search(r"heures?|hours?|time spent|temps", column.name, re.I):
            alike = 0 if column.distinct_share < DISTINCT else alike
        if alike > MOSTLY * len(column.answers) and (alike > 1 or reason in ("email", "link")):
            return reason
    return ""


def _as_ids(column):
    """Numbers that count the rows, codes of one length that nobody shares."""
    texts = column.answers
    if len(texts) < FEW or len(column.counts) < len(texts):
        return ""
    if all(text.isascii() and text.isdigit() and len(text) < 15 for text in texts):
        numbers = [int(text) for text in texts]
        rises = all(one < other for one, other in pairwise(numbers))
        return "id" if rises or min(numbers) > 99_999 else ""
    codes = [re.fullmatch(r"(?=.*\d)[\w-]{4,40}", text) for text in texts]
    return "id" if all(codes) and len({len(text) for text in texts}) <= 2 else ""


def _median_length(column):
    lengths = sorted(map(len, column.answers))
    return lengths[len(lengths) // 2]
