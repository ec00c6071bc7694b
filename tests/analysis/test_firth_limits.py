"""Limits of a Firth regression: on the contour of the profile, by another search."""

import numpy as np
import pytest
from scipy import optimize

from helpers.analysis import regression
from helpers.analysis.firth_limits import likelihood, profile_limits


@pytest.mark.slow
def test_separated_groups_have_limits_on_the_contour():
    """Two predictors that separate the groups. Fails when the search stops short, as the library's
    does: its upper limit is 7.67, where the profile falls by less than it must."""
    random = np.random.default_rng(11)
    X = random.integers(0, 5, (24, 2)).astype(float)
    y = (X @ [1, 0.5] >= 3).astype(int)
    coefficients, note = regression.fit(regression.pd.DataFrame(X, columns=["a", "b"]), y)
    assert note.startswith("separation")
    design, weights = np.column_stack([X, np.ones(24)]), np.ones(24)
    start = np.append(coefficients.estimate, -5.0)
    top = optimize.minimize(lambda b: -likelihood(b, design, y, weights)[0], start)
    limits = profile_limits(design, y, weights, top.x)
    assert coefficients[["low", "high"]].to_numpy() == pytest.approx(limits, abs=0.01)
    for k, side in np.ndindex(2, 2):

        def fallen(others, k=k, side=side):
            return -likelihood(np.insert(others, k, limits[k, side]), design, y, weights)[0]

        best = optimize.minimize(fallen, np.delete(top.x, k), method="Nelder-Mead")
        assert 2 * (best.fun - top.fun) == pytest.approx(3.841, abs=0.02)
