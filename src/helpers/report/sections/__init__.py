"""Sections of the report, each shown whole: its heading, its sentences, its figure, its table.

opening       cover, findings, what the survey is, who answered
answers       the behaviours at a glance, each question
claims        what had been published, and what it tells by itself
pairs         behaviours and outcomes
doubts        decisions made otherwise, answers that are missing
leads         what lies outside the plan
closing       limits, method, appendix
captions      what all captions have in common
"""

from helpers.report.sections.answers import events, overview, question, questions
from helpers.report.sections.claims import bounds, bounds_figure, margins, published_claims
from helpers.report.sections.closing import appendix, limits, method
from helpers.report.sections.doubts import nonresponse, robustness, specifications
from helpers.report.sections.leads import exploration, looks
from helpers.report.sections.opening import cover, nature, respondents, summary
from helpers.report.sections.pairs import associations

__all__ = [
    "appendix",
    "associations",
    "bounds",
    "bounds_figure",
    "cover",
    "events",
    "exploration",
    "limits",
    "looks",
    "margins",
    "method",
    "nature",
    "nonresponse",
    "overview",
    "published_claims",
    "question",
    "questions",
    "respondents",
    "robustness",
    "specifications",
    "summary",
]
