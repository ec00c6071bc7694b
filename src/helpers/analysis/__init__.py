"""What clean answers show: shares, the planned tests with their verdicts, what is unplanned.

In: clean answers and the codebook. Out: the processed tables, one function a table.

distributions   how many people gave each number, or date
tables          counts and shares with their base and interval
population      shares among the people eligible: bounds, and intervals of a sample of them
ranks           what rankings come to
summaries       what numbers, scores, dates and texts come to
comparison      events beside one another
notes           why a number is missing
crossing        two questions crossed at each event
nonresponse     what the people who did not answer could change
pair_test       two questions crossed and tested
frequencies     an association in counts of people
family          a family of tests judged together: Tarone, Holm, verdicts
size            how many people it would have taken to see a strong association
withholding     may a verdict be told of counts that are hidden?
associations    which behaviours go with which outcomes, and what could have been seen
comparability   which questions of two editions are the same
editions        shares in two editions, and how they changed
specifications  the analysis with one decision made otherwise
amendments      the plan as it is declared, against the one that was sealed
robustness      does a verdict hold then?
look            one look: how strong an association is, and its test
exploration     everything else that can be looked at, called exploratory
grouping        groups of people, and how many of each gave each answer, as far as it is told
crossings       everything that is crossed, and what it leaves open of third questions
event_shares    the share of each event, as far as it is told beside the crossings
group_strata    the same at each event, where these may be told
group_release   the same of all groups, as they are told together and beside the plan
earlier_release  may a release follow an earlier one, or does what is between them tell?
event_release   may one of several events have a report of its own?
group_test      by which test one question is compared, and what that gives
group_tests     the answers of groups compared, in shares, by a test and two by two
firth_limits    limits of a penalised regression, each where its profile says
regression      the one model declared before looking: estimates only
audit           what a release tells of single people
reliability     do the declared items make an index?
"""
