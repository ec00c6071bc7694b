"""The ``survey`` command: what it answers, where, and with which exit status."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import cli
from helpers.codebook import SurveyError
from helpers.pipeline.batch import build
from helpers.pipeline.store import BuildError

TOP = Path(__file__).resolve().parents[2]
TOY = TOP / "tests/toy"
SURVEY = TOP / "data/raw/linkedin-2015"


@pytest.fixture(autouse=True)
def at_the_top(monkeypatch):
    monkeypatch.chdir(TOP)


@pytest.fixture
def toy(tmp_path):
    return shutil.copytree(TOY, tmp_path / "toy")


def loaded(program, *arguments, cwd):
    """Run a program in a process of its own; return its status, and the packages it loaded."""
    code = (
        "import runpy, sys\n"
        f"sys.argv = {[str(program), *arguments]!r}\n"
        "try:\n"
        "    runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    print(end.code or 0, *{name.split('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True
    )
    status, *packages = done.stdout.splitlines()[-1].split()
    return int(status), set(packages), done.stdout


def test_help_is_answered_at_once():
    """Fails if an import of a command stands at the top of the module."""
    status, packages, text = loaded(TOP / "src/helpers/cli.py", "--help", cwd=TOP)
    assert status == 0
    assert not packages & {"pandas", "papermill", "nbconvert", "nbformat", "tomllib"}
    assert all(
        command in text for command in ("build", "check", "seal", "reconstruct", "run", "watch")
    )


@pytest.mark.slow
def test_a_build_without_changes_starts_nothing(toy):
    """Fails if something heavy is imported before it is known to be needed."""
    command = [sys.executable, "survey.py", "build", "--quiet", "--language", "fr"]
    subprocess.run(command, cwd=toy, check=True)
    status, packages, text = loaded("survey.py", "build", "--language", "fr", cwd=toy)
    assert status == 0
    assert text.startswith("up to date: reports/mini/report.fr.pdf\n")
    assert not packages & {
        "pandas",
        "numpy",
        "papermill",
        "nbconvert",
        "nbformat",
        "zmq",
        "matplotlib",
        "typst",
    }


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["build", "data/raw/linkdin-2015"],
            "no survey folder 'data/raw/linkdin-2015', only ['data/raw/linkedin",
        ),
        (["build", "linkedn-2015"], "did you mean 'data/raw/linkedin-2015'?"),
        (
            ["build", str(SURVEY), "--language", "frr"],
            "language 'frr', only in ['fr', 'en']; did you mean 'fr'",
        ),
        (["check", "nowhere"], "no survey folder 'nowhere'"),
        (["run", "02_qestion"], "did you mean '02_question'?"),
        (["run", "02_question", "-p", "question", "q99"], "no question 'q99', only ['q1', "),
        (
            ["run", "02_question", "-p", "qestion", "q1"],
            "no parameter 'qestion', only ['survey', 'tables_dir', 'q",
        ),
        (["run", "06_report", "-p", "language", "e"], "no texts in language 'e'"),
        (["run", "06_report", "-p", "survey", "data/raw/x"], "no survey folder 'data/raw/x'"),
    ],
)
def test_a_mistake_is_one_message(capsys, arguments, complaint):
    """Fails if a mistake is seen too late, shown with a traceback, or counted as a failure."""
    assert cli.main(arguments) == 2
    said = capsys.readouterr()
    assert complaint in said.err
    assert said.err.startswith("survey: ")
    assert "Traceback" not in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "arguments", [["build", "--jobs", "0"], ["build", "--jobs", "two"], ["bild"], []]
)
def test_a_wrong_command_line(capsys, arguments):
    """Fails if the arguments are not checked by the parser: it shows the usage and exits with 2."""
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    assert "usage: survey" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "status", "complaint"),
    [
        (SurveyError("the codebook"), 2, "survey: the codebook\n"),
        (BuildError("a cell"), 1, "survey: a cell\n"),
        (
            PermissionError(13, "Permission denied", "reports"),
            1,
            "survey: reports: Permission denied; nothing",
        ),
        (KeyboardInterrupt(), 130, "survey: stopped"),
    ],
)
def test_the_exit_status_tells_whose_turn_it_is(capsys, monkeypatch, error, status, complaint):
    """Fails if two kinds of error are taken for one another, or one escapes as a traceback."""

    def fail(*args, **options):
        raise error

    monkeypatch.setattr(build, "build", fail)
    assert cli.main(["build"]) == status
    assert capsys.readouterr().err.startswith(complaint)


def test_a_catalogue_that_is_not_there(capsys, toy):
    """Fails if a language is not looked up among the catalogues before the first kernel starts."""
    codebook = toy / "data/raw/mini/codebook.toml"
    text = codebook.read_text()
    codebook.write_text(text.replace('"en"]', '"de"]').replace("en = ", "de = "))
    assert cli.main(["build", str(toy / "data/raw/mini"), "--into", str(toy)]) == 2
    assert "no catalogue in language 'de', only in ['en', 'es', 'fr']" in capsys.readouterr().err
    assert not (toy / ".survey").exists()


def test_answers_that_are_not_there(capsys, toy):
    """Fails if answers are missed only by a kernel, or it is not said how to make synthetic
    ones."""
    (toy / "data/raw/mini/answers.csv").unlink()
    assert cli.main(["build", str(toy / "data/raw/mini"), "--into", str(toy)]) == 2
    assert "answers.csv is missing; make them with: survey reconstruct" in capsys.readouterr().err


def test_check_shows_the_account(capsys):
    """Fails if `check` does not read, clean and print."""
    assert cli.main(["check", str(SURVEY)]) == 0
    said = capsys.readouterr().out
    assert "SHA-256" in said
    assert "kept" in said


def test_a_plan_is_sealed_once_and_check_tells_what_became_of_it(capsys, tmp_path):
    """Fails if a seal is written over, a given day passes for the clock's, or check is silent."""
    folder = shutil.copytree(SURVEY, tmp_path / "survey")
    answers, seal = folder / "answers.csv", folder / "sealed_plan.toml"
    answers.rename(folder / "later.csv")
    assert cli.main(["seal", str(folder), "--date", "2015-05-01"]) == 0
    written = seal.read_text(encoding="utf-8")
    assert 'dated = "by hand"\nanswers = 0' in written
    assert capsys.readouterr().out.splitlines()[1] == f"SHA-256 {written[-66:-2]}"
    assert cli.main(["seal", str(folder)]) == 2
    assert "is there already: a plan is sealed once" in capsys.readouterr().err
    assert seal.read_text(encoding="utf-8") == written
    (folder / "later.csv").rename(answers)
    codebook = folder / "codebook.toml"
    text = codebook.read_text(encoding="utf-8")
    codebook.write_text(text + "\n[plan]\nsmallest_gamma = 0.3\n", encoding="utf-8")
    assert cli.main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "plan: sealed on 2015-05-01, before the first answer (2015-05), SHA-256" in said
    assert "plan: amended: smallest_gamma: 0.5 → 0.3" in said
    seal.write_text(written.replace("0.5", "0.3", 1), encoding="utf-8")
    for command in ("check", "build"):
        assert cli.main([command, str(folder)]) == 2
        assert "was changed after it was sealed" in capsys.readouterr().err


