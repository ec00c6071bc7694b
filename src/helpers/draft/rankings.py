"""Rankings: ranks in columns of their own, columns of ranks, one list in every order."""

from collections.abc import Sequence

from helpers.answers.intake.rank_parts import rank_of_part
from helpers.answers.ranks import rank_in
from helpers.codebook.folding import fold_accents
from helpers.draft import options
from helpers.draft.column import count_wordings
from helpers.draft.groups import Group
from helpers.draft.known_wordings import missing_kind, missing_texts
from helpers.draft.question import Doubt, DraftLevel, DraftQuestion

FEWEST = 3  # options, and people, below which ranks look like anything
MOST_OPTIONS = 30  # more are words of their own, and no list
MOST = 0.9  # of the people, who list every option, or of the cells, that are ranks
DIFFERENT = 0.7  # of the people, whose ranks differ; of three marks at random, a quarter does


def ranking_question(group: Group) -> DraftQuestion | None:
    """The ranking that columns are parts of; None if they are something else.

    Either each is an option and holds its rank, or each is a rank and holds an option; few give
    one twice. Ranks may be written as ``1st`` or ``2e``, some may be left out, and few may be none.

    Parameters
    ----------
    group : Group

    Examples
    --------
    >>> from helpers.draft.column import Column
    >>> cells = {"Soil": ("1", "2", "1"), "Sun": ("2", "3", "3"), "Shade": ("3", "1", "2")}
    >>> columns = tuple(Column(f"Best [{part}]", texts) for part, texts in cells.items())
    >>> question = ranking_question(Group("Best", tuple(cells), columns))
    >>> question.kind, [level.text for level in question.levels]
    ('ranking', ['Soil', 'Sun', 'Shade'])
    """
    if not group.stem or len(group.parts) < FEWEST:
        return None
    if [_rank(part) for part in group.parts] == list(range(1, len(group.parts) + 1)):
        counts = count_wordings(text for column in group.columns for text in column.answers)
        texts = [text for text in counts if not missing_kind(text)]
        is_list = len(group.parts) <= len(texts) <= MOST_OPTIONS
        is_list = is_list and all(counts[text] > 1 for text in texts)  # no words of one's own
        return _question(group, texts) if is_list and _differ(group) else None
    counts = count_wordings(text for column in group.columns for text in column.answers)
    counts = {text: count for text, count in counts.items() if not missing_kind(text)}
    ranks = {text: rank_in(text) for text in counts}
    strays = [text for text, rank in ranks.items() if not 1 <= rank <= len(group.parts)]
    given = set(ranks.values()) - {ranks[text] for text in strays}
    are_few = sum(counts[text] for text in strays) <= (1 - MOST) * sum(counts.values())
    is_from_first = len(given) >= FEWEST and given == set(range(1, len(given) + 1))
    if not (is_from_first and are_few and _differ(group, rank_in)):
        return None
    return _question(group, group.parts, strays)


def holds_ranks(group: Group) -> bool:
    """Whether each column is an option and holds its rank."""
    question = ranking_question(group)
    return question is not None and [level.text for level in question.levels] == [*group.parts]


def ordered_list(answers: Sequence[str], separator: str) -> list[str]:
    """The options of a column in which nearly everybody lists all of them, in some order.

    >>> ordered_list(["a;b;c", "c;a;b", "b;c;a", "a;b;c"], ";")
    ['a', 'b', 'c']
    >>> ordered_list(["a;b;c", "a;b;c", "a;b", "b;c"], ";")
    []
    """
    split = [
        [part.strip() for part in answer.split(options.bare_mark(separator)) if part.strip()]
        for answer in answers
        if not missing_kind(answer)
    ]
    listed = sorted({part for parts in split for part in parts}, key=fold_accents)
    whole = [tuple(parts) for parts in split if len(parts) == len(listed) == len(set(parts))]
    is_ranking = (
        len(listed) >= FEWEST
        and len(whole) >= max(FEWEST, MOST * len(split))
        and len(set(whole)) > 1
    )
    return listed if is_ranking else []


def list_question(base: dict, listed: Sequence[str]) -> DraftQuestion:
    """The ranking of one column, whose cells list the options, the first choice first.

    >>> list_question({"column": "Q", "text": "Q"}, ["a", "b", "c"]).kind
    'ranking'
    """
    doubt = Doubt("ranking", {"count": len(listed)})
    levels = tuple(map(DraftLevel, listed))
    return DraftQuestion(kind="ranking", levels=levels, doubts=(doubt,), **base)


def _rank(part):
    """The rank that the name of a column says; 0 for none."""
    return 0 if part.strip().isdecimal() else rank_of_part(part)


def _differ(group, read=fold_accents):
    """Whether few have one text in two columns, of enough people who filled several."""
    rows = [
        [read(text) for text in row if text and not missing_kind(text)]
        for row in zip(*(column.texts for column in group.columns), strict=True)
    ]
    several = [row for row in rows if len(row) > 1]
    different = sum(len(set(row)) == len(row) for row in several)
    return len(several) >= FEWEST and different >= DIFFERENT * len(several)


def _question(group, texts, strays=()):
    missing = missing_texts(text for column in group.columns for text in column.counts)
    missing = {kind: [*dict.fromkeys(texts)] for kind, texts in missing.items()}
    missing |= {"not_codable": [*strays]} if strays else {}
    doubt = Doubt("ranking", {"count": len(texts)})
    levels = tuple(map(DraftLevel, texts))
    return DraftQuestion(group.stem, group.stem, "ranking", levels, missing, (doubt,))
