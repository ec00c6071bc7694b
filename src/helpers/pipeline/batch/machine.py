"""What a machine has that makes reports: its code and its packages, which must be those of here."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

CODE = "the code of this project"


def asker() -> Callable[[], dict[str, str]]:
    """Return a function that tells what the machine has that it runs on.

    It travels by value: a machine that has other code, or none, must be able to answer.

    >>> have = asker()()
    >>> sorted(have)[:1], "pandas" in have
    (['Python'], True)
    """

    def have() -> dict[str, str]:
        import hashlib
        import importlib.metadata
        import importlib.util
        import pathlib
        import platform

        packages = {
            str(each.metadata["Name"]).lower().replace("_", "-"): each.version
            for each in importlib.metadata.distributions()
        }
        found = importlib.util.find_spec("helpers")
        digest = hashlib.sha256()
        if found and found.origin:
            top = pathlib.Path(found.origin).parent
            for path in sorted(top.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    digest.update(str(path.relative_to(top)).encode() + path.read_bytes())
        code = digest.hexdigest() if found else "missing"
        return {**packages, "Python": platform.python_version(), "the code of this project": code}

    return have


def differences(here: Mapping[str, str], there: Mapping[str, str], needed: str) -> list[str]:
    """Say in what a machine differs from this one.

    Parameters
    ----------
    here, there : dict of str to str
        As `asker` tells it.
    needed : str
        The lock file: packages that are not in it may differ.

    Examples
    --------
    >>> here = {"Python": "3.11.7", CODE: "a", "pandas": "3.1.1", "pytest": "9"}
    >>> differences(here, {"Python": "3.11.7", CODE: "b", "pandas": "3.0.0"}, "pandas==3.1.1")
    ['pandas 3.0.0, not 3.1.1', 'the code of this project is another']
    """
    locked = {line.split("==")[0].strip().lower() for line in needed.splitlines() if "==" in line}
    parts = []
    for name in sorted(here.keys() & (locked | {"Python"})):
        version = there.get(name, "missing")
        if version != here[name]:
            parts.append(f"{name} {version}, not {here[name]}")
    if there.get(CODE) != here[CODE]:
        parts.append(f"{CODE} is another")
    return parts


@functools.lru_cache(maxsize=1)
def own() -> Mapping[str, str]:
    """What this process has, as it was when first asked: so was what it has loaded."""
    return asker()()
