"""Exact conditional tests of small ordered tables.

results        what the tests and the odds ratio hand back
counts         tables of counts and scores of their levels, checked and made whole numbers
compositions   ways to spread people over rows that hold only so many
statistic      statistics in whole numbers that add up along columns, and what they cost
fillings       ways to fill each column
blocks         partial tables of some columns, what they add up to and how probable they are
distributions  the null distribution: value by value, or as two blocks that meet
convolution    the null distribution of two rows
engine         what is exact, by which way, and what is drawn at random: the one rule
p_values       the tests, and the smallest p that margins allow
nominal        the test of two variables without order
inversion      the test of any slope, and the slopes that it does not reject
odds           the odds ratio, its null distribution, and what such margins could show

Under independence, and once both margins are known, nothing unknown is left: every r x c table with
these margins has probability ``prod R_i! prod C_j! / (n! prod n_ij!)``.  These modules add the
probabilities up without listing the tables.  A 2 x c table is a convolution of its columns.
Otherwise the columns are cut into a left and a right block, and what the blocks must agree on is
only the *node*: the row totals that the left one has used up.  At each node the sums of either
block are collected, equal sums merged, and the two joined ("meet in the middle").  Above a stated
budget a seeded Monte Carlo answers instead, and the result says so.

A test without direction asks only for the tables that are at least as extreme.  A partial table
that cannot but end there, by a bound on what its other columns add, is settled with everything that
completes it.

Two decisions keep small p-values right.  Only positive numbers are added, so that 1e-15 has all its
digits; 1 minus the rest is used where p is known to be large.  And every statistic is an integer
inside, so that "as extreme as observed" is decided without rounding.

References
----------
Mehta & Patel (1983), JASA 78:427.  Agresti, Mehta & Patel (1990), JASA 85:453.  Hirji (2006), Exact
Analysis of Discrete Data, Chapman & Hall.
"""

from helpers.stats.exact.counts import as_counts, midranks
from helpers.stats.exact.engine import BUDGET, DRAWS, SEED
from helpers.stats.exact.inversion import detectable_slope, limits, p_of_slope, slope
from helpers.stats.exact.nominal import fisher_freeman_halton
from helpers.stats.exact.odds import detectable, distribution, odds_ratio
from helpers.stats.exact.p_values import cost, kruskal_wallis, linear_by_linear, smallest_p
from helpers.stats.exact.results import Distribution, ExactTest, OddsRatio

__all__ = [
    "BUDGET",
    "DRAWS",
    "SEED",
    "Distribution",
    "ExactTest",
    "OddsRatio",
    "as_counts",
    "cost",
    "detectable",
    "detectable_slope",
    "distribution",
    "fisher_freeman_halton",
    "kruskal_wallis",
    "limits",
    "linear_by_linear",
    "midranks",
    "odds_ratio",
    "p_of_slope",
    "slope",
    "smallest_p",
]
