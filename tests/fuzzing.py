"""Exports and codebooks changed at random, and what may come of them: ``make fuzz``.

Each ends in a message, or in answers in which every row of the file and every filled cell of two of
its questions is found again, counted by nobody but this file.
"""

import csv
import io
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from answers import formats

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError

HEAD = {  # rows above the first answer
    "google_forms": 1,
    "microsoft_forms": 1,
    "survey_monkey": 2,
    "lime_survey": 1,
    "qualtrics": 3,
    "alchemer": 1,
    "kobo_toolbox": 1,
    "typed": 3,
    "mentimeter": 3,
    "plain": 1,
}
WORDS = formats.WORDS["en"]
JUNK = [
    "Zqx",
    "",
    " ",
    "0",
    "1",
    "Yes",
    "NaN",
    "#N/A",
    "=1+1",
    "x" * 2000,
    "a\nb",
    ";;;",
    "\u202ea",
]
JUNK += [
    "-1e400",
    "2026-13-45",
    "Évery day",
    "every  day ",
    "Never, Every day",
    '"',
    "None",
    "\ufeff",
]
BLANK = ("", "#N/A", "\ufeff")  # what counts as nothing written
PEOPLE = 12  # of each export: so few that ten thousand are done in minutes
SECONDS = 2  # of a processor: others may be at work


class Lost(AssertionError):
    """A row or a filled cell is neither among the answers nor told."""


def export(format, draw):
    """Rows of an export as its tool writes it, of a few people."""
    rows = [[str(cell) for cell in row] for row in getattr(formats, format)("en")]
    head = HEAD[format]
    return rows[:head] + draw.sample(rows[head : head + 70], PEOPLE)


def _cell(rows, head, draw):
    row = draw.randrange(head, len(rows))
    return row, draw.randrange(len(rows[row])) if rows[row] else 0


def put_junk(rows, head, draw):
    row, place = _cell(rows, head, draw)
    if rows[row]:
        rows[row][place] = draw.choice(JUNK)


def copy_cell(rows, head, draw):
    row, place = _cell(rows, head, draw)
    other = draw.randrange(head, len(rows))
    if place < len(rows[other]) and rows[row]:
        rows[row][place] = rows[other][place]


def blank_row(rows, head, draw):
    row = draw.randrange(head, len(rows))
    rows[row] = [""] * len(rows[row])


def empty_line(rows, head, draw):
    rows.insert(draw.randrange(head, len(rows) + 1), [])


def shorten(rows, head, draw):
    row, place = _cell(rows, head, draw)
    del rows[row][place:]


def lengthen(rows, head, draw):
    rows[draw.randrange(head, len(rows))] += ["", draw.choice(["", "beyond"])]


def drop_row(rows, head, draw):
    if len(rows) > head + 1:
        del rows[draw.randrange(head, len(rows))]


def repeat_row(rows, head, draw):
    rows.insert(draw.randrange(head, len(rows)), [*draw.choice(rows[head:])])


def repeat_header(rows, head, draw):
    rows.insert(draw.randrange(head, len(rows)), [*rows[head - 1]])


def shuffle(rows, head, draw):
    answers = rows[head:]
    draw.shuffle(answers)
    rows[head:] = answers


def swap_columns(rows, head, draw):
    width = len(rows[head - 1])
    first, second = draw.randrange(width), draw.randrange(width)
    for row in rows:
        if len(row) == width:
            row[first], row[second] = row[second], row[first]


def repeat_column(rows, head, draw):
    place = draw.randrange(len(rows[head - 1]))
    for row in rows:
        if len(row) > place:
            row.insert(place, row[place])


def drop_column(rows, head, draw):
    place = draw.randrange(len(rows[head - 1]))
    for row in rows:
        if len(row) > place:
            del row[place]


def rename_column(rows, head, draw):
    row = draw.randrange(head)
    if rows[row]:
        rows[row][draw.randrange(len(rows[row]))] = draw.choice(JUNK)


CHANGES = [put_junk, put_junk, copy_cell, blank_row, empty_line, shorten, lengthen, drop_row]
CHANGES += [repeat_row, repeat_header, shuffle, swap_columns, repeat_column, drop_column]
CHANGES += [rename_column]


