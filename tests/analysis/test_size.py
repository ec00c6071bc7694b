"""How many people it would have taken: held to the test itself, on a table grown to that size."""

import numpy as np
import pandas as pd
import pytest

from helpers.analysis.pair_test import examine
from helpers.analysis.size import people_needed

TABLES = [[[5, 8], [14, 6], [23, 7], [15, 3]], [[17, 9], [15, 9], [14, 4], [10, 4]]]


@pytest.mark.parametrize("table", TABLES)
def test_a_survey_of_that_size_sees_what_it_was_to_see(table):
    """Fails when gamma itself is scaled, or by the number of people instead of its root."""
    counts = np.array(table)
    detectable = examine(pd.DataFrame(counts)).detectable(0.01).gamma
    pairs = pd.DataFrame({"base": [counts.sum()], "detectable": [detectable]})
    grown = np.rint(counts * people_needed(pairs, 0.5) / counts.sum()).astype(int)
    assert examine(pd.DataFrame(grown)).detectable(0.01).gamma == pytest.approx(0.5, abs=0.04)


def test_pairs_that_can_see_nothing_do_not_count():
    """Fails when an unknown or an infinite gamma reaches the number."""
    unseen = pd.DataFrame({"base": [9, 9, 77], "detectable": [np.nan, np.inf, 0.6]})
    assert people_needed(unseen, 0.5) == people_needed(unseen.iloc[2:], 0.5)
    assert people_needed(unseen.iloc[:2], 0.5) == 0
