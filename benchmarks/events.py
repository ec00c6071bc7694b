"""Many events in one pass beside a loop over events of the same functions, measured in one run.

    python benchmarks/events.py [EVENTS]

Each of 2,000 events has a file of 80 submissions, as a form exports them.  The pass reads, cleans
and counts all of them at once; the loop does each by itself, as builds one after the other would.
The loop is measured on every tenth event, its time multiplied by ten, and both tell the same
counts.
"""

import dataclasses
import random
import sys
import tempfile
import time
from pathlib import Path

from helpers import codebook
from helpers.analysis import comparison, tables
from helpers.answers import cleaning, counting, intake

SURVEY = Path(__file__).parents[1] / "data/raw/linkedin-2015"
TENTH = 10


def written(folder, events):
    """A survey held at so many events: people drawn from the first survey's export, each sent a
    minute apart.
    """
    (folder / "exports").mkdir()
    book = (SURVEY / "codebook.toml").read_text(encoding="utf-8")
    (folder / "codebook.toml").write_text(
        book.replace('"answers.csv"', '"exports/*.csv"'), encoding="utf-8"
    )
    head, *rows = (SURVEY / "answers.csv").read_text(encoding="utf-8").splitlines()
    for number in range(events):
        drawn = random.Random(number).choices(rows, k=80)
        times = [f"2015/05/14 {8 + i // 60:02}:{i % 60:02}:00 AM GMT-4" for i in range(80)]
        sent = [f"{time},{row.split(',', 1)[1]}" for time, row in zip(times, drawn, strict=True)]
        (folder / f"exports/{number:05}.csv").write_text(
            "\n".join([head, *sent, ""]), encoding="utf-8"
        )
    return codebook.load(folder)


def main(events):
    """Print the times and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        book = written(Path(folder), events)
        started = time.perf_counter()
        cleaned = cleaning.clean(intake.read(book), book)
        read = time.perf_counter() - started
        held = comparison.events(cleaned.answers, cleaned.ledger, book)
        shares = comparison.shares(cleaned.answers, held, book)
        at_once = time.perf_counter() - started

        started, alike = time.perf_counter(), True
        for path in book.exports[::TENTH]:
            intaken = book.intake | {"file": f"exports/{path.name}"}
            one = dataclasses.replace(book, intake=intaken, exports=(path,), is_aggregated=True)
            own = cleaning.clean(intake.read(one), one).answers
            counts = [tables.shares(own, question) for question in book.questions]
            there = shares[shares.event == path.stem].set_index("question")["count"]
            alike &= all(
                there[question.id] in table["count"].to_list()
                for question, table in zip(book.questions, counts, strict=True)
            )
        one_by_one = (time.perf_counter() - started) * TENTH
    assert alike and len(held) == events
    print(
        f"{events} events of 80 submissions, "
        f"{counting.people_per_row(cleaned.answers).sum():,} people kept"
    )
    print(f"one pass      {at_once:8.2f} s   (read, cleaned and counted in {read:.2f} s)")
    print(f"one by one    {one_by_one:8.2f} s")
    print(f"ratio         {one_by_one / at_once:8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
