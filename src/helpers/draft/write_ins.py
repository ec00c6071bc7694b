"""Columns of own words beside a question of listed answers: put together with it."""

from collections.abc import Sequence
from dataclasses import replace

from helpers.answers.intake import Preview
from helpers.codebook.folding import fold_case
from helpers.draft.column import Column
from helpers.draft.groups import PART, takes_own_words
from helpers.draft.identifying import reason_to_leave
from helpers.draft.known_wordings import means
from helpers.draft.question import Doubt, DraftLevel, DraftQuestion, LeftColumn

CODE = "-oth-"  # by which LimeSurvey says that somebody wrote an answer


def join_write_ins(
    questions: Sequence[DraftQuestion],
    left: Sequence[LeftColumn],
    columns: Sequence[Column],
    preview: Preview,
) -> tuple[list[DraftQuestion], list[LeftColumn]]:
    """Make a level of the column ``Question [Other]`` of a question that has one of its own.

    So it is unless somebody filled both: then it holds comments, and stays what it is.

    Parameters
    ----------
    questions, left : sequence
        As drafted, column by column.
    columns : sequence of Column
        All of the export, in order.
    preview : Preview

    Returns
    -------
    tuple of (list of DraftQuestion, list of LeftColumn)
    """
    joined, own_words = {fold_case(q.column): q for q in questions}, set()
    places = {fold_case(column.name): place for place, column in enumerate(columns)}
    for place, column in enumerate(columns):
        match = PART.match(column.name)
        stem = fold_case(match["stem"]) if match else ""
        question = joined.get(stem)
        is_open = match and takes_own_words(match["part"]) and column.answers
        if not (is_open and question and question.levels and stem in places):
            continue
        both = preview.rows.iloc[:, [places[stem], place]]
        if reason_to_leave(column) or (question.kind != "multiple" and _are_comments(both)):
            continue
        joined[stem] = _with_write_in(question, match["part"], column)
        own_words |= {fold_case(column.name), fold_case(column.file_name)}
    kept = [question for key, question in joined.items() if key not in own_words]
    return kept, [entry for entry in left if fold_case(entry.name) not in own_words]


def _are_comments(both):
    """Whether somebody chose a listed answer and wrote something besides."""
    answered = both[both.iloc[:, 1].str.strip() != ""].iloc[:, 0].unique()
    return not all(_is_other(text) for text in answered if text.strip())


def _is_other(text):
    return text.strip() == CODE or means(text, "other")


def _with_write_in(question, part, column):
    others = [level for level in question.levels if level.write_in or _is_other(level.text)]
    is_ordinal = question.kind == "ordinal"
    level = others[0] if others else DraftLevel(part, off_scale=is_ordinal)
    named = "" if fold_case(level.text) == fold_case(part) else column.file_name
    level = replace(level, write_in=True, column=named)
    levels = [*(other for other in question.levels if other.text != level.text), level]
    doubt = Doubt("own_words", {"count": len(column.counts)}, level.text)
    return replace(question, levels=tuple(levels), doubts=(*question.doubts, doubt))
