"""Why a number is missing from a table, or what to know of it: the texts of the columns `note`."""

from enum import StrEnum

MIN_CASES_PER_PREDICTOR = 10  # people of the smaller class, for each predictor of a model
MIN_PEOPLE_PER_LEVEL = 5  # for a polychoric correlation


class Note(StrEnum):
    """What the analysis says of a number; effects bring notes of their own, as `effects.gamma`.

    Whatever depends on a note asks for its member; the texts are those of the processed tables.
    """

    SINGLE_LEVEL = "one answer only"
    # pairs
    UNTESTABLE = "untestable"
    TOO_MANY_FOR_MAX_T = "too many people for max-T"
    EXTREME_ALLOCATIONS = "extreme allocations"
    # exploration
    TOO_MANY_FOR_EXACT = "too many people for an exact test"
    POOLED = "events pooled, no direction, no interval"
    NO_DIRECTION = "no direction, no interval"
    # groups
    HIDDEN = "groups not told"
    # regression
    TOO_FEW_CASES = f"fewer than {MIN_CASES_PER_PREDICTOR} events per predictor"
    ALIASED = "predictors not told apart"
    NOT_CONVERGED = "did not converge"
    NO_SEPARATION = "no separation"
    # reliability
    SPARSE = f"fewer than {MIN_PEOPLE_PER_LEVEL} people in a level"
    NO_SINGLE_FACTOR = "no one-factor solution"
