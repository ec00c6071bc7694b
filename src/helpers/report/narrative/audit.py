"""What a release tells of single people, in words: one page, by the three criteria."""

from collections.abc import Iterator, Sequence

from helpers.analysis.audit import Audit, Bounded
from helpers.codebook import Codebook
from helpers.privacy import rule
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import joined_levels, quoted_name

NAMED = 8  # counts of each kind that are named; the others are counted


def page(audit: Audit, book: Codebook, messages: Messages, key_file: str) -> str:
    """The lines of an audit, as a person reads them in a terminal.

    Parameters
    ----------
    audit : Audit
    book : Codebook
    messages : Messages
    key_file : str
        Where the secret of the fingerprints is.
    """
    lines = [*_heading(book, messages), "", *_individualisation(audit, book, messages), ""]
    smallest = messages.integer(book.smallest_cell)
    lines += [*_correlation(audit, messages, key_file), *_earlier(audit, smallest, messages), ""]
    lines += [*_inference(audit, book, messages)]
    return "\n".join([*lines, "", messages("audit.law")])


def _heading(book, messages) -> Iterator[str]:
    yield messages("audit.title", title=messages.of_survey(book, "title"))
    yield messages("audit.rule", smallest=messages.integer(book.smallest_cell))
    if rule.is_waived(book):
        yield messages("audit.waived", reason=messages.of_survey(book, "waiver"))


def _individualisation(audit, book, messages) -> Iterator[str]:
    smallest = messages.integer(book.smallest_cell)
    yield messages("audit.individualisation")
    yield messages("audit.alone", n=audit.alone, people=messages.integer(audit.people))
    answers = messages.integer(audit.answers)
    yield messages("audit.rare", n=audit.rare, answers=answers, smallest=smallest)
    if audit.numbers:
        names = [quoted_name(book.question(id), messages) for id in audit.numbers]
        yield messages("audit.numbers", questions=messages.list(names))


def _correlation(audit, messages, key_file) -> Iterator[str]:
    number = messages.integer
    yield messages("audit.correlation")
    hidden, withheld = number(audit.hidden), number(audit.withheld)
    yield messages("audit.pairs", n=audit.pairs, hidden=hidden, withheld=withheld)
    if audit.looks:
        hidden = number(audit.hidden_looks)
        yield messages("audit.looks", looks=number(audit.looks), hidden=hidden)
    if "model" in audit.models:
        yield messages("audit.model")
    if "index" in audit.models:
        yield messages("audit.index")
    if audit.events:
        shares, left = number(audit.events), number(audit.left_out)
        yield messages("audit.events", shares=shares, left=left)
    yield messages("audit.key", file=key_file)


def _earlier(audit, smallest, messages) -> Iterator[str]:
    if not audit.earlier:
        yield messages("audit.earlier_unknown")
    for folder, names in audit.earlier.items():
        if names:
            few = messages.list(names)
            yield messages("audit.earlier", folder=folder, smallest=smallest, names=few)
        else:
            yield messages("audit.earlier_apart", folder=folder, smallest=smallest)


def _inference(audit, book, messages) -> Iterator[str]:
    yield messages("audit.inference")
    for behaviour, level, outcome, answer in audit.certain[:NAMED]:
        yield messages("audit.certain", **_names(behaviour, level, outcome, answer, book, messages))
    if len(audit.certain) > NAMED:
        yield messages("audit.more", count=messages.integer(len(audit.certain) - NAMED))
    if not audit.certain:
        yield messages("audit.certain_none")
    by_links = [count for count in audit.bounded if count.by_links]
    by_shares = [count for count in audit.bounded if not count.by_links]
    if by_links:
        yield messages("audit.by_links", n=len(by_links))
        yield from _counts(by_links, book, messages)
    if by_shares:
        yield messages("audit.by_shares", n=len(by_shares))
        yield from _counts(by_shares, book, messages)
    if not audit.bounded:
        yield messages("audit.open", smallest=messages.integer(book.smallest_cell))


def _counts(counts: Sequence[Bounded], book: Codebook, messages: Messages) -> Iterator[str]:
    for count in counts[:NAMED]:
        place = (count.behaviour, count.behaviour_level, count.outcome, count.outcome_level)
        ends = {"low": messages.integer(count.lowest), "high": messages.integer(count.highest)}
        yield f"  {messages('audit.bounded', **_names(*place, book, messages), **ends)}"
    if len(counts) > NAMED:
        yield f"  {messages('audit.more', count=messages.integer(len(counts) - NAMED))}"


def _names(behaviour, level, outcome, answer, book, messages):
    """How the two answers of a count are told."""
    first, second = book.question(behaviour), book.question(outcome)
    return {
        "behaviour": quoted_name(first, messages),
        "level": messages("quote", text=joined_levels(first, level, messages)),
        "outcome": quoted_name(second, messages),
        "answer": messages("quote", text=joined_levels(second, answer, messages)),
    }
