"""Statistics of small ordered tables: counts in, results out, no survey known.

In: arrays of counts, percentages, scores. Out: dataclasses of estimates, intervals and p-values.

exact                exact conditional tests
effects              how strong an association is, with an interval
uniform_association  tables with one odds ratio: their counts, and their gamma
asymptotic           the same tests when so many people answered that the normal law serves
permutation          tests that exchange whole respondents
grim                 the counts, and the numbers of people, that published percentages can come from
frechet              the bounds of a table, and of its association, from its margins
"""
