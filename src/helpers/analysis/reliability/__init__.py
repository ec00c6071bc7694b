"""Whether some questions may be added up to one index, and what that index shows.

coefficients  alpha, omega, and the polychoric correlation that ordinal alpha is made of
items         the declared items: their coefficients, the verdict, the one test of their index

An index is built only where alpha's whole interval says that the answers hold together (`built`);
otherwise it would be a number without a meaning.  Ordinal alpha and omega are sensitivities beside
alpha and decide nothing.
"""

from helpers.analysis.reliability.coefficients import alpha, omega, polychoric
from helpers.analysis.reliability.items import LOWEST, built, table

__all__ = ["LOWEST", "alpha", "built", "omega", "polychoric", "table"]
