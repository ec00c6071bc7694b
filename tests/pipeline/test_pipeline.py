"""The graph of notebooks, on a toy project: what runs, what is published, and what a crash leaves."""

import contextlib
import errno
import io
import json
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from toy.survey import EXPORTERS

from helpers import cli, codebook
from helpers.codebook import SurveyError
from helpers.pipeline import lineage, notebook, store
from helpers.pipeline.build import build
from helpers.pipeline.graph import Graph
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.progress import Progress
from helpers.pipeline.project import NOTEBOOKS, Project
from helpers.pipeline.store import BuildError

TOY = Path(__file__).parents[1] / "toy"
RAW = "data/raw/mini"
EVERYTHING = {
    "00_published",
    "01_clean",
    "02_question q1",
    "02_question q2",
    "03_associations",
    "04_robustness",
    "05_exploration",
    "06_report fr",
    "06_report en",
}
REPORTS = {"06_report fr", "06_report en"}
QUESTIONS = {"02_question q1", "02_question q2"}


@pytest.fixture(autouse=True)
def exporters(monkeypatch):
    monkeypatch.setattr(Graph, "exporters", EXPORTERS)


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A toy project whose reports are up to date."""
    top = copied(TOY, tmp_path_factory.mktemp("finished") / "toy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Graph, "exporters", EXPORTERS)
        assert ran(top) == EVERYTHING
    return top


@pytest.fixture
def toy(finished, tmp_path):
    """The finished project, in a folder of the test's own."""
    return copied(finished, tmp_path / "toy")


