"""What builds remember of every step: from what it was made, and what it wrote."""

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers.pipeline import lineage, store


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
        known = _known(path)
        self.records: dict[str, Record] = {}
        for name, values in known.get("steps", {}).items():
            with contextlib.suppress(TypeError):  # of another version
                self.records[name] = Record(**values)
        self.imports: dict[str, list[str]] = known.get("imports", {})

    def save(self) -> None:
        """Write it all."""
        steps = {name: asdict(record) for name, record in self.records.items()}
        known = {"imports": self.imports, "steps": steps}
        kept = {"fingerprint": lineage.fingerprint(known), "known": known}
        store.write(self.path, json.dumps(kept, indent=1))


def _known(path: Path) -> dict:
    """What a file says, if it says all that a build wrote; else nothing."""
    match store.read_json(path):
        case {"fingerprint": own, "known": dict(known)} if own == lineage.fingerprint(known):
            return known
    return {}
