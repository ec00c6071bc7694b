"""What was published about a survey, what it implies, and what stands of it with answers in hand.

entries         the number of respondents, and claims of several kinds
source          `published.toml`, read and checked
implied         how many people there can have been, what the margins bound, without any answer
claims          each published figure and claim, held against the answers
entropy         the most probable counts under limits
reconstruction  synthetic answers that agree with the published figures
"""

from helpers.published.claims import check, check_question
from helpers.published.entries import (
    AssociationClaim,
    Claim,
    Judgement,
    LevelClaim,
    PeopleClaim,
    PercentClaim,
    Reading,
    Respondents,
    ShareClaim,
)
from helpers.published.implied import admissible_numbers, bounds_table, grim_table, respondents
from helpers.published.source import Published, load

__all__ = [
    "AssociationClaim",
    "Claim",
    "Judgement",
    "LevelClaim",
    "PeopleClaim",
    "PercentClaim",
    "Published",
    "Reading",
    "Respondents",
    "ShareClaim",
    "admissible_numbers",
    "bounds_table",
    "check",
    "check_question",
    "grim_table",
    "load",
    "respondents",
]