@pytest.fixture
def swift(monkeypatch):
    """Notebooks run as scripts, in a twentieth of the time: for tests of what runs, not of how."""

    def execute(document, parameters, *, folder, kernels, watch=None):
        given = [f"{name} = {value!r}" for name, value in parameters.items()]
        source = "\n".join([document.code[0], *given, *document.code[1:]])
        environment = os.environ | {"PYTHONPATH": str(kernels.code.parent)}
        done = subprocess.run(
            [sys.executable, "-c", f"{source}\n{notebook.ASKED}"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        *lines, asked = done.stdout.splitlines(keepends=True)
        output = nbformat.v4.new_output("stream", text="".join(lines))
        cell = nbformat.v4.new_code_cell(source, id="all", outputs=[output])
        return nbformat.v4.new_notebook(cells=[cell]), json.loads(asked)

    monkeypatch.setattr(notebook, "execute", execute)


def copied(source, target):
    """Copy a project with its time stamps, so that compiled modules stay valid."""
    return shutil.copytree(source, target)


def ran(top, **options):
    """Build, and return the names of the notebooks that were executed."""
    done = build(top / RAW, project=Project(top), **options)
    return {name for name in done.made if name[0].isdigit() and not name.endswith(".html")}


def published(top):
    """All that a reader sees, by name."""
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for folder in ("data/processed", "reports")
        for path in (top / folder).rglob("*")
        if path.is_file()
    }


def edit(path, old, new, *, unnoticed=False):
    """Replace a text in a file; unnoticed: size and time stamp stay as they were."""
    text, status = path.read_text(encoding="utf-8"), path.stat()
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    if unnoticed:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert path.stat().st_size == status.st_size


# What is executed after which change -------------------------------------------------------------------------------

HELPERS, CODEBOOK, EXECUTED = "src/helpers", f"{RAW}/codebook.toml", ".survey/mini/built/executed"
CHANGES = {
    "nothing": (lambda top: None, set()),
    "time stamps": (
        lambda top: [os.utime(path) for path in top.rglob("*") if path.is_file()],
        set(),
    ),
    "raw bytes, same answers": (
        lambda top: edit(top / RAW / "answers.csv", "Non,Oui", "Non , Oui"),
        {"01_clean"},
    ),
    "an answer": (
        lambda top: edit(top / RAW / "answers.csv", "Oui,Non", "Oui,Oui"),
        EVERYTHING - {"00_published"},
    ),
    "a wording in French": (
        lambda top: [
            edit(top / RAW / name, "Souvent?", "Parfois?")
            for name in ("codebook.toml", "answers.csv")
        ],
        EVERYTHING - {"02_question q2", "06_report en"},
    ),
    "a wording in English": (
        lambda top: edit(top / CODEBOOK, "Happy?", "Content?"),
        {"06_report en"},
    ),
    "a label in French": (
        lambda top: [
            edit(top / RAW / name, "Oui", "Ja") for name in ("codebook.toml", "answers.csv")
        ],
        EVERYTHING - {"00_published", "06_report en"},
    ),
    "a label in English": (
        lambda top: edit(top / CODEBOOK, "Yes", "Ja"),
        {"01_clean", "06_report en"},
    ),
    "the reading of the file": (
        lambda top: edit(top / CODEBOOK, "[intake]", '[intake]\nseparator = ";"'),
        {"01_clean", *REPORTS},
    ),
    "a French sentence": (
        lambda top: edit(top / HELPERS / "report/messages/fr.toml", "Trouvé", "Vu"),
        {*QUESTIONS, "06_report fr"},
    ),
    "a French sentence of the report": (
        lambda top: edit(top / HELPERS / "report/messages/fr.toml", "Voilà", "Voici"),
        {"06_report fr"},
    ),
    "a French sentence of one kind of question": (
        lambda top: edit(top / HELPERS / "report/messages/fr.toml", "Une habitude", "Souvent"),
        {"02_question q1"},
    ),
    "a French sentence that nobody uses": (
        lambda top: edit(top / HELPERS / "report/messages/fr.toml", "Rien", "Néant"),
        set(),
    ),
    "a French sentence that was looked for": (
        lambda top: edit(top / HELPERS / "report/messages/fr.toml", "unused", "thanks"),
        {"06_report fr"},
    ),
    "an English sentence": (
        lambda top: edit(top / HELPERS / "report/messages/en.toml", "Found", "Seen"),
        {"06_report en"},
    ),
    "an English sentence of the questions": (
        lambda top: edit(top / HELPERS / "report/messages/en.toml", "A habit", "Habit"),
        set(),
    ),
    "a helper": (
        lambda top: edit(top / HELPERS / "tables.py", "Counts.", "Count."),
        QUESTIONS | REPORTS,
    ),
    "the figures' style": (
        lambda top: edit(top / HELPERS / "report/figures.mplstyle", "#", "@"),
        QUESTIONS | REPORTS,
    ),
    "a helper nobody imports": (
        lambda top: (top / HELPERS / "other.py").write_text("x = 1\n"),
        set(),
    ),
    "what was published": (
        lambda top: edit(top / RAW / "published.toml", "seed = 7", "seed = 8"),
        EVERYTHING - {"01_clean", "05_exploration"},
    ),
    "the packages": (lambda top: edit(top / "requirements.lock", "3.1.1", "3.1.2"), EVERYTHING),
    "a notebook": (
        lambda top: edit(top / "notebooks/03_associations.ipynb", "Which go together?", "Which?"),
        {"03_associations", *REPORTS},
    ),
    "outputs of a run by hand": (
        lambda top: edit(
            top / "notebooks/03_associations.ipynb",
            '"execution_count": null',
            '"execution_count": 3',
        ),
        set(),
    ),
    "a published table": (
        lambda top: edit(top / "data/processed/mini/shares/q1.csv", "oui,2", "oui,9"),
        set(),
    ),
    "a published report": (lambda top: (top / "reports/mini/report.fr.pdf").unlink(), set()),
    "a table that was built": (
        lambda top: edit(
            top / ".survey/mini/built/data/processed/mini/shares/q1.csv", "oui,2", "oui,9"
        ),
        {"02_question q1"},
    ),
    "an executed notebook": (
        lambda top: (top / ".survey/mini/built/executed/03_associations.ipynb").unlink(),
        {"03_associations"},
    ),
    "the whole memory": (
        lambda top: (top / ".survey/mini/memory.json").write_text("{"),
        EVERYTHING,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_runs_what_depends_on_a_change_and_nothing_else(toy, swift, change):
    """Fails if an entry of a step's `key` is left out (a run too few), or if it holds the whole codebook (too many)."""
    before = published(toy)
    alter, expected = CHANGES[change]
    alter(toy)
    assert ran(toy) == expected
    if not expected:
        assert published(toy) == before
    assert ran(toy) == set()


@pytest.mark.slow
def test_never_publishes_a_stale_result(toy, tmp_path):
    """Fails if time and size are believed anywhere: by a hash, by doit, or by Python for its compiled modules."""
    edit(toy / HELPERS / "tables.py", "START = 0", "START = 1", unnoticed=True)
    edit(toy / HELPERS / "report/messages/fr.toml", "Trouvé", "Trouvez", unnoticed=True)
    edit(toy / RAW / "answers.csv", "Non,Oui", "Oui,Non", unnoticed=True)
    edit(toy / "data/processed/mini/answers.csv", "oui", "non", unnoticed=True)
    assert ran(toy) == EVERYTHING - {"00_published"}
    assert b"oui,4" in published(toy)["data/processed/mini/shares/q1.csv"]
    anew = tmp_path / "anew"
    shutil.copytree(
        toy, anew, ignore=shutil.ignore_patterns(".survey", "processed", "reports", "__pycache__")
    )
    assert ran(anew, jobs=1) == EVERYTHING
    assert published(anew) == published(toy)
    for path in (anew / EXECUTED).iterdir():
        assert path.read_bytes() == (toy / EXECUTED / path.name).read_bytes(), path.name


def random_change(top, chance):
    """Do to a project one of the things that people and machines do to projects; return what."""
    digit = str(chance.randrange(10))
    language = chance.choice(["fr", "en"])
    built = [
        path for path in (top / ".survey/mini").rglob("*") if path.is_file() and path.name != "lock"
    ]
    texts = {
        "a helper": (HELPERS + "/tables.py", r"START = .*", f"START = {digit}"),
        "a message": (
            f"{HELPERS}/report/messages/{language}.toml",
            r'(?m)^(found|habit|closing)( = ").*?"',
            rf'\1\2m{digit}"',
        ),
        "the style": (HELPERS + "/report/figures.mplstyle", r".+", chance.choice("#@+")),
        "a label": (CODEBOOK, r'en = "(Yes|Ja)\d?"', f'en = "Ja{digit}"'),
        "an answer": (RAW + "/answers.csv", r"(Oui|Non)$", chance.choice(["Oui", "Non"])),
        "the packages": ("requirements.lock", r"3\.1\.\d", f"3.1.{digit}"),
        "a notebook": ("notebooks/03_associations.ipynb", r"\# Which[^\"]*", f"# Which, {digit}?"),
    }
    what = chance.choice(
        [*texts, "a file that was built", "a file gone", "a published table", "time stamps"]
    )
    if what in texts:
        name, pattern, new = texts[what]
        path, status = top / name, (top / name).stat()
        path.write_text(
            re.sub(pattern, new, path.read_text(encoding="utf-8"), count=1), encoding="utf-8"
        )
        if chance.random() < 0.5:
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif what == "a file that was built":
        chance.choice(built).write_bytes(b"{}")
    elif what == "a file gone":
        chance.choice(built).unlink()
    elif what == "a published table":
        (top / "data/processed/mini/shares/q1.csv").write_text(digit)
    else:
        [os.utime(path) for path in top.rglob("*") if path.is_file()]
    return what


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("SURVEY_WALKS", "1"))))
def test_whatever_was_done_before_the_result_is_that_of_a_build_from_nothing(
    toy, swift, tmp_path, monkeypatch, seed
):
    """Fails if any result, however it was come by, outlives what it came from.

    Changes of every kind come one, two or three at a time; some builds stop half-way for a full
    disk.  SURVEY_WALKS sets the number of walks.
    """
    chance, done, write = random.Random(seed), [], store.write
    ran(toy, force=True)  # as scripts, like all that follow
    for number in range(6):
        done += [random_change(toy, chance) for _ in range(chance.randint(1, 3))]
        if chance.random() < 0.5:
            left = [chance.randrange(12)]

            def full(path, content, left=left):
                left[0] -= 1
                if left[0] < 0:
                    raise OSError(errno.ENOSPC, "No space left on device", str(path))
                write(path, content)

            with monkeypatch.context() as patch, contextlib.suppress(OSError):
                patch.setattr(store, "write", full)
                done.append("stopped")
                ran(toy)
        ran(toy)
        anew = tmp_path / f"anew {number}"
        shutil.copytree(
            toy,
            anew,
            ignore=shutil.ignore_patterns(".survey", "processed", "reports", "__pycache__"),
        )
        assert ran(anew) == EVERYTHING
        assert published(anew) == published(toy), done
        assert ran(toy) == set(), done


