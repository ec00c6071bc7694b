"""The commands that guard a survey: its plan before answers come, its release after."""

from __future__ import annotations

from helpers import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from helpers.codebook import Codebook
    from helpers.pipeline.project import Project


def seal(options: Namespace) -> None:
    """Write the plan that the codebook declares beside it, with the day and a fingerprint.

    The clock is read here and nowhere else: from now on the day is what the file says.
    """
    import datetime

    from helpers import codebook
    from helpers.analysis import amendments
    from helpers.codebook import SurveyError, sealed_plan
    from helpers.pipeline import store

    book = codebook.load(terminal.project(options).survey(options.survey))
    path, plan = book.folder / sealed_plan.NAME, amendments.declared_plan(book)
    if path.exists():
        raise SurveyError(
            f"{path} is there already: a plan is sealed once; the report lists what the codebook "
            "amends"
        )
    if not plan["role"]:
        reason = "no question has a role, so there is no plan to seal; give some a `role`"
        raise SurveyError(f"{book.folder / 'codebook.toml'}: {reason}")
    day, dated = options.date, sealed_plan.BY_HAND
    if day is None:
        day, dated = datetime.date.today(), sealed_plan.BY_CLOCK
    store.write(path, sealed_plan.text(plan, book.id, day, dated, len(book.exports)))
    sealed = codebook.load(book.folder).sealed_plan
    print(f"sealed {terminal.short(path)}", f"SHA-256 {sealed.sha256}", sep="\n")
    print("send this fingerprint to somebody today: it shows later that the plan was there")
    if book.exports:
        print("answers are there already: the seal says so, and so does the report")


def edition_lines(book: Codebook, against: str, project: Project) -> list[str]:
    """Which questions are not compared with an earlier edition, and why; what a build would refuse.

    Raises
    ------
    SurveyError
        As a build with ``--against`` would.
    """
    from helpers import codebook
    from helpers.analysis import editions
    from helpers.answers import cleaning, intake
    from helpers.pipeline import edition

    before = codebook.load(project.survey(against))
    lines = edition.refuse(book, before)
    now, earlier = (cleaning.clean(intake.read(each), each).answers for each in (book, before))
    editions.shares(earlier, before)
    editions.require_apart(now, earlier, book, before)
    return lines or [f"every question is compared with {before.id}"]


def plan_lines(book: Codebook) -> Iterator[str]:
    """What `survey check` tells of the plan: whether it was sealed in time, and what was amended.

    Of a survey that compares nothing, and was not sealed, nothing.
    """
    from helpers.analysis import amendments
    from helpers.answers import first_answer, intake

    if book.sealed_plan is None:
        if amendments.declared_plan(book)["role"]:
            yield f"plan: not sealed; before answers come: survey seal {book.folder}"
        return
    first = first_answer.table(intake.read(book), book)
    rows = amendments.table(first, book)
    ((month, order),) = first.to_numpy()
    told = f"{order} ({month})" if month else order
    yield f"plan: sealed on {book.sealed_plan.date}, {told}, SHA-256 {book.sealed_plan.sha256}"
    amended = rows[rows.state == amendments.State.AMENDED]
    for row in amended.itertuples(index=False):
        yield f"plan: amended: {row.item}: {row.sealed or 'nothing'} → {row.present or 'nothing'}"
    if amended.empty:
        yield "plan: nothing amended since"


def verify(options: Namespace) -> int:
    """Say whether a report comes from these inputs."""
    from helpers.pipeline import verify as verification

    project = terminal.project(options)
    compared = verification.verify(options.report, options.survey, project=project)
    for item, before, now in compared:
        print(f"{'same' if before == now else 'DIFFERS':<9}{item}")
    differing = [
        f"{item} ({now})" if item == verification.SHOWN else item
        for item, before, now in compared
        if before != now
    ]
    if differing:
        reason = f"does not come from these inputs: {', '.join(differing)}"
        return terminal.say(f"{options.report} {reason}", 1)
    print(f"{options.report} comes from these inputs")
    return 0


def audit(options: Namespace) -> int:
    """Say what a release tells of single people, and what could be concluded from it."""
    from helpers import codebook
    from helpers.analysis import audit as attack
    from helpers.codebook import SurveyError
    from helpers.pipeline import gate, seal
    from helpers.report import catalogue, narrative

    project = terminal.project(options)
    book = codebook.load(project.survey(options.survey))
    folder = project.output / "data/processed" / book.id
    if book.synthetic:
        raise SurveyError(f"{book.folder}: its answers are synthetic, and tell of nobody")
    if not folder.is_dir():
        raise SurveyError(f"{folder}: nothing to audit; run: survey build {book.folder}")
    language = project.languages(book, [options.language or book.languages[0]])[0]
    earlier = {str(path): gate.earlier_counts(path, book) for path in options.earlier}
    found = attack.audit(folder, book, earlier)
    messages = catalogue.load(language).plain
    print(narrative.audit.page(found, book, messages, str(terminal.short(book.folder / seal.NAME))))
    return int(found.is_broken)


def forget(options: Namespace) -> None:
    """Remove all that was derived of a survey."""
    from helpers import codebook
    from helpers.pipeline import custody

    project = terminal.project(options)
    book = codebook.load(project.survey(options.survey))
    for folder in custody.forget(project, book):
        print(f"removed {terminal.short(folder)}")
    print(f"{terminal.short(book.folder)} stays: the codebook and the answers themselves")
