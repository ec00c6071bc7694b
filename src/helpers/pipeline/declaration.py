"""What a notebook says in its first cell: what it reads and writes, and who may see it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from graphlib import CycleError, TopologicalSorter
from itertools import product

from helpers.codebook import SurveyError, suggest

# What a survey must have for a notebook to be executed by its build; of an analyst, none has any.
NEEDS = ("published figures", "editions", "events", "groups", "numbers", "an analyst")
_LINES = ("Reads", "Writes", "Needs", "Shown of real answers")
_LINE = re.compile(r"([A-Z][a-z]+(?: [a-z]+){0,4}):(?: +(.*)|$)")
_OPEN = re.compile(r"<(\w+)>")  # stands for each of something


@dataclass(frozen=True)
class Declaration:
    """The lines ``Reads:``, ``Writes:``, ``Needs:`` and ``Shown of real answers:`` of a notebook.

    Names stand between backticks.  ``raw/…`` is a file of the survey's own folder, and
    ``raw/answers`` its export; a name that ends in ``.pdf``, ``.html`` or ``.xlsx`` is a page, made
    from the executed notebook; any other is a processed table.  ``<question>`` and ``<language>``
    stand for each of the survey's: a notebook that writes such a name is executed once for each.

    Attributes
    ----------
    notebook : str
        Its name, without a suffix.
    reads, writes : tuple of str
        The names, as they stand.
    needs : {"", "published figures", "editions", "events", "groups", "numbers", "an analyst"}
        What a survey must have for the notebook to say anything; one that needs an analyst is run
        by hand, and no build executes it.
    shown : bool
        Whether its pages may be shown when the answers are those of real people.
    """

    notebook: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    needs: str = ""
    shown: bool = False

    @property
    def once_for(self) -> list[str]:
        """The parameters that it is executed once for each value of."""
        return list(dict.fromkeys(_OPEN.findall(" ".join(self.writes))))

    @property
    def raw(self) -> list[str]:
        """The files that it reads in the survey's own folder, by their names there."""
        return [name.removeprefix("raw/") for name in self.reads if name.startswith("raw/")]

    def runs(self, values: Mapping[str, Iterable[str]]) -> list["Run"]:
        """Return its runs for the values that a survey has for each open name."""
        for name in _OPEN.findall(" ".join(self.reads + self.writes)):
            if name not in values:
                raise _mistake(self.notebook, f"<{name}>", f"only {list(values)} are known")
        combinations = product(*(values[name] for name in self.once_for))
        return [
            Run(self, dict(zip(self.once_for, combination, strict=True)), values)
            for combination in combinations
        ]


@dataclass(frozen=True)
class Run:
    """One run of a notebook, with a value for each name that its declaration leaves open."""

    declaration: Declaration
    parameters: Mapping[str, str]
    values: Mapping[str, Iterable[str]] = field(repr=False)

    @property
    def name(self) -> str:
        """The notebook's name, and its values after dots."""
        return ".".join([self.declaration.notebook, *self.parameters.values()])

    @property
    def title(self) -> str:
        """The notebook's name and its values as people read them."""
        return " ".join([self.declaration.notebook, *self.parameters.values()])

    @property
    def tables(self) -> list[str]:
        """The processed tables that it writes."""
        return [name for name in self._names(self.declaration.writes) if not _is_page(name)]

    @property
    def pages(self) -> list[str]:
        """The pages that are made from it."""
        return [name for name in self._names(self.declaration.writes) if _is_page(name)]

    @property
    def reads(self) -> list[str]:
        """The processed tables that it reads."""
        names = (name for name in self.declaration.reads if not name.startswith("raw/"))
        return self._names(names)

    def _names(self, names: Iterable[str]) -> list[str]:
        return [full for name in names for full in self._filled(name)]

    def _filled(self, name: str) -> list[str]:
        """A name with its open places filled: by the run's own values, else by each."""
        places = list(dict.fromkeys(_OPEN.findall(name)))
        own = [
            [self.parameters[place]] if place in self.parameters else self.values[place]
            for place in places
        ]
        return [
            _OPEN.sub(partial(_value, dict(zip(places, combination, strict=True))), name)
            for combination in product(*own)
        ]


