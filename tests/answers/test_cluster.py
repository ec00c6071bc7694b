"""Cleaning on a Dask cluster: the same to the byte, whatever becomes of a machine."""

import os
import random
import signal
import subprocess
import sys

import pandas as pd
import pytest
from mini import HEADER

from helpers import codebook
from helpers.answers import cleaning, cluster, events, intake
from helpers.answers.intake import export
from helpers.codebook import SurveyError

LARGE = ('test_marks = ["test"]', 'test_marks = ["test"]\naggregate_above_bytes = 10')
EVENT = ('ignore_columns = ["Horodateur"]', 'ignore_columns = ["Horodateur"]\nevent = "Colloque"')


def rows(count, *, seed=1, apart=20):
    """Answers in the order of time, many of them sent twice or in chains, some cells of several
    lines.
    """
    draw = random.Random(seed)
    why, often = (
        ["Réseautage", "Autre, CV en ligne", "Tricot", ""],
        ["Jamais", "parfois", "SOUVENT ", ""],
    )
    now, made = pd.Timestamp("2026-01-31 10:00:00"), []
    for _ in range(count):
        now += pd.Timedelta(seconds=draw.randrange(apart))
        row = [draw.choice(why), draw.choice(often), draw.choice(["Oui", "non", "N/A"])]
        row.append(draw.choice(["", "un mot", "deux\nlignes; «\u00a0ici\u00a0»", 'dit "non"\n\n']))
        made.append([str(now), *(made[-1][1:] if made and draw.random() < 0.3 else row)])
    return made


