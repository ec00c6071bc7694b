"""One run of one notebook: parameters checked, a kernel of its own, no trace of time."""

import ast
import contextlib
import json
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.codebook import SurveyError, suggest
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.lineage import fingerprint
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
_IMPORTING = threading.Lock()  # threads that import in a circle may see half a module
_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
}


class Notebook:
    """A notebook as it stands in its file.

    Parameters
    ----------
    path : Path

    Attributes
    ----------
    defaults : dict
        The parameters it takes, with the values they have when it is run by hand.

    Raises
    ------
    SurveyError
        If there is no such notebook, or it holds what is not Python.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.document = json.loads(path.read_text(encoding="utf-8"))
            cells = self.document["cells"]
        except FileNotFoundError:
            known = sorted(p.stem for p in path.parent.glob("*.ipynb"))
            raise SurveyError(
                f"no notebook {path}; there are {known}{suggest(path.stem, known)}"
            ) from None
        except (ValueError, KeyError, TypeError):
            raise SurveyError(
                f"{path} is not a notebook; open it in JupyterLab and save it again"
            ) from None
        for number, cell in enumerate(cells, start=1):
            cell["source"] = "".join(cell["source"])
            cell.setdefault("id", f"cell-{number}")  # or a random one would be given at every run
            if cell["cell_type"] == "code":
                self._must_parse(cell["source"], number)
        self.document |= {"nbformat": 4, "nbformat_minor": 5}
        self.code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        self.parameters_index = next(
            (i for i, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ())),
            None,
        )
        try:
            self.defaults = (
                {}
                if self.parameters_index is None
                else _defaults(cells[self.parameters_index]["source"])
            )
        except (ValueError, AttributeError):
            where = f"{path}, cell {self.parameters_index + 1}"
            raise SurveyError(
                f"{where}: a cell tagged `parameters` holds only lines as `name = 'text'`"
            ) from None

    @property
    def first_cell(self) -> str:
        """The Markdown that it opens with."""
        cells = self.document["cells"]
        return cells[0]["source"] if cells and cells[0]["cell_type"] == "markdown" else ""

    @property
    def fingerprint(self) -> str:
        """What makes a run: cells and their metadata, not what a run by hand has left there."""
        cells = [
            {k: v for k, v in cell.items() if k not in ("outputs", "execution_count")}
            for cell in self.document["cells"]
        ]
        metadata = {
            k: v
            for k, v in self.document["metadata"].items()
            if k not in ("kernelspec", "language_info")
        }
        return fingerprint([cells, metadata])

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return parameters in the types of the notebook's own.

        Papermill passes an unknown name on with a warning, and the run goes on with the default.

        Parameters
        ----------
        given : dict
            Values by name; a text, as typed on a command line, becomes what the notebook has there.

        Raises
        ------
        SurveyError
            If the notebook does not take a name, or not that kind of value.
        """
        for name in given:
            if name not in self.defaults:
                accepted = list(self.defaults)
                known = f"only {accepted}{suggest(name, accepted)}"
                raise SurveyError(f"{self.path.name} takes no parameter {name!r}, {known}")
        return {name: self._typed(name, value) for name, value in given.items()}

    def _typed(self, name: str, value: Any) -> Any:
        kind = type(self.defaults[name])
        if isinstance(value, str) and kind not in (str, type(None)):
            with contextlib.suppress(ValueError, SyntaxError):
                value = ast.literal_eval(value.capitalize() if kind is bool else value)
        if kind is float and type(value) is int:
            value = float(value)
        if kind is not type(None) and type(value) is not kind:
            raise SurveyError(
                f"{self.path.name}: {name} is {_KINDS.get(kind, kind.__name__)}, as "
                f"{self.defaults[name]!r}, not {value!r}"
            )
        return value

    def _must_parse(self, source: str, number: int) -> None:
        try:
            ast.parse(source)
        except SyntaxError as error:
            line = (error.text or "").strip()
            cure = "a notebook holds plain Python without %magics, so that its imports can be known"
            raise SurveyError(
                f"{self.path}, cell {number}: {error.msg} in {line!r}; {cure}"
            ) from None


class CellError(BuildError):
    """A cell failed: which one, what it says, what went wrong."""

    def __init__(self, notebook: Notebook, number: int, error: object) -> None:
        source = notebook.document["cells"][number - 1]["source"] if number else ""
        lines = "\n".join(f"    {line}" for line in source.splitlines())
        super().__init__(f"notebooks/{notebook.path.name}, cell {number or '?'}:\n{lines}\n{error}")


def execute(
    notebook: Notebook, parameters: Mapping[str, Any], *, folder: Path, kernels: Kernels
) -> tuple[Any, dict[str, list[str]] | None]:
    """Execute a notebook in a kernel of its own.

    Parameters
    ----------
    notebook : Notebook
    parameters : dict
    folder : Path
        Where it runs.
    kernels : kernel.Kernels

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
    kernels.prepare()  # while this process loads papermill
    with _IMPORTING:
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
            kernel_manager_class=manager(kernels),
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


def _defaults(source: str) -> dict[str, Any]:
    """Names and literal values of the assignments in a cell tagged `parameters`."""
    defaults = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                defaults[target.id] = ast.literal_eval(node.value)
    return defaults


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
