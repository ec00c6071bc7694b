"""What builds remember of every step: from what it was made, and what it wrote."""

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpers.pipeline import store


@dataclass(frozen=True)
class Record:
    """What is known of a step that was made.

    Attributes
    ----------
    key : str
        Fingerprint of all that it was made from, but for messages.
    asked : dict of str to list of str, or None
        The messages that it asked for, by language; None if that is unknown.
    messages : str
        Fingerprint of what these said.
    writes : dict of str to str
        SHA-256 of each file.
    seconds : float
        How long it took.
    """

    key: str
    asked: dict[str, list[str]] | None
    messages: str
    writes: dict[str, str]
    seconds: float

    def __post_init__(self) -> None:
        texts = [self.key, self.messages, *self.writes, *self.writes.values()]
        lists = list((self.asked or {}).values())
        keys = [key for keys in lists for key in keys]
        if not all(isinstance(text, str) for text in texts + keys):
            raise TypeError("no texts")
        if not isinstance(self.asked, dict | None) or self.seconds < 0:
            raise TypeError("neither asked nor silent, or no time")
        if not all(isinstance(keys, list) for keys in lists):
            raise TypeError("no lists")


class Memory:
    """Records of steps in a file, whole at any moment; what is damaged is as good as forgotten.

    Parameters
    ----------
    path : Path

    Attributes
    ----------
    records : dict of str to Record
        By the step's name.
    imports : dict of str to list of str
        See `lineage.Sources`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        known = _dictionary(store.read_json(path))
        self.records: dict[str, Record] = {}
        for name, values in _dictionary(known.get("steps")).items():
            with contextlib.suppress(TypeError, AttributeError):
                self.records[name] = Record(**values)
        self.imports: dict[str, list[str]] = {
            key: names
            for key, names in _dictionary(known.get("imports")).items()
            if isinstance(names, list) and all(isinstance(name, str) for name in names)
        }

    def save(self) -> None:
        """Write it all."""
        steps = {name: asdict(record) for name, record in self.records.items()}
        store.write(self.path, json.dumps({"imports": self.imports, "steps": steps}, indent=1))


def _dictionary(value: Any) -> dict:
    return value if isinstance(value, dict) else {}
