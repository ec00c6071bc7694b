"""The ``survey`` command on the toy project around this file, where nothing takes long.

Exporters only copy.  Notebooks run as scripts, in a twentieth of the time that a kernel takes, but
if TOY_KERNELS is set.

python survey.py build data/raw/mini
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from helpers import cli
from helpers.codebook import SurveyError
from helpers.pipeline import execution, project, workspace
from helpers.pipeline.store import BuildError

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


def run_as_script(document, parameters, *, folder, kernels, drawings=None):
    """Stand in for `execution.execute`."""
    import nbformat

    given = [f"{name} = {value!r}" for name, value in parameters.items()]
    source = "\n".join([document.code[0], *given, *document.code[1:]])
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"{source}\n{execution.ASKED}"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(kernels.code.parent)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        kind, _, message = done.stderr.splitlines()[-1].partition(": ")
        raise (SurveyError if "SurveyError" in kind else BuildError)(f"{kind}: {message}")
    *lines, asked = done.stdout.splitlines(keepends=True)
    output = nbformat.v4.new_output("stream", text="".join(lines))
    cell = nbformat.v4.new_code_cell(source, id="all", outputs=[output])
    return nbformat.v4.new_notebook(cells=[cell]), json.loads(asked)


if __name__ == "__main__":
    project.running_code = lambda: TOP / "src/helpers"
    workspace.Workspace.exporters = EXPORTERS
    if not os.environ.get("TOY_KERNELS"):
        execution.execute = run_as_script
    sys.exit(cli.main())
