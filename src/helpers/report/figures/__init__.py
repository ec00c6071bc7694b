"""One table, one picture, and the same in words for a reader who does not see it.

room          a page or a phone
drawings      what was drawn before is not drawn again
style         letters, colours, what a figure is
rows          labels beside rows on a page, above them on a phone; one scale for all
shares        what was answered to one question
overview      all behaviours, cut in two
scales        the rows of a grid
numbers       how numbers are spread, and the lengths of texts
dates         how dates are spread
rankings      mean ranks
events        one share at every event
panels        one row a behaviour, one panel an outcome
groups        one share of each question in every group
editions      shares in two editions
associations  behaviours and outcomes
bounds        who can be in two groups at once, by the published margins alone
robustness    decisions made otherwise
"""

from helpers.report.figures.associations import crosstabs, forest
from helpers.report.figures.bounds import bounds
from helpers.report.figures.dates import dates
from helpers.report.figures.editions import editions
from helpers.report.figures.events import events
from helpers.report.figures.groups import groups
from helpers.report.figures.numbers import numbers
from helpers.report.figures.overview import has_intervals, overview
from helpers.report.figures.rankings import mean_ranks
from helpers.report.figures.robustness import specifications
from helpers.report.figures.scales import are_few, grid
from helpers.report.figures.shares import shares

__all__ = [
    "are_few",
    "bounds",
    "crosstabs",
    "dates",
    "editions",
    "events",
    "forest",
    "grid",
    "groups",
    "has_intervals",
    "mean_ranks",
    "numbers",
    "overview",
    "shares",
    "specifications",
]
