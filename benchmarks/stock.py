"""The first survey by papermill's and nbconvert's own commands, and its pages by themselves."""

import shutil
import time
from pathlib import Path

from measure import run

TOP = Path(__file__).resolve().parents[1]
ID = "linkedin-2015"
RAW, PROCESSED, REPORTS = f"data/raw/{ID}", f"data/processed/{ID}", f"reports/{ID}"
LEAN = "stock, without JupyterLab"
BESIDE = TOP / ".venv-lab/bin"  # of an environment that holds JupyterLab too
STOCK = "stock, one after the other" if BESIDE.exists() else LEAN
PARAMETERS = {"02": "question", "06": "language", "07": "language", "08": "language"}
PAGES = {  # what is exported of a notebook; of all others, the page with its code
    "06": ["report_pdf", "report_html"],
    "07": ["report_html", "report_xlsx"],
    "08": ["report_pdf"],
}


def copy_project(top, *folders):
    """Copy what a build needs of this project, and further folders of it, to an empty place."""
    for name in ("notebooks", "src", *folders):
        shutil.copytree(TOP / name, top / name, ignore=shutil.ignore_patterns("*.egg-info"))
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(TOP / name, top)


def stock(top, **where):
    """The notebooks and pages of the last build by the commands that papermill and nbconvert
    install; their number.
    """
    executed = sorted((top / f".survey/{ID}/built/executed").glob("*.ipynb"))
    out = top / "stock"
    out.mkdir(exist_ok=True)
    exported = {}
    for path in executed:
        name, _, value = path.stem.partition(".")
        number = name.partition("_")[0]
        given = {"survey": RAW, "tables_dir": PROCESSED}
        if value:
            given[PARAMETERS[number]] = value
        options = [word for pair in given.items() for word in ("-p", *pair)]
        run(top, "papermill", f"notebooks/{name}.ipynb", out / path.name, *options, **where)
        for kind in PAGES.get(number, ["annex"]):
            exported.setdefault(kind, []).append(out / path.name)
    for kind, notebooks in exported.items():
        how = ["--to", kind]
        if kind == "annex":
            how = ["--to", "report_html", "--ReportHTMLExporter.show_code=True"]
        run(top, "jupyter", "nbconvert", *how, *notebooks, **where)
    return len(executed)


def inside(kind, folder):
    """CPU seconds for the second document of a process, whose templates and fonts are loaded."""
    import nbformat

    from helpers.document import export

    exporter = {"pdf": export.ReportPDFExporter, "html": export.ReportHTMLExporter}[kind]()
    for language in ("en", "fr"):
        begin = time.process_time()
        exporter.from_notebook_node(
            nbformat.read(f"{folder}/06_report.{language}.ipynb", as_version=4)
        )
    return time.process_time() - begin
