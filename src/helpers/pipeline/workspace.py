"""Where a survey, or one event of it, is built: notebooks, folders, what it comes from."""

import importlib.metadata
import secrets
import threading
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from helpers import codebook
from helpers.codebook import Codebook, SurveyError, sealed_plan
from helpers.pipeline import declaration, lineage, needs, notebook, seal, store, visibility
from helpers.pipeline.declaration import Run
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.project import Project
from helpers.pipeline.sandbox import Sandbox
from helpers.privacy import release

PACKAGES = ("pandas", "numpy", "scipy", "statsmodels", "papermill", "nbconvert", "typst")
COMPARED = ("comparability", "edition_shares")  # of two editions: what the build itself writes
_RUNNER = (
    *("execution", "forks", "kernel", "notebook", "plan", "sandbox", "seal", "steps", "visibility"),
    *("workspace", "zygote"),
)


EXPORTING = threading.Lock()  # one exporter for all documents, one document at a time


class Workspace:
    """What all steps of one build share.

    Parameters
    ----------
    project : Project
    book : codebook.Codebook
    imports : dict
        See `lineage.Sources`.
    event : str
        Of one event only.
    kernels : Kernels, optional
    edition : codebook.Codebook, optional
        Of the edition that this one is compared with.
    tables : dict of str to bytes, optional
        Of an event: the files of its clean answers, which come out of the pass over all
        (`event_tables`).

    Attributes
    ----------
    work, built, sandboxes : Path
        Folders for what is remembered, for what steps wrote, and for notebooks to run in.
    processed, reports : str
        Folders of tables and pages, as seen from `built`, from sandboxes and from the project's
        output.
    notebooks : dict of str to notebook.Notebook
        Those that are executed for this survey or event.
    runs : list of declaration.Run
    """

    def __init__(
        self,
        project: Project,
        book: Codebook,
        imports: Mapping[str, list[str]],
        event: str = "",
        kernels: Kernels | None = None,
        edition: Codebook | None = None,
        *,
        tables: Mapping[str, bytes] | None = None,
    ) -> None:
        self.project, self.book, self.event, self.kernels = project, book, event, kernels
        self.edition = None if event else edition
        self.tables = tables or {}
        self.drawings: Path | None = None  # folder of figures that need not be drawn again
        self.work = project.work(book.id, event)
        self.built = self.work / "built"
        # Never the same twice: a kernel that outlives a killed build for a moment must not find its
        # sandbox again.
        self.sandboxes = self.work / "sandboxes" / secrets.token_hex(4)
        place = f"{book.id}/{self.work.name}" if event else book.id
        self.processed, self.reports = f"data/processed/{place}", f"reports/{place}"
        self.published = None if event else book.published  # what was published is about all events
        self.sources = lineage.Sources(project.code, imports)
        self.sources.sha256(book.folder / "codebook.toml")
        self.codebook = codebook.read_toml(book.folder / "codebook.toml")
        paths = project.notebook_paths(book)
        for path in paths:
            self.sources.sha256(path)  # before it is read, to know if it is written meanwhile
        documents = {path.stem: notebook.Notebook(path) for path in paths}
        declared = [
            declaration.parse(document.first_cell, name) for name, document in documents.items()
        ]
        values = {"question": [q.id for q in book.questions], "language": book.languages}
        own = [each for each in declared if needs.are_met(each, book, event, self.edition)]
        self.notebooks = {each.notebook: documents[each.notebook] for each in own}
        self.runs = [run for each in own for run in each.runs(values)]
        for run in self.runs:
            self.raw_files(run)  # what is missing is told before anything is executed
        others = [run for each in declared if each not in own for run in each.runs(values)]
        elsewhere = [name for run in others for name in run.tables]
        declaration.check(
            self.runs,
            given=[
                *(f"provenance.{language}" for language in book.languages),
                *(COMPARED if self.edition else ()),
            ],
            elsewhere=[*elsewhere, *(() if self.edition else COMPARED)],
        )

    @cached_property
    def common(self) -> dict[str, str | None]:
        """What every step comes from."""
        modules = sorted(Path(__file__).parent.glob("*.py"))
        runner = [path for path in modules if path.stem.startswith(_RUNNER)]
        return {
            "runner": lineage.fingerprint([self.sources.sha256(path) for path in runner]),
            "requirements": self.sources.sha256(self.project.top / "requirements.lock"),
            "environment": lineage.environment(),
        }

    @cached_property
    def exporters(self) -> dict[str, Any]:
        """One exporter for each kind of page."""
        pages = tuple(self.report_pages.items())
        return _exporters(self.book.languages[0], self.synthetic, pages)

    @property
    def synthetic(self) -> str:
        """How synthetic answers came about; empty if they are not synthetic."""
        if not self.book.synthetic:
            return ""
        return "reconstructed" if self.book.published else "invented"

    def table_file(self, name: str) -> str:
        """Return where a table is, as seen from `built`."""
        form = "parquet" if self.book.is_aggregated and name in ("answers", "duplicates") else "csv"
        return f"{self.processed}/{name}.{form}"

    def raw_files(self, run: Run) -> list[Path]:
        """Return the files of the survey's folder that a run reads."""
        return [path for name in run.declaration.raw for path in self._raw(name, run)]

    def sandbox(self, run: Run, inputs: Iterable[str]) -> Sandbox:
        """Return a new sandbox for a run, with the tables and the raw files that it reads."""
        sandbox = Sandbox(self.sandboxes / run.name, self.built, self.processed, inputs)
        for path in self.raw_files(run):
            name = f"data/raw/{self.book.id}/{path.relative_to(self.book.folder)}"
            sandbox.bring(path, name, self.sources.sha256(path))
        return sandbox

    def visible_codebook(self, run: Run) -> dict[str, Any]:
        """Return the part of the codebook that a run can see."""
        if "codebook.toml" not in run.declaration.raw:
            return {}
        return visibility.visible_codebook(
            self.codebook,
            [run.parameters.get("language", self.book.languages[0])],
            question=run.parameters.get("question"),
            cleans="answers" in run.declaration.raw,
            whole=bool(run.pages),
        )

    def is_shown(self, run: Run) -> bool:
        """Whether pages are made of a run."""
        return release.may_show(run.declaration.shown, self.book)

    def origin(self, language: str, answers: str | None = None) -> dict[str, str]:
        """Return what a report in one language comes from, item by item.

        Of the codebook it is the fingerprint of the entries that a report shows, in its language.
        Each item ``annex NAME`` is an executed notebook shown beside it, and the tables it wrote.

        Parameters
        ----------
        language : str
        answers : str, optional
            SHA-256 of the clean answers, to verify; of those that were built, if left out.
        """
        file = self.table_file("answers")
        digest = answers or store.sha256(self.built / file)
        published, plan = self.published, self.book.sealed_plan
        code = {name: document.fingerprint for name, document in self.notebooks.items()}
        code_of = [document.code for document in self.notebooks.values()]
        files = {path for source in code_of for path in self.sources.closure(source, ())}
        seed = codebook.read_toml(published).get("seed") if published else None
        annex = [run for run in self.runs if self.is_shown(run) and not run.pages]
        annex.sort(key=lambda run: len(run.parameters))
        entries = visibility.visible_codebook(self.codebook, [language], whole=True)
        return {
            **({"event": self.event} if self.event else {}),
            Path(file).name: seal.sealed(digest, self.book, make=answers is None),
            "codebook.toml": lineage.fingerprint(entries),
            **({"published.toml": self.sources.sha256(published)} if published else {}),
            **({sealed_plan.NAME: plan.sha256} if plan else {}),
            "code": lineage.fingerprint([code, self.sources.digest(files)]),
            "requirements.lock": self.common["requirements"],
            **({} if seed is None else {"seed": str(seed)}),
            **{name: importlib.metadata.version(name) for name in PACKAGES},
            **{f"annex {run.name}": " ".join(run.tables) for run in annex},
        }

    @cached_property
    def report_pages(self) -> dict[str, str]:
        """The pages that annexes lead back to, as seen from these, by language."""
        first = next((run.declaration for run in self.runs if "language" in run.parameters), None)
        own = [run for run in self.runs if run.declaration is first]
        return {
            run.parameters["language"]: f"../{page}"
            for run in own
            for page in run.pages
            if page.endswith(".html")
        }

    def _raw(self, name: str, run: Run) -> Iterable[Path]:
        if name == "answers":
            return self.book.exports
        if name == "published.toml":
            return [self.published] if self.published else []
        if name == sealed_plan.NAME and not self.book.sealed_plan:
            return []
        if not (self.book.folder / name).is_file():
            where = f"{run.declaration.notebook}.ipynb, line `Reads: raw/{name}`"
            raise SurveyError(f"{where}: there is no such file in {self.book.folder}")
        return [self.book.folder / name]


@lru_cache(maxsize=8)
def _exporters(
    language: str, synthetic: str, reports: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    """Exporters whose templates are compiled once for all reports that a process makes."""
    from helpers.document import export
    from helpers.document.export import pdf  # noqa: F401

    annex = {"language": language, "synthetic": synthetic, "reports": dict(reports)}
    return {
        "pdf": export.ReportPDFExporter(),
        "html": export.ReportHTMLExporter(),
        "xlsx": export.ReportWorkbookExporter(),
        "annex": export.ReportHTMLExporter(show_code=True, **annex),
    }
