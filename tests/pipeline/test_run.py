"""What is executed after which change, and what is not."""

import contextlib
import errno
import json
import os
import random
import re

import pytest
from toy.builds import (
    CODEBOOK,
    EVERYTHING,
    EXECUTED,
    FRESH,
    HELPERS,
    QUESTIONS,
    RAW,
    REPORTS,
    copied,
    edit,
    published,
    ran,
)
from toy.survey import EXPORTERS

from helpers import codebook
from helpers.pipeline import execution, store
from helpers.pipeline.batch.build import build
from helpers.pipeline.build import ReportBuild
from helpers.pipeline.project import Project
from helpers.pipeline.store import BuildError

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
        EVERYTHING - {"00_published", "02_question q2", "06_report en"},
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


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_runs_what_depends_on_a_change_and_nothing_else(toy, swift, change):
    """Fails if an entry of a step's `key` is left out, or if it holds the whole codebook."""
    before = published(toy)
    alter, expected = CHANGES[change]
    alter(toy)
    assert ran(toy) == expected
    if not expected:
        assert published(toy) == before
    assert ran(toy) == set()


def test_never_publishes_a_stale_result(toy, swift, tmp_path):
    """Fails if time and size are believed anywhere: by a hash, or by Python for its modules."""
    edit(toy / HELPERS / "tables.py", "START = 0", "START = 1", unnoticed=True)
    edit(toy / HELPERS / "report/messages/fr.toml", "Trouvé", "Trouvez", unnoticed=True)
    edit(toy / RAW / "answers.csv", "Non,Oui", "Oui,Non", unnoticed=True)
    edit(toy / "data/processed/mini/answers.csv", "oui", "non", unnoticed=True)
    assert ran(toy) == EVERYTHING - {"00_published"}
    assert b"oui,4" in published(toy)["data/processed/mini/shares/q1.csv"]
    anew = copied(toy, tmp_path / "anew", ignore=FRESH)
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
        anew = copied(toy, tmp_path / f"anew {number}", ignore=FRESH)
        assert ran(anew) == EVERYTHING
        assert published(anew) == published(toy), done
        assert ran(toy) == set(), done


def test_a_run_that_does_not_say_what_it_asked_for_is_not_trusted(toy, swift, monkeypatch):
    """Fails if the messages of a run are taken for none when they are unknown."""
    quick = execution.execute
    monkeypatch.setattr(
        execution, "execute", lambda *given, **named: (quick(*given, **named)[0], None)
    )
    edit(toy / HELPERS / "report/messages/fr.toml", "Voilà", "Voici")
    assert ran(toy) == {"06_report fr"}
    assert ran(toy) == {"06_report fr"}


def test_the_exporters_words_concern_one_language(toy, swift):
    """Fails if a word of one language makes the pages of another anew, or none of its own."""
    path = toy / HELPERS / "document/export/words.toml"
    store.write(path, '[fr]\nnote = "Note"\n[en]\nnote = "Note"\n')
    store.write(path.with_name("__init__.py"), "")
    assert ran(toy) == set()
    edit(path, '[en]\nnote = "Note"', '[en]\nnote = "Remark"')
    made = build(toy / RAW, project=Project(toy)).made
    reports = {name for name in made if name.startswith("report")}
    assert reports == {"report.en.pdf", "report.en.html"}
    assert not any(name.startswith("0") and not name.endswith(".html") for name in made)


def test_a_file_written_while_a_kernel_may_read_it_stops_the_build(toy, swift, monkeypatch):
    """Fails if sources are not looked at again after each run: the hash may be of another state."""
    quick = execution.execute

    def slow(document, *args, **options):
        path = toy / HELPERS / "tables.py"
        path.write_text(
            path.read_text()
        )  # the same bytes: it may have been different ones in between
        return quick(document, *args, **options)

    edit(toy / RAW / "answers.csv", "Oui,Non", "Oui,Oui")
    before = published(toy)
    monkeypatch.setattr(execution, "execute", slow)
    with pytest.raises(BuildError, match=r"tables\.py changed while the report was built"):
        ran(toy, jobs=1)  # or another run reads the file while it is half written
    assert published(toy) == before
    monkeypatch.setattr(execution, "execute", quick)
    executed = ran(toy)
    assert executed >= QUESTIONS | REPORTS
    assert not executed & {"00_published", "01_clean"}  # neither reads that file


def test_one_language_leaves_the_other_as_it_is(toy, swift):
    """Fails if `languages` filters the plan: the other report would be taken for a removed one."""
    edit(toy / HELPERS / "report/figures.mplstyle", "#", "@")
    before = published(toy)
    assert ran(toy, languages=["fr"]) == QUESTIONS | {"06_report fr"}
    after = published(toy)
    assert before["reports/mini/report.en.pdf"] == after["reports/mini/report.en.pdf"]
    assert "reports/mini/report.en.pdf" in json.loads(after["reports/mini/manifest.json"])["files"]


@pytest.mark.slow
def test_force_makes_everything_and_changes_nothing(toy, swift):
    """Fails if `force` does not reach the steps."""
    ran(toy, force=True)  # as scripts, like the next time
    before = published(toy)
    assert ran(toy, force=True) == EVERYTHING
    assert published(toy) == before


def test_an_error_nobody_foresaw_is_a_failure(toy, swift, monkeypatch):
    """Fails if only known errors are noted: the build would publish what is there."""
    monkeypatch.setitem(EXPORTERS, "pdf", None)
    edit(toy / HELPERS / "report/messages/en.toml", "Found", "Seen")
    before = published(toy)
    with pytest.raises(BuildError, match=r"report\.en\.pdf: AttributeError: .*steps\.py, line"):
        ran(toy)
    assert published(toy) == before


def test_a_page_waits_for_the_tables_that_go_with_it(toy):
    """Fails when a page may be made before a table is there that is attached to it."""
    project, book = Project(toy), codebook.load(toy / RAW)
    steps = ReportBuild(project, book, languages=book.languages).steps
    writers = {name: step.name for step in steps for name in step.writes}
    pages = [step for step in steps if getattr(step, "attachments", ())]
    assert len(pages) == 2
    for page in pages:
        assert {writers[name] for name in page.attachments} <= set(page.after)
