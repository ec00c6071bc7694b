"""Statistics of small ordered tables: counts in, results out, no survey known.

In: arrays of counts, percentages, scores. Out: dataclasses of estimates, intervals and p-values.

exact                exact conditional tests
proportions          intervals of shares
multiplicity         p-values of several tests, adjusted together
concordance          pairs of people of whom one is higher in both, and gamma of many tables
location             the middle of numbers and of scores, with an interval
effects              how strong an association is, with an interval
nominal              tables without order: Cramér's V, residuals, differences of many groups
stratified           groups without an order, compared within strata
tilted               the laws of a statistic, one for each slope: what is expected of each
uniform_association  tables with one odds ratio: their counts, and their gamma
saddlepoint          the null distribution where exact work is too much, at any size
asymptotic           the same test when so many people answered that the normal law serves
trend                one test behind p, interval and what is detectable, by whichever way serves
people               scores of people, made ready to be exchanged
permutation          tests that exchange whole respondents
grim                 the counts, and the numbers of people, that published percentages can come from
finite               the share of a known group of whom some were drawn
frechet              the bounds of a table, and of its association, from its margins
"""
