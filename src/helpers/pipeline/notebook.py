"""One run of one notebook: parameters checked, a kernel of its own, no trace of time in the result."""

import ast
import contextlib
import json
import re

from helpers.codebook import SurveyError, suggest
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
print(json.dumps({k: sorted(v) for k, v in getattr(sys.modules.get("helpers.report.catalogue"), "ASKED", {}).items()}))"""
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

    def __init__(self, path):
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
        self.parameters_at = next(
            (i for i, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ())),
            None,
        )
        try:
            self.defaults = (
                {} if self.parameters_at is None else _defaults(cells[self.parameters_at]["source"])
            )
        except (ValueError, AttributeError):
            where = f"{path}, cell {self.parameters_at + 1}"
            raise SurveyError(
                f"{where}: a cell tagged `parameters` holds only lines as `name = 'text'`"
            ) from None

    @property
    def fingerprint(self):
        """What makes a run: cells and their metadata; outputs and counts, left by a run by hand, do not."""
        cells = [
            {k: v for k, v in cell.items() if k not in ("outputs", "execution_count")}
            for cell in self.document["cells"]
        ]
        kept = {
            k: v
            for k, v in self.document["metadata"].items()
            if k not in ("kernelspec", "language_info")
        }
        return fingerprint([cells, kept])

    def checked(self, given):
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
                raise SurveyError(
                    f"{self.path.name} takes no parameter {name!r}, only {accepted}{suggest(name, accepted)}"
                )
        return {name: self._typed(name, value) for name, value in given.items()}

    def _typed(self, name, value):
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

    def _must_parse(self, source, number):
        try:
            ast.parse(source)
        except SyntaxError as error:
            raise SurveyError(
                f"{self.path}, cell {number}: {error.msg} in {(error.text or '').strip()!r}; a notebook holds plain "
                "Python without %magics, so that what it imports can be known"
            ) from None


class CellError(BuildError):
    """A cell failed: which one, what it says, what went wrong."""

    def __init__(self, notebook, number, error):
        source = notebook.document["cells"][number - 1]["source"] if number else ""
        lines = "\n".join(f"    {line}" for line in source.splitlines())
        super().__init__(f"notebooks/{notebook.path.name}, cell {number or '?'}:\n{lines}\n{error}")


def execute(notebook, parameters, *, folder, kernels, watch=None):
    """Execute a notebook in a kernel of its own and return it with its outputs, and the messages it asked for.

    Parameters
    ----------
    notebook : Notebook
    parameters : dict
    folder : Path
        Where it runs.
    kernels : kernel.Kernels
    watch : callable, optional
        Called with the number of each code cell as it starts, and with 0 as the kernel does.

    Returns
    -------
    done : nbformat.NotebookNode
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
    if watch:
        watch(0)
    import nbformat
    import papermill
    from jupyter_core.utils import ensure_event_loop

    from helpers.pipeline.kernel_manager import manager

    document = nbformat.from_dict(notebook.document)
    document.cells.append(nbformat.v4.new_code_cell(ASKED, id="asked"))
    at = [0]

    def number(index):  # in the notebook's file, from 1: papermill adds a cell after the parameters
        return index if parameters and index > notebook.parameters_at else index + 1

    def starts(cell, cell_index):
        at[0] = min(number(cell_index), len(notebook.document["cells"]))
        if watch:
            watch(at[0])

    try:
        done = papermill.execute_notebook(
            document,
            None,
            parameters,
            kernel_name="python3",
            language="python",
            kernel_manager_class=manager(kernels),
            resources={"metadata": {"path": str(folder)}},
            shutdown_kernel="immediate",
            coalesce_streams=True,  # one print may arrive in pieces, the next time in others
            record_timing=False,
            progress_bar=False,
            on_cell_execute=starts,
        )
    except papermill.PapermillExecutionError as error:
        if error.ename == "SurveyError":
            raise SurveyError(error.evalue) from None
        raise CellError(
            notebook, number(error.cell_index), _traceback(error, kernels.code)
        ) from None
    except RuntimeError as error:  # nbclient's words for a kernel that died or never answered
        raise CellError(notebook, at[0], f"{error}; is the memory full?") from None
    finally:
        ensure_event_loop().close()  # the one that nbclient has opened for this thread, and leaves open
    return _timeless(done), _asked(done.cells.pop())


def _asked(cell):
    """What the kernel has said when it was asked for the messages."""
    try:
        return json.loads("".join(output.get("text", "") for output in cell.outputs))
    except ValueError:  # a thread of the notebook that goes on talking
        return None


def _traceback(error, code):
    """The frames in the notebook and in our code, without colours, and what went wrong."""
    frames = [re.sub(r"\x1b\[[0-9;]*m", "", frame).strip("\n") for frame in error.traceback]
    ours = [frame for frame in frames[:-1] if frame.startswith("Cell In") or str(code) in frame]
    return "\n".join([*ours, f"{error.ename}: {error.evalue}"])


def _defaults(source):
    """Names and literal values of the assignments in a cell tagged `parameters`."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                found[target.id] = ast.literal_eval(node.value)
    return found


def _timeless(done):
    """Remove what differs between two runs of the same notebook on the same data."""
    done.metadata.pop("papermill", None)
    done.metadata.pop("kernelspec", None)
    done.metadata["language_info"] = _LANGUAGE
    for cell in done.cells:
        cell.metadata.pop("papermill", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.id = "injected-parameters"
    return done
