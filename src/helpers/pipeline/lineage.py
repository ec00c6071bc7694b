"""What a result depends on: the code behind it, the messages it asks for, the packages."""

import ast
import fnmatch
import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from helpers.pipeline import facts, store

# A file beside the code belongs to the module that reads it; a file below a package to that
# package; and a file that nobody is known to read belongs to every run: a run too many, never a
# stale result.
DATA = {
    "*.mplstyle": "helpers.report.figures",
    "report/messages/{language}.toml": "helpers.report.catalogue",
    "typography.toml": "helpers.typography",
}
# Hashes of files by their states: a process that builds many reports reads each file once.
_KNOWN: dict[tuple[Path, tuple | None], str | None] = {}


class Sources:
    """The files that a build starts from, each read once, so that one build sees one state of them.

    Parameters
    ----------
    code : Path
        Folder of the package `helpers`.
    known : dict
        The `imports` of an earlier build: parsing takes longer than all else that a build without
        changes does.

    Attributes
    ----------
    imports : dict
        The names that each source asked for imports, by its SHA-256.
    catalogues : dict of str to Path
        The messages of each language; of them a run depends on those it asked for, and on no
        others.
    """

    def __init__(self, code: Path, known: Mapping[str, list[str]]) -> None:
        self.code = code = code.resolve()  # where a machine keeps it, whatever project it makes
        self._known = known
        self._hashes: dict[Path, str | None] = {}
        files = [path for path in code.rglob("*") if "__pycache__" not in path.parts]
        # As they are before any is read, to know if one is written meanwhile.
        self._states = {path: facts.state(path) for path in sorted(files) if path.is_file()}
        self._facts = facts.facts_of(self._states)
        self.imports = self._facts.imports
        self._data = [path for path in self._states if path.suffix != ".py"]
        texts = code / "report/messages"
        self.catalogues = {path.stem: path for path in self._data if path.parent == texts}

    def sha256(self, path: Path) -> str | None:
        """Return the SHA-256 of a file as it was when first asked for; None if there was none."""
        if path not in self._hashes:
            before = self._states.setdefault(path, facts.state(path))
            self._hashes[path] = _KNOWN.get((path, before)) or store.sha256(path)
            if facts.is_settled(before) and facts.state(path) == before:
                _KNOWN[path, before] = self._hashes[path]
        return self._hashes[path]

    def changed(self, files: Iterable[Path]) -> list[Path]:
        """Return those files that were written since: a kernel may have read either state."""
        return [path for path in files if facts.state(path) != self._states[path]]

    def closure(self, cells: Iterable[str], languages: Iterable[str]) -> list[Path]:
        """Return the files of the package that a notebook reaches by its imports, near or far.

        Parameters
        ----------
        cells : iterable of str
            The notebook's code; imports inside functions count.
        languages : iterable of str
            The languages it speaks: of the catalogues of messages, only theirs belong to it.
        """
        request = "\n".join(cells), tuple(languages)
        if request not in self._facts.closures:
            reached, seen, waiting = {}, set(), {*self._imported(request[0], "")}
            while waiting:
                seen.add(name := waiting.pop())
                path, names = self.module(name)
                if path:
                    reached[name] = path
                    waiting |= {*names} - seen
            data = [path for path in self._data if self._belongs(path, reached, request[1])]
            self._facts.closures[request] = sorted([*reached.values(), *data], key=str)
        return self._facts.closures[request]

    def module(self, name: str) -> tuple[Path | None, list[str]]:
        """Return a module's file, None if it is none of ours, and the names that it imports."""
        if name not in self._facts.modules:
            path = module_file(self.code, name)
            names = []
            if path:
                package = name if path.name == "__init__.py" else name.rpartition(".")[0]
                names = self._imported(path.read_text(encoding="utf-8"), package)
            self._facts.modules[name] = path, names
        return self._facts.modules[name]

    def digest(self, files: Iterable[Path]) -> str:
        """Return one fingerprint of files without the catalogues: names in the package, bytes."""
        own = frozenset(files).difference(self.catalogues.values())
        if own not in self._facts.digests:
            content = {os.path.relpath(path, self.code): self.sha256(path) for path in own}
            self._facts.digests[own] = fingerprint(content)
        return self._facts.digests[own]

    def messages(self, asked: Mapping[str, list[str]]) -> str:
        """Return one fingerprint of messages, keys by language, as they read now.

        A key without a message counts too: who asked may have gone on without it.
        """
        return fingerprint(
            {name: [self._catalogue(name).get(key) for key in keys] for name, keys in asked.items()}
        )

    def language_table(self, path: Path, language: str) -> str:
        """Return a fingerprint of one language's part of a file, and of which languages it has."""
        tables = self._tables(path)
        return fingerprint([tables.get(language), sorted(tables)])

    def _imported(self, source: str, package: str) -> list[str]:
        key = hashlib.sha256(f"{package}\n{source}".encode()).hexdigest()
        if key not in self.imports:
            names = self._known.get(key)
            self.imports[key] = sorted(imported(source, package)) if names is None else names
        return list(self.imports[key])

    def _catalogue(self, language: str) -> dict[str, Any]:
        """Everything in a catalogue by its whole key, ``""`` for all of it."""
        if language not in self._facts.messages:
            path = self.catalogues.get(language)
            self._facts.messages[language] = dict(_entries(self._tables(path) if path else {}))
        return self._facts.messages[language]

    def _tables(self, path: Path) -> dict[str, Any]:
        if path not in self._facts.tables:
            content = path.read_text(encoding="utf-8") if self.sha256(path) else ""
            self._facts.tables[path] = tomllib.loads(content)
        return self._facts.tables[path]

    def _belongs(self, path: Path, reached: Collection[str], languages: Iterable[str]) -> bool:
        name = path.relative_to(self.code).as_posix()
        for pattern, module in DATA.items():
            if fnmatch.fnmatch(name, pattern.replace("{language}", "*")):
                own = [pattern.replace("{language}", language) for language in languages]
                return module in reached and any(fnmatch.fnmatch(name, each) for each in own)
        return ".".join([self.code.name, *Path(name).parent.parts]) in reached


