"""Sections of the report, each shown whole: its heading, its sentences, its figure, its table.

captions      what all captions have in common
survey        opening, findings, what the survey is, who answered, limits, method
answers       the behaviours at a glance, each question
events        the events side by side
claims        what had been published
grim          how many people there were, by the published percentages alone
bounds        who can be in two groups at once, by the published margins alone
associations  behaviours and outcomes
robustness    decisions made otherwise
nonresponse   answers that are missing
exploration   what lies outside the plan: crossings, the declared model, the declared index
appendix      what a survey must state, all counts, cross-tables, provenance
"""

from helpers.report.sections.answers import overview, question, questions
from helpers.report.sections.appendix import appendix
from helpers.report.sections.associations import associations
from helpers.report.sections.bounds import bounds, bounds_figure
from helpers.report.sections.claims import claims
from helpers.report.sections.events import events
from helpers.report.sections.exploration import exploration, exploration_table
from helpers.report.sections.grim import grim
from helpers.report.sections.nonresponse import nonresponse
from helpers.report.sections.robustness import robustness, robustness_table
from helpers.report.sections.survey import limits, method, nature, opening, respondents, summary

__all__ = [
    "appendix",
    "associations",
    "bounds",
    "bounds_figure",
    "claims",
    "events",
    "exploration",
    "exploration_table",
    "grim",
    "limits",
    "method",
    "nature",
    "nonresponse",
    "opening",
    "overview",
    "question",
    "questions",
    "respondents",
    "robustness",
    "robustness_table",
    "summary",
]
