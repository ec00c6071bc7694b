"""The steps that the table of notebooks means for one survey: from what, by what, after what."""

import contextlib
import csv
import fnmatch
import importlib.metadata
import io
import secrets
import shlex
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from helpers import codebook
from helpers.codebook import SurveyError
from helpers.pipeline import lineage, notebook, store
from helpers.pipeline.project import NOTEBOOKS
from helpers.pipeline.room import Room
from helpers.pipeline.store import BuildError
from helpers.privacy import release

PACKAGES = ("pandas", "numpy", "scipy", "statsmodels", "papermill", "nbconvert", "typst")


@dataclass(frozen=True)
class Step:
    """Something to be made: what it writes, after which steps, from what (`key`) and how (`make`).

    `sources` returns the files of the project and the survey that it comes from; `key` a dict that
    changes whenever the outcome could, but for messages; `make` the bytes, or the path of a file
    that may be moved, for each name in `writes`, and the messages that were asked for on the way,
    as `lineage.Sources.messages` takes them.
    """

    name: str
    writes: tuple
    after: tuple
    sources: Callable
    key: Callable
    make: Callable
    kernel: bool = False
    long: bool = False
    language: str = ""


class Graph:
    """All steps of one survey.

    Parameters
    ----------
    project : Project
    book : codebook.Codebook
    known : dict
        See `lineage.Sources`.
    event : str
        Of one event of the survey only, whose tables come out of the pass over all, made before.
    kernels : kernel.Kernels, optional
        Needed to execute notebooks.

    Attributes
    ----------
    steps : list of Step
        Those that need a kernel first, of these the long ones.
    """

    def __init__(self, project, book, known, event="", kernels=None):
        self.project, self.book, self.event = project, book, event
        self.kernels = kernels
        own = folder(event) if event else ""
        self.place = f"{book.id}/{own}" if event else book.id
        self.whole = project.output / ".survey" / book.id / "built" / f"data/processed/{book.id}"
        self.work = project.output / ".survey" / book.id / (f"events/{own}" if event else "")
        self.published = None if event else book.published  # what was published is about all events
        self.built = self.work / "built"
        # Never the same twice: a kernel that outlives a killed build for a moment must not find its
        # room again.
        self.rooms = self.work / "rooms" / secrets.token_hex(4)
        self.answers = f"answers.{'parquet' if book.is_aggregated else 'csv'}"
        self.processed, self.reports = f"data/processed/{self.place}", f"reports/{self.place}"
        self.sources = lineage.Sources(project.code, known)
        self.sources.sha256(book.folder / "codebook.toml")
        self.codebook = codebook.read_toml(book.folder / "codebook.toml")
        self.exporting = (
            threading.Lock()
        )  # one exporter for all documents, hence one document at a time
        self.notebooks = {}
        for stage in NOTEBOOKS:
            if self._has(stage):
                path = project.notebooks / f"{stage.name}.ipynb"
                self.sources.sha256(path)
                self.notebooks[stage.name] = notebook.Notebook(path)
        self.common = {
            "runner": lineage.fingerprint(
                [
                    self.sources.sha256(Path(__file__).with_name(f"{name}.py"))
                    for name in ("graph", "kernel", "kernel_manager", "notebook", "room", "zygote")
                ]
            ),
            "requirements": self.sources.sha256(project.top / "requirements.lock"),
            "environment": lineage.environment(),
        }
        self.steps = [self._alone()] if event else []
        for stage in NOTEBOOKS:
            if stage.name in self.notebooks:
                self._add(stage)
        # Pages are made where a kernel leaves a place free.
        self.steps.sort(key=lambda step: (not step.kernel, not step.long))

    def _has(self, stage):
        """Whether a notebook is the survey's; of one event, those that are not about all: they are cleaned at once."""
        if self.event:
            return not stage.needs and "answers" not in stage.survey
        return {"": True, "published": bool(self.published), "events": self.book.events}[
            stage.needs
        ]

    def _add(self, stage):
        values = {"question": [q.id for q in self.book.questions], "language": self.book.languages}
        for value in values.get(stage.each, [""]):
            if stage.each == "language":
                self.steps.append(self._provenance(value))
            run = self._run(stage, value)
            self.steps.append(run)
            if stage.each == "language":
                made = (
                    name
                    for step in self.steps
                    if step.language in ("", value)
                    for name in step.writes
                )
                csvs = tuple(name for name in made if name.endswith(".csv") and self._shared(name))
                self.steps.append(
                    self._export(f"{self.reports}/report.{value}.pdf", run, value, csvs)
                )
                self.steps.append(self._export(f"{self.reports}/report.{value}.html", run, value))
            elif release.may_show(stage.shareable, self.book):
                page = f"{self.reports}/annex/{Path(run.writes[-1]).stem}.html"
                self.steps.append(self._export(page, run, self.book.languages[0]))

    def _shared(self, name):
        """Whether a file of those built is a table that may go with the report."""
        return release.may_attach(name.removeprefix(f"{self.processed}/"), self.book)

    def _run(self, stage, value):
        document = self.notebooks[stage.name]
        languages = [value] if stage.each == "language" else [self.book.languages[0]]
        given = {"survey": f"data/raw/{self.book.id}", "tables_dir": self.processed}
        given |= {stage.each: value} if value else {}
        parameters = document.checked(given)
        form = Path(self.answers).suffix[1:]
        names = [f"{self.processed}/{name.format(**given, answers=form)}" for name in stage.writes]
        inputs = {
            name: step.name
            for step in self.steps
            if step.language in ("", value)
            for name in step.writes
            if any(fnmatch.fnmatch(name, f"{self.processed}/{pattern}") for pattern in stage.reads)
        }
        files = [path for name in stage.survey for path in self._survey_files(name)]
        part = (
            self._told(value)
            if stage.each == "language"
            else lineage.part(
                self.codebook,
                languages,
                question=value if stage.each == "question" else None,
                cleans="answers" in stage.survey,
                labels=stage.labels,
            )
        )
        run = f"{stage.name}.{value}" if value else stage.name
        title = f"{stage.name} {value}".strip()

        code = partial(self.sources.closure, document.code, languages)

        def sources():
            return [document.path, *files, *code()]

        def key():
            return self.common | {
                "notebook": document.fingerprint,
                "parameters": parameters,
                "code": self.sources.digest(code()),
                "codebook": lineage.fingerprint(part),
                **{
                    f"survey/{path.relative_to(self.book.folder)}": self.sources.sha256(path)
                    for path in files
                },
                **{name: store.sha256(self.built / name) for name in inputs},
            }

        def at_home(text, room):  # in the person's own paths
            text = text.replace(f"{room.folder}/data/raw/{self.book.id}", str(self.book.folder))
            return text.replace(f"{room.folder}/", "")

        def make(watch):
            room = self._room(run, files, inputs)
            try:
                done, asked = notebook.execute(
                    document, parameters, folder=room.folder, kernels=self.kernels, watch=watch
                )
            except SurveyError as error:
                raise SurveyError(at_home(str(error), room)) from None
            except BuildError as error:
                raise BuildError(
                    f"{at_home(str(error), room)}\n{self._by_hand(stage, value)}"
                ) from None
            import nbformat

            content = nbformat.writes(done).encode()
            return room.collected(title, names) | {f"executed/{run}.ipynb": content}, asked

        after = tuple(dict.fromkeys(inputs.values()))
        language = value if stage.each == "language" else ""
        writes = (*names, f"executed/{run}.ipynb")
        return Step(
            title,
            writes,
            after,
            sources,
            key,
            make,
            kernel=True,
            long=stage.long,
            language=language,
        )

    def _survey_files(self, name):
        return (
            self.book.exports if name == "answers" else [self.published] if self.published else []
        )

    def _room(self, run, files, inputs):
        room = Room(self.rooms / run, self.built, self.processed, inputs)
        for path in (self.book.folder / "codebook.toml", *files):
            room.bring(
                path,
                f"data/raw/{self.book.id}/{path.relative_to(self.book.folder)}",
                self.sources.sha256(path),
            )
        return room

    def _by_hand(self, stage, value):
        given = [f"-p {stage.each} {value}"] if value else []
        given += [f"-p survey {shlex.quote(str(self.book.folder))}"]
        given += [f"-p tables_dir {shlex.quote(str(self.built / self.processed))}"]
        return (
            f"by hand: survey run {stage.name} {' '.join(given)}\n"
            f"or open notebooks/{stage.name}.ipynb in JupyterLab"
        )

    def _told(self, language):
        """The part of the codebook that a report shows."""
        return lineage.part(self.codebook, [language], whole=True)

    def origin(self, answers, language):
        """What a report in one language comes from, item by item; `answers` is the SHA-256 of the clean answers.

        Of the codebook it is that of the entries that the report shows: texts in other languages
        leave it as it is.
        """
        published = self.published
        code = {stem: document.fingerprint for stem, document in self.notebooks.items()}
        files = {
            path
            for document in self.notebooks.values()
            for path in self.sources.closure(document.code, ())
        }
        seed = codebook.read_toml(published).get("seed") if published else None
        return {
            **({"event": self.event} if self.event else {}),
            self.answers: answers,
            "codebook.toml": lineage.fingerprint(self._told(language)),
            **({"published.toml": self.sources.sha256(published)} if published else {}),
            "code": lineage.fingerprint([code, self.sources.digest(files)]),
            "requirements.lock": self.common["requirements"],
            **({} if seed is None else {"seed": str(seed)}),
            **{name: importlib.metadata.version(name) for name in PACKAGES},
        }

    def _provenance(self, language):
        name = f"{self.processed}/provenance.{language}.csv"

        def rows():
            return self.origin(store.sha256(self.built / self.processed / self.answers), language)

        def make(watch):
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([("item", "value"), *rows().items()])
            return {name: text.getvalue().encode()}, {}

        after = next(
            step.name for step in self.steps if f"{self.processed}/{self.answers}" in step.writes
        )
        return Step(
            f"provenance {language}",
            (name,),
            (after,),
            list,
            lambda: self.common | rows(),
            make,
            language=language,
        )

    def _alone(self):
        """What 01_clean does for a survey, for one event out of the pass over all: no kernel is needed."""
        form = Path(self.answers).suffix[1:]
        cleans = next(stage for stage in NOTEBOOKS if "answers" in stage.survey)
        names = [name.format(answers=form) for name in cleans.writes]

        def sources():
            return self.sources.closure(["from helpers.answers import single_event"], ())

        def key():
            files = {name: store.sha256(self.whole / name) for name in names}
            return (
                self.common | {"code": self.sources.digest(sources()), "event": self.event} | files
            )

        def make(watch):
            from helpers import processed
            from helpers.answers import single_event

            tables = [
                processed.read_answers(self.whole, self.book, name) for name in processed.ANSWERS
            ]
            own = single_event.single_event(
                *tables, processed.read(self.whole, "cleaning"), self.event, self.book
            )
            folder = self.rooms / "event"
            folder.mkdir(parents=True)
            for name, table in {
                "answers": own.answers,
                "duplicates": own.duplicates,
                "cleaning": own.ledger,
                "account": own.account,
            }.items():
                processed.write(table, folder, name)
            return {f"{self.processed}/{name}": folder / name for name in names}, {}

        return Step(
            "event", tuple(f"{self.processed}/{name}" for name in names), (), sources, key, make
        )

    def _export(self, page, run, language, attachments=()):
        kind = "pdf" if page.endswith(".pdf") else "annex" if "/annex/" in page else "html"
        executed, words = run.writes[-1], self.project.code / "document/export/words.toml"

        def sources():
            return self.sources.closure(["import helpers.document.export"], [language])

        def key():
            return self.common | {
                "code": self.sources.digest(set(sources()) - {words}),
                "words": self.sources.spoken(words, language),
                "language": language,
                **{name: store.sha256(self.built / name) for name in (executed, *attachments)},
            }

        def make(watch):
            import nbformat

            with self.exporting:
                node = nbformat.read(self.built / executed, as_version=4)
                exporter = self.exporters[kind]
                if attachments:
                    exporter.attachments = [str(self.built / name) for name in attachments]
                content, _ = exporter.from_notebook_node(node)
            return {page: content.encode() if isinstance(content, str) else content}, {}

        return Step(
            Path(page).name, (page,), (run.name,), sources, key, make, language=run.language
        )

    def load_exporters(self):
        """Load them before there is a page to make."""
        with (
            self.exporting,
            contextlib.suppress(Exception),
        ):  # which they would raise again for the first page
            self.exporters  # noqa: B018

    @cached_property
    def exporters(self):
        """One exporter for each kind of document: their templates are compiled once."""
        from helpers.document import export
        from helpers.document.export import pdf  # noqa: F401

        annex = export.ReportHTMLExporter(show_code=True, language=self.book.languages[0])
        return {
            "pdf": export.ReportPDFExporter(),
            "html": export.ReportHTMLExporter(),
            "annex": annex,
        }


def folder(event):
    """The name of an event's folders."""
    from helpers.answers import events  # not before it is needed: it takes pandas along

    return events.slug(event)
