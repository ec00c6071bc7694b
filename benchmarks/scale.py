"""Cleaning and counting of many answers as ratios to other ways, measured in one run.

    python benchmarks/scale.py [ROWS]...

Synthetic exports of so many rows (if left out 100,000, 1,000,000 and 10,000,000, which take some
minutes and 2 GB of disk): a time stamp and eight questions, French labels of which every fifth is
typed in capitals or between spaces, 3 % empty.  From these files every way makes all 28 tables of
two questions, and the tables must be equal.  Each runs in a process of its own, all in turn, so
that a busy machine slows all of them alike; the table shows medians of wall and CPU seconds and of
peak memory, imports included.

    chunked         this project: intake, cleaning, counting
    one chunk       the same, the whole file at once
    parquet         the same from a Parquet file
    floor           ``pd.read_csv(dtype="category")`` and nothing else
    naive           string methods on every row, then ``pd.crosstab`` for each pair
    duckdb          SQL: ``trim``, ``lower``, one ``group by`` over all questions
    polars          the same as expressions, streaming

The last two only where the group ``bench`` of pyproject.toml is installed.
"""

import importlib.util
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np

LABELS = {
    "age": ["Moins de 18 ans", "18-25 ans", "26-35 ans", "36-50 ans", "Plus de 50 ans"],
    "genre": ["Femme", "Homme", "Autre"],
    "niveau": ["Débutant", "Intermédiaire", "Confirmé", "Expert"],
    "satisfaction": [
        "Très satisfait",
        "Plutôt satisfait",
        "Peu satisfait",
        "Pas du tout satisfait",
    ],
    "canal": ["Bouche-à-oreille", "Réseaux sociaux", "Affiche", "Site web", "Autre"],
    "revient": ["Oui", "Non", "Peut-être"],
    "transport": ["Voiture", "Métro", "Vélo", "À pied", "Bus"],
    "repas": ["Végétarien", "Végétalien", "Omnivore", "Sans gluten"],
}
PAIRS = list(itertools.combinations(LABELS, 2))
PORTION = 100_000  # rows written at a time
ROUNDS = {100_000: 5, 1_000_000: 5, 10_000_000: 1}


def survey(folder, rows, parquet=False):
    """Write a survey of so many rows: its codebook, and its export if there is none."""
    folder.mkdir(exist_ok=True)
    lines = [
        '[survey]\nid = "scale"\nprovenance = "synthetic"\nlanguages = ["fr"]\n'
        'date = 2026-01-01\nversion = "1"\n'
        'authors = ["A"]\ntitle = { fr = "A" }\nevent = { fr = "A" }\norganiser = { fr = "A" }\n'
        '[intake]\nignore_columns = ["Horodateur"]\naggregate_above_bytes = 0\n'
        f'file = "answers.{"parquet" if parquet else "csv"}"'
    ]
    for question, labels in LABELS.items():
        levels = ", ".join(f'{{ id = "l{i}", fr = "{label}" }}' for i, label in enumerate(labels))
        lines.append(
            f'[[questions]]\nid = "{question}"\nkind = "nominal"\nrole = "context"\n'
            f'text = {{ fr = "{question}" }}\nlevels = [{levels}]'
        )
    (folder / "codebook.toml").write_text("\n".join(lines), encoding="utf-8")
    path = folder / "answers.csv"
    if path.exists():
        return path
    random, start = np.random.default_rng(rows), np.datetime64("2026-01-01T00:00:00")
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(["Horodateur", *LABELS]) + "\n")
        for first in range(0, rows, PORTION):
            size = min(PORTION, rows - first)
            times = np.datetime_as_string(start + np.arange(first, first + size))
            columns = [np.char.replace(times, "T", " ")]
            for labels in LABELS.values():
                slips = (("{}", str), ("{} ", str.upper), (" {}", str.lower))
                typed = [form.format(change(label)) for form, change in slips for label in labels]
                shares = np.repeat([0.77, 0.1, 0.1], len(labels)) / len(labels)
                columns.append(random.choice([*typed, ""], size, p=[*shares, 0.03]))
            file.write("\n".join(map(",".join, zip(*columns, strict=True))) + "\n")
    return path


def crossed(counted):
    """The tables of two questions over the people who answered both, from combinations and their
    people.
    """
    codes = {id: counted[id].cat.codes.to_numpy(np.intp) for id in LABELS}
    sizes = {id: len(counted[id].cat.categories) for id in LABELS}
    people, made = counted["people"].to_numpy(float), []
    for first, second in PAIRS:
        high, wide = sizes[first], sizes[second]
        table = (
            np.bincount(codes[first] * wide + codes[second], people, high * wide)
            .astype(int)
            .reshape(high, wide)
        )
        made.append(
            table[: len(LABELS[first]), : len(LABELS[second])]
        )  # the kinds of missing come after the levels
    return made


def ours(path, **how):
    from helpers import codebook
    from helpers.answers import cleaning, intake

    book = codebook.load(path.parent)
    return crossed(cleaning.clean(intake.read(book), book, **how).answers)


def one_chunk(path):
    return ours(path, rows=10**9)


def floor(path):
    import pandas as pd

    pd.read_csv(path, usecols=list(LABELS), dtype="category")


def naive(path):
    import pandas as pd

    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for question in LABELS:
        table[question] = table[question].str.strip().str.lower()
    return [
        pd.crosstab(table[a], table[b])
        .reindex(index=map(str.lower, LABELS[a]), columns=map(str.lower, LABELS[b]), fill_value=0)
        .to_numpy()
        for a, b in PAIRS
    ]


