"""What the people who did not answer could change, whatever they would have said.

shares       worst-case bounds of a share, and of the headline share of each question
gaps         a crossed pair, and who is missing from it
completions  the gammas that it could have had

Missing is an answer that is not known: skipped, refused, or written so that it cannot be coded.
Who was not asked is not missing, and "I don't know" is an answer.
"""

from helpers.analysis.nonresponse.completions import CompletionBounds, gamma_bounds
from helpers.analysis.nonresponse.gaps import Incomplete, incomplete, incomplete_by_event
from helpers.analysis.nonresponse.shares import Share, share, table

__all__ = [
    "CompletionBounds",
    "Incomplete",
    "Share",
    "gamma_bounds",
    "incomplete",
    "incomplete_by_event",
    "share",
    "table",
]
