"""One table, one sentence: what the tables say, in words that follow declared rules.

Each module is named like its table; `sentence` is what it says, `rows` the table as it is printed.

account       the cleaning account
sources       where a share is from
key           how a figure shows that
grades        the words for a share
population    shares among the people eligible
answers       one question
counts        every level of every question
grids         the rows of a grid
routing       whom a question was put to
dates         one question of dates
lengths       how long the texts of one question are
rankings      one ranking
numbers       one question of any kind; numbers and scores themselves
associations  behaviours and outcomes
claims        what had been published
headlines     what stands over a question's bars, and how one is read
titles        the same of other figures
grim          how many people there were, by the published percentages alone
bounds        who can be in two groups at once, by the published margins alone
robustness    decisions made otherwise
nonresponse   answers that are missing
exploration   what was looked at outside the plan
looks         what somebody looked at by hand
regression    the model that was declared before looking
reliability   the index that was declared before looking
events        the events side by side
editions      shares in two editions, side by side
groups        the answers of groups of people, side by side
setting       whom a survey met
sealed_plan   whether the plan was fixed before answers came
summary       the findings, for who has two minutes
survey        the survey as a whole
audit         what a release tells of single people
listing       a table of many reports
"""

from helpers.report.narrative import (
    account,
    answers,
    associations,
    audit,
    bounds,
    claims,
    counts,
    dates,
    editions,
    events,
    exploration,
    grades,
    grids,
    grim,
    groups,
    headlines,
    key,
    lengths,
    listing,
    looks,
    nonresponse,
    numbers,
    population,
    rankings,
    regression,
    reliability,
    robustness,
    routing,
    sealed_plan,
    setting,
    sources,
    summary,
    survey,
    titles,
)

__all__ = [
    "account",
    "answers",
    "associations",
    "audit",
    "bounds",
    "claims",
    "counts",
    "dates",
    "editions",
    "events",
    "exploration",
    "grades",
    "grids",
    "grim",
    "groups",
    "headlines",
    "key",
    "lengths",
    "listing",
    "looks",
    "nonresponse",
    "numbers",
    "population",
    "rankings",
    "regression",
    "reliability",
    "robustness",
    "routing",
    "sealed_plan",
    "setting",
    "sources",
    "summary",
    "survey",
    "titles",
]
