"""One table, one picture, and the same in words for a reader who does not see it.

style         width, colours, typeface
answers       who answered, and what
events        one share at every event
associations  behaviours and outcomes
bounds        who can be in two groups at once, by the published margins alone
robustness    decisions made otherwise
"""

from helpers.report.figures.answers import (
    flow,
    flow_alt,
    overview,
    overview_alt,
    shares,
    shares_alt,
)
from helpers.report.figures.associations import crosstabs, crosstabs_alt, forest, forest_alt
from helpers.report.figures.bounds import bounds, bounds_alt
from helpers.report.figures.events import events, events_alt
from helpers.report.figures.robustness import specifications, specifications_alt

__all__ = [
    "bounds",
    "bounds_alt",
    "crosstabs",
    "crosstabs_alt",
    "events",
    "events_alt",
    "flow",
    "flow_alt",
    "forest",
    "forest_alt",
    "overview",
    "overview_alt",
    "shares",
    "shares_alt",
    "specifications",
    "specifications_alt",
]
