"""The ``survey`` command."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path


def main(arguments=None):
    """Run one command of ``survey`` and return its exit status.

    Returns
    -------
    int
        0 when the work is done; 1 when it failed; 2 for a mistake that whoever called can put
        right, said in one message.
    """
    options = _parser().parse_args(arguments)
    # Imports wait until a command needs them, here and below: help and mistakes are answered at
    # once.
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
    except KeyboardInterrupt:
        return _say("stopped; the next build goes on from here", 130)


def _build(options):
    from helpers.pipeline.build import build
    from helpers.pipeline.progress import Progress

    if options.scheduler:  # kernels inherit it; it is no part of what a result comes from
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


def _check(options):
    from helpers.answers import cleaning

    account, failed = cleaning.check(_book(options))
    print(account)
    return _say("\n".join(failed.values()), 2) if failed else 0


def _reconstruct(options):
    from helpers.codebook import SurveyError
    from helpers.pipeline import store
    from helpers.published import reconstruction

    book = _book(options)
    if not book.synthetic:
        raise SurveyError(
            f"{book.answers} holds {book.provenance} answers, not a reconstruction: left as they are"
        )
    store.write(book.answers, reconstruction.export(book))
    print(f"wrote {_short(book.answers)}")


def _verify(options):
    from helpers.pipeline.project import Project
    from helpers.pipeline.verify import verify

    compared = verify(options.report, options.survey, project=Project())
    for item, said, here in compared:
        print(f"{'same' if said == here else 'DIFFERS':<9}{item}")
    differing = [item for item, said, here in compared if said != here]
    if differing:
        return _say(f"{options.report} does not come from these inputs: {', '.join(differing)}", 1)
    print(f"{options.report} comes from these inputs")
    return 0


def _run(options):
    from helpers.pipeline import notebook, store
    from helpers.pipeline.kernel import Kernels
    from helpers.pipeline.project import Project

    project = Project()
    document = notebook.Notebook(_notebook(options.notebook, project))
    given = {
        name: str(Path(value).resolve()) if Path(value).is_dir() else value
        for name, value in options.parameter
    }
    parameters = document.checked(given)
    project.check(document.defaults | parameters)
    import nbformat

    work = project.output / ".survey/by-hand"
    done, _ = notebook.execute(
        document, parameters, folder=project.top, kernels=Kernels(work / "home", project.code)
    )
    output = options.output or work / document.path.name
    store.write(output, nbformat.writes(done))
    print(_short(output))


def _watch(options):
    """Build, and build again whenever a file that the reports come from is written.

    Time stamps are looked at twice a second: it needs no service of the system, and costs little
    for some hundred files.  Each build is a process of its own, so that it runs the code as it is
    now.
    """
    project = _project(options)
    folder = project.survey(options.survey)
    command = [sys.executable, "-m", "helpers.cli", "build", str(folder), *_passed_on(options)]
    seen = None
    try:
        while True:
            now = _states(folder, project)
            if now != seen:
                seen = now
                subprocess.run(command, check=False)
                print("waiting for a change; Ctrl-C ends", file=sys.stderr)
            time.sleep(0.5)
    except KeyboardInterrupt:
        return 0


def _states(folder, project):
    """Time and size of every file that a report may come from."""
    files = [project.top / "requirements.lock", *project.notebooks.glob("*.ipynb")]
    files += [
        path
        for tree in (folder, project.code)
        for path in tree.rglob("*")
        if "__pycache__" not in path.parts
    ]
    states = {}
    for path in files:
        try:
            status = path.stat()
        except FileNotFoundError:  # an editor replaces files while we look
            continue
        states[path] = status.st_mtime_ns, status.st_size
    return states


def _passed_on(options):
    """The options of `watch` as arguments of `build`."""
    passed = [argument for language in options.language for argument in ("--language", language)]
    passed += ["--jobs", str(options.jobs)] if options.jobs else []
    passed += ["--into", str(options.into)] if options.into else []
    return [*passed, "--quiet"] if options.quiet else passed


def _book(options):
    from helpers import codebook
    from helpers.pipeline.project import Project

    return codebook.load(Project().survey(options.survey))


def _project(options):
    from helpers.pipeline.project import Project

    return Project(into=options.into.resolve() if options.into else None)


def _notebook(given, project):
    """A notebook by its path, or by its name in the project."""
    path = Path(given)
    return path if path.is_file() else project.notebooks / f"{path.stem}.ipynb"


def _short(path):
    """A path as seen from here."""
    path = Path(path)
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _say(message, status):
    print(f"survey: {message}", file=sys.stderr)
    return status


def _jobs(text):
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of notebooks, 1 or more")
    return int(text)


def _parser():
    parser = argparse.ArgumentParser(
        prog="survey", description="From the raw answers of a survey to its reports."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name, command, summary, survey="?"):
        sub = commands.add_parser(name, help=summary, description=summary)
        sub.set_defaults(command=command)
        if survey:
            sub.add_argument(
                "survey",
                nargs=survey,
                metavar="SURVEY",
                help="the survey's folder, as data/raw/NAME",
            )
        return sub

    build = add("build", _build, "execute the notebooks that changed and publish the reports")
    watch = add("watch", _watch, "build again at every change, until Ctrl-C")
    for sub in (build, watch):
        sub.add_argument(
            "--language",
            action="append",
            default=[],
            metavar="fr",
            help="report in this language only",
        )
        sub.add_argument(
            "--jobs",
            type=_jobs,
            metavar="N",
            help="notebooks executed at a time (default: processors)",
        )
        sub.add_argument(
            "--into", type=Path, metavar="DIR", help="write data/, reports/ and .survey/ under DIR"
        )
        sub.add_argument("--quiet", action="store_true", help="say nothing but errors")
    build.add_argument("--force", action="store_true", help="make everything, changed or not")
    build.add_argument(
        "--fresh", action="store_true", help="load the libraries anew for each notebook: slower"
    )
    build.add_argument(
        "--event",
        action="append",
        default=[],
        metavar="NAME",
        help="report on this event alone, too",
    )
    build.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="clean a large export on the cluster of a Dask scheduler",
    )
    add(
        "check", _check, "read the codebook, clean the answers and show the account", survey=None
    ).add_argument("survey", metavar="SURVEY", help="the survey's folder")
    add(
        "reconstruct", _reconstruct, "write synthetic answers anew from published.toml", survey=None
    ).add_argument("survey", metavar="SURVEY", help="the survey's folder")
    verify = add("verify", _verify, "say whether a report comes from these inputs", survey=None)
    verify.add_argument("report", metavar="REPORT.pdf", help="a PDF report of this project")
    verify.add_argument("survey", nargs="?", metavar="SURVEY", help="the survey's folder")
    run = add("run", _run, "execute one notebook, its parameters checked", survey=None)
    run.add_argument("notebook", metavar="NOTEBOOK", help="its path, or its name as 02_question")
    run.add_argument(
        "-p", dest="parameter", nargs=2, action="append", default=[], metavar=("NAME", "VALUE")
    )
    run.add_argument("--output", type=Path, metavar="FILE", help="the executed notebook")
    return parser


if __name__ == "__main__":
    sys.exit(main())
