"""A whole build: what is published, what is refused, and what a failure leaves."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
from toy.builds import CODEBOOK, HELPERS, RAW, copied, edit, published, ran

from helpers.codebook import SurveyError
from helpers.pipeline import store
from helpers.pipeline.store import BuildError


def test_a_removed_question_and_language_take_their_files_along(toy, swift):
    """Fails if the last manifest is not compared with the plan, or trusted outside our folders."""
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


def test_the_manifest_says_what_is_there(finished):
    """Fails if a published file is left out of the manifest, or listed with another hash."""
    manifest = json.loads((finished / "reports/mini/manifest.json").read_text())
    files = {name for name in published(finished) if name != "reports/mini/manifest.json"}
    assert manifest["files"] == {name: store.sha256(finished / name) for name in sorted(files)}
    assert manifest["inputs"]["answers.csv"] == store.sha256(finished / RAW / "answers.csv")
    rows = (finished / "data/processed/mini/provenance.fr.csv").read_text()
    assert "seed,7\n" in rows
    assert str(finished) not in rows


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (
            "files.write(f'{tables_dir}/answers.csv', [])",
            "changed data/processed/mini/answers.csv, which belongs to",
        ),
        (
            "files.write(f'{tables_dir}/other.csv', [])",
            "mini/other.csv without saying so; add `other` to the line `Writes:`",
        ),
        (
            "import os; os.remove(f'{tables_dir}/claims.csv')",
            "did not write data/processed/mini/claims.csv",
        ),
    ],
)
def test_a_notebook_writes_its_own_files_and_no_others(toy, swift, cell, complaint):
    """Fails if what a run leaves in its sandbox is not compared with its first cell."""
    path = toy / "notebooks/03_associations.ipynb"
    document = json.loads(path.read_text())
    document["cells"].append(
        {"cell_type": "code", "id": "more", "metadata": {}, "source": cell, "outputs": []}
    )
    path.write_text(json.dumps(document))
    with pytest.raises(BuildError, match=complaint):
        ran(toy)


def test_a_notebook_cannot_read_what_it_does_not_declare(toy, swift):
    """Fails if the sandbox holds more than the declared inputs: an edit there would not be seen."""
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


def test_a_notebook_without_a_parameter_that_the_build_passes_stops_it(toy):
    """Fails if the build's own parameters are not checked against the notebooks."""
    edit(toy / "notebooks/01_clean.ipynb", "tables_dir = \\", "table_dir = \\")
    with pytest.raises(
        SurveyError,
        match=r"01_clean\.ipynb takes no parameter 'tables_dir'.*did you mean 'table_dir'",
    ):
        ran(toy)


def test_a_notebook_without_the_tag_of_parameters_is_told_of_it(toy):
    """Fails if the message names the parameter alone, which stands in the notebook."""
    edit(toy / "notebooks/01_clean.ipynb", '"parameters"', '"parametres"')
    with pytest.raises(SurveyError, match=r"for it has none: give the cell .* tag `parameters`"):
        ran(toy)


def notebook_file(path, declared, *cells):
    """A notebook as somebody writes one: words, parameters, code."""
    parameters = 'survey = "data/raw/mini"  # folder\ntables_dir = "data/processed/mini"  # tables'
    document = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    sources = [("markdown", f"# Mine?\n\n{declared}"), ("code", parameters)]
    for number, (kind, source) in enumerate([*sources, *(("code", cell) for cell in cells)]):
        tags = {"tags": ["parameters"]} if number == 1 else {}
        code = {"outputs": [], "execution_count": None} if kind == "code" else {}
        cell = {"cell_type": kind, "id": f"c{number}", "metadata": tags, "source": source}
        document["cells"].append(cell | code)
    store.write(path, json.dumps(document))


COUNT = """from helpers import survey as files
rows = files.rows(f"{tables_dir}/answers.csv")
files.write(f"{tables_dir}/mine.csv", [["people"], [len(rows) - 1]])
print(len(rows) - 1, "people")"""
TELL = """from helpers import survey as files
print("own", files.rows(f"{tables_dir}/mine.csv"), files.rows(f"{survey}/notes.csv"))"""


