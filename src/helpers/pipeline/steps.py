"""The steps of a build: notebooks, pages, and what is said of where a report comes from."""

import csv
import hashlib
import io
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from helpers.codebook import SurveyError
from helpers.pipeline import execution, lineage, store
from helpers.pipeline.declaration import Run
from helpers.pipeline.store import BuildError
from helpers.pipeline.workspace import EXPORTING, Workspace

PROSE = "en"  # of the notebooks
Made = tuple[Mapping[str, bytes | Path], Mapping[str, list[str]] | None]


class Step:
    """Something to be made.

    Attributes
    ----------
    name : str
    writes : tuple of str
        Files, as seen from `workspace.built`.
    after : tuple of str
        Names of the steps that it reads from.
    language : str
        Of a report: its language.
    """

    is_notebook = False

    def __init__(
        self,
        workspace: Workspace,
        name: str,
        writes: Iterable[str],
        after: Iterable[str] = (),
        language: str = "",
    ) -> None:
        self.workspace, self.name, self.language = workspace, name, language
        self.writes, self.after = tuple(writes), tuple(dict.fromkeys(after))

    def sources(self) -> list[Path]:
        """Return the files of the project and of the survey that it comes from."""
        return []

    def key(self) -> dict[str, Any]:
        """Return what changes whenever the outcome could, but for messages."""
        raise NotImplementedError

    def make(self) -> Made:
        """Return the bytes, or a file that may be moved, for each name in `writes`, and messages.

        The messages are those that were asked for on the way, keys by language; None if unknown.
        """
        raise NotImplementedError

    def _hashes(self, names: Iterable[str]) -> dict[str, str | None]:
        return {name: store.sha256(self.workspace.built / name) for name in names}


class NotebookStep(Step):
    """One run of one notebook."""

    is_notebook = True

    def __init__(self, workspace: Workspace, run: Run, writers: Mapping[str, str]) -> None:
        self.run = run
        self.document = workspace.notebooks[run.declaration.notebook]
        files = {"survey": f"data/raw/{workspace.book.id}", "tables_dir": workspace.processed}
        self.parameters = self.document.checked({**files, **run.parameters})
        self.tables = [workspace.table_file(name) for name in run.tables]
        tables = [workspace.table_file(name) for name in run.reads]
        self.inputs = [name for name in tables if name in writers]
        self.executed = f"executed/{run.name}.ipynb"
        own = run.parameters.get("language")
        self.languages = [own or workspace.book.languages[0]]
        writes, after = [*self.tables, self.executed], [writers[name] for name in self.inputs]
        super().__init__(workspace, run.title, writes, after, own or "")

    def sources(self) -> list[Path]:
        raw = self.workspace.raw_files(self.run)
        return [self.document.path, *raw, *self._code()]

    def key(self) -> dict[str, Any]:
        folder, sources = self.workspace.book.folder, self.workspace.sources
        raw = {
            f"survey/{path.relative_to(folder)}": sources.sha256(path)
            for path in self.workspace.raw_files(self.run)
            if path != folder / "codebook.toml"  # of which only a part counts
        }
        return {
            **self.workspace.common,
            "notebook": self.document.fingerprint,
            "parameters": self.parameters,
            "code": sources.digest(self._code()),
            "codebook": lineage.fingerprint(self.workspace.visible_codebook(self.run)),
            **raw,
            **self._hashes(self.inputs),
        }

    def make(self) -> Made:
        import nbformat

        sandbox = self.workspace.sandbox(self.run, self.inputs)
        try:
            executed, asked = execution.execute(
                self.document,
                self.parameters,
                folder=sandbox.folder,
                kernels=self.workspace.kernels,
                drawings=self.workspace.drawings,
            )
        except SurveyError as error:
            raise SurveyError(self._in_own_paths(error, sandbox.folder)) from None
        except BuildError as error:
            text = self._in_own_paths(error, sandbox.folder)
            raise BuildError(f"{text}\n{self._by_hand()}") from None
        if not (self.workspace.book.synthetic or self.workspace.is_shown(self.run)):
            execution.clear_outputs(executed)
        content = nbformat.writes(executed).encode()
        return {**sandbox.collect(self.name, self.tables), self.executed: content}, asked

    def _code(self) -> list[Path]:
        return self.workspace.sources.closure(self.document.code, self.languages)

    def _in_own_paths(self, error: Exception, folder: Path) -> str:
        """What an error says, with the person's own paths in place of the sandbox's."""
        book = self.workspace.book
        text = str(error).replace(f"{folder}/data/raw/{book.id}", str(book.folder))
        return text.replace(f"{folder}/", "")

    def _by_hand(self) -> str:
        tables = self.workspace.built / self.workspace.processed
        values = {
            **self.run.parameters,
            "survey": str(self.workspace.book.folder),
            "tables_dir": str(tables),
        }
        given = " ".join(f"-p {name} {shlex.quote(value)}" for name, value in values.items())
        name = self.document.path.stem
        return (
            f"by hand: survey run {name} {given}\nor open {self.document.path.name} in JupyterLab"
        )


