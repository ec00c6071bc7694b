"""JupyterLab as a person has it, in a browser: notebooks run by hand, the menus, the widgets."""

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from chromium import CHROMIUM, Page

from helpers.document import export

TOP = Path(__file__).parents[2]
LAB = TOP / ".venv-lab/bin/python"
NAMES = sorted(path.stem for path in (TOP / "notebooks").glob("0*.ipynb"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not LAB.exists(), reason="no .venv-lab; `make .venv-lab/ready` makes it"),
]
IDLE = (
    "window.jupyterapp && jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
    "?.status === 'idle'"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the notebooks and the answers: what `make lab` opens on."""
    desk = tmp_path_factory.mktemp("desk")
    for name in ("notebooks", "data/raw"):
        shutil.copytree(TOP / name, desk / name)
    shutil.copy(TOP / "START.ipynb", desk)
    return desk


@pytest.fixture
def tables(desk, built):
    """The built tables in their place: a notebook reads those of all before it."""
    shutil.copytree(built / "data/processed", desk / "data/processed", dirs_exist_ok=True)


@pytest.fixture(scope="module")
def address(desk, tmp_path_factory):
    """The address of a JupyterLab on that folder."""
    home, token = tmp_path_factory.mktemp("home"), secrets.token_hex(8)
    options = {
        "ServerApp.root_dir": desk,
        "ServerApp.port": "0",
        "ServerApp.allow_root": True,
        "IdentityProvider.token": token,
        "LabApp.expose_app_in_browser": True,
    }
    command = [LAB, "-m", "jupyterlab", "--no-browser", *(f"--{k}={v}" for k, v in options.items())]
    environment = os.environ | {"HOME": str(home), "PYTHONPATH": str(TOP / "src")}
    log = home / "log"
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=desk, env=environment, stdout=out, stderr=out)
    try:
        yield _root(log, token)
    finally:
        server.terminate()
        server.wait()


def _root(log, token):
    """The address that the server says it has, once it answers there."""
    for _ in range(600):
        time.sleep(0.1)
        if match := re.search(r"http://localhost:(\d+)/lab", log.read_text()):
            root = f"http://localhost:{match[1]}"
            with contextlib.suppress(urllib.error.URLError):  # it is said before it is so
                urllib.request.urlopen(f"{root}/api?token={token}")
                return f"{root}/{{place}}?token={token}&reset"
    raise AssertionError(log.read_text())


@pytest.fixture
def page(tmp_path):
    with Page(tmp_path, height=1400) as page:
        yield page


def run_all(page, address, desk, path):
    """Open a notebook, run all of it, save it, and return what is in the file then."""
    page.open(address.format(place=f"lab/tree/{path}"))
    page.wait(f"document.querySelector('.jp-Notebook .jp-Cell') && {IDLE}", 90)
    assert page.run("jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait(IDLE)
    page.run("jupyterapp.commands.execute('docmanager:save')")
    return nbformat.read(desk / path, as_version=4)


def outputs(notebook):
    """What the code cells show, without what differs between two runs: numbers of executions."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cells = [cell for cell in cells if "injected-parameters" not in cell.metadata.get("tags", ())]
    return [
        [
            {key: output[key] for key in ("data", "text", "ename", "evalue") if key in output}
            for output in cell.outputs
        ]
        for cell in cells
    ]


def test_every_notebook_run_by_hand_shows_what_the_build_shows(page, address, desk, tables, built):
    """Fails when a notebook stops in JupyterLab, or shows there another number or picture."""
    executed = built / ".survey/linkedin-2015/built/executed"
    runs = {name: run_of(executed, name) for name in NAMES}
    assert len([run for run in runs.values() if run]) > 6
    for name, run in runs.items():
        if run:  # of this survey
            by_hand = run_all(page, address, desk, f"notebooks/{name}.ipynb")
            assert outputs(by_hand) == outputs(nbformat.read(run, as_version=4)), name


def run_of(executed, name):
    """The executed notebook of the parameters that stand in the notebook itself; None if none."""
    runs = (executed / f"{name}{end}.ipynb" for end in ("", ".q5", ".fr"))
    return next((run for run in runs if run.exists()), None)


def test_the_start_page_runs_and_the_menu_has_the_reports(page, address, desk):
    """Fails when a first hour begins with an error, or the menu lost what it is told to offer."""
    shown = outputs(run_all(page, address, desk, "START.ipynb"))
    assert "error" not in str(shown) and "<td>31</td>" in str(shown)
    menu = "[...document.querySelectorAll('.lm-MenuBar-item')].find(e => e.textContent === 'File')"
    place = page.run(f"(() => {{const b = {menu}.getBoundingClientRect(); return [b.x, b.y]}})()")
    page.click(place[0] + 5, place[1] + 5)
    labels = "[...document.querySelectorAll('.lm-Menu-itemLabel')].map(e => e.textContent)"
    page.wait(f"{labels}.includes('Report (PDF)') && {labels}.includes('Report (HTML)')")


def test_the_menu_s_pdf_is_the_exporter_s(page, address, desk, tables, tmp_path):
    """Fails when the report that JupyterLab hands out is not the one that the program makes."""
    notebook = run_all(page, address, desk, "notebooks/06_report.ipynb")
    page.run(
        "void jupyterapp.commands.execute('notebook:export-to-format', {format: 'report_pdf'})"
    )
    saved = tmp_path / "downloads/06_report.pdf"
    for _ in range(600):
        time.sleep(0.1)
        if saved.exists():
            break
    expected, _ = export.ReportPDFExporter().from_notebook_node(notebook)
    assert saved.read_bytes() == expected


def test_a_choice_by_widget_changes_what_is_shown_and_is_saved(page, address, desk):
    """Fails when the controls do not come up, change nothing, or save nothing."""
    run_all(page, address, desk, "notebooks/explore.ipynb")
    page.run("jupyterapp.shell.currentWidget.content.scrollToItem(8)")
    shown = "document.querySelector('.jp-Notebook').innerText.replaceAll('\\xa0', ' ')"
    page.wait(f"{shown}.includes('« Aimer, commenter, partager » et')")
    choose = (
        "(() => {const control = document.querySelectorAll('.widget-dropdown select')[0];"
        "control.selectedIndex = 6; control.dispatchEvent(new Event('change', {bubbles: true}))})()"
    )
    page.run(choose)
    page.wait(f"{shown}.includes('« Contacter des prospects » et')")
    button = "[...document.querySelectorAll('button')].find(e => e.textContent.includes('SVG'))"
    page.run(f"{button}.click()")
    page.wait(f"{shown}.includes('views/q7-q3.svg')")
    assert (desk / "notebooks/views/q7-q3.svg").read_text(encoding="utf-8").startswith("<svg")