def grouped(rows):
    """The tables from all combinations that another engine has counted, as rows of labels and a
    number.
    """
    import pandas as pd

    rows = pd.DataFrame(rows, columns=[*LABELS, "people"])
    columns = {
        id: pd.Categorical(rows[id], [label.lower() for label in labels])
        for id, labels in LABELS.items()
    }
    for id, column in columns.items():
        columns[id] = (
            pd.Series(column.codes)
            .replace(-1, 99)
            .astype("category")
            .cat.set_categories(range(100))
        )
    return crossed(pd.DataFrame(columns | {"people": rows.people}))


def duckdb(path):
    import duckdb as engine

    labels = ", ".join(f"lower(trim({question})) as {question}" for question in LABELS)
    query = (
        f"select {labels}, count(*) as people from read_csv('{path}', all_varchar=true) "
        "group by all"
    )
    return grouped(engine.sql(query).fetchall())


def polars(path):
    import polars as engine

    labels = [engine.col(question).str.strip_chars().str.to_lowercase() for question in LABELS]
    lazy = engine.scan_csv(path, infer_schema=False).select(labels)
    return grouped(lazy.group_by(list(LABELS)).len().collect(engine="streaming").rows())


WAYS = {
    "chunked": ours,
    "one chunk": one_chunk,
    "parquet": ours,
    "floor": floor,
    "naive": naive,
    "duckdb": duckdb,
    "polars": polars,
}
WAYS = {
    way: made
    for way, made in WAYS.items()
    if made not in (duckdb, polars) or importlib.util.find_spec(way)
}
# rows, way, what is measured, against which way or what number, at most
BARS = [
    (1_000_000, "chunked", "wall", "floor", 1.3),
    (1_000_000, "chunked", "wall", "naive", 1 / 3),
    (10_000_000, "chunked", "wall", "naive", 1 / 7),
    (10_000_000, "chunked", "cpu", "duckdb", 1 / 2),
    (10_000_000, "chunked", "memory", 200, 1),
]


def run(way, path):
    """One way in this process: its time, its memory, and a checksum of its tables."""
    begin = time.perf_counter()
    made = WAYS[way](path)
    total = (
        None
        if made is None
        else zlib.crc32(b"".join(np.ascontiguousarray(t, np.int64).tobytes() for t in made))
    )
    print(json.dumps({"wall": time.perf_counter() - begin, "tables": total}))


def measured(way, path):
    """One way in a process of its own."""
    begin = time.perf_counter()
    command = [sys.executable, __file__, "--way", way, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{way} failed")
    tables = json.loads(said)["tables"]
    # ru_maxrss of a child starts from that of this process, which is small
    return {
        "wall": time.perf_counter() - begin,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1000,
        "tables": tables,
    }


def main(*sizes):
    median = {}
    with tempfile.TemporaryDirectory() as top:
        for rows in sizes:
            path = survey(Path(top) / str(rows), rows)
            parquet = Path(top) / f"{rows}.parquet"
            survey(parquet, 0, parquet=True)
            written = parquet / "answers.parquet"
            subprocess.run([sys.executable, __file__, "--parquet", path, written], check=True)
            seen = {way: [] for way in WAYS}
            rounds = ROUNDS.get(rows, 3)
            for _ in range(rounds):
                for way in WAYS:
                    seen[way].append(measured(way, written if way == "parquet" else path))
            tables = {result["tables"] for results in seen.values() for result in results} - {None}
            assert len(tables) == 1, {way: results[0]["tables"] for way, results in seen.items()}
            print(
                f"\n{f'{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB, rounds: {rounds}':42}"
                f"{'wall s':>9}{'CPU s':>9}{'MB':>8}"
            )
            for way, results in seen.items():
                here = {
                    what: statistics.median(result[what] for result in results)
                    for what in ("wall", "cpu", "memory")
                }
                median[rows, way] = here
                print(f"{way:42}{here['wall']:9.2f}{here['cpu']:9.2f}{here['memory']:8.0f}")
            print(f"all tables equal: {tables.pop():08x}")
            path.unlink()
    print(f"\n{'ratio':62}{'is':>8}{'at most':>9}")
    for rows, way, what, other, bar in BARS:
        if rows in sizes and (other in WAYS or isinstance(other, int)):
            against = other if isinstance(other, int) else median[rows, other][what]
            told(f"{rows:,} rows: {way} / {other}, {what}", median[rows, way][what] / against, bar)
    if {1_000_000, 10_000_000} <= set(sizes):
        grown = median[10_000_000, "chunked"]["memory"] / median[1_000_000, "chunked"]["memory"]
        told("chunked, memory: 10,000,000 / 1,000,000 rows", grown, 1.2)


def told(name, ratio, bar):
    print(f"{name:62}{ratio:8.3f}{bar:9.3f}  {'reached' if ratio <= bar else 'missed'}")


def to_parquet(source, target):
    """The same cells as a Parquet file, a row group at a time."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = ["Horodateur", *LABELS]
    schema = pa.schema([(name, pa.string()) for name in names])
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for chunk in pd.read_csv(source, dtype=str, keep_default_na=False, chunksize=500_000):
            writer.write_table(pa.Table.from_pandas(chunk, schema=schema, preserve_index=False))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        run(sys.argv[2], Path(sys.argv[3]))
    elif sys.argv[1:2] == ["--parquet"]:
        to_parquet(*sys.argv[2:])
    else:
        main(*(int(size) for size in sys.argv[1:] or ("100000", "1000000", "10000000")))