def module_file(code: Path, name: str) -> Path | None:
    """Return the file of a module of the package in a folder; None if it is none of ours."""
    base = code.parent.joinpath(*name.split("."))
    candidates = (base / "__init__.py", base.with_suffix(".py"))
    return next((path for path in candidates if path.is_file()), None)


def imported(source: str, package: str = "") -> set[str]:
    """Return the names in `helpers` that a source imports: modules, packages, what may be modules.

    Parameters
    ----------
    source : str
    package : str
        The package that relative imports start from.

    Examples
    --------
    >>> sorted(imported("from helpers.document import show\\nimport numpy"))
    ['helpers', 'helpers.document', 'helpers.document.show']
    >>> sorted(imported("from .pdf import compile", "helpers.document"))
    ['helpers', 'helpers.document', 'helpers.document.pdf', 'helpers.document.pdf.compile']
    """
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # whatever imports it fails, and what fails is not remembered
        return set()
    names = []
    for node in nodes:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            above = parents[: len(parents) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    ours = [name.split(".") for name in names if name.split(".")[0] == "helpers"]
    return {".".join(parts[:i]) for parts in ours for i in range(1, len(parts) + 1)}


def fingerprint(value: Any) -> str:
    """Return the SHA-256 of dicts, lists, texts, numbers and dates, whatever the order of keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def environment() -> str:
    """Return a fingerprint of the interpreter and of the installed packages with their versions."""
    folders = [Path(folder) for folder in set(sys.path)]
    packages = sorted(path.name for folder in folders for path in folder.glob("*.dist-info"))
    return fingerprint([sys.version, packages])


def _entries(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    yield key, value
    for name, entry in value.items() if isinstance(value, dict) else ():
        yield from _entries(entry, f"{key}.{name}" if key else name)