def parse(cell: str, notebook: str) -> Declaration:
    """Read the declaration in a notebook's first cell.

    Parameters
    ----------
    cell : str
        The cell's Markdown.  A declared line goes on until the next one, or until an empty line.
    notebook : str
        The notebook's name, for messages.

    Raises
    ------
    SurveyError
        If a line is missing, unknown, or says what is not known.

    Examples
    --------
    >>> own = parse("# How many?\\n\\nReads: `answers`.\\nWrites: `shares/<question>`.", "02")
    >>> own.reads, own.writes, own.once_for
    (('answers',), ('shares/<question>',), ['question'])
    """
    lines = _declared(cell, notebook)
    for line in ("Reads", "Writes"):
        if line not in lines:
            cure = f"add a line `{line}: ` and names in backticks, or `{line}: nothing`"
            raise _mistake(notebook, f"{line}:", f"its first cell has no such line; {cure}")
    needs = lines.get("Needs", "").strip(" .`")
    if needs and needs not in NEEDS:
        known = " or ".join(f"`{need}`" for need in NEEDS)
        raise _mistake(notebook, f"Needs: {needs}", f"write {known}{suggest(needs, NEEDS)}")
    shown = lines.get("Shown of real answers", "no").strip(" .`")
    if shown not in ("yes", "no"):
        raise _mistake(notebook, f"Shown of real answers: {shown}", "write `yes` or `no`")
    reads, writes = (tuple(re.findall(r"`([^`]+)`", lines[key])) for key in ("Reads", "Writes"))
    for name in writes:
        if name.startswith("raw/"):
            raise _mistake(notebook, f"Writes: `{name}`", "what is raw is read only")
    for name in reads + writes:
        if re.search(r"(^|/)\.|^/|\\|[*\s]", name):
            cure = "write a name as `shares/<question>`, each table by its own"
            raise _mistake(notebook, f"`{name}`", f"this is no name of a file; {cure}")
    return Declaration(notebook, reads, writes, needs, shown == "yes")


def check(runs: Iterable[Run], *, given: Iterable[str], elsewhere: Iterable[str]) -> None:
    """Check that each table has one writer, and that no run waits for itself.

    Parameters
    ----------
    runs : iterable of Run
    given : iterable of str
        Tables that the build itself writes.
    elsewhere : iterable of str
        Tables of notebooks that are not for this survey; who reads them finds nothing.

    Raises
    ------
    SurveyError
        If two runs write one name, a run reads what nobody writes, or runs wait for each other.
    """
    writers = dict.fromkeys(given, "")
    for run in runs:
        for name in run.tables + run.pages:
            if name in writers:
                other = writers[name] or "the build"
                cure = f"{other} writes it too; let one of them write another name"
                raise _mistake(run.declaration.notebook, f"Writes: {name}", cure)
            writers[name] = run.name
    known, notebooks = {*writers, *elsewhere}, {}
    sorter = TopologicalSorter()
    for run in runs:
        notebooks[run.name] = run.declaration.notebook
        for name in run.reads:
            if name not in known:
                hint = suggest(name, known) or f"; there are {sorted(known)}"
                cure = f"no notebook writes this table{hint}"
                raise _mistake(run.declaration.notebook, f"Reads: {name}", cure)
            if writers.get(name):
                sorter.add(run.name, writers[name])
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        cure = f"they wait for each other, {circle}; let one of them read less"
        raise _mistake(notebooks[error.args[1][0]], "Reads:", cure) from None


def _declared(cell: str, notebook: str) -> dict[str, str]:
    """The declared lines by what stands before the colon.

    In a paragraph with such a line, others that begin like one must be known; elsewhere only one
    that is misspelt is not taken for prose.
    """
    lines: dict[str, str] = {}
    for paragraph in re.split(r"\n\s*\n", cell):
        matches = [(line, _LINE.fullmatch(line.strip())) for line in paragraph.splitlines()]
        keys = [match[1] for _, match in matches if match]
        current = None
        for line, match in matches:
            if match and match[1] not in _LINES:
                hint = suggest(match[1], _LINES)
                if hint or set(keys) & set(_LINES):
                    cure = f"the lines of a first cell are {list(_LINES)}{hint}"
                    raise _mistake(notebook, line.strip(), cure)
            elif match:
                current = match[1]
                lines[current] = match[2] or ""
            elif current:
                lines[current] += f" {line.strip()}"
    return lines


def _is_page(name: str) -> bool:
    return name.endswith((".pdf", ".html", ".xlsx"))


def _value(values: Mapping[str, str], match: re.Match) -> str:
    return values[match[1]]


def _mistake(notebook: str, line: str, cure: str) -> SurveyError:
    return SurveyError(f"{notebook}.ipynb, line `{line.replace('`', '')}`: {cure}")
