"""Speed of `helpers.stats.exact` against named alternatives, and coverage of `effects.gamma`.

    python benchmarks/exact.py

Every round runs each contender once, in turn; tables show medians of the processor's time, which
does not count what else a busy machine does; it would count a second thread of BLAS that waits, so
there is one, as in a notebook's kernel. A bar is what the project asks of itself; after it stands
whether it was reached.
"""

import os
import statistics
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from scipy import optimize, stats

from helpers import codebook
from helpers.analysis import associations
from helpers.answers import cleaning, intake
from helpers.stats import effects, exact

SURVEY = "data/raw/linkedin-2015"
SEED = 2015

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
    row, column = (
        np.repeat(level, table.ravel()) for level in np.indices(table.shape).reshape(2, -1)
    )

    def run():
        def statistic(x, axis=-1):
            return (x * column).sum(axis)

        stats.permutation_test(
            (row,), statistic, permutation_type="pairings", n_resamples=10_000, rng=1
        )

    return run


def medians(contenders, rounds):
    """Median milliseconds of each contender, interleaved; the first round only warms up."""
    times = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, run in contenders.items():
            begin = time.process_time()
            run()
            times[name].append(time.process_time() - begin)
    return {name: 1000 * statistics.median(values[1:]) for name, values in times.items()}


def heading(title, *columns):
    print(f"\n{title:38}{''.join(f'{column:>22}' for column in columns)}")


def line(name, numbers, bar, reached):
    verdict = "reached" if reached else "missed"
    print(f"{name:38}" + "".join(f"{cell:>22}" for cell in (*numbers, bar, verdict)))


def against_permutations(rounds=15):
    heading("linear-by-linear, n = 80", "exact ms", "10^4 permutations ms", "ratio", "bar", "")
    for (name, margins), bar in zip(MARGINS.items(), (0.1, 1.5, 10), strict=True):
        table = table_of(margins)
        ms = medians(
            {"exact": lambda t=table: exact.linear_by_linear(t), "other": permutations(table)},
            rounds,
        )
        ratio = ms["exact"] / ms["other"]
        line(
            name,
            (f"{ms['exact']:.1f}", f"{ms['other']:.1f}", f"{ratio:.2f}"),
            f"{bar}",
            ratio <= bar,
        )


def families(rounds=7, bar=200):
    """Every planned test of the first survey; and all that is said of these pairs, which has no
    bar."""
    book = codebook.load(SURVEY)
    answers = cleaning.clean(intake.read(book), book).answers
    pairs = [associations.tables.two_way(answers, *pair[::-1]) for pair in associations.plan(book)]
    ms = medians(
        {
            "tests": lambda: [exact.linear_by_linear(pair) for pair in pairs],
            "all": lambda: associations.table(answers, book),
        },
        rounds,
    )
    heading("the first survey", "ms", "bar", "")
    line(
        f"{len(pairs)} exact tests, both families",
        (f"{ms['tests']:.1f}",),
        f"{bar}",
        ms["tests"] <= bar,
    )
    print(f"{'associations.table, max-T included':38}{ms['all']:22.1f}")


def growth(rounds=3):
    people = "".join(f"{n:>12}" for n in ("n = 40", 80, 160, 320))
    print(f"\n{'linear-by-linear, ms':28}{people}     (* Monte Carlo)")
    shares = {
        "uniform": np.ones,
        "skewed": lambda k: 1.0 + 4 * np.minimum(np.arange(k), k - np.arange(k)) ** 2,
    }
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


def population(rows, columns, rho):
    """Cell probabilities of two normal scales with correlation `rho`, cut so that these are the
    margins."""
    edges = [
        stats.norm.ppf(np.append(0, np.cumsum(margin)).clip(0, 1)).clip(-9, 9)
        for margin in (rows, columns)
    ]
    normal = stats.multivariate_normal(cov=[[1, rho], [rho, 1]])
    corners = normal.cdf(np.dstack(np.meshgrid(*edges, indexing="ij")))
    return np.diff(np.diff(corners, axis=0), axis=1).clip(0)


def coverage(people=76, samples=4_000):
    """How often the Fisher-z interval of gamma holds the population's gamma, of the samples that
    have an interval."""
    results, four, five = [0.74, 0.26], [0.14, 0.31, 0.39, 0.16], [0.1, 0.15, 0.25, 0.3, 0.2]
    scenarios = {
        "2 x 4, gamma 0": (results, four, 0, None),
        "2 x 4, gamma .45": (results, four, None, 0.45),
        "2 x 5, gamma 0": (results, five, 0, None),
        "2 x 5, gamma .45": (results, five, None, 0.45),
        "2 x 4 rarely or never, gamma .3": (results, [0.59, 0.38, 0.026, 0.004], None, 0.3),
        "4 x 4, rho 0": ([0.08, 0.22, 0.4, 0.3], four, 0, None),
        "4 x 4, rho .3": ([0.08, 0.22, 0.4, 0.3], four, 0.3, None),
    }
    heading(
        f"gamma's interval, n = {people}",
        "gamma",
        "without interval",
        "coverage",
        "s.e.",
        "bar",
        "",
    )
    random = np.random.default_rng(SEED)
    for name, (rows, columns, rho, wanted) in scenarios.items():

        def gamma(rho, rows=rows, columns=columns):
            return effects.gamma(np.rint(1e9 * population(rows, columns, rho))).estimate

        if rho is None:
            rho = optimize.brentq(lambda x, target=wanted: gamma(x) - target, 0, 0.9, xtol=1e-4)
        cells, truth = population(rows, columns, rho), gamma(rho)
        draws = random.multinomial(people, (cells / cells.sum()).ravel(), samples).reshape(
            -1, *cells.shape
        )
        intervals = np.array([(effect.low, effect.high) for effect in map(effects.gamma, draws)])
        low, high = intervals[~np.isnan(intervals).any(1)].T
        share = ((low <= truth) & (truth <= high)).mean()
        error = np.sqrt(share * (1 - share) / len(low))
        numbers = f"{truth:.2f}", f"{1 - len(low) / samples:.3f}", f"{share:.3f}", f"{error:.3f}"
        line(name, numbers, ".94 to .96, 2 s.e.", 0.94 - 2 * error <= share <= 0.96 + 2 * error)
    print(f"{samples} samples a line, seed {SEED}")


if __name__ == "__main__":
    against_permutations()
    families()
    growth()
    coverage()
