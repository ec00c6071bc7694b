"""Ways to spread a number of people over rows that hold only so many."""

import numpy as np
import scipy
from numpy.typing import ArrayLike


def log_factorial(number: ArrayLike) -> np.ndarray:
    """Logarithm of the factorial of each number.

    Examples
    --------
    >>> np.exp(log_factorial([0, 1, 4])).round(9).tolist()
    [1.0, 1.0, 24.0]
    """
    return scipy.special.gammaln(np.add(number, 1))


def bounded_compositions(total: int, caps: np.ndarray) -> np.ndarray:
    """Every way to spread `total` over the rows, none above its cap; shape (ways, rows).

    Examples
    --------
    >>> bounded_compositions(2, np.array([1, 2])).tolist()
    [[0, 2], [1, 1]]
    """
    behind = np.append(np.cumsum(caps[::-1])[-2::-1], 0)  # what all later rows can take
    ways, rest = np.zeros((1, 0), np.int64), np.array([total])
    for cap, room in zip(caps, behind, strict=True):
        fewest = np.maximum(0, rest - room)
        choices = np.maximum(np.minimum(cap, rest) - fewest + 1, 0)
        parent, people = np.repeat(np.arange(len(rest)), choices), ranges(fewest, choices)
        ways, rest = np.column_stack([ways[parent], people]), rest[parent] - people
    return ways


def count_compositions(total: int, caps: np.ndarray) -> float:
    """How many ways `bounded_compositions` lists.

    Examples
    --------
    >>> count_compositions(2, np.array([1, 2]))
    2.0
    """
    count = np.zeros(total + 1)
    count[0] = 1
    for cap in caps.tolist():  # convolved with cap + 1 ones
        count = count.cumsum()
        count[cap + 1 :] -= count[: -cap - 1]
    return float(count[total])


def ranges(start: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Whole numbers from each `start`, `count` of them, one range after the other.

    Examples
    --------
    >>> ranges(np.array([5, 0]), np.array([2, 3]))
    array([5, 6, 0, 1, 2])
    """
    return np.repeat(start - np.cumsum(count) + count, count) + np.arange(count.sum())
