"""What was found out about the package in one state, shared by all reports that a process makes."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class CodeFacts:
    """What was found out about the package in one state, for all reports that a process makes."""

    imports: dict[str, list[str]] = field(default_factory=dict)
    modules: dict[str, tuple[Path | None, list[str]]] = field(default_factory=dict)
    closures: dict[tuple, list[Path]] = field(default_factory=dict)
    digests: dict[frozenset[Path], str] = field(default_factory=dict)
    tables: dict[Path, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)


# Of the state that the last report was made in.
_FACTS: dict[frozenset, CodeFacts] = {}


def facts_of(states: Mapping[Path, tuple | None]) -> CodeFacts:
    """What is known of the package in a state; nothing where a change might not be seen."""
    if not all(map(is_settled, states.values())):
        return CodeFacts()
    key = frozenset(states.items())
    if key not in _FACTS:
        _FACTS.clear()
        _FACTS[key] = CodeFacts()
    return _FACTS[key]


def state(path: Path) -> tuple | None:
    """What changes whenever a file is written; the change time cannot be set by hand."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def is_settled(status: tuple | None) -> bool:
    """Whether a file was written so long ago that writing it now would change its state."""
    return status is not None and time.time_ns() - status[-1] > 1e9