@pytest.mark.slow
@pytest.mark.parametrize("provenance", ["synthetic", "collected"])
def test_a_notebook_dropped_in_is_in_the_build_the_cache_and_the_annex(toy, swift, provenance):
    """Fails when a notebook needs a line of code to be run, kept or shown; of real answers, if it
    is shown without a word of its own that it may be.
    """
    edit(toy / CODEBOOK, 'provenance = "synthetic"', f'provenance = "{provenance}"')
    ran(toy)
    notebook_file(toy / "notebooks/07_mine.ipynb", "Reads: `answers`\nWrites: `mine`", COUNT)
    own = "Reads: `mine`, `raw/notes.csv`\nWrites: nothing\nShown of real answers: yes"
    notebook_file(toy / RAW / "notebooks/08_own.ipynb", own, TELL)
    with pytest.raises(SurveyError, match=r"08_own\.ipynb, line `Reads: raw/notes\.csv`: there is"):
        ran(toy)
    (toy / RAW / "notes.csv").write_text("a\n")
    assert ran(toy) >= {"07_mine", "08_own"}
    assert ran(toy) == set()
    files = published(toy)
    assert files["data/processed/mini/mine.csv"] == b"people\n3\n"
    assert b"own [['people'], ['3']] [['a']]" in files["reports/mini/annex/08_own.html"]
    assert ("reports/mini/annex/07_mine.html" in files) is (provenance == "synthetic")
    assert ("reports/mini/annex/01_clean.html" in files) is (provenance == "synthetic")
    provenance_table = files["data/processed/mini/provenance.fr.csv"].decode()
    assert "annex 08_own," in provenance_table
    assert ("annex 07_mine,mine\n" in provenance_table) is (provenance == "synthetic")
    assert provenance_table.endswith("annex 02_question.q2,shares/q2\n")
    (toy / RAW / "notes.csv").write_text("b\n")
    assert ran(toy) == {"08_own"}
    edit(toy / RAW / "answers.csv", "Oui,Oui", "Oui,Non")
    assert "07_mine" in ran(toy)
    (toy / RAW / "notebooks/08_own.ipynb").unlink()
    (toy / "notebooks/07_mine.ipynb").unlink()
    ran(toy)
    assert not [name for name in published(toy) if "mine.csv" in name or "own" in name]


def test_two_notebooks_of_one_name_are_one_message(toy, swift):
    """Fails when the survey's own notebook replaces the project's, or the reverse."""
    notebook_file(toy / RAW / "notebooks/01_clean.ipynb", "Reads: nothing\nWrites: nothing")
    with pytest.raises(SurveyError, match=r"01_clean\.ipynb have the same name; rename one"):
        ran(toy)


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"files": 3}',
        *(pytest.param(each, marks=pytest.mark.slow) for each in (b"", b"[]", bytes(range(256)))),
    ],
)
def test_damaged_state_is_healed_by_building(toy, swift, content):
    """Fails when a file that builds left can stop all later ones."""
    for name in ("memory.json", "journal.json", "folder.txt"):
        (toy / ".survey/mini" / name).write_bytes(content)
    (toy / "reports/mini/manifest.json").write_bytes(content)
    before = published(toy)
    ran(toy, languages=["fr"])
    assert ran(toy) == {"06_report en"}
    after = published(toy)
    assert set(after) == set(before) and ran(toy) == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", [*store.OWN_FILES, *store.OWN_FOLDERS])
def test_a_folder_for_a_file_and_a_file_for_a_folder_are_healed(toy, swift, name):
    """Fails when what something else has put in a build's place stops all later ones."""
    own, before = toy / ".survey/mini" / name, published(toy)
    if name in store.OWN_FILES:
        own.unlink(missing_ok=True)
        own.mkdir()
        (own / "inside").write_text("something")
    else:
        shutil.rmtree(own, ignore_errors=True)
        own.write_text("something")
    ran(toy)
    assert published(toy) == before and ran(toy) == set()
