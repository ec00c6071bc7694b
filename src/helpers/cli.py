"""The ``survey`` command."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


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
        from helpers.arguments import parser

        options = parser(COMMANDS).parse_args(arguments)
        return _status(options)
    except KeyboardInterrupt:
        from helpers import terminal

        return terminal.say("stopped; the next build goes on from here", 130)


def _status(options: Namespace) -> int:
    from helpers import terminal
    from helpers.codebook import SurveyError
    from helpers.pipeline.store import BuildError

    try:
        return options.command(options) or 0
    except SurveyError as mistake:
        return terminal.say(mistake, 2)
    except BuildError as failure:
        return terminal.say(failure, 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return terminal.say(
            f"{where}{error.strerror or error}; nothing that was published has changed", 1
        )


def _build(options: Namespace) -> int:
    from helpers import terminal
    from helpers.pipeline.batch.build import build
    from helpers.pipeline.batch.tally import Tally
    from helpers.pipeline.progress import Progress

    if options.scheduler:  # kernels inherit it; it is no part of what a result comes from
        import os

        from helpers.answers import cluster

        os.environ[cluster.SCHEDULER_VARIABLE] = options.scheduler
    project, kernels = terminal.project(options), None
    if options.when_told:
        from helpers.pipeline.watch import wait_loaded

        kernels = wait_loaded(project, fork=not options.fresh)
    done = build(
        *options.survey,
        languages=options.language,
        events=options.event,
        earlier=options.earlier,
        against=options.against,
        jobs=options.jobs,
        force=options.force,
        scheduler=options.scheduler or "",
        fork=not options.fresh,
        kernels=kernels,
        project=project,
        progress=Progress(sys.stderr, quiet=options.quiet),
        tally=Tally(sys.stderr, quiet=options.quiet),
    )
    if not options.quiet:
        state = f"{len(done.published)} files published" if done.published else "up to date"
        folders = dict.fromkeys(path.parent for path in done.reports)
        places = done.reports if len(folders) == 1 else [project.output / "reports"]
        several = f"{len(folders)} reports, " if len(folders) > 1 else ""
        print(f"{several}{state}:", *(terminal.short(path) for path in places))
    if done.failed:
        return terminal.say("\n".join([*done.failed, "the rest is delivered"]), 1)
    return 0


def _watch(options: Namespace) -> int | None:
    from helpers import terminal
    from helpers.pipeline.watch import watch

    project = terminal.project(options)
    arguments = [text for language in options.language for text in ("--language", language)]
    arguments += ["--jobs", str(options.jobs)] if options.jobs else []
    arguments += ["--into", str(options.into)] if options.into else []
    arguments += ["--quiet"] if options.quiet else []
    arguments += ["--against", options.against] if options.against else []
    earlier = [project.survey(options.against)] if options.against else []
    try:
        watch(project.survey(options.survey), project, arguments, earlier)
    except KeyboardInterrupt:
        return 0


def _draft(options: Namespace) -> int | None:
    from helpers import codebook, terminal
    from helpers.codebook import SurveyError
    from helpers.draft.folder import draft_survey, survey_folder
    from helpers.report.legibility import require_legible

    folder = options.into or survey_folder(options.export, lambda: terminal.project(options).top)
    reading = {key: getattr(options, key) for key in ("format", "encoding", "sheet")}
    written = draft_survey(options.export, folder, options.language, **reading)
    for line in written.report(terminal.short):
        print(line)
    try:
        require_legible(codebook.load(folder))
    except SurveyError as mistake:  # told: what to write in its place, no draft can know
        print(mistake)


def _check(options: Namespace) -> int:
    from helpers import codebook, safeguards, terminal
    from helpers.answers import cleaning
    from helpers.report import legibility

    project = terminal.project(options)
    book = codebook.load(project.survey(options.survey))
    project.languages(book)
    legibility.require_legible(book)
    beside = safeguards.edition_lines(book, options.against, project) if options.against else []
    account, failed = cleaning.check(book)
    print(account, *legibility.tags(book), *safeguards.plan_lines(book), *beside, sep="\n")
    return terminal.say("\n".join(failed.values()), 2) if failed else 0


def _reconstruct(options: Namespace) -> int | None:
    from helpers import codebook, terminal
    from helpers.codebook import SurveyError
    from helpers.pipeline import store
    from helpers.published import reconstruction

    book = codebook.load(terminal.project(options).survey(options.survey))
    if not book.synthetic:
        reason = f"holds {book.provenance} answers, not a reconstruction: left as they are"
        raise SurveyError(f"{book.answers} {reason}")
    store.write(book.answers, reconstruction.export(book))
    print(f"wrote {terminal.short(book.answers)}")


def _export(options: Namespace) -> int | None:
    from helpers import codebook, terminal
    from helpers.lab.export import files

    project = terminal.project(options)
    book = codebook.load(project.survey(options.survey))
    private = project.work(book.id) / "export"
    own = private if options.private else project.output / "reports" / book.id / "export"
    folder = options.folder or own
    if options.to == "xlsx":
        executed = project.work(book.id) / "built/executed"
        tables = {each: executed / f"07_tables.{each}.ipynb" for each in book.languages}
        written = files.write_tables(tables, book, folder)
    else:
        written = files.write_rows(book, options.to, folder, private=options.private)
    for path in written:
        print(terminal.short(path))


def _run(options: Namespace) -> int | None:
    from pathlib import Path

    from helpers import terminal
    from helpers.pipeline import execution, notebook, store
    from helpers.pipeline.kernel import Kernels

    project = terminal.project(options)
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
    Path(output).chmod(0o600)  # it may show single answers
    print(terminal.short(output))


def _verify(options: Namespace) -> int:
    from helpers import safeguards

    return safeguards.verify(options)


def _seal(options: Namespace) -> None:
    from helpers import safeguards

    safeguards.seal(options)


def _audit(options: Namespace) -> int:
    from helpers import safeguards

    return safeguards.audit(options)


def _forget(options: Namespace) -> None:
    from helpers import safeguards

    safeguards.forget(options)


COMMANDS = {
    "build": _build,
    "watch": _watch,
    "draft": _draft,
    "check": _check,
    "seal": _seal,
    "reconstruct": _reconstruct,
    "verify": _verify,
    "export": _export,
    "run": _run,
    "audit": _audit,
    "forget": _forget,
}


if __name__ == "__main__":
    sys.exit(main())