def test_what_has_no_plan_cannot_be_sealed(capsys, tmp_path):
    """Fails if a seal is written that says nothing, or a date is taken that is none."""
    folder = shutil.copytree(TOP / "tests/surveys/workshop", tmp_path / "survey")
    codebook = folder / "codebook.toml"
    text = codebook.read_text(encoding="utf-8")
    for role in ("behaviour", "outcome"):
        text = text.replace(f'role = "{role}"', 'role = "context"')
    codebook.write_text(text, encoding="utf-8")
    assert cli.main(["seal", str(folder)]) == 2
    assert "no question has a role" in capsys.readouterr().err
    with pytest.raises(SystemExit) as end:
        cli.main(["seal", str(folder), "--date", "yesterday"])
    assert end.value.code == 2
    assert "'yesterday' is no day, as 2026-01-31" in capsys.readouterr().err


def test_reconstruct_writes_the_same_answers_and_spares_collected_ones(capsys, tmp_path):
    """Fails if the generator is not seeded, or the provenance not asked before it writes."""
    folder = shutil.copytree(SURVEY, tmp_path / "survey")
    (folder / "answers.csv").unlink()
    assert cli.main(["reconstruct", str(folder)]) == 0
    assert (folder / "answers.csv").read_bytes() == (SURVEY / "answers.csv").read_bytes()
    codebook = folder / "codebook.toml"
    codebook.write_text(
        codebook.read_text().replace('provenance = "synthetic"', 'provenance = "collected"')
    )
    (folder / "answers.csv").write_text("real")
    assert cli.main(["reconstruct", str(folder)]) == 2
    assert (folder / "answers.csv").read_text() == "real"
    assert "left as they are" in capsys.readouterr().err


def test_run_executes_one_notebook(toy):
    """Fails if parameters do not reach the notebook, or it runs elsewhere than at the top."""
    (toy / "data/processed/mini").mkdir(parents=True)
    (toy / "data/processed/mini/answers.csv").write_text("q1,q2\nnon,oui\n")
    command = [
        sys.executable,
        "survey.py",
        "run",
        "02_question",
        "-p",
        "question",
        "q2",
        "--output",
        "done.ipynb",
    ]
    done = subprocess.run(command, cwd=toy, check=True, capture_output=True, text=True)
    assert done.stdout == "done.ipynb\n"
    assert (toy / "data/processed/mini/shares/q2.csv").read_text() == "level,count\noui,1\n"
    outputs = [
        cell["outputs"]
        for cell in json.loads((toy / "done.ipynb").read_text())["cells"]
        if "outputs" in cell
    ]
    assert "Content?" in str(outputs)


SLOW = [pytest.param(number, marks=pytest.mark.slow) for number in (1, 5, 20, 150)]


@pytest.mark.parametrize("number", [2, 60, 400, *SLOW])
def test_an_interruption_is_quiet_whenever_it_comes(number):
    """Fails if Ctrl-C shows a traceback while modules are imported, or before `main` is ready."""
    code = (
        "import signal, sys\n"
        "from helpers.cli import main\n"
        f"left = [{number}]\n"
        "def interrupt(event, arguments):\n"
        "    left[0] -= event == 'import'\n"
        "    if event == 'import' and left[0] == 0:\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "sys.addaudithook(interrupt)\n"
        f"sys.exit(main(['check', {str(SURVEY)!r}]))\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True)
    assert done.returncode == 130
    assert done.stderr == "survey: stopped; the next build goes on from here\n"


def test_nothing_is_imported_before_an_interruption_can_be_told():
    """Fails if a module that takes time is imported at the top of the command's own."""
    code = "import sys; before = {*sys.modules}; import helpers.cli; print({*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ast.literal_eval(done.stdout) == {"helpers", "helpers.cli", "__future__"}
