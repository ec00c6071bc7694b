"""The contract between notebooks: which columns each processed table has."""


def _names(text):
    return text.split()


# Of a large survey, `answers` and `duplicates` are Parquet files of distinct combinations, with a
# column `people` in place of `row`. Of a survey held at events these two and `cleaning` have a
# column `event`.
COLUMNS = {
    # clean answers: one row a person, besides one column a question
    "answers": ["row"],
    # submissions sent twice, in the same form
    "duplicates": ["row"],
    # the ledger: one row a change
    "cleaning": _names("row question raw value rule action count"),
    # when the first answer came, of a survey whose plan was sealed
    "first_answer": _names("month state"),
    # what a plan that was sealed says, and what the codebook declares today
    "sealed_plan": _names("item sealed present state"),
    # rows and cells, in and out
    "account": _names("part item count"),
    # each level of each question
    "shares": _names("question level status count base share low high method bound_low bound_high"),
    # what numbers, scores, dates (as YYYYMMDD), ranks and lengths come to
    "statistics": _names("question item statistic estimate low high base method"),
    # each planned pair of questions, level by level
    "crosstabs": _names("behaviour outcome behaviour_level outcome_level count base"),
    # each planned pair of questions, tested
    "associations": _names(
        "behaviour outcome family base strata effect_name effect low high low_simultaneous "
        "high_simultaneous odds_ratio odds_low odds_high test p p_adjusted p_max_t p_smallest "
        "alpha detectable detectable_odds base_more count_more base_less count_less "
        "detectable_more detectable_less verdict note"
    ),
    # numbers of respondents that the published percentages allow
    "grim": _names("rounding n question levels percent count_low count_high blanks"),
    # pairs outside the plan
    "exploration": _names(
        "first second option base effect_name effect low high test p p_max_t p_bh note"
    ),
    # the declared model
    "regression": _names("outcome predictor base events odds_ratio low high method note"),
    # the declared scale score
    "reliability": _names("quantity item estimate low high base note"),
    # what published margins alone allow of a pair
    "bounds": _names(
        "reading behaviour outcome n active positive both_low both_high phi_low phi_high "
        "tau_b_low tau_b_high somers_outcome_low somers_outcome_high somers_behaviour_low "
        "somers_behaviour_high p_smallest"
    ),
    # what those who did not answer could change of each share
    "nonresponse": _names(
        "question level count base missing share low high worst_low worst_high envelope_low "
        "envelope_high imbens_manski_low imbens_manski_high absent bound_low bound_high"
    ),
    # each verdict when a decision is made otherwise
    "robustness": _names(
        "behaviour outcome specification base effect low high p p_adjusted verdict differs note"
    ),
    # the events that the survey was held at
    "events": _names("event people valid state"),
    # one share a question and event
    "event_shares": _names("event question level count base share low high"),
    # each question between groups of people: how many of each group gave each answer
    "group_shares": _names(
        "group question option group_level level count base share low high residual"
    ),
    # the same, tested
    "group_tests": _names(
        "group question option level groups base strata test p p_pooled p_adjusted plan "
        "effect_name effect low high verdict note"
    ),
    # one share of each question, between every two groups
    "group_differences": _names("group question option level first second difference low high"),
    # what an earlier edition asked, and whether it can be compared
    "comparability": _names("question earlier edition date provenance state"),
    # the shares of an earlier edition, by its own ids
    "edition_shares": _names("question level status count base share low high method"),
    # each share in both editions
    "editions": _names(
        "question earlier level count base share count_before base_before share_before difference "
        "low high low_simultaneous high_simultaneous p p_adjusted verdict"
    ),
    # what was published, held against the answers
    "claims": _names("claim quantity published recomputed low high count base verdict"),
    # what a result comes from
    "provenance": ["item", "value"],
}
ANSWERS = ("answers", "duplicates")
# Columns of text, in any table; the others are numbers.
TEXTS = frozenset(
    _names(
        "question raw value rule action part item level levels status method note quantity "
        "verdict behaviour_level outcome_level test effect_name family reading claim rounding "
        "first second option specification event state statistic sealed present month group "
        "group_level plan earlier edition date provenance"
    )
)