def test_a_message_that_is_gone_stops_the_build(toy):
    """Fails if a message without a text is passed over, or if it is not said which one is missed, and where."""
    edit(toy / HELPERS / "report/messages/fr.toml", 'closing = "Voilà"\n', "")
    before = published(toy)
    with pytest.raises(BuildError, match=r"(?s)06_report\.ipynb, cell 4:.*KeyError: 'closing'"):
        ran(toy)
    assert published(toy) == before


def test_a_run_that_does_not_say_what_it_asked_for_is_not_trusted(toy, swift, monkeypatch):
    """Fails if the messages of a run are taken for none when they are unknown."""
    quick = notebook.execute
    monkeypatch.setattr(
        notebook, "execute", lambda *given, **named: (quick(*given, **named)[0], None)
    )
    edit(toy / HELPERS / "report/messages/fr.toml", "Voilà", "Voici")
    assert ran(toy) == {"06_report fr"}
    assert ran(toy) == {"06_report fr"}


def test_the_exporters_words_concern_one_language(toy, swift):
    """Fails if a word of one language makes the pages of another anew, or if one of its own does not."""
    path = toy / HELPERS / "document/export/words.toml"
    store.write(path, '[fr]\nnote = "Note"\n[en]\nnote = "Note"\n')
    store.write(path.with_name("__init__.py"), "")
    assert ran(toy) == set()
    edit(path, '[en]\nnote = "Note"', '[en]\nnote = "Remark"')
    assert set(build(toy / RAW, project=Project(toy)).made) == {
        "report.en.pdf",
        "report.en.html",
    }  # in either order


def test_watch_brings_a_changed_sentence_to_the_pdf_by_one_notebook(toy, swift, monkeypatch):
    """Fails if `watch` does not look at the catalogues, or if a sentence costs more kernels than the report's."""
    executed, waits = [], iter(["edit", "", "stop"])

    def wait(seconds):
        match next(waits):
            case "edit":
                edit(toy / HELPERS / "report/messages/fr.toml", "Voilà", "Voici la fin")
            case "stop":
                raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_project", lambda options: Project(toy))
    monkeypatch.setattr(
        cli, "subprocess", SimpleNamespace(run=lambda command, check: executed.append(ran(toy)))
    )
    monkeypatch.setattr(cli, "time", SimpleNamespace(sleep=wait))
    assert cli.main(["watch", str(toy / RAW)]) == 0
    assert executed == [set(), {"06_report fr"}]
    assert b"Voici la fin" in published(toy)["reports/mini/report.fr.pdf"]


