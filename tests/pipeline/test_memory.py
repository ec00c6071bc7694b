"""What builds remember, and that damage to it is healed."""

import json
from dataclasses import dataclass

import pytest

from helpers.pipeline.memory import Memory, Record

RECORD = Record("key", {"fr": ["found"]}, "messages", {"a.csv": "sha"}, 1.5)
OWN = {
    "key": "key",
    "asked": {"fr": ["found"]},
    "messages": "messages",
    "writes": {"a.csv": "sha"},
    "seconds": 1.5,
}
DAMAGED = {
    "empty": b"",
    "cut": b'{"steps": {"a": {"key": "k',
    "cut later": b'{"known": {"steps": {"a": {"key": "k',
    "binary": bytes(range(256)),
    "a list": b"[1]",
    "a text": b'"steps"',
    "null": b"null",
    "without a fingerprint": b'{"known": {"steps": {}, "imports": {"a": ["b"]}}}',
    "known is a list": b'{"fingerprint": "", "known": []}',
    "steps are a list": b'{"steps": [], "imports": []}',
    "steps are texts": b'{"steps": {"a": "b"}, "imports": {"a": "b"}}',
    "a record is a list": b'{"steps": {"a": []}, "imports": {"a": [1]}}',
    "of another version": b'{"a": {"key": {}, "writes": {}}}',
    "of the last version": b'{"imports": {"a": ["b"]}, "steps": {}}',
    "deep": b"[" * 100_000,
    **{
        f"{name}: {value!r}": json.dumps({"steps": {"a": {**OWN, name: value}}}).encode()
        for name, values in {
            "key": [None, 1, {}],
            "asked": [[], "fr", {"fr": "found"}, {"fr": [1]}, {"fr": None}],
            "messages": [None, []],
            "writes": [None, [], {"a.csv": None}, {"a.csv": {}}],
            "seconds": ["1", None, -1, []],
            "unknown": [1],
        }.items()
        for value in values
    },
}


def test_a_record_comes_back_as_it_was_saved(tmp_path):
    """Fails if a field is left out of the file."""
    memory = Memory(tmp_path / "memory.json")
    memory.records["a"], memory.imports["hash"] = RECORD, ["helpers"]
    memory.save()
    again = Memory(tmp_path / "memory.json")
    assert again.records == {"a": RECORD} and again.imports == {"hash": ["helpers"]}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_damage_is_forgotten(tmp_path, content):
    """Fails if any content ends in an error, or is believed."""
    (tmp_path / "memory.json").write_bytes(content)
    memory = Memory(tmp_path / "memory.json")
    assert (memory.records, memory.imports) == ({}, {})
    memory.save()


@pytest.mark.parametrize("change", [("helpers", "nothing"), ("sha", "hsa"), ("1.5", "-1")])
def test_what_has_changed_since_it_was_saved_is_not_believed(tmp_path, change):
    """Fails if a name, a fingerprint or a number that no build wrote counts as remembered."""
    memory = Memory(tmp_path / "memory.json")
    memory.records["a"], memory.imports["hash"] = RECORD, ["helpers"]
    memory.save()
    content = memory.path.read_text().replace(*change)
    assert content != memory.path.read_text()
    memory.path.write_text(content)
    again = Memory(memory.path)
    assert (again.records, again.imports) == ({}, {})


def test_a_record_of_another_version_is_forgotten(tmp_path):
    """Fails if a field that there is no more, or is new, ends the build."""
    memory = Memory(tmp_path / "memory.json")
    memory.records["a"] = Older()
    memory.save()
    assert Memory(memory.path).records == {}


@dataclass(frozen=True)
class Older:
    """A record as another version had it."""

    key: str = "key"