def same(one, other):
    for table in ("answers", "ledger", "account", "duplicates"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


@pytest.fixture(scope="module")
def machines():
    """A cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    options = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "processes": True,
        "dashboard_address": None,
    }
    with distributed.LocalCluster(**options) as running:
        yield running


def spread(book, machines, size):
    """Clean on the cluster, in pieces of so many bytes."""
    parts = cluster.clean_pieces(intake.read(book).split(size), book, machines.scheduler_address)
    return cleaning.assemble(parts, book)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "size"),
    [
        ({}, 2000),
        ({"newline": "\n", "delimiter": ";"}, 700),
        ({}, 10**6),
        ({"encoding": "utf-8-sig"}, 3000),
        ({"encoding": "cp1252"}, 3000),
        ({"encoding": "utf-16"}, 3000),
    ],
)
def test_two_machines_give_what_one_does(machines, survey, sheet, form, size):
    """Fails when a row at a border is lost, cut or numbered anew, or repeats and their chains end
    at a border.
    """
    book = codebook.load(survey(LARGE, answers=sheet(*rows(400), **form)))
    expected = cleaning.clean(intake.read(book), book)
    assert expected.account.set_index("item")["count"]["duplicate"] > 50
    same(spread(book, machines, size), expected)


@pytest.mark.slow
def test_one_id_is_one_person_on_all_machines(machines, survey, sheet):
    """Fails when ids of an earlier piece are not handed on to the next."""
    changes = [
        LARGE,
        ('timestamp = "Horodateur"\n', ""),
        ('timestamp_format = "%Y-%m-%d %H:%M:%S"\n', 'respondent = "Horodateur"\n'),
        ("duplicate_seconds = 60\n", ""),
    ]
    lines = [[str(place % 150), *row[1:]] for place, row in enumerate(rows(400))]
    book = codebook.load(survey(*changes, answers=sheet(*lines)))
    expected = cleaning.clean(intake.read(book), book)
    assert expected.account.set_index("item")["count"]["kept"] <= 150
    same(spread(book, machines, 2000), expected)


@pytest.mark.slow
def test_row_groups_and_events_are_spread_too(machines, survey, sheet):
    """Fails when a Parquet file is read whole by each machine, or events or their failures are lost
    on the way.
    """
    lines = [[*row, ("Laval", "Québec", "2016")[i % 3]] for i, row in enumerate(rows(300))]
    lines[200][2] = "Souvant"
    folder = survey(LARGE, EVENT, answers=sheet(*lines, header=(*HEADER, "Colloque")))
    book = codebook.load(folder)
    expected = cleaning.clean(intake.read(book), book)
    assert (expected.ledger.action == "failed").sum() == 1 and set(expected.answers.event) == {
        "Laval",
        "Québec",
    }
    same(spread(book, machines, 1500), expected)
    table = pd.DataFrame(lines, columns=[*HEADER, "Colloque"])
    table.to_parquet(folder / "answers.parquet", row_group_size=40)
    changed = (
        (folder / "codebook.toml")
        .read_text()
        .replace("[intake]", '[intake]\nfile = "answers.parquet"')
    )
    (folder / "codebook.toml").write_text(changed)
    book = codebook.load(folder)
    assert len(intake.read(book).split(1)) == 8
    same(spread(book, machines, 1), expected)


@pytest.mark.slow
def test_a_large_file_that_fails_fails_alone(machines, survey, sheet, monkeypatch):
    """Fails when what is wrong in a piece of one event's file stops the others."""
    monkeypatch.setattr(export, "PIECE_BYTES", 1000)
    folder = survey(LARGE, ("[intake]", '[intake]\nfile = "exports/*.csv"'))
    (folder / "exports").mkdir()
    (folder / "exports/a.csv").write_bytes(sheet(*rows(90)))
    (folder / "exports/b.csv").write_bytes(sheet(*rows(80)) + b"1,2,3,4,5,6\r\n" + sheet(*rows(9)))
    book = codebook.load(folder)
    assert len(intake.read(book).split(1000)) > 8
    told = events.failures(spread(book, machines, 1000).ledger, book)
    assert list(told) == ["b"] and "more cells than the header has, 5" in told["b"]
    same(spread(book, machines, 1000), cleaning.clean(intake.read(book), book))


@pytest.mark.slow
def test_a_mistake_is_told_as_on_one_machine(machines, survey, sheet):
    """Fails when what goes wrong on a machine comes back as something else."""
    book = codebook.load(survey(LARGE, answers=sheet(*rows(100), ["x", "", "Jamais", "", ""])))
    with pytest.raises(SurveyError, match=r"row 102: the time stamp 'x' does not have the format"):
        spread(book, machines, 1000)
    book = codebook.load(survey(LARGE, answers=sheet(*rows(100)) + b"1,2,3,4,5,6\r\n"))
    with pytest.raises(SurveyError, match="more cells than the header has, 5"):
        spread(book, machines, 1000)


@pytest.mark.slow
def test_a_machine_that_is_killed_half_way_changes_nothing(machines, survey, sheet):
    """Fails when work is lost with the process that did it."""
    book = codebook.load(survey(LARGE, answers=sheet(*rows(3000))))
    expected, given = cleaning.clean(intake.read(book), book), []
    pieces = intake.read(book).split(4000)
    victim = next(iter(machines.workers.values())).process.pid
    for part in cluster.clean_pieces(pieces, book, machines.scheduler_address):
        given.append(part)
        if len(given) == 3:
            os.kill(victim, signal.SIGKILL)
    assert len(given) == len(pieces) > 30
    same(cleaning.assemble(given, book), expected)


@pytest.mark.slow
def test_the_address_comes_from_the_environment(machines, survey, sheet, monkeypatch):
    """Fails when the variable of Dask is not heeded, a small survey is sent out, or no answer has
    no message.
    """
    large, small = (
        codebook.load(survey(*changes, answers=sheet(*rows(50)))) for changes in ([LARGE], [])
    )
    sent, parts = [], cluster.clean_pieces
    monkeypatch.setattr(
        cluster, "clean_pieces", lambda *given: sent.append(given[2]) or parts(*given)
    )
    monkeypatch.setenv(cluster.SCHEDULER_VARIABLE, machines.scheduler_address)
    for book in (large, small):
        same(
            cleaning.clean(intake.read(book), book),
            cleaning.clean(intake.read(book), book, scheduler=""),
        )
    assert sent == [machines.scheduler_address]
    monkeypatch.setenv(cluster.SCHEDULER_VARIABLE, "nowhere")
    with pytest.raises(SurveyError, match="no Dask scheduler answers at nowhere"):
        cleaning.clean(intake.read(large), large)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SurveyError, match="install this project with its extra `cluster`"):
        cleaning.clean(intake.read(large), large)


def test_dask_is_imported_only_when_asked_for():
    """Fails when every build waits for it."""
    code = (
        "import sys; from helpers.answers import cleaning; "
        "sys.exit('dask' in sys.modules or 'distributed' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("cell", ['5" long', 'a "b" c'])
def test_a_file_that_cannot_be_cut_is_refused_or_read_right(machines, survey, sheet, cell):
    """Fails when a quotation mark in the midst of a cell makes rows change place in silence."""
    lines = sheet(*rows(60)).decode().replace("un mot", cell).encode()
    book = codebook.load(survey(LARGE, answers=lines))
    expected = cleaning.clean(intake.read(book), book)
    for size in (500, 1100, 2300):
        try:
            same(spread(book, machines, size), expected)
        except SurveyError as refused:
            assert "quotation mark" in str(refused)