def test_a_file_written_while_a_kernel_may_read_it_stops_the_build(toy, swift, monkeypatch):
    """Fails if sources are not looked at again after each run: the hash would be of another state than the result."""
    quick = notebook.execute

    def slow(document, *args, **options):
        path = toy / HELPERS / "tables.py"
        path.write_text(
            path.read_text()
        )  # the same bytes: it may have been different ones in between
        return quick(document, *args, **options)

    edit(toy / RAW / "answers.csv", "Oui,Non", "Oui,Oui")
    before = published(toy)
    monkeypatch.setattr(notebook, "execute", slow)
    with pytest.raises(BuildError, match=r"tables\.py changed while the report was built"):
        ran(toy, jobs=1)  # or another run reads the file while it is half written
    assert published(toy) == before
    monkeypatch.setattr(notebook, "execute", quick)
    assert ran(toy) == EVERYTHING - {
        "00_published",
        "01_clean",
        "05_exploration",
    }  # none of them reads that file


def test_a_removed_question_and_language_take_their_files_along(toy, swift):
    """Fails if the last manifest is not compared with the steps of now, or if it is trusted outside our folders."""
    text = (toy / CODEBOOK).read_text()
    text = re.sub(r', en = "[^"]*"', "", text[: text.rindex("[[questions]]")]).replace(
        '["fr", "en"]', '["fr"]'
    )
    (toy / CODEBOOK).write_text(text)
    edit(
        toy / RAW / "answers.csv",
        "Souvent?,Content?\nOui,Non\nNon,Oui\nOui,Oui",
        "Souvent?\nOui\nNon",
    )
    (toy / "reports/mini/notes.txt").write_text("mine")
    manifest = toy / "reports/mini/manifest.json"
    listed = json.loads(manifest.read_text())
    listed["files"] |= {
        "requirements.lock": "",
        "reports/mini/../../src/helpers/report/catalogue.py": "",
    }
    manifest.write_text(json.dumps(listed))
    before = set(published(toy))
    ran(toy)
    assert before - set(published(toy)) == {
        "data/processed/mini/shares/q2.csv",
        "data/processed/mini/provenance.en.csv",
        "reports/mini/annex/02_question.q2.html",
        "reports/mini/report.en.html",
        "reports/mini/report.en.pdf",
    }
    assert (toy / "requirements.lock").exists()
    assert (toy / "src/helpers/report/catalogue.py").exists()


def test_one_language_leaves_the_other_as_it_is(toy, swift):
    """Fails if `languages` filters the graph itself: the other report would be taken for a removed one."""
    edit(toy / HELPERS / "report/figures.mplstyle", "#", "@")
    before = published(toy)
    assert ran(toy, languages=["fr"]) == QUESTIONS | {"06_report fr"}
    after = published(toy)
    assert before["reports/mini/report.en.pdf"] == after["reports/mini/report.en.pdf"]
    assert "reports/mini/report.en.pdf" in json.loads(after["reports/mini/manifest.json"])["files"]


def test_force_makes_everything_and_changes_nothing(toy, swift):
    """Fails if `force` does not reach doit."""
    ran(toy, force=True)  # as scripts, like the next time
    before = published(toy)
    assert ran(toy, force=True) == EVERYTHING
    assert published(toy) == before


def test_the_manifest_says_what_is_there(finished):
    """Fails if a published file is left out of the manifest, or listed with another hash than its own."""
    manifest = json.loads((finished / "reports/mini/manifest.json").read_text())
    files = {name for name in published(finished) if name != "reports/mini/manifest.json"}
    assert manifest["files"] == {name: store.sha256(finished / name) for name in sorted(files)}
    assert manifest["inputs"]["answers.csv"] == store.sha256(finished / RAW / "answers.csv")
    rows = (finished / "data/processed/mini/provenance.fr.csv").read_text()
    assert "seed,7\n" in rows
    assert str(finished) not in rows


def test_nothing_executed_tells_when_or_where(finished):
    """Fails if papermill's times, nbclient's, the interpreter's version or a path stay in an executed notebook."""
    for path in (finished / EXECUTED).iterdir():
        text = path.read_text()
        assert str(finished) not in text
        assert not re.search(r"20\d\d-\d\d-\d\dT", text), path.name
        document = json.loads(text)
        assert set(document["metadata"]) == {"language_info"}
        assert "version" not in document["metadata"]["language_info"]
        assert {key for cell in document["cells"] for key in cell["metadata"]} <= {"tags"}


# Failures ----------------------------------------------------------------------------------------------------------


