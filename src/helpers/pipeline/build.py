"""One build: what changed is made, by doit, in parallel; then all of it is published at once."""

import contextlib
import fnmatch
import importlib.util
import json
import os
import shutil
import threading
import traceback
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path, PurePosixPath

from doit.control import TaskControl
from doit.dependency import DatabaseException, Dependency, JsonDB
from doit.runner import MThreadRunner
from doit.task import Stream, Task

from helpers import codebook
from helpers.codebook import SurveyError
from helpers.pipeline import store
from helpers.pipeline.graph import Graph, folder
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.progress import Progress
from helpers.pipeline.project import Project
from helpers.pipeline.store import BuildError


@dataclass(frozen=True)
class Built:
    """What a build did: the steps it made, the files it published, where the PDFs are, and what it could not deliver.

    Steps of an event are named after it, as ``Laval: 06_report fr``; `failed` holds one message for
    each event of the survey that could not be cleaned, and for each that was asked for and has too
    few people.
    """

    made: tuple
    published: tuple
    reports: tuple
    failed: tuple = ()


def build(
    survey=None,
    *,
    languages=(),
    events=(),
    jobs=None,
    force=False,
    fork=False,
    project=None,
    progress=None,
):
    """Bring the reports of a survey up to date with everything they come from.

    Parameters
    ----------
    survey : str or Path, optional
        The survey's folder; the project's only one if left out.
    languages : sequence of str
        Report in these only; reports in the other languages stay as they are.
    events : sequence of str
        Of a survey held at events: those that have a report of their own besides that over all, by
        name or by a pattern as ``Montréal*``.  Those that others have from before stay as they are.
    jobs : int, optional
        Notebooks executed at a time; as many as there are processors if left out.
    force : bool
        Make everything, changed or not.
    fork : bool
        See `kernel.Kernels`.
    project : Project, optional
    progress : Progress, optional

    Returns
    -------
    Built

    Raises
    ------
    SurveyError
        If the survey's owner can put it right.
    BuildError
        If the work failed.  What was published before is untouched.
    """
    project = project or Project()
    book = codebook.load(project.survey(survey))
    languages = project.languages(book, languages)
    if events and not book.events:
        raise SurveyError(
            f"{book.folder / 'codebook.toml'}: no events: [intake] has no `event` and no `*` in `file`"
        )
    if not book.exports:
        hint = f"; make them with: survey reconstruct {book.folder}" if book.synthetic else ""
        raise SurveyError(f"no answers: {book.answers} is missing{hint}")
    work = project.output / ".survey" / book.id
    kernels = Kernels(work / "home", project.code, fork=fork)
    with store.lock(work), contextlib.closing(kernels):
        kernels.remove_leftovers()
        done = _bring(
            Built((), (), ()), project, book, "", languages, jobs, force, progress, kernels
        )
        if not book.events:
            return done
        wanted, failed = _events(work / f"built/data/processed/{book.id}", book, events)
        for event in wanted:
            try:
                done = _bring(done, project, book, event, languages, jobs, force, progress, kernels)
            except (SurveyError, BuildError) as error:  # the others are delivered
                failed.append(f"{event} has no report of its own: {error}")
    return replace(done, failed=tuple(failed))


def _bring(done, project, book, event, languages, jobs, force, progress, kernels):
    """Bring the reports of a survey, or of one of its events, up to date; return what was done before and now."""
    work = project.output / ".survey" / book.id / (f"events/{folder(event)}" if event else "")
    store.settle(project.output, work)
    shutil.rmtree(work / "rooms", ignore_errors=True)  # what a killed build left
    work.mkdir(parents=True, exist_ok=True)
    memory = Dependency(Memory, str(work / "memory.json"))
    graph = Graph(project, book, memory.backend.imports, event, kernels)
    memory.backend.imports = graph.sources.imports
    names = [
        f"{graph.reports}/manifest.json",
        *(name for step in graph.steps for name in step.writes),
    ]
    store.prune(graph.built, {graph.built / name for name in names})
    steps = [step for step in graph.steps if step.language in ("", *languages)]
    made = _make(graph, steps, memory, jobs or os.cpu_count(), force, progress)
    shutil.rmtree(work / "rooms", ignore_errors=True)
    published = _publish(graph, steps)
    reports = [project.output / f"{graph.reports}/report.{language}.pdf" for language in languages]
    named = [f"{event}: {name}" if event else name for name in made]
    return Built((*done.made, *named), (*done.published, *published), (*done.reports, *reports))


