"""How benchmarks measure: CPU time of a command and all its children, memory, the machine."""

import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
from importlib.metadata import version
from pathlib import Path

USED = {"cpu": 0.0}  # CPU seconds of the commands since it was last set to zero


def run(top, *command, programs=Path(sys.executable).parent):
    """Run a command on a copy of the project, counting its CPU time; return what it says on
    standard error."""
    environment = os.environ | {
        "PYTHONPATH": str(top / "src"),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command, cwd=top, env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)  # with all that it has waited for
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        text = errors.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{text}")
    USED["cpu"] += usage.ru_utime + usage.ru_stime
    return text


def memory(work):
    """MB that a cold build holds at most, all its processes together, a shared page counted once;
    not timed."""
    most, over = [0], threading.Event()

    def family(process):
        tasks = Path(f"/proc/{process}/task")
        children = [
            int(child)
            for task in tasks.iterdir()
            for child in (task / "children").read_text().split()
        ]
        return [process, *(one for child in children for one in family(child))]

    def watch():
        while not over.wait(0.1):
            try:
                kept = [
                    Path(f"/proc/{process}/smaps_rollup").read_text()
                    for process in family(os.getpid())[1:]
                ]
            except (OSError, ValueError):  # one that has ended meanwhile
                continue
            most[0] = max(
                most[0], sum(int(re.search(r"Pss: +(\d+)", text)[1]) for text in kept) / 1024
            )

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        over.set()
        watcher.join()
    return most[0]


def machine():
    """What was measured on, and with what."""
    try:
        model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())[1]
    except (OSError, TypeError):
        model = platform.processor()
    packages = (
        "papermill",
        "nbconvert",
        "nbclient",
        "ipykernel",
        "jupyter_client",
        "pandas",
        "matplotlib",
        "scipy",
        "typst",
    )
    return (
        f"{os.cpu_count()} x {model}, {platform.system()}, Python {platform.python_version()}\n"
        f"{', '.join(f'{name} {version(name)}' for name in packages)}\n"
    )


def report(name: str, value: float, bar: float) -> None:
    """Print a value, its bar, and whether it was reached."""
    print(f"{name:66}{value:8.3f}{bar:9.3f}  {'reached' if value <= bar else 'missed'}")
