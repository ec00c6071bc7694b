"""The ``survey`` command on the toy project around this file, with exporters that only copy.

python survey.py build data/raw/mini
"""

import sys
from pathlib import Path
from types import SimpleNamespace

from helpers import cli
from helpers.pipeline import project, workspace

TOP = Path(__file__).resolve().parent


def exporter(kind):
    """An exporter that prints a notebook's outputs after its own name."""

    def from_notebook_node(nb):
        outputs = [
            output.get("text", "") for cell in nb.cells for output in cell.get("outputs", ())
        ]
        return "\n".join([kind, *outputs]), {}

    return SimpleNamespace(from_notebook_node=from_notebook_node)


EXPORTERS = {kind: exporter(kind) for kind in ("pdf", "html", "annex")}

if __name__ == "__main__":
    project.running_code = lambda: TOP / "src/helpers"
    workspace.Workspace.exporters = EXPORTERS
    sys.exit(cli.main())
