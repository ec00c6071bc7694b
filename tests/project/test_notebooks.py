"""The notebooks read as an argument, and their committed form is clean."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers import codebook
from helpers.pipeline import declaration
from helpers.processed import COLUMNS

TOP = Path(__file__).parents[2]
SURVEY, TABLES = (TOP / f"data/{kind}/linkedin-2015" for kind in ("raw", "processed"))
PATHS = sorted((TOP / "notebooks").glob("*.ipynb"))
FORBIDDEN = (
    ast.FunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.AsyncFunctionDef,
)


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def declared(path):
    """What a notebook says of itself."""
    return declaration.parse(nbformat.read(path, as_version=4).cells[0].source, path.stem)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_each_runs_for_some_survey_in_an_order_that_they_declare():
    """Fails when a notebook reads what no other writes, or two write one table."""
    book = codebook.load(SURVEY)
    values = {"question": [q.id for q in book.questions], "language": book.languages}
    runs = [run for path in PATHS for run in declared(path).runs(values)]
    provenance = [f"provenance.{language}" for language in book.languages]
    declaration.check(runs, given=[*provenance, "comparability", "edition_shares"], elsewhere=[])
    documents = {run.declaration.notebook for run in runs if run.pages}
    assert documents == {"06_report", "07_tables", "08_brief"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_reads_and_writes_by_the_names_that_it_declares(path):
    """Fails when a table is read or written that the first cell does not name, or the reverse."""
    cells = "".join(cell.source for cell in code(nbformat.read(path, as_version=4)))
    tables = {re.split(r"[/.]", name)[0] for name in COLUMNS}
    calls = " ".join(re.findall(r"\.read(?:_all|_answers)?\((.*?)\)", cells, re.S))
    read = set(re.findall(r'"(\w+)[".]', calls)) & tables
    read |= {"shares"} if "read_shares(" in cells else set()
    read |= {"answers"} if "read_answers(" in cells else set()
    written = set(re.findall(r'\.write\([^)]*?"(\w+)[/"]', cells))
    own = declared(path)
    names = [re.split(r"[/.]", name)[0] for name in own.reads if not name.startswith("raw/")]
    assert read == set(names)
    pages = (".pdf", ".html", ".xlsx")
    assert written == {name.split("/")[0] for name in own.writes if not name.endswith(pages)}
    assert ("intake.read(" in cells or "lab.open(" in cells) is ("answers" in own.raw)


def test_opens_with_its_question_its_parameters_and_its_imports(notebook):
    """Fails when the first cell is no question, the parameters compute, or imports come later."""
    first, parameters, imports = notebook.cells[:3]
    title = first.source.splitlines()[0]
    assert first.cell_type == "markdown" and title.startswith("# ") and title.endswith("?")
    own = declaration.parse(first.source, "this one")
    assert own.writes or own.needs == "an analyst"
    assert parameters.metadata.tags == ["parameters"]
    lines = parameters.source.splitlines()
    assert len(lines) <= 8
    for line, node in zip(lines, ast.parse(parameters.source).body, strict=True):
        assert (
            isinstance(node, ast.Assign)
            and ast.literal_eval(node.value) is not None
            and "  # " in line
        )
    assert "from helpers import" in imports.source and len(imports.source.splitlines()) <= 10
    for cell in code(notebook)[2:]:
        assert not any(
            isinstance(node, ast.Import | ast.ImportFrom)
            for node in ast.walk(ast.parse(cell.source))
        )


def test_cells_are_short_and_hold_no_machinery(notebook):
    """Fails when a cell grows past twelve lines or hides a function, a loop, an `if` or a print."""
    sizes = [len(cell.source.splitlines()) for cell in code(notebook)]
    assert max(sizes) <= 12 and sorted(sizes)[len(sizes) // 2] <= 4
    for cell in code(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, FORBIDDEN)
            assert not (isinstance(node, ast.Name) and node.id in ("print", "display"))
        assert "*" not in [
            alias.name
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        ]


def test_code_is_motivated(notebook):
    """Fails when three code cells follow each other, or one comes without saying why."""
    kinds = "".join("c" if cell.cell_type == "code" else "m" for cell in notebook.cells[3:])
    assert "ccc" not in kinds and kinds.startswith("m")


def test_committed_without_outputs(notebook):
    """Fails when a notebook is committed as it was run."""
    for cell in code(notebook):
        assert not cell.outputs and cell.execution_count is None


def test_writes_its_outputs_last(notebook):
    """Fails when a notebook that hands tables on ends on something else."""
    own = declaration.parse(notebook.cells[0].source, "this one")
    tables = [name for name in own.writes if not name.endswith((".pdf", ".html", ".xlsx"))]
    assert ("processed.write(" in notebook.cells[-1].source) is bool(tables)


@pytest.mark.slow
def test_run_by_hand_where_they_stand(tmp_path):
    """Fails when a notebook needs the build around it: JupyterLab's kernel starts in its folder."""
    for name in ("data/raw", "notebooks"):
        shutil.copytree(TOP / name, tmp_path / name)
    own = tmp_path / "data/processed/linkedin-2015"
    own.parent.mkdir()
    environment = os.environ | {
        "HOME": str(tmp_path),
        "PYTHONPATH": str(TOP / "src"),
        "MPLBACKEND": "agg",
    }
    one, two, three, *rest = [
        f"notebooks/{path.name}"
        for path in PATHS
        if path.stem not in ("02_editions", "02_events", "02_groups", "02_numbers")
        and not path.stem.startswith("explore")
    ]

    def execute(*names):
        command = [Path(sys.executable).with_name("jupyter-execute"), *names]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True
        )

    done = execute(one, two, three, *rest)
    asked = [question.id for question in codebook.load(SURVEY).questions]
    missing = ", ".join(
        id for id in asked if id != "q5"
    )  # 02_question is about one question unless told otherwise
    assert (
        f"no shares of {missing}; execute 02_question for each, or run: survey build" in done.stderr
    )
    for id in asked:
        assert id == "q5" or shutil.copy(TABLES / f"shares/{id}.csv", own / "shares")
    done = execute(*rest, *(f"notebooks/explore{name}.ipynb" for name in ("", "_texts")))
    assert done.returncode == 0, done.stderr
    written = sorted(path.relative_to(own) for path in own.rglob("*.csv"))
    assert written == sorted(path.relative_to(TABLES) for path in TABLES.rglob("[!p]*.csv"))
    assert all((own / path).read_bytes() == (TABLES / path).read_bytes() for path in written)


