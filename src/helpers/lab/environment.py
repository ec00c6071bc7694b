"""JupyterLab's environment, completed by the one that executes: packages, templates, kernel.

``python environment.py .venv`` is run by the interpreter of the environment that is completed, in
which nothing of ours can be imported yet.  Without a folder, of an environment that has all, as
Binder's, it writes the settings of JupyterLab alone.
"""

import json
import site
import subprocess
import sys
import sysconfig
from importlib.metadata import entry_points
from pathlib import Path

# A line that names the interpreter may hold no space, and a project's folder may: the shell reads
# the first two lines as a command, Python as a text.
COMMAND = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

import {module}

sys.exit({module}.{function}())
"""


def _export(format: str, label: str) -> dict:
    """An entry of the menu *File* that exports a notebook; the export menu has names alone."""
    return {
        "command": "notebook:export-to-format",
        "args": {"format": format, "label": label},
        "rank": 9,
    }


REPORTS = [_export("report_pdf", "Report (PDF)"), _export("report_html", "Report (HTML)")]
SETTINGS = {  # of JupyterLab, for who did not choose others
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [{"id": "jp-mainmenu-file", "items": REPORTS}]
    },
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


def complete(execution: Path) -> None:
    """Make all that the executing environment has visible in this one.

    Parameters
    ----------
    execution : Path
        The folder of the executing environment.
    """
    own = Path(sys.prefix, "share/jupyter")
    packages = _packages(execution)
    # Not a plain path: our own package stands in a file of that folder which only `site` reads.
    line = f"import site; site.addsitedir({str(packages)!r})\n"
    Path(sysconfig.get_path("purelib"), "execution.pth").write_text(line, encoding="utf-8")
    (own / "nbconvert").symlink_to(execution.resolve() / "share/jupyter/nbconvert")
    write_settings(own)
    site.addsitedir(str(packages))  # as every process of this environment does from now on
    write_commands(Path(sys.executable).parent)
    kernel = ["ipykernel", "install", "--sys-prefix", "--display-name", "survey-report"]
    subprocess.run([sys.executable, "-m", *kernel], check=True, stdout=subprocess.DEVNULL)


def write_settings(share: Path) -> None:
    """Write what JupyterLab begins with: our entries in its menu, and no news.

    Parameters
    ----------
    share : Path
        The folder ``share/jupyter`` of its environment.
    """
    settings = share / "lab/settings/overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(SETTINGS, indent=1), encoding="utf-8")


def write_commands(folder: Path) -> None:
    """Write the commands of all packages that this process sees, but those that are there.

    Parameters
    ----------
    folder : Path
        That of the interpreter: `papermill` and `jupyter` are then those of this environment.
    """
    for command in entry_points(group="console_scripts"):
        path = folder / command.name
        if not path.exists():
            module, _, function = command.value.partition(":")
            text = COMMAND.format(python=sys.executable, module=module, function=function)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o755)


def _packages(execution):
    """Where the packages of an environment are; both have the same version of Python."""
    paths = {"base": str(execution.resolve()), "platbase": str(execution.resolve())}
    return Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))


if __name__ == "__main__":
    if folders := sys.argv[1:]:
        complete(Path(*folders))
    else:
        write_settings(Path(sys.prefix, "share/jupyter"))
