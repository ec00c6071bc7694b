"""Where one notebook runs: a small project with nothing in it but what it says that it reads."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from helpers.pipeline import store
from helpers.pipeline.store import BuildError


class Sandbox:
    """The folder of one run.

    What is not declared cannot be read by mistake; paths in the executed notebook are the same on
    every machine; and a run that is killed leaves its mess here.

    Parameters
    ----------
    folder : Path
        Made here.
    built : Path
        Folder of what other runs have made.
    processed : str
        The folder of tables in it, and in the sandbox.
    inputs : iterable of str
        The tables that the run may read, by their names in `built`.
    """

    def __init__(self, folder: Path, built: Path, processed: str, inputs: Iterable[str]) -> None:
        self.folder, self.built, self.processed, self.inputs = folder, built, processed, set(inputs)
        (folder / processed).mkdir(parents=True)
        for name in self.inputs:
            self._copy(built / name, name)

    def bring(self, source: Path, name: str, sha256: str | None) -> None:
        """Copy a file of the survey here, if it is still the one that the build began with."""
        self._copy(source, name)
        if store.sha256(self.folder / name) != sha256:
            raise BuildError(f"{source} changed while the report was built; build it again")

    def collect(self, notebook: str, names: Iterable[str]) -> dict[str, Path]:
        """Return the files that the run has written, if they are those that it declares."""
        names, paths = set(names), (self.folder / self.processed).rglob("*")
        files = {path.relative_to(self.folder).as_posix() for path in paths if path.is_file()}
        for name in sorted(names - files):
            raise BuildError(f"{notebook} did not write {name}, although its first cell says so")
        for name in sorted(files - names - self.inputs):
            table = name.removeprefix(f"{self.processed}/").rpartition(".")[0]
            cure = f"add `{table}` to the line `Writes:` of its first cell"
            raise BuildError(f"{notebook} wrote {name} without saying so; {cure}")
        for name in self.inputs:
            if store.sha256(self.folder / name) != store.sha256(self.built / name):
                raise BuildError(f"{notebook} changed {name}, which belongs to another notebook")
        return {name: self.folder / name for name in names}

    def _copy(self, source: Path, name: str) -> None:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
