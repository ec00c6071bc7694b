"""Speed of `helpers.stats.permutation` against named alternatives, over the same permutations.

    python benchmarks/permutation.py

Every round times each contender once, in turn, so that a busy machine slows all of them alike; the
table shows medians. Times are of the processor.  A loop in Python does the same for each draw, so
it is timed over fewer draws, and its time is multiplied; what it finds is compared to what ours
finds in these draws.
"""

import itertools
import statistics
import time

import numpy as np
from scipy import stats

from helpers.stats import permutation

PEOPLE, POSITIVE, LEVELS = (
    77,
    20,
    (5, 4, 4, 4, 4),
)  # as the survey has: five behaviours and one outcome
DRAWS, FEWER, SEED = 100_000, 1_000, 1
BAR = 20  # times as fast as the loop of scipy's statistic


def sample():
    """An outcome of the people, and their answers to five questions; always the same."""
    random = np.random.default_rng(3)
    outcome = random.permutation(np.arange(PEOPLE) < POSITIVE).astype(float)
    return outcome, np.column_stack(
        [random.integers(0, levels, PEOPLE) for levels in LEVELS]
    ).astype(float)


def shuffled(outcome, draws):
    """The outcome as each of the draws of `permutation.max_t` gives it to the people."""
    for portion in permutation.orders(np.zeros(PEOPLE, int), draws, SEED):
        yield from outcome[portion]


def step_down(drawn, observed):
    """Adjusted p of each column, from a statistic a draw and column."""
    ranks = np.argsort(-observed, kind="stable")
    largest = np.maximum.accumulate(drawn[:, ranks[::-1]], axis=1)[:, ::-1]
    p = np.maximum.accumulate((largest >= observed[ranks] - permutation.TIE).mean(0))
    return p[np.argsort(ranks)]


def ours(outcome, scores, draws):
    return permutation.max_t(outcome, scores, draws=draws, seed=SEED).p_adjusted.to_numpy()


def scipy_loop(outcome, scores, draws):
    """scipy's correlation of each draw with all columns in one call: sqrt(n - 1) times it is the
    statistic."""
    z = np.array(
        [
            abs(stats.pearsonr(scores, given[:, None], axis=0).statistic)
            for given in itertools.chain([outcome], shuffled(outcome, draws))
        ]
    )
    return step_down(z[1:], z[0])


def numpy_loop(outcome, scores, draws):
    """The least that a loop can do: one matrix product a draw, everything else made ready
    before."""
    centred = (scores - scores.mean(0)) / scores.std(0) / (outcome.std() * PEOPLE)
    z = np.array(
        [abs(given @ centred) for given in itertools.chain([outcome], shuffled(outcome, draws))]
    )
    return step_down(z[1:], z[0])


# contender, draws that are timed
CONTENDERS = {
    "helpers.stats.permutation": (ours, DRAWS),
    "loop of scipy's statistic": (scipy_loop, FEWER),
    "loop of numpy products": (numpy_loop, DRAWS // 10),
}


def against_loops(rounds=5):
    outcome, scores = sample()
    ranks = np.lexsort(
        np.column_stack([scores, outcome]).T
    )  # the order in which `max_t` has the people
    outcome, scores = outcome[ranks], scores[ranks]
    expected = ours(outcome, scores, FEWER)
    for run in (scipy_loop, numpy_loop):
        assert np.array_equal(run(outcome, scores, FEWER), expected), (
            f"{run.__name__} finds other p-values"
        )
    times = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name, (run, draws) in CONTENDERS.items():
            begin = time.process_time()
            run(outcome, scores, draws)
            times[name].append((time.process_time() - begin) * DRAWS / draws)
    seconds = {name: statistics.median(values) for name, values in times.items()}
    title = f"max-T, n = {PEOPLE}, {len(LEVELS)} columns, {DRAWS} draws"
    print(f"{title:48}{'CPU s':>9}{'ratio':>9}{'at least':>10}")
    for name, spent in seconds.items():
        ratio = spent / seconds["helpers.stats.permutation"]
        bar = (
            f"{BAR:10}  {'reached' if ratio >= BAR else 'missed'}"
            if CONTENDERS[name][0] is scipy_loop
            else ""
        )
        print(f"{name:48}{spent:9.3f}{ratio:9.1f}{bar}")


def growth():
    print(f"\n{'max-T, 5 columns, 10^4 draws':28}{'CPU s':>9}{'for 10^9 people x draws':>28}")
    for people in (40, 80, 320, 1_000, 5_000):
        random = np.random.default_rng(people)
        outcome, scores = random.integers(0, 2, people), random.integers(0, 4, (people, 5))
        begin = time.process_time()
        permutation.max_t(outcome, scores, draws=10_000)
        spent = time.process_time() - begin
        print(f"{f'n = {people}':28}{spent:9.3f}{spent / people / 10_000 * 1e9:28.1f}")


if __name__ == "__main__":
    against_loops()
    growth()