def test_a_failing_cell_is_shown_and_touches_nothing(toy):
    """Fails if a failure is not raised after the run, if the steps before it are published without the rest, or if the
    command that is said to repeat it does not.
    """
    edit(toy / HELPERS / "tables.py", "header.index", "header.inddex")
    edit(toy / RAW / "answers.csv", "Oui,Non", "Oui,Oui")
    before = published(toy)
    said = io.StringIO()
    with pytest.raises(BuildError) as failure:
        ran(toy, progress=Progress(said))
    message = str(failure.value)
    assert "notebooks/02_question.ipynb, cell 4:" in message
    assert "table = tables.counts(" in message
    assert "AttributeError: 'list' object has no attribute 'inddex'" in message
    by_hand = re.search(
        r"by hand: survey (run 02_question -p question q[12] -p survey .* -p tables_dir .*)", message
    )[1]
    again = [sys.executable, "survey.py", *shlex.split(by_hand)]
    done = subprocess.run(again, cwd=toy, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "has no attribute 'inddex'" in done.stderr
    assert "  failed" in said.getvalue()
    assert published(toy) == before


def test_a_mistake_found_by_a_kernel_is_a_mistake_of_the_survey(toy):
    """Fails if SurveyError is not told from other errors, or if the message speaks of the room, not of the survey."""
    edit(toy / RAW / "answers.csv", "Oui,Non", "Ouii,Non")
    before = published(toy)
    with pytest.raises(SurveyError, match=re.escape("data/raw/mini/answers.csv holds ['Ouii']")):
        ran(toy)
    assert published(toy) == before


def test_an_error_nobody_foresaw_is_a_failure(toy, swift, monkeypatch):
    """Fails if only known errors are noted: the build would publish what is there."""
    monkeypatch.setitem(EXPORTERS, "pdf", None)
    edit(toy / HELPERS / "report/messages/en.toml", "Found", "Seen")
    before = published(toy)
    with pytest.raises(BuildError, match=r"report\.en\.pdf: AttributeError: .*graph\.py, line"):
        ran(toy)
    assert published(toy) == before


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (
            "files.write(f'{tables_dir}/answers.csv', [])",
            "changed data/processed/mini/answers.csv, which belongs to",
        ),
        (
            "files.write(f'{tables_dir}/other.csv', [])",
            "wrote data/processed/mini/other.csv, which is not its own",
        ),
        (
            "import os; os.remove(f'{tables_dir}/claims.csv')",
            "did not write data/processed/mini/claims.csv",
        ),
    ],
)
def test_a_notebook_writes_its_own_files_and_no_others(toy, swift, cell, complaint):
    """Fails if what a run leaves in its room is not compared with the table of notebooks."""
    path = toy / "notebooks/03_associations.ipynb"
    document = json.loads(path.read_text())
    document["cells"].append(
        {"cell_type": "code", "id": "more", "metadata": {}, "source": cell, "outputs": []}
    )
    path.write_text(json.dumps(document))
    with pytest.raises(BuildError, match=complaint):
        ran(toy)


def test_a_notebook_cannot_read_what_it_does_not_declare(toy, swift):
    """Fails if the room holds more than the declared inputs: an edit there would not be seen."""
    reading = "files.rows(f'{tables_dir}/account.csv')\\nfor name in ("
    edit(toy / "notebooks/03_associations.ipynb", "for name in (", reading)
    with pytest.raises(BuildError, match=r"account\.csv"):
        ran(toy)


def test_two_builds_at_once(toy):
    """Fails if the lock is not taken, or waits."""
    with (
        store.lock(toy / ".survey/mini"),
        pytest.raises(BuildError, match="another build is at work"),
    ):
        ran(toy)
    assert ran(toy) == set()


@pytest.mark.parametrize("obstacle", ["a file in its place", "no permission"])
def test_a_folder_that_takes_no_files_is_found_before_anything_moves(
    toy, swift, monkeypatch, obstacle
):
    """Fails if the folders are not tried before the journal is written."""
    annex, attempt = toy / "reports/mini/annex", tempfile.TemporaryFile
    edit(toy / HELPERS / "report/messages/fr.toml", "Trouvé", "Vu")
    if obstacle == "no permission":  # which the tests' user may not know, being root

        def refuse(dir):
            if dir == annex:
                raise PermissionError(errno.EACCES, "Permission denied", str(dir))
            return attempt(dir=dir)

        monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    else:
        shutil.rmtree(annex)
        annex.write_text("in the way")
    before = published(toy)
    with pytest.raises(OSError, match="annex"):
        ran(toy)
    assert published(toy) == before
    monkeypatch.setattr(tempfile, "TemporaryFile", attempt)
    if annex.is_file():
        annex.unlink()
    assert ran(toy) == set()
    assert (annex / "02_question.q1.html").exists()


