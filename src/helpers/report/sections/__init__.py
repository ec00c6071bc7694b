"""Sections of the report, each shown whole: its heading, its sentences, its figure, its table.

captions      what all captions have in common
opening       how each document opens
survey        findings, what the survey is, who answered, limits, method
answers       the behaviours at a glance, each question
events        the events side by side
editions      this edition beside an earlier one
groups        the groups of people side by side
claims        what had been published
grim          how many people there were, by the published percentages alone
bounds        who can be in two groups at once, by the published margins alone
associations  behaviours and outcomes
robustness    decisions made otherwise
nonresponse   answers that are missing
exploration   what lies outside the plan: crossings, the declared model, the declared index
sealed_plan   whether the plan was fixed before answers came
brief         the survey on one page
details       every count, every cross-table: on a page of their own
appendix      what a survey must state, its account, who and what made the report
"""

from helpers.report.sections.answers import overview, question, questions
from helpers.report.sections.appendix import account, appendix
from helpers.report.sections.associations import associations, pairs
from helpers.report.sections.bounds import bounds, bounds_figure
from helpers.report.sections.brief import brief
from helpers.report.sections.claims import claims
from helpers.report.sections.details import counts, crosstabs, statistics
from helpers.report.sections.editions import editions
from helpers.report.sections.events import events
from helpers.report.sections.exploration import exploration, exploration_table
from helpers.report.sections.grim import grim
from helpers.report.sections.groups import group_counts, groups
from helpers.report.sections.nonresponse import nonresponse, nonresponse_table
from helpers.report.sections.opening import opening
from helpers.report.sections.robustness import robustness, robustness_table
from helpers.report.sections.sealed_plan import sealed_plan
from helpers.report.sections.survey import limits, method, nature, respondents, summary

__all__ = [
    "account",
    "appendix",
    "associations",
    "bounds",
    "bounds_figure",
    "brief",
    "claims",
    "counts",
    "crosstabs",
    "editions",
    "events",
    "exploration",
    "exploration_table",
    "grim",
    "group_counts",
    "groups",
    "limits",
    "method",
    "nature",
    "nonresponse",
    "nonresponse_table",
    "opening",
    "overview",
    "pairs",
    "question",
    "questions",
    "respondents",
    "robustness",
    "robustness_table",
    "sealed_plan",
    "statistics",
    "summary",
]
