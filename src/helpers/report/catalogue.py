"""The message catalogues, and how each language writes lists and dates."""

import contextlib
import datetime
import functools
import itertools
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel import dates
from babel import lists as babel_lists

from helpers import typography
from helpers.codebook import Codebook, Question, SurveyError, suggest
from helpers.codebook.days import day_of
from helpers.document import marks
from helpers.report import cells, constants
from helpers.report.numbers import Numbers

CARDINALS = {"m": "cardinal.m", "f": "cardinal.f"}
FOLDER = Path(__file__).parent / "messages"
CURRENCIES = frozenset("$€£¥")  # a number of these has two decimals, or none
CODEBOOK, PUBLISHED = "codebook.toml", "published.toml"
# Language → keys asked for in this process: a build holds a notebook to these messages and to no
# others.
ASKED = {}


@functools.cache
def load(language: str, *, marked: bool = True) -> "Messages":
    """Return the messages of a language.

    Parameters
    ----------
    language : str
    marked : bool
        Whether a number of a table keeps its cell with it.

    Raises
    ------
    SurveyError
        If there is no catalogue in it.
    """
    return Messages(language, marked=marked)


@contextlib.contextmanager
def recorded(language: str) -> Iterator[set[str]]:
    """Yield the keys that are asked for meanwhile; they are asked for as any others."""
    before = ASKED.get(language, set())
    ASKED[language] = asked = set()
    try:
        yield asked
    finally:
        ASKED[language] = before | asked


