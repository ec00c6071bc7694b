"""What a result depends on: the code behind it, its part of the codebook, the packages of the machine."""

import ast
import fnmatch
import hashlib
import json
import os
import sys
import tomllib
from pathlib import Path

from helpers.pipeline import store

# A file beside the code belongs to the module that reads it; a file below a package to that
# package; and a file that nobody is known to read belongs to every run: a run too many, never a
# stale result.
DATA = {
    "*.mplstyle": "helpers.report.figures",
    "report/messages/{language}.toml": "helpers.report.catalogue",
}


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

    def __init__(self, code, known):
        self.code = code
        self.imports, self._known = {}, known
        self._hashes, self._states, self._modules, self._closures = {}, {}, {}, {}
        files = [
            path
            for path in sorted(code.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        ]
        self._data = [path for path in files if path.suffix != ".py"]
        self.catalogues = {
            path.stem: path
            for path in files
            if fnmatch.fnmatch(path, str(code / "report/messages/*.toml"))
        }
        self._messages = {}
        for path in self.catalogues.values():
            self.sha256(path)  # before they are read, to know if they are written meanwhile

    def sha256(self, path):
        """Return the SHA-256 of a file as it was when first asked for; None if there was none."""
        if path not in self._hashes:
            self._states[path] = _state(path)
            self._hashes[path] = store.sha256(path)
        return self._hashes[path]

    def moved(self, files):
        """Return those of the files that were written since: a kernel may have read them before or after."""
        return [path for path in files if _state(path) != self._states[path]]

    def closure(self, cells, languages):
        """Return the files of the package that a notebook reaches by its imports, however indirectly.

        Parameters
        ----------
        cells : list of str
            The notebook's code; imports inside functions count.
        languages : iterable of str
            The languages it speaks: of the catalogues of messages, only theirs belong to it.

        Returns
        -------
        list of Path
        """
        asked = "\n".join(cells), tuple(languages)
        if asked not in self._closures:
            reached, waiting = {}, self._imported(asked[0], "")
            while waiting:
                name = waiting.pop()
                path, names = self.module(name)
                if path and name not in reached:
                    reached[name] = path
                    waiting += names
            data = [path for path in self._data if self._belongs(path, reached, languages)]
            self._closures[asked] = sorted([*reached.values(), *data])
        return self._closures[asked]

    def module(self, name):
        """Return the file of a module, None if it is none of ours, and the names that it imports."""
        if name not in self._modules:
            base = self.code.parent.joinpath(*name.split("."))
            path = next(
                (
                    path
                    for path in (base / "__init__.py", base.with_suffix(".py"))
                    if path.is_file()
                ),
                None,
            )
            names = []
            if path:
                self.sha256(path)  # before it is read, to know if it is written meanwhile
                package = name if path.name == "__init__.py" else name.rpartition(".")[0]
                names = self._imported(path.read_text(encoding="utf-8"), package)
            self._modules[name] = path, names
        return self._modules[name]

    def digest(self, files):
        """Return one fingerprint of files, catalogues left out: their names, as seen from the code, and their bytes."""
        files = set(files) - set(self.catalogues.values())
        return fingerprint({os.path.relpath(path, self.code): self.sha256(path) for path in files})

    def messages(self, asked):
        """Return one fingerprint of messages as they read now.

        Parameters
        ----------
        asked : dict of str to list of str
            Keys by language; a key without a message counts too: who asked may have gone on without
            it.
        """
        return fingerprint(
            {name: [self._catalogue(name).get(key) for key in keys] for name, keys in asked.items()}
        )

    def _imported(self, source, package):
        """Names that a source imports, with those of the packages around them."""
        key = hashlib.sha256(f"{package}\n{source}".encode()).hexdigest()
        if key not in self.imports:
            self.imports[key] = (
                self._known[key] if key in self._known else sorted(imported(source, package))
            )
        return list(self.imports[key])

    def spoken(self, path, language):
        """Return one language's table of a file that has one for each, and which languages those are."""
        tables = self._tables(path)
        return fingerprint([tables.get(language), sorted(tables)])

    def _catalogue(self, language):
        """Everything in a catalogue by its whole key, ``""`` for all of it."""
        if language not in self._messages:
            path = self.catalogues.get(language)
            self._messages[language] = dict(_flat(self._tables(path) if path else {}))
        return self._messages[language]

    def _tables(self, path):
        return tomllib.loads(path.read_text(encoding="utf-8")) if self.sha256(path) else {}

    def _belongs(self, path, reached, languages):
        name = path.relative_to(self.code).as_posix()
        for pattern, module in DATA.items():
            if fnmatch.fnmatch(name, pattern.replace("{language}", "*")):
                spoken = [pattern.replace("{language}", language) for language in languages]
                return module in reached and any(
                    fnmatch.fnmatch(name, pattern) for pattern in spoken
                )
        return ".".join([self.code.name, *Path(name).parent.parts]) in reached


def imported(source, package=""):
    """Return the names that a source imports from `helpers`: modules, packages around them, names that may be modules.

    Parameters
    ----------
    source : str
    package : str
        The package that relative imports start from.

    Returns
    -------
    set of str

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
    found = set()
    for node in nodes:
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = (
                package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            )
            base = ".".join([*above, *filter(None, [node.module])])
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        for parts in (name.split(".") for name in names):
            if parts[0] == "helpers":
                found |= {".".join(parts[:i]) for i in range(1, len(parts) + 1)}
    return found


def part(codebook, languages, *, question=None, cleans=False, labels=True, whole=False):
    """Return the part of a codebook that one notebook run can see.

    What is known not to be seen is left out, so that an entry that is new to this function counts
    as seen.

    Parameters
    ----------
    codebook : dict
        ``codebook.toml`` as read.
    languages : iterable of str
        The languages that the run shows; texts in the others are left out.
    question : str, optional
        The only question that the run is about.
    cleans : bool
        Whether the run matches raw answers: it reads `intake`, and the levels' labels in every
        language, since an answer may have been given in any.
    labels : bool
        Whether the run shows how levels are worded.
    whole : bool
        Whether the run shows how the export was read too.

    Examples
    --------
    >>> book = {"survey": {"languages": ["fr", "en"], "title": {"fr": "Oui", "en": "Yes"}}, "intake": {"file": "a.csv"}}
    >>> part(book, ["fr"])
    {'survey': {'languages': ['fr', 'en'], 'title': {'fr': 'Oui'}}}
    """
    silent = set(codebook["survey"]["languages"]) - set(languages)
    seen = {key: value for key, value in codebook.items() if key != "intake" or cleans or whole}
    if question:
        seen["questions"] = [entry for entry in seen["questions"] if entry["id"] == question]
    if not labels:
        seen["questions"] = [
            entry
            | {
                "levels": _without(
                    entry.get("levels", []), set(codebook["survey"]["languages"]), ()
                )
            }
            for entry in seen["questions"]
        ]
    return _without(seen, silent, untouched={"levels"} if cleans else ())


def fingerprint(value):
    """Return the SHA-256 of anything made of dicts, lists, texts, numbers and dates, whatever the order of keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def environment():
    """Return a fingerprint of the interpreter and of the installed packages with their versions."""
    packages = sorted(
        path.name for folder in set(sys.path) for path in Path(folder).glob("*.dist-info")
    )
    return fingerprint([sys.version, packages])


def _flat(found, key=""):
    yield key, found
    for name, value in found.items() if isinstance(found, dict) else ():
        yield from _flat(value, f"{key}.{name}" if key else name)


def _without(entry, keys, untouched):
    if isinstance(entry, dict):
        return {
            k: v if k in untouched else _without(v, keys, untouched)
            for k, v in entry.items()
            if k not in keys
        }
    return [_without(item, keys, untouched) for item in entry] if isinstance(entry, list) else entry


def _state(path):
    """What changes whenever a file is written; the change time cannot be set by hand."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
