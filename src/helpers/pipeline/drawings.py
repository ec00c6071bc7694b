"""Where the figures that this code has drawn are kept, for the next notebook and the next build."""

import shutil
from pathlib import Path

from helpers.pipeline import lineage
from helpers.pipeline.workspace import Workspace

LIMIT = 1000  # drawings; those of a survey's reports are some 30 a language


def prepare(workspace: Workspace, *, afresh: bool = False) -> Path:
    """Return the folder for what the code draws as it is now; what other code drew is removed.

    Parameters
    ----------
    workspace : Workspace
    afresh : bool
        Whether to draw all figures again.
    """
    files = workspace.sources.closure(["import helpers.report.figures"], ())
    key = lineage.fingerprint([workspace.common, workspace.sources.digest(files)])
    kept = workspace.work / "drawings"
    folder = kept / key[:16]
    for other in kept.glob("*"):
        if afresh or other != folder or len(list(other.glob("*"))) > LIMIT:
            shutil.rmtree(other)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