def _events(tables, book, asked):
    """The events that are to have a report, and what to say of those that cannot have one."""
    from helpers import processed
    from helpers.answers import events

    held = processed.read(tables, "events").set_index("event").state
    wanted, failed = {}, []
    if held.eq("failed").any():
        failed = list(events.failures(processed.read(tables, "cleaning"), book).values())
    for name in asked:
        found = [
            event
            for event in held.index
            if event == name or ("*" in name and fnmatch.fnmatchcase(event, name))
        ]
        if not found:
            raise SurveyError(
                f"no event {name!r} in {book.answers}{codebook.suggest(name, held.index)}"
            )
        wanted |= dict.fromkeys(event for event in found if held[event] == "delivered")
        failed += [
            f"{name} has no report of its own: it has fewer people than `smallest_cell` of "
            f"{book.folder / 'codebook.toml'}, {book.smallest_cell}, or would give away an event that has"
            for event in found
            if held[event] == "small" and event == name
        ]
    return list(wanted), failed


class Memory(JsonDB):
    """What doit remembers of every step, on the disk as soon as the step is done and never half-written."""

    def __init__(self, name, codec, *, module_name=None):
        super().__init__(name, codec, module_name=module_name)
        self.imports = self._db.pop("imports:", {})  # no step has a colon in its name

    def dump(self):
        """Write everything."""
        store.write(Path(self.name), self.codec.encode(self._db | {"imports:": self.imports}))

    def _load(self):
        try:
            known = super()._load()
        except DatabaseException:
            return {}
        return known if isinstance(known, dict) else {}


class _Reporter:
    """What doit tells of its progress, passed on; the memory is kept after each step, should the next one be killed."""

    def __init__(self, memory, progress):
        self.memory, self.progress = memory, progress
        self.made = []

    def execute_task(self, task):
        self.progress.started(task.name)

    def add_success(self, task):
        self.made.append(task.name)
        self.memory.backend.dump()
        self.progress.ended(task.name)

    def add_failure(self, task, fail):
        self.progress.ended(task.name, well=False)

    def skip_uptodate(self, task):
        self.progress.unchanged(task.name)

    def runtime_error(self, message):
        raise BuildError(message)

    def nothing(self, *args):
        """Events that need no word."""

    initialize = get_status = skip_ignore = cleanup_error = teardown_task = complete_run = nothing