def helper_calls(cell, modules):
    """Calls of the functions of some modules in a cell, as they are written: `tables.shares`."""
    calls = [node.func for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    names = {ast.unparse(call) for call in calls if isinstance(call, ast.Attribute)}
    return {name for name in names if name.split(".")[0] in modules}


def test_a_helper_is_introduced_before_its_first_use(notebook):
    """Fails when a reader who does not know the helpers meets one of which nothing was said.

    A notebook of which pages are made tells a story: what shows its sections is named like them,
    and introduced together.
    """
    imports = ast.walk(ast.parse(notebook.cells[2].source))
    names = [node.names for node in imports if isinstance(node, ast.ImportFrom)]
    modules = {alias.name for aliases in names for alias in aliases}
    together = "function of `sections` shows the section that it is named after"
    if together in " ".join(notebook.cells[0].source.split()):
        modules.discard("sections")
    text = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text += cell.source
        else:
            missing = {call for call in helper_calls(cell, modules) if f"`{call}`" not in text}
            assert not missing


def test_tables_are_shown_by_label(notebook):
    """Fails when a cell ends on a table of ids, as `jamais|rarement`, where a section or a sentence
    of the report has the same by its labels.

    What is typed in the export and the ledger of its changes are shown as they are: that is the
    point; so are a bench, its frames, and what was written.
    """
    own = declaration.parse(notebook.cells[0].source, "this one")
    if own.needs == "an analyst":
        return
    by_themselves = ("export.head(", "cleaned.ledger", "held", "processed.write(")
    cells = [ast.parse(cell.source).body[-1] for cell in code(notebook)[2:]]
    last = [ast.unparse(node) for node in cells if isinstance(node, ast.Expr)]
    by_label = ("sections.", "narrative.", "show.")
    assert not [line for line in last if not line.startswith((*by_label, *by_themselves))]
