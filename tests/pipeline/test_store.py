"""Files that outlive a crash, and a publication that is whole or not there."""

import contextlib
import json
import sys

import pytest

from helpers.pipeline import store
from helpers.pipeline.store import BuildError

OLD = {
    "data/processed/a.csv": b"old a",
    "data/processed/b.csv": b"old b",
    "data/processed/gone.csv": b"old",
    "reports/c.pdf": b"old c",
}
NEW = {
    "data/processed/a.csv": b"new a",
    "data/processed/b.csv": b"new b",
    "reports/c.pdf": b"new c",
}
GONE = ["data/processed/gone.csv"]


class Crash(BaseException):
    """The end of the process, as far as a test can have it."""


@contextlib.contextmanager
def crash_at_line(number):
    """Crash before a line of the module, counted as they are executed; tell if it came to that."""
    left, crashed = [number], []

    def trace(frame, event, argument):
        if frame.f_code.co_filename != store.__file__:
            return None
        if event == "line":
            left[0] -= 1
            if left[0] < 0:
                crashed.append(True)
                raise Crash
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield crashed
    except Crash:
        pass
    finally:
        sys.settrace(before)


def files_of(top):
    """What a reader sees."""
    names = {*OLD, *NEW}
    return {name: (top / name).read_bytes() for name in names if (top / name).exists()}


@pytest.fixture
def place(tmp_path):
    """Published files, and others that were built."""
    for name, content in OLD.items():
        store.write(tmp_path / name, content)
    for name, content in NEW.items():
        store.write(tmp_path / "built" / name, content)
    return tmp_path


def publish(top):
    files = {name: top / "built" / name for name in NEW}
    return store.publish(files, GONE, top=top, work=top / "work")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # an open file
def test_publishing_is_all_or_nothing_wherever_it_stops(place):
    """Fails if files move before all of them are written, if the journal comes too late or goes too
    early, if `settle` forgets a file, or leaves one behind.
    """
    journal, outcomes = place / "work/journal.json", set()
    for number in range(0, 1000, 5):
        for name, content in OLD.items():
            store.write(place / name, content)
        with crash_at_line(number) as crashed:
            publish(place)
        if not crashed:
            break
        assert files_of(place) in (OLD, NEW) or journal.exists()
        store.settle(place, place / "work")
        outcomes.add(files_of(place) == NEW)
        assert files_of(place) in (OLD, NEW)
        assert not list(place.rglob(".*.new")) or files_of(place) == OLD
        assert not journal.exists()
    assert outcomes == {True, False} and number > 100
    assert files_of(place) == NEW
    assert publish(place) == []


DAMAGED = {
    "empty": b"",
    "cut": b'{"whole": true, "moves": ["data/proc',
    "binary": bytes(range(256)),
    "a list": b"[]",
    "a number": b"3",
    "nothing in it": b"{}",
    "of another version": b'{"moves": {"0": "data/processed/a.csv"}, "gone": []}',
    "wrong types": b'{"whole": 1, "moves": "abc", "gone": null}',
    "numbers for names": b'{"whole": true, "moves": [1], "gone": [2]}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_journal_is_thrown_away(place, content):
    """Fails if any content of the journal ends in another error, or stops the next publication."""
    (place / "work").mkdir()
    (place / "work/journal.json").write_bytes(content)
    store.settle(place, place / "work")
    assert files_of(place) == OLD and not (place / "work/journal.json").exists()
    publish(place)
    assert files_of(place) == NEW


@pytest.mark.parametrize(
    "name",
    [
        *("../outside", "data/processed/../../../outside", "/outside", "src/code.py", "reports/"),
        *("", "reports/\ud800", f"reports/{'a' * 251}", "reports/folder"),
    ],
)
def test_a_journal_that_names_what_is_not_published_is_refused(place, name):
    """Fails if a journal can move or remove a file in folders that are not published."""
    for path in (place.parent / "outside", place / "src/code.py"):
        store.write(path, "mine")
        store.write(path.with_name(f".{path.name}.new"), "planted")
    (place / "reports/folder").mkdir(parents=True)
    name = str(place.parent / "outside") if name == "/outside" else name
    for plan in ({"moves": [name], "gone": GONE}, {"moves": [], "gone": [name]}):
        store.write(place / "work/journal.json", json.dumps({"whole": True, **plan}))
        store.settle(place, place / "work")
        assert files_of(place) == OLD
        assert (place.parent / "outside").read_text() == (place / "src/code.py").read_text()


def test_a_folder_that_takes_no_files_is_found_before_anything_moves(place):
    """Fails if files are replaced before all of them could be written."""
    (place / "reports/c.pdf").unlink()
    (place / "reports").rmdir()
    (place / "reports").write_text("in the way")
    before = files_of(place)
    with pytest.raises(OSError, match="reports"):
        publish(place)
    assert files_of(place) == before
    (place / "reports").unlink()
    publish(place)
    assert files_of(place) == NEW


def test_publishing_needs_no_file_system_of_its_own(place, tmp_path_factory, monkeypatch):
    """Fails if a file is renamed from one folder into another, which may be on another disk."""
    rename = store.os.rename

    def refuse(source, target, original):
        if store.Path(source).parent != store.Path(target).parent:
            raise OSError(18, "Invalid cross-device link", str(source))
        original(source, target)

    replace = store.Path.replace
    monkeypatch.setattr(
        store.Path, "replace", lambda path, target: refuse(path, target, lambda a, b: replace(a, b))
    )
    monkeypatch.setattr(store.os, "rename", lambda a, b: refuse(a, b, rename))
    publish(place)
    assert files_of(place) == NEW


def test_without_locks_of_posix_one_line_says_so(tmp_path, monkeypatch):
    """Fails if Windows sees the traceback of an import."""
    monkeypatch.setattr(store, "fcntl", None)
    with pytest.raises(BuildError, match="on Linux and macOS"), store.lock(tmp_path):
        pass
