"""Where one notebook runs: a small project of its own, with nothing in it but what the run may read."""

import shutil

from helpers.pipeline import store
from helpers.pipeline.store import BuildError


class Room:
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
        The folder of tables in it, and in the room.
    inputs : iterable of str
        The tables that the run may read, by their names in `built`.
    """

    def __init__(self, folder, built, processed, inputs):
        self.folder, self.built, self.processed, self.inputs = folder, built, processed, set(inputs)
        (folder / processed).mkdir(parents=True)
        for name in self.inputs:
            self._copy(built / name, name)

    def bring(self, source, name, sha256):
        """Copy a file of the survey here, if it is still the one that the build began with."""
        self._copy(source, name)
        if store.sha256(self.folder / name) != sha256:
            raise BuildError(f"{source} changed while the report was built; build it again")

    def collected(self, title, names):
        """Return the files that the run has written, if they are those of the table of notebooks."""
        found = (path for path in (self.folder / self.processed).rglob("*") if path.is_file())
        there = {path.relative_to(self.folder).as_posix() for path in found}
        for name in sorted(set(names) - there):
            raise BuildError(f"{title} did not write {name}")
        for name in sorted(there - set(names) - self.inputs):
            raise BuildError(
                f"{title} wrote {name}, which is not its own by the table in helpers.pipeline.project"
            )
        for name in self.inputs:
            if store.sha256(self.folder / name) != store.sha256(self.built / name):
                raise BuildError(f"{title} changed {name}, which belongs to another notebook")
        return {name: self.folder / name for name in names}

    def _copy(self, source, name):
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
