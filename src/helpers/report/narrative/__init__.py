"""One table, one sentence: what the tables say, in words that follow declared rules.

answers       one question
associations  behaviours and outcomes
claims        what had been published
implied       what it tells by itself
doubts        decisions made otherwise, answers that are missing
leads         what lies outside the plan
survey        the survey as a whole
"""

from helpers.report.narrative.answers import (
    answer,
    count_rows,
    finding,
    graded,
    headline,
    interval,
    levels,
    missing,
    quoted,
    quoted_short,
    sentence,
    share,
)
from helpers.report.narrative.associations import (
    association_rows,
    associations_tally,
    crosstab_rows,
    power,
    verdict,
)
from helpers.report.narrative.claims import beside, claim_published, claim_rows, claims_tally, why
from helpers.report.narrative.doubts import (
    nonresponse,
    nonresponse_rows,
    robustness,
    specification,
    specification_rows,
)
from helpers.report.narrative.implied import bounds, grim, unequal
from helpers.report.narrative.leads import exploration, exploration_rows, index, model
from helpers.report.narrative.survey import (
    apart,
    events,
    findings,
    limits,
    method,
    nature,
    provenance_item,
    respondents,
)

__all__ = [
    "answer",
    "apart",
    "association_rows",
    "associations_tally",
    "beside",
    "bounds",
    "claim_published",
    "claim_rows",
    "claims_tally",
    "count_rows",
    "crosstab_rows",
    "events",
    "exploration",
    "exploration_rows",
    "finding",
    "findings",
    "graded",
    "grim",
    "headline",
    "index",
    "interval",
    "levels",
    "limits",
    "method",
    "missing",
    "model",
    "nature",
    "nonresponse",
    "nonresponse_rows",
    "power",
    "provenance_item",
    "quoted",
    "quoted_short",
    "respondents",
    "robustness",
    "sentence",
    "share",
    "specification",
    "specification_rows",
    "unequal",
    "verdict",
    "why",
]
