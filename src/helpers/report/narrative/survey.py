"""The survey as a whole: who answered, what it is, its method and its limits."""

import pandas as pd

from helpers.analysis import family
from helpers.codebook import Codebook
from helpers.privacy import rule
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative import population, setting
from helpers.report.narrative.associations import methods
from helpers.report.narrative.associations import rule as verdict_rule
from helpers.report.narrative.summary import compares
from helpers.stats import exact, permutation

EXCLUDED = {
    "blank line": "respondents.blank_line",
    "header": "respondents.header",
    "totals": "respondents.totals",
    "not kept": "respondents.not_kept",
    "left out": "respondents.left_out",
    "empty": "respondents.empty",
    "test": "respondents.test",
    "duplicate": "respondents.duplicate",
    "failed": "respondents.failed",
}
UNASKED = {
    "_not_asked": "respondents.not_asked",
    "against routing": "respondents.against_routing",
}
WORDING_RULES = ["spaces", "apostrophe", "case", "accents", "alias", "number"]
PROVENANCE = {
    "answers": "provenance.answers",
    "codebook": "provenance.codebook",
    "published": "provenance.published",
    "sealed_plan": "provenance.sealed_plan",
    "code": "provenance.code",
    "requirements": "provenance.requirements",
    "typst": "provenance.typst",
}


def respondents(account: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """Who answered: rows in, excluded by reason and kept; answers valid and missing; changes."""
    parts = {part: lines.set_index("item")["count"] for part, lines in account.groupby("part")}
    rows, valid = parts["rows"], parts["cells"]
    reasons = [messages(key, n=rows[name]) for name, key in EXCLUDED.items() if rows.get(name)]
    if reasons:
        excluded = messages("respondents.excluded", reasons=messages.list(reasons))
    else:
        excluded = messages("respondents.excluded_none")
    in_file = messages("respondents.rows", n=rows["in file"])
    kept = messages("respondents.kept", n=rows["kept"])
    answers = messages(
        "respondents.cells",
        asked=messages("respondents.asked", n=valid["asked"]),
        people=messages("people_in_words", n=rows["kept"]),
        questions=messages("questions", n=cells.questions(book)),
        valid=messages("respondents.valid", n=valid["valid"]),
        missing=messages("respondents.missing", n=cells.difference(valid["asked"], valid["valid"])),
    )
    changes = cells.total(account, "account", "count", part="changes", item=WORDING_RULES)
    unasked = parts.get("routing", {})
    routing = [messages(key, n=unasked[item]) for item, key in UNASKED.items() if item in unasked]
    invented = f"{messages('respondents.synthetic')} " if book.synthetic else ""
    paragraphs = [
        f"{invented}{in_file} {excluded} {kept}",
        " ".join([answers, *routing, messages("respondents.changes", n=changes)]),
    ]
    if book.disclosure["eligible"] is None:
        paragraphs.append(messages("respondents.unknown"))
    elif book.eligible and not book.events:
        people = population.eligible(book)
        share = messages.percent(cells.ratio(rows["kept"], people))
        rate = messages("respondents.rate", eligible=messages.integer(people), percent=share)
        paragraphs.append(rate)
    return "\n\n".join(paragraphs)


def nature(book: Codebook, messages: Messages) -> str:
    """What the survey is and is not; that the answers are synthetic, if they are."""
    paragraphs = []
    if book.synthetic:
        told = [messages("nature.synthetic"), messages("nature.key")]
        paragraphs.append(" ".join(told) if book.published else messages("nature.invented"))
    if known := messages.of_disclosure(book, "population"):
        who = setting.who(book, messages)
        key = "nature.sampled" if book.random_sample else "nature.named"
        paragraphs.append(messages(key, who=who, population=known))
    else:
        paragraphs.append(messages("nature.unnamed", who=setting.who(book, messages)))
    key = "nature.interval_sample" if book.random_sample else "nature.interval"
    return "\n\n".join([*paragraphs, messages(key)])


def limits(book: Codebook, messages: Messages) -> str:
    """What cannot be concluded, and what is not told of real people."""
    key = "limits.items" if compares(book) else "limits.alone"
    kind = "limits.sample" if book.random_sample else "limits.volunteers"
    respondents = messages(kind, where=setting.where(book, messages))
    items = messages(key, respondents=respondents)
    if book.synthetic:
        return f"{items}\n{messages('limits.synthetic')}"
    if rule.is_waived(book):
        waived = messages("limits.waived", reason=messages.of_survey(book, "waiver"))
        return f"{items}\n{waived}"
    smallest = messages.integer(cells.declared(book, "smallest_cell"))
    fewest = messages.integer(cells.constant(rule, "FEWEST_PEOPLE"))
    protected = messages("limits.protected", smallest=smallest, fewest=fewest)
    return f"{items}\n{protected}"


def method(
    account: pd.DataFrame,
    associations: pd.DataFrame,
    book: Codebook,
    messages: Messages,
    seed: str | None = None,
    event: bool = False,
) -> str:
    """The method in numbered steps, with the counts of this survey, or of one `event` of it."""
    eligible = "" if event else population.method(book, messages)
    rows = account[(account.part == "rows") & (account.item == "kept")]
    kept = messages.integer(rows["count"].iloc[0])
    if not compares(book):
        return messages("method.alone", kept=kept, population=eligible)
    text = messages(
        "method.steps",
        kept=kept,
        population=eligible,
        test=_test(associations, messages),
        adjusted=_adjusted(associations, messages),
        verdicts=verdict_rule(book, messages),
    )
    if seed is not None:
        text += f"\n{messages('method.reconstruction', seed=seed)}"
    if event and book.with_role("group"):
        text += f"\n\n{messages('method.groups_elsewhere')}"
    return f"{text}\n\n{messages('finding.rule')}"


def _test(associations, messages):
    """How pairs are tested: by which test, which way, and within what."""
    parts = [messages("method.pairs", n=cells.count(associations, "associations"))]
    if ways := methods(associations, messages):
        parts.append(messages("method.ways", ways=ways))
    if associations.strata.gt(1).any():
        parts.append(messages("method.within_events"))
    return " ".join(parts)


def _adjusted(associations, messages):
    """How p-values are adjusted; max-T only where it was worked out."""
    parts = [messages("method.adjusted")]
    if associations.family.nunique() > 1:
        rate = messages.percent(cells.constant(family, "FALSE_IN_TWO"))
        parts.append(messages("method.families", rate=rate))
    if associations.p_max_t.notna().any():
        draws = messages.integer(cells.constant(permutation, "DRAWS"))
        seed = messages.code(cells.constant(exact, "SEED"))
        parts.append(messages("method.max_t", draws=draws, seed=seed))
    return " ".join(parts)


def provenance_item(item: str, book: Codebook, messages: Messages) -> str:
    """The name of a line of provenance: a message if there is one, else the package itself."""
    key = PROVENANCE.get(item.split(".")[0])
    if key == "provenance.answers" and not book.synthetic:
        key = "provenance.sealed"
    return messages(key) if key else item
