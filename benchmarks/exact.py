"""Speed of `helpers.exact`, as ratios to named alternatives, measured in one run.

    python benchmarks/exact.py

Every round times each contender once, in turn, so that a busy machine slows all of them alike; the table shows medians.
"""

import statistics
import time

import numpy as np
from scipy import stats

from helpers import exact

try:
    import fisher  # the package fisher-rxc
except ImportError:
    fisher = None

# margins: (rows, columns); skewed ones look like the survey's behaviours
MARGINS = {
    "2 x 4": ([60, 20], [9, 20, 31, 20]),
    "4 x 4 skewed": ([3, 16, 37, 24], [7, 18, 35, 20]),
    "4 x 4 uniform": ([20] * 4, [20] * 4),
}


def table_of(margins):
    """One random table with these margins, always the same."""
    return stats.random_table(*margins).rvs(random_state=1).astype(int)


def permutations(table):
    """A contender: 10^4 vectorised random permutations of the linear-by-linear statistic."""
    row, column = (np.repeat(level, table.ravel()) for level in np.indices(table.shape).reshape(2, -1))

    def run():
        def statistic(x, axis=-1):
            return (x * column).sum(axis)

        stats.permutation_test((row,), statistic, permutation_type="pairings", n_resamples=10_000, rng=1)

    return run


def medians(contenders, rounds):
    """Median milliseconds of each contender, interleaved; the first round only warms up."""
    times = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, run in contenders.items():
            begin = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begin)
    return {name: 1000 * statistics.median(values[1:]) for name, values in times.items()}


def against_permutations(rounds=15):
    print(f"{'linear-by-linear, n = 80':28}{'exact ms':>10}{'10^4 permutations ms':>22}{'ratio':>8}")
    for name, margins in MARGINS.items():
        table = table_of(margins)
        ms = medians({"exact": lambda t=table: exact.linear_by_linear(t), "other": permutations(table)}, rounds)
        print(f"{name:28}{ms['exact']:10.1f}{ms['other']:22.1f}{ms['exact'] / ms['other']:8.2f}")


def against_fisher(rounds=7):
    tables = {name: table_of(margins) for name, margins in MARGINS.items()}
    tables["4 x 4 associated"] = np.array([[9, 5, 1, 0], [5, 14, 8, 1], [0, 4, 12, 5], [0, 1, 4, 7]])
    tables["4 x 4 job satisfaction"] = np.array([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])
    print(f"\n{'Fisher-Freeman-Halton':28}{'exact ms':>10}{'fisher-rxc ms':>22}{'ratio':>8}")
    for name, table in tables.items():
        contenders = {"exact": lambda t=table: exact.fisher_freeman_halton(t)}
        if fisher:
            # its default workspace is too small for the associated table
            contenders["other"] = lambda t=table: fisher.exact(t.tolist(), 2_000_000)
        ms = medians(contenders, rounds)
        other = f"{ms['other']:22.1f}{ms['exact'] / ms['other']:8.1f}" if fisher else f"{'not installed':>22}"
        print(f"{name:28}{ms['exact']:10.1f}{other}")


def growth(rounds=3):
    print(f"\n{'linear-by-linear, ms':28}{'n = 40':>12}{'80':>12}{'160':>12}{'320':>12}     (* Monte Carlo)")
    shares = {"uniform": np.ones, "skewed": lambda k: 1.0 + 4 * np.minimum(np.arange(k), k - np.arange(k)) ** 2}
    for r, c in ((2, 4), (3, 4), (4, 4), (4, 5), (5, 5)):
        for shape, weights in shares.items():
            cells = []
            for n in (40, 80, 160, 320):
                margins = []
                for k in (r, c):
                    counts = np.floor(n * weights(k) / weights(k).sum()).astype(int)
                    counts[k // 2] += n - counts.sum()
                    margins.append(counts)
                table = table_of(margins)
                result = exact.linear_by_linear(table)
                ms = medians({"exact": lambda t=table: exact.linear_by_linear(t)}, rounds)["exact"]
                cells.append(f"{ms:11.1f}{' ' if result.method == 'exact' else '*'}")
            print(f"{f'{r} x {c} {shape}':28}{''.join(cells)}")


if __name__ == "__main__":
    against_permutations()
    against_fisher()
    growth()
