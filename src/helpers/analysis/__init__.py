"""What clean answers show: shares, the planned tests with their verdicts, and what lies outside the plan.

In: clean answers and the codebook. Out: the processed tables, one function a table.

tables        counts and shares with their base and interval
comparison    events beside one another
nonresponse   what the people who did not answer could change
associations  which behaviours go with which outcomes, and what could have been seen
robustness    does a verdict hold when decisions had been made otherwise?
exploration   everything else that can be looked at, called exploratory
regression    the one model declared before looking: estimates only
reliability   do the declared items make an index?
"""
