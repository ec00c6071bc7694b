"""What the tests of pairs are worth: error of the saddlepoint, size, coverage, families, events.

    python benchmarks/inference.py

Rates are of simulations, with their standard error; a bar is what the project asks of itself.
"""

import os
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

from helpers.analysis.family import ALPHA, judge
from helpers.analysis.pair_test import examine
from helpers.analysis.robustness import remove_each
from helpers.stats import exact, saddlepoint, stratified, trend
from helpers.stats.uniform_association import expected_tables, gamma_of_slope

SEED = 2015
ROWS, COLUMNS = [0.74, 0.26], [0.14, 0.31, 0.39, 0.16]
INTEREST = 0.5


def line(name, numbers, bar="", reached=None):
    """One line of a table, with its bar and whether it was reached."""
    told = "" if reached is None else "yes" if reached else "NO"
    print(f"{name:44}" + "".join(f"{number:>12}" for number in numbers) + f"  {bar:24} {told}")


def rate(hits, samples):
    """A rate and its standard error."""
    share = hits / samples
    return share, np.sqrt(max(share * (1 - share), 1 / samples) / samples)


def saddlepoint_error(seconds=20):
    """Random tables at the edge of exact work, many of them with nearly empty levels."""
    random, p_errors, limit_errors = np.random.default_rng(SEED), [], []
    until = time.process_time() + seconds
    while time.process_time() < until:
        shape = random.integers(3, 6), random.integers(3, 8)
        weights = np.multiply.outer(*(random.dirichlet(np.full(size, 0.8)) for size in shape))
        weights *= np.exp(random.normal() * 0.25 * np.outer(*map(np.arange, shape)))
        people = int(random.integers(30, 250))
        table = random.multinomial(people, (weights / weights.sum()).ravel()).reshape(shape)
        table = table[table.sum(1) > 0][:, table.sum(0) > 0]
        if min(table.shape) < 3 or not 1e6 < exact.cost(table) < exact.BUDGET:
            continue
        law, near = exact.distribution(table), saddlepoint.distribution(table)
        p_errors.append(abs(exact.p_of_slope(near) / exact.p_of_slope(law) - 1))
        limits = np.array(exact.limits(law))
        limit_errors.append(np.abs(np.array(exact.limits(near)) - limits).max() / np.ptp(limits))
    for name, errors in (("p", p_errors), ("limits, of the interval's width", limit_errors)):
        numbers = [f"{x:.4f}" for x in np.quantile(errors, [0.5, 0.9, 0.99, 1])]
        line(
            f"saddlepoint, error of {name}",
            numbers,
            "99 of 100 within .03",
            np.quantile(errors, 0.99) <= 0.03,
        )
    print(f"{len(p_errors)} tables: median, nine of ten, 99 of 100, all")


def seconds_of_a_pair():
    """Every number of a pair, and one person fewer for each of its cells."""
    random = np.random.default_rng(SEED)
    for size, people in ((5, 300), (7, 2_900), (7, 3_200)):
        weights = np.exp(0.03 * np.outer(np.arange(size), np.arange(size)))
        counts = random.multinomial(people, (weights / weights.sum()).ravel()).reshape(size, size)
        start = time.process_time()
        pair = examine(pd.DataFrame(counts))
        _ = pair.effect, pair.odds, pair.interval(0.01), pair.detectable(0.01)
        end = time.process_time()
        _ = [removal.judged.verdict for removal in remove_each([pair], 0, INTEREST)]
        more = time.process_time() - end
        name = f"{size} x {size}, n = {people}: {pair.test.split(', ')[1]}, s"
        line(name, [f"{end - start:.2f}", f"{more:.2f}"], "pair under 2 s", end - start < 2)


def drawn(random, slope, people, samples):
    """Tables of people with one odds ratio."""
    cells = expected_tables(ROWS, COLUMNS, slope)[0]
    shape = (samples, len(ROWS), len(COLUMNS))
    return random.multinomial(people, (cells / cells.sum()).ravel(), samples).reshape(shape)


def coverage(people=76, samples=1_000):
    """How often the interval that the test leaves holds the slope, and the population's gamma."""
    random = np.random.default_rng(SEED)
    for slope in (0.0, 0.5, 1.0, 1.6):
        truth, within, found = gamma_of_slope(ROWS, COLUMNS, slope), 0, 0
        for table in drawn(random, slope, people, samples):
            pair = examine(pd.DataFrame(table))
            low, high = pair.interval(0.05)
            within += low <= truth <= high
            found += pair.p <= 0.05
        if not slope:
            share, error = rate(found, samples)
            numbers = [f"{share:.3f}", f"{error:.3f}"]
            line(f"size, n = {people}", numbers, "at most .05, 2 s.e.", share <= 0.05 + 2 * error)
        share, error = rate(within, samples)
        name = f"coverage, n = {people}, gamma {truth:.2f}"
        line(
            name,
            [f"{share:.3f}", f"{error:.3f}"],
            "at least .95, 2 s.e.",
            share >= 0.95 - 2 * error,
        )


