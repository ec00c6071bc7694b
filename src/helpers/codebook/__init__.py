"""What was asked: questions, levels in order, roles, and the wording of each in every language.

checks            what an entry must be, and the error that tells its owner
toml_text         texts as TOML writes them, whatever they hold
folding           what typing varies and reading ignores: spaces, apostrophes, case, accents
mistakes          all mistakes of a file, told together
aliases           words of older codebooks, which stay good
levels            the answers that a question accepts
sealed_plan       the plan as it was sealed, and what is wrong with the file that says so
together          questions that belong together: rows of a grid, those of a model
questions         a codebook and its questions
entry_types       what an entry takes, in types that a library checks
question_schema   what may stand in one question, its levels and its missing answers
schema            what may stand in the file, entry by entry, as a library checks it
validation        one table held to its schema, and what is wrong with it told
tables            one table read: quickly, if nothing is wrong with it
days              days as one number
routes            who is asked a question: the levels of those before it
numbers           what numbers and ratings are made of: bands, scores
question_faults   what must not be so of one question
question_entries  one question, checked by itself, then its parts against each other
grids             questions that share one scale, each a question of its own
contradictions    what a codebook says twice, or says and takes back
declared          what is declared before looking, besides roles: a model, a scale score, groups
reading           from ``codebook.toml`` to a checked codebook
reference         the manual of all entries, and the JSON Schema for editors
"""

from helpers.codebook.checks import SurveyError, shown, suggest
from helpers.codebook.levels import Band, Level
from helpers.codebook.questions import (
    ANSWERED,
    FAMILIES,
    KINDS,
    MAX_GROUPS,
    MISSING,
    NO_OPTION,
    PROVENANCES,
    ROLES,
    Codebook,
    Question,
)
from helpers.codebook.reading import find_survey_folder, load, read_toml
from helpers.codebook.together import Grid, Model

__all__ = [
    "ANSWERED",
    "FAMILIES",
    "KINDS",
    "MAX_GROUPS",
    "MISSING",
    "NO_OPTION",
    "PROVENANCES",
    "ROLES",
    "Band",
    "Codebook",
    "Grid",
    "Level",
    "Model",
    "Question",
    "SurveyError",
    "find_survey_folder",
    "load",
    "read_toml",
    "shown",
    "suggest",
]
