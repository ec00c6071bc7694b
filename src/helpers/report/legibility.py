"""Whether a survey's texts can be drawn: the fonts of pages and figures against its letters."""

import re
import unicodedata
from collections.abc import Iterator

from helpers.codebook import Codebook, SurveyError, shown

LAST_COMMON = 0x17F  # up to here every font has every letter: no font needs to be opened
COMMON_SIGNS = frozenset("‐‑–—‘’“”„†•…‹›€™\u2009\u202f")
RIGHT_TO_LEFT = (
    "R",
    "AL",
)  # directions, as Unicode names them: of Hebrew, and of Arabic and others
TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(#\d+|\w+);")
UNSEEN = ("Cc", "Cf", "Mn")  # controls, joiners and marks, which are drawn with another character


def require_legible(book: Codebook) -> None:
    """Refuse a survey whose texts its reports could not draw.

    Raises
    ------
    SurveyError
        If a text has characters that no font of the report has; a line for each text.
    """
    path = book.folder / "codebook.toml"
    refusals = list(_refusals(book))
    if refusals:
        raise SurveyError("\n".join(f"{path}: {refusal}" for refusal in refusals))


def tags(book: Codebook) -> Iterator[str]:
    """A note on each text of a codebook that holds a tag: reports show it letter for letter."""
    for where, text in _named_texts(book):
        if tag := TAG.search(text):
            yield f"{where} holds the tag {shown(tag[0])}, which reports show as it is written"


def undrawn(text: str) -> list[str]:
    """The characters of a text that some page or figure of a report could not draw.

    >>> undrawn("Très souvent → 20 $"), undrawn("👍 oui"), undrawn("经常")
    ([], ['👍'], ['常', '经'])
    """
    rare = {
        sign
        for sign in text
        if ord(sign) > LAST_COMMON
        and sign not in COMMON_SIGNS
        and unicodedata.category(sign) not in UNSEEN
    }
    if not rare:
        return []
    from helpers.document.export.pdf import unprintable

    return sorted(unprintable(frozenset(rare)) | {sign for sign in rare if not _in_figures(sign)})


def _in_figures(sign):
    import font_source_sans_pro
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    faces = (font_source_sans_pro.SourceSansPro, f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf")
    return any(FT2Font(str(face)).get_char_index(ord(sign)) for face in faces)


def right_to_left(text: str) -> list[str]:
    """The letters of a text that are written from right to left, as no report is laid out.

    >>> right_to_left("Très souvent"), right_to_left("نعم (oui)")
    ([], ['ع', 'م', 'ن'])
    """
    return sorted({sign for sign in text if unicodedata.bidirectional(sign) in RIGHT_TO_LEFT})


def _refusals(book) -> Iterator[str]:
    for where, text in _named_texts(book):
        if signs := right_to_left(text):
            reason = "figures and sentences are not laid out from right to left, as"
        elif signs := undrawn(text):
            reason = "no font of the report draws"
        else:
            continue
        scripts = sorted({_script(sign) for sign in signs})
        yield (
            f"{where} is {shown(text)}; {reason} {', '.join(signs[:8])} ({', '.join(scripts)}): "
            "write it in words of the Latin alphabet; of a level, keep the export's wording under "
            "`aliases`, of a question, under `column`"
        )


def _named_texts(book):
    """Every text that the codebook gives to reports, with where it stands."""
    for key, texts in {**book.texts, **book.disclosure}.items():
        if key in book.texts and key == "short_title" and texts == book.texts["title"]:
            continue
        table = "survey" if key in book.texts else "disclosure"
        for language, text in (texts or {}).items():
            yield f"[{table}] {key}.{language}", text
    for question in book.questions:
        where = f"[[questions]] {question.id}"
        for language, text in question.text.items():
            yield f"{where} text.{language}", text
        if question.short != question.text:
            for language, text in question.short.items():
                yield f"{where} short.{language}", text
        for language, text in question.unit.items():
            yield f"{where} unit.{language}", text
        for level in question.levels:
            for language, text in level.text.items():
                yield f"{where} level {level.id!r} {language}", text


def _script(sign):
    """What a character is, in a word: its script as Unicode names it, or a picture."""
    if unicodedata.category(sign) in ("So", "Sk"):
        return "a picture"
    return unicodedata.name(sign, "without a name").split()[0].split("-")[0].capitalize()