class ProvenanceStep(Step):
    """The table that says what a report comes from."""

    def __init__(self, workspace: Workspace, language: str, writers: Mapping[str, str]) -> None:
        self.file = workspace.table_file(f"provenance.{language}")
        after = [writers[name] for name in [workspace.table_file("answers")] if name in writers]
        super().__init__(workspace, f"provenance {language}", [self.file], after, language)

    def key(self) -> dict[str, Any]:
        return {**self.workspace.common, **self.workspace.origin(self.language)}

    def make(self) -> Made:
        text = io.StringIO()
        rows = [("item", "value"), *self.workspace.origin(self.language).items()]
        csv.writer(text, lineterminator="\n").writerows(rows)
        return {self.file: text.getvalue().encode()}, {}


class EventStep(Step):
    """The clean answers of one event, taken from those of all; no notebook is needed."""

    def __init__(self, workspace: Workspace) -> None:
        self.tables = {
            f"{workspace.processed}/{name}": content for name, content in workspace.tables.items()
        }
        super().__init__(workspace, "event", self.tables)

    def key(self) -> dict[str, Any]:
        return {name: hashlib.sha256(table).hexdigest() for name, table in self.tables.items()}

    def make(self) -> Made:
        return self.tables, {}


class PageStep(Step):
    """A page made from an executed notebook: PDF, HTML, or HTML with its code.

    Parameters
    ----------
    notebook : NotebookStep
    page : str
    attachments : dict of str to str
        Tables that go with it, by the steps that write them.
    """

    def __init__(self, notebook: NotebookStep, page: str, attachments: Mapping[str, str]) -> None:
        workspace = notebook.workspace
        self.executed, self.attachments = notebook.executed, tuple(attachments)
        self.own_language = notebook.languages[0]
        self.kind = "annex" if page.startswith("annex/") else page.rpartition(".")[2]
        self.words = workspace.sources.code / "document/export/words.toml"
        self.page = f"{workspace.reports}/{page}"
        name = Path(page).name
        after = [notebook.name, *attachments.values()]
        super().__init__(workspace, name, [self.page], after, notebook.language)

    def sources(self) -> list[Path]:
        code = ["import helpers.document.export"]
        return self.workspace.sources.closure(code, [self.own_language])

    def key(self) -> dict[str, Any]:
        sources, links = self.workspace.sources, {}
        languages = [self.own_language]
        if self.kind == "annex":
            links = self.workspace.report_pages
            languages += [PROSE, *links]
        return {
            **self.workspace.common,
            "code": sources.digest(set(self.sources()) - {self.words}),
            "words": [sources.language_table(self.words, each) for each in languages],
            "links": links,
            "language": self.own_language,
            "synthetic": self.workspace.synthetic,
            **self._hashes([self.executed, *self.attachments]),
        }

    def make(self) -> Made:
        import nbformat

        built = self.workspace.built
        with EXPORTING:
            node = nbformat.read(built / self.executed, as_version=4)
            exporter = self.workspace.exporters[self.kind]
            if self.kind == "pdf":
                exporter.attachments = [str(built / name) for name in self.attachments]
            content, _ = exporter.from_notebook_node(node)
        return {self.page: content.encode() if isinstance(content, str) else content}, {}
