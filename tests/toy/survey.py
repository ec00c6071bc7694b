"""The ``survey`` command on the toy project around this file, where nothing takes long.

Exporters only copy.  Notebooks run as scripts, in a twentieth of the time that a kernel takes, but
if TOY_KERNELS is set.  If TOY_NOTES names a folder, notes in it have processes killed; see `obey`.

python survey.py build data/raw/mini
"""

import json
import os
import signal
import subprocess
import sys
import time
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


def obey(notes, parameters):
    """Kill what a note says when a notebook of its survey is to run: this process, or the one whose
    number it holds.

    Parameters
    ----------
    notes : Path
        A folder of notes, each named after a survey, with a number where there are several.  Each
        is obeyed once.
    parameters : dict
        Of the notebook.
    """
    for note in sorted(notes.glob("*")):
        if note.name.split("-")[0] in str(parameters.get("survey")):
            other = note.read_text()
            note.unlink()
            if other:
                time.sleep(1)  # until what other processes have finished has arrived
            os.kill(int(other or os.getpid()), signal.SIGKILL)


def run_as_told(document, parameters, **options):
    """Run a notebook as a script, in a process that may be killed."""
    obey(Path(os.environ["TOY_NOTES"]), parameters)
    return run_as_script(document, parameters, **options)


if __name__ in ("__main__", "__mp_main__"):  # the latter in processes that make reports
    project.running_code = lambda: TOP / "src/helpers"
    workspace.Workspace.exporters = EXPORTERS
    if not os.environ.get("TOY_KERNELS"):
        execution.execute = run_as_told if os.environ.get("TOY_NOTES") else run_as_script

if __name__ == "__main__":
    sys.exit(cli.main())
