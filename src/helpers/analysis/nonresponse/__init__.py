"""What the people who did not answer could change: bounds that suppose nothing of what they would have said.

shares       worst-case bounds of a share, and of the headline share of each question
completions  a crossed pair of which some answers are missing, and the gammas and the p that they could make

Missing is an answer that is not known: skipped, refused, or written so that it cannot be coded.
Who was not asked is not missing, and "I don't know" is an answer.
"""

from helpers.analysis.nonresponse.completions import (
    CORNERS,
    EVERY,
    Bounds,
    Incomplete,
    gamma_bounds,
    incomplete,
    p_bounds,
)
from helpers.analysis.nonresponse.shares import Share, share, table

__all__ = [
    "CORNERS",
    "EVERY",
    "Bounds",
    "Incomplete",
    "Share",
    "gamma_bounds",
    "incomplete",
    "p_bounds",
    "share",
    "table",
]
