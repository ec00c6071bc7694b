"""The ``survey`` command."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from helpers.pipeline.project import Project

# Imports wait until a command needs them, here and below: help and mistakes are answered at once,
# and so is an interruption.


def main(arguments: list[str] | None = None) -> int:
    """Run one command of ``survey`` and return its exit status.

    Returns
    -------
    int
        0 when the work is done; 1 when it failed; 2 for a mistake that whoever called can put
        right, said in one message.
    """
    try:
        options = _parser().parse_args(arguments)
        return _status(options)
    except KeyboardInterrupt:
        return _say("stopped; the next build goes on from here", 130)


def _status(options: Namespace) -> int:
    from helpers.codebook import SurveyError
    from helpers.pipeline.store import BuildError

    try:
        return options.command(options) or 0
    except SurveyError as mistake:
        return _say(mistake, 2)
    except BuildError as failure:
        return _say(failure, 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}{error.strerror or error}; nothing that was published has changed", 1)


def _build(options: Namespace) -> int:
    from helpers.pipeline.build import build
    from helpers.pipeline.progress import Progress
    from helpers.pipeline.watch import end_with_stdin

    if options.end_with_stdin:
        end_with_stdin()
    if options.scheduler:  # kernels inherit it; it is no part of what a result comes from
        import os

        from helpers.answers import cluster

        os.environ[cluster.SCHEDULER_VARIABLE] = options.scheduler
    done = build(
        options.survey,
        languages=options.language,
        events=options.event,
        jobs=options.jobs,
        force=options.force,
        fork=not options.fresh,
        project=_project(options),
        progress=Progress(sys.stderr, quiet=options.quiet),
    )
    if not options.quiet:
        state = f"{len(done.published)} files published" if done.published else "up to date"
        print(f"{state}:", *(_short(path) for path in done.reports))
    if done.failed:
        return _say("\n".join([*done.failed, "the rest is delivered"]), 1)
    return 0


def _watch(options: Namespace) -> int | None:
    from helpers.pipeline.watch import watch

    project = _project(options)
    arguments = [text for language in options.language for text in ("--language", language)]
    arguments += ["--jobs", str(options.jobs)] if options.jobs else []
    arguments += ["--into", str(options.into)] if options.into else []
    arguments += ["--quiet"] if options.quiet else []
    try:
        watch(project.survey(options.survey), project, arguments)
    except KeyboardInterrupt:
        return 0


def _check(options: Namespace) -> int:
    from helpers import codebook
    from helpers.answers import cleaning

    book = codebook.load(_project(options).survey(options.survey))
    account, failed = cleaning.check(book)
    print(account)
    return _say("\n".join(failed.values()), 2) if failed else 0


def _reconstruct(options: Namespace) -> int | None:
    from helpers import codebook
    from helpers.codebook import SurveyError
    from helpers.pipeline import store
    from helpers.published import reconstruction

    book = codebook.load(_project(options).survey(options.survey))
    if not book.synthetic:
        reason = f"holds {book.provenance} answers, not a reconstruction: left as they are"
        raise SurveyError(f"{book.answers} {reason}")
    store.write(book.answers, reconstruction.export(book))
    print(f"wrote {_short(book.answers)}")


def _verify(options: Namespace) -> int:
    from helpers.pipeline.verify import verify

    compared = verify(options.report, options.survey, project=_project(options))
    for item, before, now in compared:
        print(f"{'same' if before == now else 'DIFFERS':<9}{item}")
    differing = [item for item, before, now in compared if before != now]
    if differing:
        return _say(f"{options.report} does not come from these inputs: {', '.join(differing)}", 1)
    print(f"{options.report} comes from these inputs")
    return 0


def _run(options: Namespace) -> int | None:
    from pathlib import Path

    from helpers.pipeline import execution, notebook, store
    from helpers.pipeline.kernel import Kernels

    project = _project(options)
    path = Path(options.notebook)
    if not path.is_file():
        path = project.notebooks / f"{path.stem}.ipynb"
    document = notebook.Notebook(path)
    given = {
        name: str(Path(value).resolve()) if Path(value).is_dir() else value
        for name, value in options.parameter
    }
    parameters = document.checked(given)
    project.check(document.defaults | parameters)
    import nbformat

    work = project.work("by-hand")
    kernels = Kernels(work / "home", project.code)
    executed, _ = execution.execute(document, parameters, folder=project.top, kernels=kernels)
    output = options.output or work / document.path.name
    store.write(output, nbformat.writes(executed))
    print(_short(output))


def _project(options: Namespace) -> Project:
    """The project that is named, or that is around us, or around what the command is about."""
    from pathlib import Path

    from helpers.codebook import SurveyError
    from helpers.pipeline.project import Project

    into = options.into.resolve() if getattr(options, "into", None) else None
    about = [getattr(options, name, None) for name in ("survey", "report")]
    places = [options.project] if options.project else [Path.cwd(), *map(Path, filter(None, about))]
    for place in places:
        try:
            project = Project.around(place, into)
        except SurveyError:
            continue
        project.check_code()
        return project
    return Project.around(places[0])  # which says what is missed


def _short(path: Path) -> Path:
    """A path as seen from here."""
    from pathlib import Path

    path, here = Path(path), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _say(message: object, status: int) -> int:
    print(f"survey: {message}", file=sys.stderr)
    return status


def _parser() -> ArgumentParser:
    import argparse
    from pathlib import Path

    def jobs(text):
        if not text.isdigit() or int(text) < 1:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number of notebooks, 1 or more")
        return int(text)

    summary = "From the raw answers of a survey to its reports."
    parser = argparse.ArgumentParser(prog="survey", description=summary)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name, command, summary, survey="?"):
        sub = commands.add_parser(name, help=summary, description=summary)
        sub.set_defaults(command=command)
        meant = "the project's folder (default: around the working directory)"
        sub.add_argument("--project", type=Path, metavar="DIR", help=meant)
        if survey != "no":
            place = "the survey's folder, as data/raw/NAME"
            sub.add_argument("survey", nargs=survey, metavar="SURVEY", help=place)
        return sub

    build = add("build", _build, "execute the notebooks that changed and publish the reports")
    watch = add("watch", _watch, "build again at every change, until Ctrl-C")
    for sub in (build, watch):
        only = {"action": "append", "default": [], "help": "report in this language only"}
        sub.add_argument("--language", metavar="fr", **only)
        number = "notebooks executed at a time (default: processors)"
        sub.add_argument("--jobs", type=jobs, metavar="N", help=number)
        into = "write data/, reports/ and .survey/ under DIR"
        sub.add_argument("--into", type=Path, metavar="DIR", help=into)
        sub.add_argument("--quiet", action="store_true", help="say nothing but errors")
    build.add_argument("--force", action="store_true", help="make everything, changed or not")
    fresh = "load the libraries anew for each notebook: slower"
    build.add_argument("--fresh", action="store_true", help=fresh)
    alone = {"action": "append", "default": [], "help": "report on this event alone, too"}
    build.add_argument("--event", metavar="NAME", **alone)
    cluster = "clean a large export on the cluster of a Dask scheduler"
    build.add_argument("--scheduler", metavar="ADDRESS", help=cluster)
    build.add_argument("--end-with-stdin", action="store_true", help=argparse.SUPPRESS)
    add("check", _check, "read the codebook, clean the answers and show the account", survey=None)
    add(
        "reconstruct", _reconstruct, "write synthetic answers anew from published.toml", survey=None
    )
    verify = add("verify", _verify, "say whether a report comes from these inputs", survey="no")
    verify.add_argument("report", metavar="REPORT.pdf", help="a PDF report of this project")
    verify.add_argument("survey", nargs="?", metavar="SURVEY", help="the survey's folder")
    run = add("run", _run, "execute one notebook, its parameters checked", survey="no")
    run.add_argument("notebook", metavar="NOTEBOOK", help="its path, or its name as 02_question")
    pair = {"nargs": 2, "action": "append", "default": [], "metavar": ("NAME", "VALUE")}
    run.add_argument("-p", dest="parameter", **pair)
    run.add_argument("--output", type=Path, metavar="FILE", help="the executed notebook")
    return parser


if __name__ == "__main__":
    sys.exit(main())
