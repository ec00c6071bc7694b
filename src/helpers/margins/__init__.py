"""What published percentages allow by themselves: the counts behind them, and what two margins leave open.

grim        the counts that percentages are the rounding of, and the numbers of people that have such counts
frechet     the bounds of a table, and of its association, from its margins

A percentage is the rounding of a whole count out of a whole number of people, and not every number of people has such a
count.  Two margins, in turn, bound every cell of the table that they belong to, and so most measures of its
association.  Neither needs an answer.
"""

from helpers.margins.frechet import Bounds, bounds
from helpers.margins.grim import ROUNDINGS, Percentages, admissible, counts_of

__all__ = ["ROUNDINGS", "Bounds", "Percentages", "admissible", "bounds", "counts_of"]
