"""A notebook as it stands in its file: its cells, its parameters, what makes a run of it."""

import ast
import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.codebook import SurveyError, suggest
from helpers.pipeline.lineage import fingerprint

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
                known = "for it has none: give the cell that holds them the tag `parameters`"
                if accepted:
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


def _defaults(source: str) -> dict[str, Any]:
    """Names and literal values of the assignments in a cell tagged `parameters`."""
    defaults = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                defaults[target.id] = ast.literal_eval(node.value)
    return defaults
