"""One table, one picture, and the same in words for a reader who does not see it.

drawings      what was drawn before is not drawn again
style         width, colours, typeface, what a figure is
flow          who answered
shares        what was answered to one question
scales        all behaviours, or the rows of a grid
numbers       how numbers are spread
events        one share at every event
associations  behaviours and outcomes
bounds        who can be in two groups at once, by the published margins alone
robustness    decisions made otherwise
"""

from helpers.report.figures.associations import crosstabs, forest
from helpers.report.figures.bounds import bounds
from helpers.report.figures.events import events
from helpers.report.figures.flow import flow
from helpers.report.figures.numbers import numbers
from helpers.report.figures.robustness import specifications
from helpers.report.figures.scales import are_few, grid, overview
from helpers.report.figures.shares import shares

__all__ = [
    "are_few",
    "bounds",
    "crosstabs",
    "events",
    "flow",
    "forest",
    "grid",
    "numbers",
    "overview",
    "shares",
    "specifications",
]
