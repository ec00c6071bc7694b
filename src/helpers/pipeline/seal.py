"""Fingerprints of real answers that tell nothing to who does not hold the answers.

A SHA-256 of a few people's answers is an oracle: who lists what they may have answered finds the
one that it is of.  So what is printed or published of real answers is keyed (HMAC) with a secret
that is made once and stays beside the raw file.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import subprocess
from collections.abc import Sequence
from pathlib import Path

from helpers.codebook import Codebook

NAME = "secret.key"  # in the survey's folder
UNTOLD = "not told"


def sealed(sha256: str | None, book: Codebook, *, make: bool = True) -> str | None:
    """Return the fingerprint of answers as it may be told.

    Parameters
    ----------
    sha256 : str or None
        Of a file; None, if there is none, stays.
    book : Codebook
    make : bool
        Whether a secret is made where there is none.

    Returns
    -------
    str or None
        Of synthetic answers the same; of real ones keyed, or `UNTOLD` where a secret cannot be
        kept.

    Examples
    --------
    >>> from helpers import codebook
    >>> sealed("5f1d…", codebook.load("data/raw/linkedin-2015"))
    '5f1d…'
    """
    if book.synthetic or sha256 is None:
        return sha256
    key = _secret(book.folder / NAME, make)
    return hmac.new(key, sha256.encode(), hashlib.sha256).hexdigest() if key else UNTOLD


def _secret(path: Path, make: bool) -> bytes:
    """The secret in a file; made, readable by its owner alone; empty where that is refused."""
    with contextlib.suppress(OSError):
        if make and not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32) + "\n")
            keep_from_git([path])
    with contextlib.suppress(OSError):
        return path.read_bytes().strip()
    return b""


def keep_from_git(paths: Sequence[Path]) -> None:
    """See that Git does not take files of one folder: by a ``.gitignore`` beside them, where it
    would.
    """
    if not paths:
        return
    folder, names = paths[0].parent, {os.fsencode(path.name): path.name for path in paths}
    command = ["git", "check-ignore", "-z", "--stdin"]
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        given = {"input": b"\0".join(names), "capture_output": True, "timeout": 10}
        done = subprocess.run(command, cwd=folder, **given)
        for name in done.stdout.split(b"\0"):
            names.pop(name, None)
    ignored = folder / ".gitignore"
    lines = ignored.read_text(encoding="utf-8") if ignored.exists() else ""
    missing = [line for name in names.values() if (line := f"/{name}") not in lines.splitlines()]
    if missing:
        begun = "" if not lines or lines.endswith("\n") else "\n"
        ignored.write_text(f"{lines}{begun}{chr(10).join(missing)}\n", encoding="utf-8")
