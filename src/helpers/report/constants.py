"""Numbers that the messages state and no table holds: what was decided before looking."""

import sys

from helpers.analysis import family, summaries

CONFIDENCE = 0.95  # of every interval
NEARLY_ALL, TWO_THIRDS, HALF, FEW = 0.9, 2 / 3, 1 / 2, 0.1  # edges of the words for a share
WHOLE = 1  # the shares of one question together
ANYBODY = 1  # person in a cell that tells of somebody

_HERE = sys.modules[__name__]
# What may stand in any message: how it is written, and the module and name that declare it.
BY_NAME = {
    "confidence": ("percent", _HERE, "CONFIDENCE"),
    "nearly_all": ("percent", _HERE, "NEARLY_ALL"),
    "hardly_any": ("percent", _HERE, "FEW"),
    "whole": ("percent", _HERE, "WHOLE"),
    "anybody": ("integer", _HERE, "ANYBODY"),
    "promoter": ("integer", summaries, "PROMOTERS"),
    "detractor": ("integer", summaries, "DETRACTORS"),
    "alpha_level": ("number", family, "ALPHA"),
}