def damaged(content, draw):
    """Bytes cut, turned, doubled or put in."""
    place = draw.randrange(len(content))
    return draw.choice(
        [
            content[:place],
            content[:place] + bytes([draw.randrange(256)]) + content[place + 1 :],
            content[:place] + b"\0" + content[place:],
            content[:place] + b'"' + content[place:],
            content[:place] + content[place // 2 :],
            content[place:],
        ]
    )


def mutant(format, draw):
    """The bytes of a changed export, and its rows if only these were changed."""
    rows = export(format, draw)
    for change in draw.sample(CHANGES, draw.randint(1, 3)):
        change(rows, HEAD[format], draw)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    content = out.getvalue().encode()
    return (damaged(content, draw), None) if draw.random() < 0.2 else (content, rows)


def try_export(folder, format, draw):
    """Clean a mutant; return what came of it."""
    content, rows = mutant(format, draw)
    (folder / "export.csv").write_bytes(content)
    start = time.process_time()
    try:
        book = codebook.load(folder)
        cleaned = cleaning.clean(intake.read(book), book)
    except SurveyError as error:
        _require_message(str(error))
        outcome = "message"
    else:
        outcome = "answers"
        if rows is not None:
            _require_nothing_lost(rows, HEAD[format], cleaned)
    if time.process_time() - start > SECONDS:
        raise Lost(f"it took {time.process_time() - start:.1f} s")
    return outcome


def _require_message(text):
    if len(text) > 20_000 or any(not sign.isprintable() and sign != "\n" for sign in text):
        raise Lost(f"a message of {len(text)} characters: {text[:200]!r}")


def _require_nothing_lost(rows, head, cleaned):
    """Every row is an answer, or told, or blank; every filled cell of two questions is found."""
    told = set(cleaned.ledger.row[cleaned.ledger.action == "excluded"])
    width = len(rows[head - 1])
    names = [
        " ".join(row[place] for row in rows[:head] if place < len(row)) for place in range(width)
    ]
    line = 0
    for row in rows:
        line += 1
        if line <= head or not any(cell.strip() for cell in row):
            continue
        if line not in cleaned.answers.index:
            if line not in told:
                raise Lost(f"row {line} is neither an answer nor told: {row}")
            continue
        for id, wording in (("often", WORDS.often), ("comment", WORDS.comment)):
            places = [place for place, name in enumerate(names) if wording in name]
            if len(places) != 1 or places[0] >= len(row):
                continue
            text, value = row[places[0]].strip(), cleaned.answers[id][line]
            if text not in BLANK and value == "_skipped":
                raise Lost(f"row {line}, {id}: {text!r} is {value}")


def try_codebook(folder, draw):
    """Load a codebook of which a few lines are changed; return what came of it."""
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
    (folder / "codebook.toml").write_text("\n".join(lines), encoding="utf-8")
    start = time.process_time()
    try:
        codebook.load(folder)
    except SurveyError as error:
        _require_message(str(error))
        outcome = "message"
    else:
        outcome = "a codebook"
    if time.process_time() - start > SECONDS:
        raise Lost(f"it took {time.process_time() - start:.1f} s")
    return outcome


def attempt(kind, seed, folder):
    """One changed export of a format, or codebook, by its seed."""
    draw = random.Random(f"{kind} {seed}")
    if kind == "codebook":
        return try_codebook(folder, draw)
    (folder / "codebook.toml").write_text(formats.codebook("en", "export.csv"), encoding="utf-8")
    return try_export(folder, kind, draw)


def main(count, kinds):
    """Try so many of each, tell what came of them, and name those that fail."""
    failures = 0
    for kind in kinds or [*HEAD, "codebook"]:
        outcomes, start = Counter(), time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            for seed in range(count):
                try:
                    outcomes[attempt(kind, seed, Path(folder))] += 1
                except Exception as error:
                    outcomes["FAILED"] += 1
                    where = traceback.extract_tb(error.__traceback__)[-1]
                    reason = f"{type(error).__name__}: {str(error)[:200]}"
                    print(f"{kind} {seed}: {reason} ({where.filename}, line {where.lineno})")
        failures += outcomes["FAILED"]
        told = ", ".join(f"{number} {name}" for name, number in outcomes.most_common())
        print(f"{kind:<16} {told}; {time.monotonic() - start:.0f} s", flush=True)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
