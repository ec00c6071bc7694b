"""What must not be so of one question, and what its owner is told then."""

from helpers.codebook.questions import BARE, MAX_GROUPS

NOT_ONE_LEVEL = ("multiple", "ranking", "date", "text")  # kinds that give a person no one level
# Whether it is so of a question → the message.
FAULTS = (
    (
        lambda question: question.is_consent and len(question.levels) != 1,
        "has kind 'consent', which takes one level: the box to tick",
    ),
    (
        lambda question: (
            question.kind not in BARE and not question.is_consent and len(question.levels) < 2
        ),
        "needs at least two levels",
    ),
    (
        lambda question: question.kind == "text" and question.levels,
        "has kind 'text' and levels; own words have none: leave them out, or take another kind",
    ),
    (
        lambda question: question.kind != "multiple" and any(x.exclusive for x in question.levels),
        "has an `exclusive` level and kind {question.kind!r}; only one of several answers is",
    ),
    (
        lambda question: (
            question.kind == "ranking" and any(x.off_scale or x.write_in for x in question.levels)
        ),
        "ranks options only, none `off_scale` or `write_in`; what is none stands under `missing`",
    ),
    (
        lambda question: sum(level.write_in for level in question.levels) > 1,
        "has several levels of `write_in`; words of one's own count as one level: keep one",
    ),
    (
        lambda question: question.scale and set(question.scale) == set(question.positive),
        "has every level among `positive`; leave out those that are not",
    ),
    (
        lambda question: question.role == "outcome" and question.kind in NOT_ONE_LEVEL,
        "has role 'outcome' but kind {question.kind!r}, not 'ordinal', 'nominal', 'rating' or "
        "'number': an outcome has one level a person",
    ),
    (
        lambda question: (
            question.role == "outcome" and question.kind == "nominal" and not question.positive
        ),
        "is an outcome without order: say which levels are `positive`",
    ),
    (
        lambda question: (
            question.role == "behaviour" and question.kind not in ("ordinal", "rating", "number")
        ),
        "has role 'behaviour' but kind {question.kind!r}; a behaviour is 'ordinal', 'rating' or "
        "'number'",
    ),
    (
        lambda question: question.role == "group" and question.kind in NOT_ONE_LEVEL,
        "has role 'group' but kind {question.kind!r}: a person is in one group",
    ),
    (
        lambda question: question.role == "group" and len(question.ids) > MAX_GROUPS,
        f"has role 'group' and more than {MAX_GROUPS} levels; declare fewer, each of more people",
    ),
    (
        lambda question: (
            question.role != "context" and question.kind == "number" and not question.bands
        ),
        "has role {question.role!r} and no `bands`, by which a number is compared with others",
    ),
)
