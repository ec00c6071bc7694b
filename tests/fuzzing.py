"""Exports and codebooks changed at random, and what may come of them: ``make fuzz``.

Each ends in a message, or in answers in which every row of the file and every filled cell of its
questions is found again, counted by nobody but this file. What fails is made as small as it can be
and written below ``.survey/fuzz``, a survey's folder of its own.
"""

import dataclasses
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

import mutants
from answers import formats
from mutants import HEAD, SUFFIXES, Mutant

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError

KINDS = (*HEAD, *SUFFIXES)
WORDS = formats.WORDS["en"]
BLANK = ("", "#N/A", "\ufeff")  # what counts as nothing written
SECONDS = 2  # of a processor: others may be at work
ENDLESS = 20  # seconds of a processor, after which it is stopped
FAILURES = Path(".survey/fuzz")


class Lost(AssertionError):
    """A row or a filled cell is neither among the answers nor told."""


def try_export(folder, mutant):
    """Clean a mutant; return what came of it."""
    mutant.write(folder)
    start = time.process_time()
    try:
        book = codebook.load(folder)
        cleaned = cleaning.clean(intake.read(book), book)
    except SurveyError as error:
        _require_message(str(error))
        outcome = "message"
    else:
        outcome = "answers"
        _require_balance(cleaned)
        if not (mutant.content or mutant.damage):
            rows = [[*map(_as_text, row)] for row in mutant.rows]
            _require_nothing_lost(rows, mutant.head, cleaned)
    _require_haste(start)
    return outcome


def _as_text(cell):
    return "#NUM!" if cell != cell else str(cell)


def _require_haste(start):
    seconds = time.process_time() - start
    if seconds > SECONDS:
        raise Lost(f"it took {seconds:.1f} s")


def _require_message(text):
    if len(text) > 20_000 or any(not sign.isprintable() and sign != "\n" for sign in text):
        raise Lost(f"a message of {len(text)} characters: {text[:200]!r}")


def _require_balance(cleaned):
    """What goes in comes out, row by row and cell by cell."""
    counts = cleaned.account.set_index(["part", "item"])["count"]
    for part in ("rows", "cells"):
        whole, *parts = counts[part]
        if whole != sum(parts):
            raise Lost(f"{part}: {whole} go in, {sum(parts)} come out")


def _require_nothing_lost(rows, head, cleaned):
    """Every row is an answer, or told, or blank; every filled cell of its questions is found."""
    width = len(rows[head - 1])
    names = [
        " ".join(row[place] for row in rows[:head] if place < len(row)) for place in range(width)
    ]
    lines = {
        line: row
        for line, row in enumerate(rows, start=1)
        if line > head and any(cell.strip() for cell in row) and not _is_header(row)
    }
    places = {}
    for id, wording in (("once", WORDS.once), ("often", WORDS.often), ("comment", WORDS.comment)):
        columns = [place for place, name in enumerate(names) if wording in name]
        if len(columns) == 1:
            places[id] = columns[0]
    if "people" in cleaned.answers:
        _require_counts(rows[head:], places, cleaned)
        return
    told = set(cleaned.ledger.row[cleaned.ledger.action == "excluded"])
    for line, row in lines.items():
        if line not in cleaned.answers.index:
            if line not in told:
                raise Lost(f"row {line} is neither an answer nor told: {row}")
            continue
        for id, place in places.items():
            text = row[place].strip() if place < len(row) else ""
            value = cleaned.answers[id][line]
            if text not in BLANK and value == "_skipped":
                raise Lost(f"row {line}, {id}: {text!r} is {value}")


def _is_header(row):
    """Whether a row names columns once more: it may be taken for the one that does."""
    return sum(any(text in cell for cell in row) for text in (WORDS.often, WORDS.comment)) == 2


def _require_counts(rows, places, cleaned):
    """Of answers that are counted together: as many as the file holds, but for rows left out."""
    answers, ledger = cleaned.answers, cleaned.ledger
    excluded = ledger[ledger.action == "excluded"]
    people, left_out = int(answers.people.sum()), int(excluded["count"].sum())
    if len(rows) != people + left_out:
        raise Lost(f"of {len(rows)} rows, {people} are answers, {left_out} told")
    repeated = int(excluded["count"][~excluded.rule.isin(["empty", "blank line"])].sum())
    for id, place in places.items():
        texts = [row[place].strip() for row in rows if place < len(row)]
        filled = sum(text not in BLANK for text in texts)
        given = int(answers.people[answers[id] != "_skipped"].sum())
        if filled > given + repeated:
            raise Lost(f"{id}: {filled} cells are filled, {given} are answers")


