"""Many reports in one build: which are meant, what a failure stops, what is built again."""

import io
import shutil

import pytest
from toy.builds import RAW, edit

from helpers.codebook import SurveyError
from helpers.pipeline.batch import build as batch
from helpers.pipeline.batch import surveys, workshop
from helpers.pipeline.batch.build import build
from helpers.pipeline.batch.lines import read
from helpers.pipeline.batch.order import plain
from helpers.pipeline.batch.tally import Tally
from helpers.pipeline.project import Project
from helpers.pipeline.store import BuildError


class OneAfterAnother:
    """Stands in for processes: makes each report in this one, when asked what became of it."""

    def __init__(self, settings, kernels, number):
        self.settings, self.kernels, self.orders = settings, kernels, []

    has_room = property(lambda self: len(self.orders) < 2)
    running = property(lambda self: len(self.orders))

    is_here = True

    def takes(self, report):
        return True

    def begin(self, order, report, others):
        self.orders.append(order)

    def ended(self):
        order = self.orders.pop(0)
        report = workshop.report_of(order, self.settings, self.kernels)
        return [(order, workshop.outcome_of(report, self.settings))]

    def close(self):
        pass


@pytest.fixture
def three(toy, swift, monkeypatch):
    """A toy project with three surveys, the first of them up to date."""
    monkeypatch.setattr(batch, "Processes", OneAfterAnother)
    monkeypatch.chdir(toy)
    for name in ("second", "third"):
        folder = toy / f"data/raw/{name}"
        shutil.copytree(toy / RAW, folder)
        edit(folder / "codebook.toml", 'id = "mini"', f'id = "{name}"')
    return toy


def names(made):
    return {path.parent.name for path in made.reports}


def test_a_pattern_names_every_folder_with_a_codebook_once(three):
    """Fails when a folder is built twice, one without a codebook is taken, or order is lost."""
    (three / "data/raw/empty").mkdir()
    project = Project(three)
    meant = surveys.meant([RAW, "data/raw/*"], project)
    assert [folder.name for folder in meant] == ["mini", "second", "third"]
    absolute = surveys.meant([f"{three}/data/raw/[st]*"], project)
    assert [folder.name for folder in absolute] == ["second", "third"]
    with pytest.raises(SurveyError, match=r"(?s)no survey folder 'secnd'.*'nothing/\*'"):
        surveys.meant(["secnd", "nothing/*"], project)


def test_all_are_built_and_none_that_is_up_to_date(three):
    """Fails when a second call builds again, or a report is left out."""
    project = Project(three)
    made = build("data/raw/*", project=project)
    assert names(made) == {"mini", "second", "third"} and not made.failed
    assert made.made.count("01_clean") == 2
    table = three / "reports/index.html"
    table.write_text(before := table.read_text(encoding="utf-8").replace("</html>", "</html> "))
    assert build("data/raw/*", project=project).made == []
    assert table.read_text(encoding="utf-8") == before  # what has not changed is not written


@pytest.mark.slow
def test_a_report_that_fails_stops_no_other_and_is_made_by_the_next_call(three):
    """Fails when one failure ends the build, is not told with its cause, or is remembered."""
    project, answers = Project(three), three / "data/raw/second/answers.csv"
    content = answers.read_bytes()
    answers.unlink()
    edit(three / "data/raw/third/codebook.toml", "[survey]", "[survey")
    log = io.StringIO()
    made = build("data/raw/*", project=project, tally=Tally(log))
    assert names(made) == {"mini"}
    words = [line.split("  ")[-1] for line in log.getvalue().splitlines()]
    assert words[-1] == "1 of 3 reports done, 0 running, 2 failed"
    second, third = made.failed
    assert second.startswith(f"{answers.parent}: no answers: ") and "third" in third
    answers.write_bytes(content)
    edit(three / "data/raw/third/codebook.toml", "[survey\n", "[survey]\n")
    made = build("data/raw/*", project=project)
    assert names(made) == {"mini", "second", "third"} and not made.failed
    assert made.made.count("01_clean") == 2


@pytest.mark.slow
def test_the_table_knows_of_what_is_built_alone_afterwards(three):
    """Fails when a survey that was among many and is built alone stays in the table as it was, or
    takes the others out; or when a single survey begins a table.
    """
    project, table = Project(three), three / "reports/index.csv"
    build("data/raw/second", project=project)
    assert not table.exists()
    build("data/raw/*", project=project)
    (three / "data/raw/second/answers.csv").unlink()
    with pytest.raises(SurveyError, match="no answers"):
        build("data/raw/second", project=project)
    states = {line.survey: line.state for line in read(table)}
    assert states == {"mini": "delivered", "second": "failed", "third": "delivered"}


def test_two_surveys_of_one_id_are_told_apart(three):
    """Fails when one publishes over the other."""
    edit(three / "data/raw/third/codebook.toml", 'id = "third"', 'id = "second"')
    [failed] = build("data/raw/second", "data/raw/third", project=Project(three)).failed
    assert "two surveys have the id 'second'" in failed


def test_who_waits_sees_counts_and_a_file_sees_no_time():
    """Fails when a log holds what differs from run to run, or a failure is not counted."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    log, screen = io.StringIO(), Terminal()
    for stream in (log, screen):
        tally = Tally(stream)
        tally.expect(4)
        tally.show(2)
        tally.ended("a", is_new=True)
        tally.ended("b", is_new=False)
        tally.ended("c", is_new=True, cause=BuildError("no"))
        tally.show(1)
        tally.close()
    assert log.getvalue().splitlines() == [
        "  a                            done        1 of 4 reports done, 2 running, 0 failed",
        "  b                            up to date  2 of 4 reports done, 2 running, 0 failed",
        "  c                            failed      2 of 4 reports done, 2 running, 1 failed",
    ]
    last = screen.getvalue().split("\r")[-1]
    assert last == "  2 of 4 reports done, 1 running, 1 failed, a minute left\x1b[K\n"


def test_what_nobody_foresaw_says_where_it_arose():
    """Fails when a programmer is left without a place, or an owner's mistake loses its status."""
    try:
        {}["q9"]
    except KeyError as error:
        told = plain(error)
    assert isinstance(told, BuildError) and "test_batch.py, line" in str(told)
    assert type(plain(SurveyError("q9"))) is SurveyError