REFUSALS = {
    "disk full": OSError(errno.ENOSPC, "No space left on device"),
    "read-only": OSError(errno.EROFS, "Read-only file system"),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_a_disk_that_refuses_leaves_the_last_report_and_is_told(
    toy, swift, monkeypatch, capsys, refusal
):
    """Fails if a report is half of this build and half of the last one, or if it is not said which file was refused.

    The disk takes a few files and then no more, at every moment of a build in turn.
    """
    edit(toy / HELPERS / "report/messages/fr.toml", "Voilà", "Voici la fin")
    before = published(toy)
    for taken in range(100):
        left, top = [taken], copied(toy, toy.parent / str(taken))
        monkeypatch.setattr(cli, "_project", lambda options, top=top: Project(top))

        def refuse(descriptor, left=left):
            if left[0] == 0:
                raise refusal
            left[0] -= 1

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            status = cli.main(["build", str(top / RAW), "--jobs", "1", "--quiet"])
        after, said = published(top), capsys.readouterr().err
        if not status:
            break
        assert status == 1 and refusal.strerror in said and "Traceback" not in said
        assert after == before or "the next build finishes it" in said
        assert not list(top.rglob(".*.new"))
        if after == before:
            assert re.search(r"survey: \S+: ", said), said
            assert "nothing that was published has changed" in said
    assert taken > 5 and b"Voici la fin" in after["reports/mini/report.fr.pdf"]


class Crash(BaseException):
    """The end of the process, as far as a test can have it."""


FAULTS = {"killed": Crash(), "disk full": OSError(errno.ENOSPC, "No space left on device")}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_publishing_is_all_or_nothing_wherever_it_stops(tmp_path, monkeypatch, fault):
    """Fails if files move before all of them are copied, if the journal comes too late, or if `settle` forgets one."""
    names = ["data/a.csv", "data/b.csv", "reports/c.pdf"]
    old = {
        "data/a.csv": b"old a",
        "data/b.csv": b"old b",
        "data/gone.csv": b"old",
        "reports/c.pdf": b"old c",
    }
    new = {"data/a.csv": b"new a", "data/b.csv": b"new b", "reports/c.pdf": b"new c"}
    for stop in range(100):
        top = tmp_path / str(stop)
        for name, content in old.items():
            store.write(top / name, content)
        for name in names:
            store.write(top / "built" / name, new[name])
        left = [stop]

        def counted(original, left=left):
            def call(*args, **options):
                if left[0] == 0:
                    raise fault
                left[0] -= 1
                return original(*args, **options)

            return call

        files = {name: top / "built" / name for name in names}
        with monkeypatch.context() as patch, contextlib.suppress(Crash, OSError, BuildError):
            patch.setattr(os, "fsync", counted(os.fsync))
            for method in ("replace", "unlink", "mkdir"):
                patch.setattr(Path, method, counted(getattr(Path, method)))
            store.publish(files, ["data/gone.csv"], top=top, work=top / "work")
        there = {name: content for name, content in published_under(top).items() if name in old}
        assert there in (old, new) or (top / "work/journal.json").exists()
        if left[0] > 0:
            break
        store.settle(top, top / "work")
        there = {name: content for name, content in published_under(top).items() if name in old}
        assert there in (old, new)
        store.publish(files, ["data/gone.csv"], top=top, work=top / "work")
        assert {
            name: content for name, content in published_under(top).items() if name in old
        } == new
    assert stop > 10


def published_under(top):
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_a_build_killed_at_any_moment_is_finished_by_the_next(toy, tmp_path):
    """Fails if a run writes where its result is kept, or if the memory outruns the files.

    SURVEY_KILLS sets the number of moments, drawn with a fixed seed, and makes more notebooks run.
    """
    edit(toy / HELPERS / "report/messages/en.toml", "Found", "Seen")
    if "SURVEY_KILLS" in os.environ:
        edit(toy / RAW / "answers.csv", "Oui,Non", "Oui,Oui")
    command = [sys.executable, "survey.py", "build", "--quiet"]
    whole = copied(toy, tmp_path / "whole")
    before, start = published(toy), time.monotonic()
    subprocess.run(command, cwd=whole, check=True)
    duration, expected = time.monotonic() - start, published(whole)
    moments = random.Random(20150001)
    for number in range(int(os.environ.get("SURVEY_KILLS", "3"))):
        top = copied(toy, tmp_path / str(number))
        process = subprocess.Popen(command, cwd=top, start_new_session=True)
        time.sleep(moments.uniform(0.1, duration))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert published(top) in (before, expected) or (top / ".survey/mini/journal.json").exists()
        subprocess.run(command, cwd=top, check=True)
        assert published(top) == expected
        shutil.rmtree(top)


# One run -----------------------------------------------------------------------------------------------------------


def notebook_of(path, *cells):
    document = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for number, source in enumerate(cells):
        tags = ["parameters"] if number == 0 else []
        document["cells"].append(
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": tags},
                "source": source,
                "outputs": [],
            }
        )
    path.write_text(json.dumps(document))
    return notebook.Notebook(path)


