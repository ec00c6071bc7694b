"""The commands that guard a release: is it of these inputs, what does it leave behind?"""

from __future__ import annotations

from helpers import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace


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
    from helpers.pipeline import seal
    from helpers.report import catalogue, narrative

    project = terminal.project(options)
    book = codebook.load(project.survey(options.survey))
    folder = project.output / "data/processed" / book.id
    if book.synthetic:
        raise SurveyError(f"{book.folder}: its answers are synthetic, and tell of nobody")
    if not folder.is_dir():
        raise SurveyError(f"{folder}: nothing to audit; run: survey build {book.folder}")
    language = project.languages(book, [options.language or book.languages[0]])[0]
    found = attack.audit(folder, book)
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
