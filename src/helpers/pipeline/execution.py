"""One run of one notebook: in a kernel of its own, without a trace of time in what it leaves."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.codebook import SurveyError
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.notebook import Notebook
from helpers.pipeline.store import BuildError

_LANGUAGE = {
    "name": "python",
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "pygments_lexer": "ipython3",
}
# What a kernel is asked at the end; a notebook that has not asked for words has no such module.
ASKED = """import json, sys
asked = getattr(sys.modules.get("helpers.report.catalogue"), "ASKED", {})
print(json.dumps({language: sorted(keys) for language, keys in asked.items()}))"""


def load_papermill() -> None:
    """Import all that `execute` needs.

    Threads that import in a circle may see half a module: who executes in several calls this first.
    """
    import nbformat  # noqa: F401
    import papermill  # noqa: F401
    from jupyter_core.utils import ensure_event_loop  # noqa: F401

    from helpers.pipeline import kernel_manager  # noqa: F401


class CellError(BuildError):
    """A cell failed: which one, what it says, what went wrong."""

    def __init__(self, notebook: Notebook, number: int, error: object) -> None:
        source = notebook.document["cells"][number - 1]["source"] if number else ""
        lines = "\n".join(f"    {line}" for line in source.splitlines())
        super().__init__(f"notebooks/{notebook.path.name}, cell {number or '?'}:\n{lines}\n{error}")


def execute(
    notebook: Notebook,
    parameters: Mapping[str, Any],
    *,
    folder: Path,
    kernels: Kernels,
    drawings: Path | None = None,
) -> tuple[Any, dict[str, list[str]] | None]:
    """Execute a notebook in a kernel of its own.

    Parameters
    ----------
    notebook : Notebook
    parameters : dict
    folder : Path
        Where it runs.
    kernels : kernel.Kernels
    drawings : Path, optional
        Folder of figures that need not be drawn again.

    Returns
    -------
    executed : nbformat.NotebookNode
        The notebook with its outputs.
    asked : dict of str to list of str, or None
        By language, the keys of the messages it asked for; None if the kernel does not say.

    Raises
    ------
    SurveyError
        If a cell met something that the survey's owner can put right.
    CellError
        If a cell failed otherwise.
    """
    import nbformat
    import papermill
    from jupyter_core.utils import ensure_event_loop

    from helpers.pipeline.kernel_manager import manager

    document = nbformat.from_dict(notebook.document)
    document.cells.append(nbformat.v4.new_code_cell(ASKED, id="asked"))
    current = [0]

    def number(index: int) -> int:
        """Number of a cell in the file, from 1: papermill adds one after the parameters."""
        return index if parameters and index > notebook.parameters_index else index + 1

    def note_start(cell: Any, cell_index: int) -> None:
        current[0] = min(number(cell_index), len(notebook.document["cells"]))

    try:
        executed = papermill.execute_notebook(
            document,
            None,
            parameters,
            kernel_name="python3",
            language="python",
            kernel_manager_class=manager(kernels, drawings),
            coalesce_streams=True,  # one print may arrive in pieces, the next time in others
            resources={"metadata": {"path": str(folder)}},
            shutdown_kernel="immediate",
            record_timing=False,
            progress_bar=False,
            on_cell_execute=note_start,
        )
    except papermill.PapermillExecutionError as error:
        if error.ename == "SurveyError":
            raise SurveyError(error.evalue) from None
        traceback = _traceback(error, kernels.code)
        raise CellError(notebook, number(error.cell_index), traceback) from None
    except RuntimeError as error:  # nbclient's words for a kernel that died or never answered
        raise CellError(notebook, current[0], f"{error}; is the memory full?") from None
    finally:
        ensure_event_loop().close()  # that nbclient has opened for this thread, and leaves open
    return _timeless(executed), _asked(executed.cells.pop())


def clear_outputs(executed: Any) -> None:
    """Take the outputs out of a notebook that shows single people, and that nobody is shown."""
    for cell in executed.cells:
        if cell.cell_type == "code":
            cell.outputs = []


def _asked(cell: Any) -> dict[str, list[str]] | None:
    """What the kernel has said when it was asked for the messages."""
    try:
        return json.loads("".join(output.get("text", "") for output in cell.outputs))
    except ValueError:  # a thread of the notebook that goes on talking
        return None


def _traceback(error: Any, code: Path) -> str:
    """The frames in the notebook and in our code, without colours, and what went wrong."""
    frames = [re.sub(r"\x1b\[[0-9;]*m", "", frame).strip("\n") for frame in error.traceback]
    ours = [frame for frame in frames[:-1] if frame.startswith("Cell In") or str(code) in frame]
    return "\n".join([*ours, f"{error.ename}: {error.evalue}"])


def _timeless(executed: Any) -> Any:
    """Remove what differs between two runs of the same notebook on the same data."""
    executed.metadata.pop("papermill", None)
    executed.metadata.pop("kernelspec", None)
    executed.metadata["language_info"] = _LANGUAGE
    for cell in executed.cells:
        cell.metadata.pop("papermill", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.id = "injected-parameters"
    return executed
