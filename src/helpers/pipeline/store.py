"""Files that outlive a crash: whole or not there, one writer at a time, published all together."""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None


PUBLISHED = ("data/processed/", "reports/")
OWN_FILES = ("lock", "journal.json", "memory.json", "folder.txt")  # of a folder that builds work in
OWN_FOLDERS = ("built", "drawings", "home", "events", "sandboxes")
LONGEST_NAME = 255 - len(".new") - 1  # bytes, with what `_beside` adds


class BuildError(Exception):
    """The work failed, and nothing that was published has been touched."""


def sha256(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes; None if there is no such file.

    The time stamp and the size are never asked: a file system can be told to lie about both.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def read_json(path: Path) -> Any:
    """Return what a JSON file holds; None if there is none, or if it holds anything else."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def write(path: Path, content: bytes | str) -> None:
    """Replace a file by `content`, so that a reader sees the old file or the new one, whole.

    Folders above it are made.  The bytes are on the disk before the name points to them.  A file
    that holds the content already stays as it is.
    """
    content = content.encode() if isinstance(content, str) else content
    if sha256(path) != hashlib.sha256(content).hexdigest():
        _write_beside(path, content)
        _beside(path).replace(path)
        _flush(path.parent)


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it however the process ends.

    Raises
    ------
    BuildError
        If another process holds it, or the system has no such locks.
    """
    if fcntl is None:
        raise BuildError("reports are built on Linux and macOS; on Windows, build them in WSL")
    _heal(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            cure = "wait for it, or end it"
            raise BuildError(f"another build is at work in {folder}; {cure}") from None
        yield


def _heal(work: Path) -> None:
    """Remove what is a folder where builds keep a file, or a file where they keep a folder."""
    for name in OWN_FILES:
        if (work / name).is_dir() and not (work / name).is_symlink():
            shutil.rmtree(work / name)
    for name in OWN_FOLDERS:
        if (work / name).is_file():
            (work / name).unlink()


def publish(files: Mapping[str, Path], gone: Iterable[str], *, top: Path, work: Path) -> list[str]:
    """Make the published files equal to the built ones, in one step that a crash cannot halve.

    New files are first written whole beside the old ones; then a journal says which are to be
    replaced; from there on that is certain to happen: now, or when the next build calls `settle`.

    Parameters
    ----------
    files : dict of str to Path
        Name under `top` of each published file, and its built file.
    gone : iterable of str
        Names under `top` of files that are no longer published.
    top, work : Path
        Where the files go, and where the journal is.

    Returns
    -------
    list of str
        The names that changed.
    """
    moves = [name for name, built in files.items() if sha256(top / name) != sha256(built)]
    gone = [name for name in gone if (top / name).is_file()]
    if not (moves or gone):
        return []
    write(work / "journal.json", json.dumps({"whole": False, "moves": moves, "gone": gone}))
    try:
        for name in moves:
            _write_beside(top / name, files[name].read_bytes())
        for folder in {(top / name).parent for name in moves}:
            _flush(folder)
    except OSError:
        with contextlib.suppress(BuildError):
            settle(top, work)
        raise
    write(work / "journal.json", json.dumps({"whole": True, "moves": moves, "gone": gone}))
    settle(top, work)
    return sorted([*moves, *gone])


def settle(top: Path, work: Path) -> None:
    """Finish a publication whose files were all written; take back any other.

    Every step may be done twice, so a crash here is repaired by calling it again.  A journal that
    is damaged, or names what is not published, is thrown away: the next publication compares all
    files.

    Raises
    ------
    BuildError
        If the system refuses a step.
    """
    _heal(work)
    journal = work / "journal.json"
    if not journal.exists():
        return
    whole, moves, gone = _plan(read_json(journal), top)
    try:
        for name in moves:
            if whole and _beside(top / name).exists():
                _beside(top / name).replace(top / name)
            _beside(top / name).unlink(missing_ok=True)
        for name in gone if whole else []:
            (top / name).unlink(missing_ok=True)
        for folder in {(top / name).parent for name in [*moves, *gone]}:
            _flush(folder)
            with contextlib.suppress(OSError):
                folder.rmdir()  # only an empty one goes: the last file of a removed kind
        journal.unlink()
        _flush(work)
    except OSError as error:
        raise BuildError(f"publishing stopped: {error}; the next build finishes it") from None


def _plan(journal: Any, top: Path) -> tuple[bool, list[str], list[str]]:
    """What a journal says, if all of it can be believed; else nothing."""
    match journal:
        case {"whole": bool(whole), "moves": list(moves), "gone": list(gone)}:
            names = [*moves, *gone]
            if all(is_published(name) and not (top / name).is_dir() for name in names):
                return whole, moves, gone
    return False, [], []


def is_published(name: Any) -> bool:
    """Whether something is the name of a file in a folder that builds publish to."""
    if not isinstance(name, str) or "\0" in name or ".." in PurePosixPath(name).parts:
        return False
    try:
        longest = max(map(len, name.encode().split(b"/")))
    except UnicodeEncodeError:  # half of a letter
        return False
    return name.startswith(PUBLISHED) and not name.endswith("/") and longest <= LONGEST_NAME


def _beside(path: Path) -> Path:
    """Where the new content of a file waits: in the same folder, thus on the same file system."""
    return path.with_name(f".{path.name}.new")


def _write_beside(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _beside(path).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _beside(path).unlink(missing_ok=True)  # on a full disk, it takes the place of a whole file
        # The system does not say which file.
        raise OSError(error.errno, error.strerror, str(path)) from None


def _flush(folder: Path) -> None:
    """Put a folder's names on the disk: a rename is not there before its folder is."""
    with contextlib.suppress(FileNotFoundError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(folder)) from None
        finally:
            os.close(descriptor)


def prune(folder: Path, keep: set[Path]) -> None:
    """Delete every file under `folder` that is not in `keep`."""
    for path in sorted(Path(folder).rglob("*"), reverse=True):
        if path.is_file() and path not in keep:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