def families(people=76, pairs=5, samples=400):
    """How often a family of five holds a false verdict of either kind."""
    random = np.random.default_rng(SEED)
    wrong = {0.0: ("supported", "opposite"), INTEREST: ("no strong association",)}
    for gamma, verdicts in wrong.items():
        slope = 0.0
        while gamma_of_slope(ROWS, COLUMNS, slope) < gamma:
            slope += 0.01
        hits = 0
        for _ in range(samples):
            tables = drawn(random, slope, people, pairs)
            judged = judge([examine(pd.DataFrame(table)) for table in tables], INTEREST)
            hits += any(member.verdict in verdicts for member in judged)
        share, error = rate(hits, samples)
        name = f"families of {pairs}, gamma {gamma:.1f}: {' or '.join(verdicts)}"
        line(
            name[:44],
            [f"{share:.3f}", f"{error:.3f}"],
            "at most .05, 2 s.e.",
            share <= 0.05 + 2 * error,
        )


def two_families(people=76, behaviours=5, samples=1_500):
    """How often two families of the same behaviours, each guarded by itself, hold a false find."""
    random, hits, share_of_yes = np.random.default_rng(SEED), 0, (ROWS[1], 0.5)
    for _ in range(samples):
        columns = random.choice(len(COLUMNS), (behaviours, people), p=COLUMNS)
        false = False
        for share in share_of_yes:
            rows = (random.random(people) < share).astype(int)
            tables = [np.zeros((len(ROWS), len(COLUMNS)), int) for _ in range(behaviours)]
            for table, own in zip(tables, columns, strict=True):
                np.add.at(table, (rows, own), 1)
            judged = judge([examine(pd.DataFrame(table)) for table in tables], INTEREST)
            false |= any(member.p_adjusted <= ALPHA for member in judged)
        hits += false
    share, error = rate(hits, samples)
    name = f"two families of {behaviours}: a false finding in either"
    line(name, [f"{share:.3f}", f"{error:.3f}"], "at most .10, 2 s.e.", share <= 0.1 + 2 * error)


def events(samples=300):
    """Two events that differ in both answers, without any association at either."""
    random = np.random.default_rng(SEED)
    found = {"pooled": 0, "within events": 0}
    for _ in range(samples):
        tables = [
            random.multinomial(100, np.outer([1 - x, x], [1 - x, x]).ravel()).reshape(2, 2)
            for x in (0.25, 0.75)
        ]
        found["pooled"] += trend.trend(sum(tables)).p <= 0.05
        found["within events"] += trend.trend(tables).p <= 0.05
    for name, hits in found.items():
        share, error = rate(hits, samples)
        told = ("at most .05, 2 s.e.", share <= 0.05 + 2 * error) if name != "pooled" else ()
        line(f"two events, no association: {name}", [f"{share:.3f}", f"{error:.3f}"], *told)


def groups(samples=300):
    """Three groups, of which other shares are at either of two events, that answer alike there."""
    random = np.random.default_rng(SEED)
    tests = {"no order": stratified.cochran_mantel_haenszel, "ranks": stratified.van_elteren}
    found = dict.fromkeys([*tests, "pooled"], 0)
    for _ in range(samples):
        tables = [
            random.multinomial(100, np.outer([x, 0.2, 0.8 - x], [1 - x, 0.1, x - 0.1]).ravel())
            for x in (0.2, 0.6)
        ]
        tables = [table.reshape(3, 3) for table in tables]
        for name, test in tests.items():
            found[name] += test(tables, draws=2_000).p_value <= 0.05
        law = chi2_contingency(sum(tables), correction=False)
        found["pooled"] += law.pvalue <= 0.05
    for name, hits in found.items():
        share, error = rate(hits, samples)
        told = ("at most .05, 2 s.e.", share <= 0.05 + 2 * error) if name != "pooled" else ()
        line(f"groups at two events, alike: {name}", [f"{share:.3f}", f"{error:.3f}"], *told)


if __name__ == "__main__":
    saddlepoint_error()
    seconds_of_a_pair()
    coverage()
    families()
    two_families()
    events()
    groups()
