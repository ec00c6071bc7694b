"""An association in counts of people: by hand."""

import math

import pandas as pd
import pytest

from helpers.analysis.frequencies import frequencies, upper_levels, upper_part
from helpers.analysis.pair_test import examine

COUNTED = [[10, 6, 4, 1], [2, 3, 5, 7]]


def test_people_of_the_upper_part_and_the_others(real):
    """Fails when the parts are exchanged, or the table is cut along the other side."""
    outcome, behaviour = real.question("q3"), real.question("q5")
    assert behaviour.scale[upper_part(behaviour) :] == upper_levels(behaviour)
    numbers = frequencies(examine(pd.DataFrame(COUNTED)), outcome, behaviour, 0.0)
    assert (numbers["base_more"], numbers["count_more"]) == (17, 12)
    assert (numbers["base_less"], numbers["count_less"]) == (21, 5)
    # without association, as many of either part as of all
    assert numbers["detectable_more"] == round(17 * 17 / 38)
    assert numbers["detectable_less"] == round(21 * 17 / 38)


def test_what_is_expected_keeps_the_totals_and_grows_with_the_slope(real):
    """Fails when what is expected is of other margins, or a slope that is not there has one."""
    outcome, behaviour = real.question("q3"), real.question("q5")
    pair = examine([pd.DataFrame(COUNTED), pd.DataFrame(COUNTED)])
    steep = frequencies(pair, outcome, behaviour, 2.0)
    assert steep["detectable_more"] + steep["detectable_less"] == pytest.approx(34, abs=1)
    assert steep["detectable_more"] > 2 * 17 * 17 / 38
    for slope in (math.inf, math.nan):
        assert math.isnan(frequencies(pair, outcome, behaviour, slope)["detectable_more"])