def test_a_kernel_takes_nothing_from_the_home_folder(tmp_path, monkeypatch):
    """Fails if HOME, a kernel of that name, IPython's start-up files or PYTHONPATH of the account reach the kernel."""
    home = tmp_path / "account"
    start = home / ".ipython/profile_default/startup/00.py"
    kernel = home / "jupyter/kernels/python3/kernel.json"
    for path, text in (
        (start, "planted = 1"),
        (kernel, '{"argv": ["false"], "language": "python"}'),
        (home / "path/planted.py", ""),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_PATH", str(home / "jupyter"))
    monkeypatch.setenv("PYTHONPATH", str(home / "path"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LANG", "fr_CA.UTF-8")
    document = notebook_of(
        tmp_path / "n.ipynb",
        "n = 1",
        "import importlib.util, os, sys, time",
        "print(n, sys.executable, 'planted' in dir(), importlib.util.find_spec('planted'), time.tzname[0])",
        "print(os.environ['HOME'], os.environ['LC_ALL'], 'LANG' in os.environ, os.environ['PYTHONHASHSEED'])",
    )
    own = tmp_path / "own"
    done, asked = notebook.execute(
        document, {"n": 2}, folder=tmp_path, kernels=Kernels(own, TOY / HELPERS)
    )
    texts = [output["text"] for cell in done.cells for output in cell.get("outputs", [])]
    assert texts == [f"2 {sys.executable} False None UTC\n", f"{own} C.UTF-8 False 0\n"]
    assert not list(own.glob("kernel-*.json"))
    assert asked == {}


def test_a_dead_kernel_is_told_with_its_cell(tmp_path):
    """Fails if only errors that a cell reports are caught."""
    document = notebook_of(tmp_path / "n.ipynb", "n = 1", "import os", "os._exit(3)")
    with pytest.raises(BuildError, match=r"(?s)n\.ipynb, cell 3:.*os\._exit\(3\).*died"):
        notebook.execute(
            document, {"n": 2}, folder=tmp_path, kernels=Kernels(tmp_path / "home", TOY / HELPERS)
        )


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (
            {"langage": "fr"},
            r"no parameter 'langage', only \['language', 'seed', 'draft', 'level'\]; did you mean",
        ),
        ({"seed": "many"}, "seed is a whole number, as 7, not 'many'"),
        ({"seed": 1.5}, "seed is a whole number, as 7, not 1.5"),
        ({"draft": "maybe"}, "draft is true or false, as False, not 'maybe'"),
        ({"language": 3}, "language is a text, as 'fr', not 3"),
    ],
)
def test_wrong_parameters_are_refused(tmp_path, given, complaint):
    """Fails if papermill is left to it: it warns, and runs with the default."""
    document = notebook_of(
        tmp_path / "n.ipynb", "language = 'fr'\nseed = 7\ndraft = False\nlevel = 0.9"
    )
    with pytest.raises(SurveyError, match=complaint):
        document.checked(given)
    assert document.checked({"seed": "8", "draft": "true", "level": "1"}) == {
        "seed": 8,
        "draft": True,
        "level": 1.0,
    }


def test_a_run_tells_which_messages_it_asked_for(tmp_path):
    """Fails if the kernel is not asked, if a notebook's output is taken for the answer, or if the question stays."""
    cells = (
        "n = 1",
        "from helpers.report import catalogue\nfr, en = catalogue.load('fr'), catalogue.load('en')",
        "'lost' in en, fr['found']\nprint('{}')",
    )
    document = notebook_of(tmp_path / "n.ipynb", *cells)
    kernels = Kernels(tmp_path / "home", TOY / HELPERS)
    done, asked = notebook.execute(document, {"n": 2}, folder=tmp_path, kernels=kernels)
    assert asked == {"en": ["lost"], "fr": ["found"]}
    assert [cell["source"] for cell in done.cells if cell["id"] != "injected-parameters"] == list(
        cells
    )
    talks = "import threading, time\ndef f():\n    while True:\n        print('.')\nthreading.Thread(target=f).start()"
    document = notebook_of(tmp_path / "n.ipynb", "n = 1", talks)
    assert notebook.execute(document, {}, folder=tmp_path, kernels=kernels)[1] is None


@pytest.mark.parametrize("parameters", [{}, {"n": 2}])
def test_a_failing_cell_has_the_number_that_the_file_gives_it(tmp_path, parameters):
    """Fails if the cell that papermill adds is counted, or subtracted where it adds none."""
    document = notebook_of(tmp_path / "n.ipynb", "n = 1", "n", "n / 0")
    with pytest.raises(BuildError, match=r"(?s)n\.ipynb, cell 3:\n    n / 0\n.*ZeroDivisionError"):
        notebook.execute(
            document, parameters, folder=tmp_path, kernels=Kernels(tmp_path / "home", TOY / HELPERS)
        )


def test_a_parameter_without_a_plain_value_is_refused(tmp_path):
    """Fails if the cell tagged `parameters` is taken for a place to compute in."""
    with pytest.raises(
        SurveyError, match=r"n\.ipynb, cell 1: a cell tagged `parameters` holds only lines as"
    ):
        notebook_of(tmp_path / "n.ipynb", "n = len('abc')")


def test_a_notebook_without_a_parameter_that_the_build_passes_stops_it(toy):
    """Fails if the build's own parameters are not checked against the notebooks."""
    edit(toy / "notebooks/01_clean.ipynb", "tables_dir = \\", "table_dir = \\")
    with pytest.raises(
        SurveyError,
        match=r"01_clean\.ipynb takes no parameter 'tables_dir'.*did you mean 'table_dir'",
    ):
        ran(toy)


def test_a_survey_must_be_named_among_several(tmp_path):
    """Fails if the first one is taken, or if none is missed without a word."""
    project = Project(tmp_path)
    with pytest.raises(SurveyError, match=r"which survey\? there is none under data/raw"):
        project.survey()
    for name in ("one", "two"):
        store.write(tmp_path / f"data/raw/{name}/codebook.toml", "")
        if name == "one":
            assert project.survey() == tmp_path / "data/raw/one"
    with pytest.raises(
        SurveyError, match=r"which survey\? there are \['data/raw/one', 'data/raw/two'\]"
    ):
        project.survey()


def test_magics_are_refused(tmp_path):
    """Fails if a cell that is not Python is passed over: its imports would be unknown."""
    with pytest.raises(SurveyError, match=r"cell 2: .*%matplotlib inline"):
        notebook_of(tmp_path / "n.ipynb", "n = 1", "%matplotlib inline")


# What a run depends on ---------------------------------------------------------------------------------------------


def test_imports_are_followed_wherever_they_stand(tmp_path):
    """Fails if imports in functions, relative ones, packages' own modules or data files are passed over."""
    files = {
        "__init__.py": "",
        "a.py": "def f():\n    from helpers.deep import b",
        "deep/__init__.py": "",
        "deep/b.py": "from . import c\nfrom ..d import x",
        "deep/c.py": "import numpy",
        "deep/page.css": "",
        "d.py": "",
        "e.py": "",
        "report/figures.py": "",
        "report/figures.mplstyle": "",
        "report/catalogue.py": "",
        "report/messages/fr.toml": "",
        "report/messages/en.toml": "",
        "unclaimed.json": "",
    }
    for name, text in files.items():
        store.write(tmp_path / "helpers" / name, text)
    sources = lineage.Sources(tmp_path / "helpers", {})

    def reached(code, *languages):
        return {
            path.relative_to(tmp_path / "helpers").as_posix()
            for path in sources.closure([code], languages)
        }

    deep = {"deep/__init__.py", "deep/b.py", "deep/c.py", "deep/page.css"}
    deep |= {"__init__.py", "a.py", "d.py", "unclaimed.json"}
    assert reached("from helpers import a") == deep
    assert reached("import helpers.a as x, os") == deep
    assert reached("from helpers.report import figures, catalogue", "fr") == {
        "__init__.py",
        "report/figures.py",
        "report/figures.mplstyle",
        "report/catalogue.py",
        "report/messages/fr.toml",
        "unclaimed.json",
    }
    assert reached("import numpy") == set()


def test_every_data_file_of_the_package_has_its_reader():
    """Fails if a module that reads data is renamed, or a data file is added, without a word in `lineage.DATA`."""
    project = Project()
    sources = lineage.Sources(project.code, {})
    for module in lineage.DATA.values():
        assert sources.module(module)[0], module
    without = sources.closure(["import helpers"], project.catalogues)
    assert [path.name for path in without] == ["__init__.py"]


def test_the_table_is_the_notebooks_of_the_project():
    """Fails if a notebook is added, renamed or given other parameters without the table of notebooks."""
    project = Project()
    names = [path.stem for path in sorted(project.notebooks.glob("*.ipynb"))]
    assert names == [stage.name for stage in NOTEBOOKS]
    for stage in NOTEBOOKS:
        expected = {"survey", "tables_dir", *filter(None, [stage.each])}
        assert (
            set(notebook.Notebook(project.notebooks / f"{stage.name}.ipynb").defaults) == expected
        )


def test_the_part_of_a_codebook_leaves_out_only_what_is_known_not_to_be_seen():
    """Fails if an entry that nobody foresaw is left out: its changes would go unseen."""
    book = codebook.read_toml(TOY / CODEBOOK) | {"new": {"fr": 1, "x": 2}}
    question = lineage.part(book, ["fr"], question="q2")
    assert [entry["id"] for entry in question["questions"]] == ["q2"]
    assert question["questions"][0]["levels"][0] == {"id": "non", "fr": "Non"}
    assert question["new"] == {"fr": 1, "x": 2}
    assert "intake" not in question
    cleaning = lineage.part(book, ["fr"], cleans=True)
    assert cleaning["questions"][0]["levels"][0] == {"id": "non", "fr": "Non", "en": "No"}
    assert cleaning["questions"][0]["text"] == {"fr": "Souvent?"}
    unworded = lineage.part(book, ["fr"], labels=False)["questions"][0]
    assert unworded["levels"] == [{"id": "non"}, {"id": "oui"}] and unworded["text"] == {
        "fr": "Souvent?"
    }
    assert lineage.part(book, ["en"], whole=True)["intake"] == {"file": "answers.csv"}


# What the person sees ----------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A terminal that keeps what was written to it."""

    def isatty(self):
        return True


@pytest.mark.parametrize("quiet", [False, True])
def test_progress_in_a_log(toy, swift, quiet):
    """Fails if a log gets control characters or a line for each page, or if --quiet does not silence it."""
    edit(toy / RAW / "answers.csv", "Oui,Non", "Oui,Oui")
    said = io.StringIO()
    ran(toy, progress=Progress(said, quiet=quiet))
    lines = said.getvalue().splitlines()
    assert {re.sub(r" +[\d.]+ s$", "", line.strip()) for line in lines} == (
        set() if quiet else EVERYTHING - {"00_published"}
    )
    assert "\x1b" not in said.getvalue()


def test_progress_on_a_terminal(toy, swift, monkeypatch):
    """Fails if what waits is not told what for, if the drawing is left on the screen, or if NO_COLOR is not heard."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    edit(toy / RAW / "answers.csv", "Oui,Non", "Oui,Oui")
    said = Terminal()
    ran(toy, progress=Progress(said), jobs=1)
    text = said.getvalue()
    assert re.search(r"03_associations +waits for 00_published, 01_clean and 2 more\n", text)
    assert re.search(r"02_question q2 +waits for a free place\n", text)
    assert "\x1b[32m✓" in text
    assert re.split(r"\x1b\[\d+A\x1b\[J", text)[-1] == ""
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Progress(Terminal()).colour