class Messages(Numbers):
    """One catalogue; `load` keeps it.

    Parameters
    ----------
    language : str
        Two letters; ``messages/<language>.toml`` holds the messages, Babel the rest.

    Examples
    --------
    >>> messages = load("fr")
    >>> messages.percent(61 / 77), messages.number(-0.125), messages.p(0.0004)
    ('79\\xa0%', '−0,13', '0,00040')
    >>> messages("people", n=1), messages("people", n=77)
    ('1\\xa0personne', '77\\xa0personnes')
    """

    def __init__(self, language, *, marked=True):
        known = sorted(path.stem for path in FOLDER.glob("*.toml"))
        if language not in known:
            raise SurveyError(
                f"no catalogue in language {language!r}, only {known}{suggest(language, known)}"
            )
        super().__init__(language, marked=marked)
        self._entries = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))

    @property
    def entries(self) -> dict:
        """The whole catalogue; who looks at it has asked for all of it."""
        return self.entry("")

    def __call__(self, key: str, n: float | None = None, **values: str) -> str:
        """The message of a key, ``section.name``, with its values in place.

        `n` chooses the grammatical number and is a value too; a message in several forms has,
        besides Babel's plural forms, perhaps a form for exactly ``zero``.
        """
        message = self.entry(key)
        if message is None:
            raise KeyError(f"messages/{self.language}.toml has no message {key!r}")
        if n is not None:
            values["n"] = self.integer(n)
        if isinstance(message, dict):
            message = self._form(message, int(n))
        text = marks.typeset(message.format(**self._constants | values), self.language)
        return marks.name(text, key)

    @functools.cached_property
    def _constants(self):
        """What may stand in any message: the constants of all reports."""
        forms = {"percent": self.percent, "number": self.number, "integer": self.integer}
        return {
            name: forms[form](cells.constant(module, attribute))
            for name, (form, module, attribute) in constants.BY_NAME.items()
        }

    def _form(self, message, n):
        """The form of a message for a number; French has one for whole millions besides."""
        if n == 0 and "zero" in message:
            return message["zero"]
        return message.get(self.locale.plural_form(n), message["other"])

    def entry(self, key: str) -> str | dict | None:
        """What stands under a key, None if nothing does; that it was asked for is noted."""
        ASKED.setdefault(self.language, set()).add(key)
        entry = self._entries
        for part in filter(None, key.split(".")):
            entry = entry.get(part) if isinstance(entry, dict) else None
        return entry

    def row(self, row: dict[str, str]) -> dict[str, str]:
        """One row of a table: the cells under their headings, given by the keys of these."""
        return {self(key): marks.name(cell, key) for key, cell in row.items()}

    @property
    def plain(self) -> "Messages":
        """The same messages with bare numbers, for pictures."""
        return load(self.language, marked=False)

    def wording(self, question: Question) -> str:
        """A question as it was asked."""
        return self.quoted(question.text[self.language], CODEBOOK, question.id, "text")

    def short(self, question: Question) -> str:
        """The short name of a question."""
        return self.quoted(question.short[self.language], CODEBOOK, question.id, "short")

    def label(self, question: Question, level: str) -> str:
        """The wording of one level of a question, by its id."""
        for band in question.bands:
            if band.id == level:
                text = self.plain._band(band, question)
                return self.quoted(text, CODEBOOK, question.id, "bands")
        text = question.label(level, self.language)
        return self.quoted(text, CODEBOOK, question.id, f"levels {level}")

    def _band(self, band, question):
        """« de 5 à moins de 10 ans »."""
        low = self.amount(band.low)
        if math.isinf(band.low):
            return self("band.below", high=self.quantity(band.high, question))
        if math.isinf(band.high):
            return self("band.above", low=self.quantity(band.low, question))
        return self("band.between", low=low, high=self.quantity(band.high, question))

    def amount(self, value: float) -> str:
        """A number with the decimals that it has, two at most."""
        return self.number(value, next(d for d in (0, 1, 2) if d == 2 or not value * 10**d % 1))

    def quantity(self, value: float, question: Question, digits: int | None = None) -> str:
        """A number with what it counts, « 12 ans »; with the decimals that it has, or so many."""
        forms = question.unit.get(self.language, "").split("|")
        is_money = not CURRENCIES.isdisjoint(forms[-1])
        if is_money:
            digits = 2 if value % 1 else 0
        text = self.amount(value) if digits is None else self.number(value, digits)
        if not question.unit:
            return text
        unit = forms[0 if self.locale.plural_form(abs(value)) == "one" else -1].strip()
        if "{}" not in unit:
            return f"{text}\u00a0{self.quoted(unit, CODEBOOK, question.id, 'unit')}"
        first, last = (
            self.quoted(part, CODEBOOK, question.id, "unit") for part in unit.split("{}", 1)
        )
        if value < 0 and first:  # the sign stands before what stands before
            return f"−{first}{text.replace('−', '', 1)}{last}"
        return f"{first}{text}{last}"

    def of_survey(self, book: Codebook, name: str) -> str:
        """A text that the codebook gives of the whole survey."""
        return self.quoted(book.texts[name][self.language], CODEBOOK, "survey", name)

    def of_disclosure(self, book: Codebook, name: str) -> str:
        """What the codebook states of how the survey was made; nothing where it is unknown."""
        text = (book.disclosure[name] or {}).get(self.language, "")
        return self.quoted(text, CODEBOOK, "disclosure", name)

    def of_claim(self, claim: object, name: str) -> str:
        """A text of a published claim, reading or number of respondents."""
        text = getattr(claim, name)[self.language]
        return self.quoted(text, PUBLISHED, cells.entry(claim), name)

    def cardinals(self, gender: str) -> list[str]:
        """The numbers from zero to nine in words; see `Numbers`."""
        return self.entry(CARDINALS[gender]).split()

    def percents(self, low: float, high: float) -> str:
        """A range of shares, in one piece: « de 69 à 87 % »."""
        return self("interval_of_percents", first=self.percent_alone(low), high=self.percent(high))

    def interval(self, low: float, high: float, form: Callable[[float], str] | None = None) -> str:
        """An interval, `form` writing each end."""
        form = form or self.number
        return self("interval", low=form(low), high=form(high))

    def limits(self, low: float, high: float, form: Callable[[float], str] | None = None) -> str:
        """An interval as a table prints it: a dash where there is none."""
        return "–" if math.isnan(low) else self.interval(low, high, form)

    def list(self, items: Iterable[str], style: str = "standard") -> str:
        """An enumeration: « a, b et c »; style ``or`` for « a, b ou c »."""
        items = list(items)
        text = babel_lists.format_list(items, style=style, locale=self.locale)
        if len(items) < 2:
            return text
        head = text.removesuffix(items[-1])
        return typography.link(head, marks.strip(items[-1]), self.language) + items[-1]

    def runs(self, numbers: Iterable[float]) -> str:
        """Whole numbers in growing order, three and more in a row by the first and the last."""
        items = []
        for _, run in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
            row = [number for _, number in run]
            items += (
                [self.interval(row[0], row[-1], self.integer)]
                if len(row) > 2
                else map(self.integer, row)
            )
        return self.list(items)

    def day(self, value: float) -> str:
        """A date that is held as a number: see `days`."""
        return self._mark(self.date(day_of(value).isoformat()), value)

    def date(self, iso: str) -> str:
        """A date in full; the first of a month in a form that Babel lacks: « 1er mai »."""
        day, pattern = datetime.date.fromisoformat(iso), self.locale.date_formats["long"].pattern
        if day.day == 1:
            pattern = pattern.replace("d", f"'{self('first_day')}'", 1)
        return dates.format_date(day, pattern, locale=self.locale)
