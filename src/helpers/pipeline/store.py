"""Files that outlive a crash: whole or not there, one writer at a time, published all together."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path


class BuildError(Exception):
    """The work failed, and nothing that was published has been touched."""


def sha256(path):
    """Return the SHA-256 of a file's bytes; None if there is no such file.

    The time stamp and the size are never asked: a file system can be told to lie about both.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write(path, content):
    """Replace a file by `content`, bytes or text, so that a reader sees the old file or the new one, whole.

    Folders above it are made.  The bytes are on the disk before the name points to them.  A file
    that holds the content already stays as it is.
    """
    content = content.encode() if isinstance(content, str) else content
    if sha256(path) == hashlib.sha256(content).hexdigest():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _flush(path.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)  # on a full disk, half a file takes the place of a whole one
        raise OSError(
            error.errno, error.strerror, str(path)
        ) from None  # the system does not say which file


@contextlib.contextmanager
def lock(folder):
    """Hold a folder for this process; the system lets go of it however the process ends.

    Raises
    ------
    BuildError
        If another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError(
                f"another build is at work in {folder}; wait for it, or end it"
            ) from None
        yield


def publish(files, gone, *, top, work):
    """Make the published files equal to the built ones, in one step that a crash cannot halve.

    New files are first copied whole into `work`, then a journal says what is to move where; from
    there on the moves are certain to happen: now, or when the next build calls `settle`.

    Parameters
    ----------
    files : dict of str to Path
        Name under `top` of each published file, and its built file.
    gone : iterable of str
        Names under `top` of files that are no longer published.
    top, work : Path
        Where the files go, and where the journal and the copies wait; on the same file system.

    Returns
    -------
    list of str
        The names that changed.
    """
    moves = [name for name, built in files.items() if sha256(top / name) != sha256(built)]
    gone = [name for name in gone if (top / name).is_file()]
    if not (moves or gone):
        return []
    aside = work / "publish"
    shutil.rmtree(aside, ignore_errors=True)
    for i, name in enumerate(moves):
        write(aside / str(i), files[name].read_bytes())
    for folder in sorted({(top / name).parent for name in [*moves, *gone]}):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(
            dir=folder
        ):  # a folder that takes no file is found before anything moves
            pass
    journal = {"moves": {str(i): name for i, name in enumerate(moves)}, "gone": gone}
    write(work / "journal.json", json.dumps(journal, indent=1))
    settle(top, work)
    return sorted([*moves, *gone])


def settle(top, work):
    """Finish a publication that was begun; without one, do nothing.

    Every step may be done twice, so a crash here is repaired by calling it again.

    Raises
    ------
    BuildError
        If the system refuses a step.
    """
    journal = work / "journal.json"
    if not journal.exists():
        return
    plan = json.loads(journal.read_text())
    try:
        for name, target in plan["moves"].items():
            if (work / "publish" / name).exists():
                (top / target).parent.mkdir(parents=True, exist_ok=True)
                (work / "publish" / name).replace(top / target)
        for target in plan["gone"]:
            (top / target).unlink(missing_ok=True)
        for folder in {
            (top / target).parent for target in [*plan["moves"].values(), *plan["gone"]]
        }:
            _flush(folder)
            with contextlib.suppress(OSError):
                folder.rmdir()  # only an empty one goes: the last file of a removed kind
        journal.unlink()
        _flush(work)
    except OSError as error:
        raise BuildError(
            f"publishing stopped half-way: {error}; the next build finishes it"
        ) from None


def _flush(folder):
    """Put a folder's names on the disk: a rename is not there before its folder is."""
    with contextlib.suppress(FileNotFoundError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def prune(folder, keep):
    """Delete every file under `folder` that is not in `keep`, a set of paths."""
    for path in sorted(Path(folder).rglob("*"), reverse=True):
        if path.is_file() and path not in keep:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
