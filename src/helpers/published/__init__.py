"""What was published about a survey, what it implies by itself, and what stands of it with answers in hand.

source      `published.toml`, read and checked
implied     how many people there can have been, and what the margins bound, without any answer
claims      each published figure and claim, held against the answers
reconstruction  synthetic answers that agree with the published figures
"""

from helpers.published.claims import check, check_question, counts_for, quantities
from helpers.published.implied import admissible_numbers, bounds_table, grim_table, respondents
from helpers.published.source import TOLERANCE, Published, load, printed

__all__ = [
    "TOLERANCE",
    "Published",
    "admissible_numbers",
    "bounds_table",
    "check",
    "check_question",
    "counts_for",
    "grim_table",
    "load",
    "printed",
    "quantities",
    "respondents",
]
