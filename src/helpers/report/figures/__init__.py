"""One table, one picture, and the same in words for a reader who does not see it.

style    width, colours, typeface
answers  who answered, and what
events   one share at every event
pairs    behaviours and outcomes
doubts   decisions made otherwise
"""

from helpers.report.figures.answers import (
    flow,
    flow_alt,
    overview,
    overview_alt,
    shares,
    shares_alt,
)
from helpers.report.figures.doubts import specifications, specifications_alt
from helpers.report.figures.events import events, events_alt
from helpers.report.figures.pairs import (
    bounds,
    bounds_alt,
    crosstabs,
    crosstabs_alt,
    forest,
    forest_alt,
)

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