def _make(graph, steps, memory, jobs, force, progress):
    """Make the steps that are not up to date, and those that come to depend on them; return their names."""
    progress = progress or Progress(None, quiet=True)
    by_name, keys, failures, at_work = {step.name: step for step in steps}, {}, {}, set()
    forget_bytecode = cache(
        lambda: _forget_bytecode(graph.project.code)
    )  # once, and only if something is to be made
    load_once = threading.Lock()

    def fresh(
        task, values
    ):  # doit asks it of every step, in the main thread, once all steps before it are made
        step, known = by_name[task.name], values.get("writes", {})
        keys[step.name] = step.key()
        return (
            values.get("key") == keys[step.name]
            and values.get("asked") is not None
            and values["messages"] == graph.sources.messages(values["asked"])
            and set(known) == set(step.writes)
            and all(store.sha256(graph.built / name) == known[name] for name in known)
        )

    def comes_to(name, cell):
        progress.cell(name, cell)
        if len(at_work) == jobs:
            return
        later = [other for other in steps if other.kernel and other.name not in keys]
        if cell and not later and load_once.acquire(blocking=False):
            threading.Thread(target=graph.load_exporters).start()

    def perform(step):
        at_work.add(step.name)
        try:
            forget_bytecode()
            made, asked = step.make(partial(comes_to, step.name))
            if moved := graph.sources.moved(step.sources()):
                raise BuildError(f"{moved[0]} changed while the report was built; build it again")
            writes = {name: _place(content, graph.built / name) for name, content in made.items()}
        except Exception as error:
            failures[step.name] = _named(error, step)
            return False
        finally:
            at_work.remove(step.name)
        messages = graph.sources.messages(asked or {})
        return {"key": keys[step.name], "asked": asked, "messages": messages, "writes": writes}

    tasks = [
        Task(
            step.name,
            [(perform, [step])],
            uptodate=[fresh],
            task_dep=list(step.after),
            io={"capture": False},
        )
        for step in steps
    ]
    control = TaskControl(tasks)
    control.process(None)
    reporter = _Reporter(memory, progress)
    runner = MThreadRunner(
        memory, reporter, always_execute=force, stream=Stream(0), num_process=jobs
    )
    progress.plan(steps, about=graph.event)
    try:
        runner.run_all(control.task_dispatcher())
    finally:
        progress.close()
    for failure in sorted(failures.values(), key=lambda error: not isinstance(error, SurveyError)):
        raise failure
    return tuple(reporter.made)


def _named(error, step):
    """An error that says what failed; one that nobody has foreseen says where too."""
    if isinstance(error, SurveyError | BuildError | OSError):
        return error
    last = traceback.extract_tb(error.__traceback__)[-1]
    return BuildError(
        f"{step.name}: {type(error).__name__}: {error} ({last.filename}, line {last.lineno})"
    )


def _forget_bytecode(code):
    """Remove compiled modules: Python takes them for current by time and size, which an edit may leave as they were."""
    for path in code.rglob("*.py"):
        with contextlib.suppress(OSError):
            Path(importlib.util.cache_from_source(path)).unlink(missing_ok=True)


def _place(content, path):
    """Put something made where it belongs, and return its SHA-256."""
    if isinstance(content, Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        content.replace(path)
    else:
        store.write(path, content)
    return store.sha256(path)


def _publish(graph, steps):
    """Publish what the steps wrote, with a manifest, and take away what no step writes any more."""
    top, manifest = graph.project.output, f"{graph.reports}/manifest.json"
    ours = [name for step in steps for name in step.writes if not name.startswith("executed/")]
    everything = {name for step in graph.steps for name in step.writes}
    before = _listed(top / manifest, (graph.processed, graph.reports))
    files = {name: store.sha256(graph.built / name) for name in ours}
    for name in (everything & set(before)) - set(files):  # of a language that was not asked for
        if store.sha256(top / name) == before[name]:
            files[name] = before[name]
    inputs = [*graph.book.exports, graph.book.folder / "codebook.toml", graph.published]
    content = {
        "survey": graph.book.id,
        **({"event": graph.event} if graph.event else {}),
        "inputs": {
            str(path.relative_to(graph.book.folder)): graph.sources.sha256(path)
            for path in inputs
            if path
        },
        "files": dict(sorted(files.items())),
    }
    store.write(graph.built / manifest, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    built = {name: graph.built / name for name in [*ours, manifest]}
    return store.publish(built, set(before) - everything, top=top, work=graph.work)


def _listed(manifest, folders):
    """The files that a manifest lists under the survey's own folders, with their SHA-256."""
    try:
        files = json.loads(manifest.read_text(encoding="utf-8"))["files"].items()
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}
    return {
        name: digest
        for name, digest in files
        if ".." not in PurePosixPath(name).parts
        and any(name.startswith(f"{folder}/") for folder in folders)
    }
