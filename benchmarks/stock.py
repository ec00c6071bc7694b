"""The first survey by papermill's and nbconvert's own commands, and its pages by themselves."""

import time
from pathlib import Path

from measure import run

TOP = Path(__file__).resolve().parents[1]
ID = "linkedin-2015"
RAW, PROCESSED, REPORTS = f"data/raw/{ID}", f"data/processed/{ID}", f"reports/{ID}"
LEAN = "stock, without JupyterLab"
BESIDE = TOP / ".venv-lab/bin"  # of an environment that holds JupyterLab too
STOCK = "stock, one after the other" if BESIDE.exists() else LEAN
QUESTIONS = [f"q{number}" for number in range(1, 9)]


def stock(top, **where):
    """The same notebooks and pages by the commands that papermill and nbconvert install."""
    runs = [("00_published", {}), ("01_clean", {})]
    runs += [("02_question", {"question": question}) for question in QUESTIONS]
    runs += [(name, {}) for name in ("03_associations", "04_robustness", "05_exploration")]
    runs += [("06_report", {"language": language}) for language in ("fr", "en")]
    out = top / "stock"
    out.mkdir(exist_ok=True)
    for name, given in runs:
        target = out / f"{'.'.join([name, *given.values()])}.ipynb"
        options = [
            word
            for pair in ({"survey": RAW, "tables_dir": PROCESSED} | given).items()
            for word in ("-p", *pair)
        ]
        run(top, "papermill", f"notebooks/{name}.ipynb", target, *options, **where)
    reports, annex = (
        sorted(out.glob("06_*.ipynb")),
        sorted(set(out.glob("*.ipynb")) - set(out.glob("06_*.ipynb"))),
    )
    run(top, "jupyter", "nbconvert", "--to", "report_pdf", *reports, **where)
    run(top, "jupyter", "nbconvert", "--to", "report_html", *reports, **where)
    run(
        top,
        "jupyter",
        "nbconvert",
        "--to",
        "report_html",
        "--ReportHTMLExporter.show_code=True",
        *annex,
        **where,
    )
    return len(runs)


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
