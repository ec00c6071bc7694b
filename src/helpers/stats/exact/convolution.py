"""The linear-by-linear statistic of two rows: its columns are convolved."""

import math

import numpy as np

from helpers.stats.exact.compositions import log_factorial
from helpers.stats.exact.distributions import NullDistribution


def convolution_cost(table: np.ndarray, v: np.ndarray) -> float:
    """What `convolve` costs, in partial tables that could be looked at instead.

    To add two numbers of an array is some hundred times cheaper than that.
    """
    others, fewer = float(np.sort(table.sum(0))[:-1].sum()), float(table.sum(1).min())
    return others**2 * fewer * np.ptp(v) / 500


def convolve(
    table: np.ndarray, u: np.ndarray, v: np.ndarray, real: type = float
) -> NullDistribution:
    """The null distribution of the sum of u_i v_j n_ij in a 2 x c table, in numbers of type `real`.

    The largest column comes last, and only where it must end.

    Examples
    --------
    >>> convolve(np.array([[2, 1], [0, 1]]), np.arange(2), np.arange(2)).probability.round(3)
    array([0.5, 0.5])
    """
    row = int(table[0].sum() > table[1].sum())  # the row with fewer people
    fewer, columns = int(table[row].sum()), table.sum(0)
    shares = _shares(columns, fewer, real)
    *order, last = np.argsort(columns, kind="stable")
    weights, low = np.ones((1, 1), real), int(fewer * v[last])  # people of the row so far x sum
    for column in order:
        step, most = int(v[column] - v[last]), len(shares[column]) - 1
        rows, width = weights.shape
        wider = np.zeros((min(fewer + 1, rows + most), width + abs(step) * most), real)
        origin = max(0, -step * most)
        for people, share in enumerate(shares[column]):
            fitting = weights[: len(wider) - people]
            begin = origin + step * people
            wider[people : people + len(fitting), begin : begin + width] += share * fitting
        weights, low = wider, low - origin
    rest = np.pad(shares[last], (0, fewer + 1 - len(shares[last])))
    total = rest[fewer - np.arange(len(weights))] @ weights
    slope, intercept = int(u[row] - u[1 - row]), int(u[1 - row] * (v @ columns))
    return NullDistribution(slope * (low + np.arange(len(total))) + intercept, total)


def _shares(columns: np.ndarray, fewer: int, real: type) -> list[np.ndarray]:
    """For each column, the probability that 0, 1, 2, ... of its people are in the row."""
    share = fewer / int(columns.sum())
    log = log_factorial(np.arange(columns.max() + 1))
    probabilities = []
    for size in columns:
        k = np.arange(min(fewer, size) + 1)
        ways = log[size] - log[k] - log[size - k]
        exponent = ways + k * math.log(share) + (size - k) * math.log(1 - share)
        probabilities.append(np.exp(exponent.astype(real)))
    return probabilities