def changed_codebook(draw):
    """The lines of a codebook of which a few are changed."""
    path = Path("data/raw/linkedin-2015/codebook.toml")
    lines = path.read_text(encoding="utf-8").splitlines()
    for _ in range(draw.randint(1, 4)):
        place, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        kind = draw.randrange(7)
        if kind == 0:
            del lines[place]
        elif kind == 1:
            lines.insert(other, lines[place])
        elif kind == 2:
            lines[place], lines[other] = lines[other], lines[place]
        elif kind == 3 and lines[place]:
            sign = draw.randrange(len(lines[place]))
            lines[place] = (
                lines[place][:sign] + draw.choice('"[]{}=,\\\u202e1é') + lines[place][sign:]
            )
        elif kind == 4 and "=" in lines[place]:
            name = lines[place].split("=")[0]
            value = draw.choice(["1", "-1", "true", '""', "[]", "{}", "2026-01-01", "nan", "1e400"])
            lines[place] = f"{name}= {value}"
        elif kind == 5 and "=" in lines[place] and "=" in lines[other]:
            lines[place] = lines[place].split("=")[0] + "=" + lines[other].split("=", 1)[1]
        else:
            lines[place] = draw.choice(
                ["[survey]", "[[questions]]", "[intake]", "[x]", "a.b.c = 1"]
            )
    return lines


def try_codebook(folder, lines):
    """Load a codebook; return what came of it."""
    (folder / "codebook.toml").write_text("\n".join(lines), encoding="utf-8")
    start = time.process_time()
    try:
        codebook.load(folder)
    except SurveyError as error:
        _require_message(str(error))
        outcome = "message"
    else:
        outcome = "a codebook"
    _require_haste(start)
    return outcome


def make(kind, seed):
    """One changed export of a format or a type of file, or the lines of a codebook, by its seed."""
    if kind == "codebook":
        return changed_codebook(random.Random(f"{kind} {seed}"))
    return mutants.mutant(kind, seed)


def attempt(case, folder):
    """What comes of a case: a message, answers, a codebook."""
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS)
    try:
        return (try_export if isinstance(case, Mutant) else try_codebook)(folder, case)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _stop(*_):
    raise Lost(f"it was stopped after {ENDLESS} s")


def fault(case, folder):
    """What goes wrong with a case, and where; none if nothing does."""
    try:
        attempt(case, folder)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return type(error).__name__, Path(frame.filename).name, frame.name, str(error)[:200]
    return None


def smallest(parts, fails):
    """The fewest of some parts that still fail: halves are left out, then ever smaller pieces.

    >>> smallest(list(range(100)), lambda parts: {7, 61} <= set(parts))
    [7, 61]
    """
    size = max(len(parts) // 2, 1)
    while True:
        place = 0
        while place < len(parts):
            fewer = parts[:place] + parts[place + size :]
            if fewer and fails(fewer):
                parts = fewer
            else:
                place += size
        if size == 1:
            return parts
        size //= 2


def shrink(case, folder):
    """The smallest case that fails as this one does."""
    expected = fault(case, folder)

    def fails(smaller):
        found = fault(smaller, folder)
        return found is not None and found[:3] == expected[:3]

    if not isinstance(case, Mutant):
        return smallest(case, fails)
    if case.content:
        bytes_ = [*case.content]
        content = smallest(bytes_, lambda few: fails(_with(case, content=bytes(few))))
        return _with(case, content=bytes(content))
    head = case.rows[: case.head]
    answers = smallest(case.rows[case.head :], lambda few: fails(_with(case, rows=[*head, *few])))
    case = _with(case, rows=[*head, *answers])
    places = smallest([*range(max(map(len, case.rows)))], lambda few: fails(_of_columns(case, few)))
    case = _of_columns(case, places)
    for number in range(case.head, len(case.rows)):
        for place, cell in enumerate(case.rows[number]):
            rows = [[*row] for row in case.rows]
            rows[number][place] = ""
            if cell != "" and fails(_with(case, rows=rows)):
                case = _with(case, rows=rows)
    return case


def _with(case, **changes):
    return dataclasses.replace(case, **changes)


def _of_columns(case, places):
    return _with(
        case, rows=[[row[place] for place in places if place < len(row)] for row in case.rows]
    )


def tell(kind, seed, case, folder):
    """Make a failure small, print it and keep its folder."""
    small = shrink(case, folder)
    type, file, function, message = fault(small, folder)
    kept = FAILURES / f"{kind}-{seed}"
    shutil.copytree(folder, kept, dirs_exist_ok=True)
    print(f"{kind} {seed}: {type}: {message} ({file}, {function}); {kept}")
    parts = small if not isinstance(small, Mutant) else small.content or small.rows
    for part in [parts] if isinstance(parts, bytes) else parts:
        print(f"    {part!r}"[:400])


def main(count, kinds):
    """Try so many of each, tell what came of them, and make those that fail small."""
    failures = 0
    for kind in kinds or [*KINDS, "codebook"]:
        outcomes, start = Counter(), time.monotonic()
        for seed in range(count):
            with tempfile.TemporaryDirectory() as folder:
                case = make(kind, seed)
                try:
                    outcomes[attempt(case, Path(folder))] += 1
                except Exception:
                    outcomes["FAILED"] += 1
                    tell(kind, seed, case, Path(folder))
        failures += outcomes["FAILED"]
        told = ", ".join(f"{number} {name}" for name, number in outcomes.most_common())
        print(f"{kind:<16} {told}; {time.monotonic() - start:.0f} s", flush=True)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
