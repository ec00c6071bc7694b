"""Many events in one pass: each as if it were alone, and one that fails leaves the others whole."""

import contextlib
import random
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pypdfium2 as pdfium
import pytest
from mini import HEADER

from helpers import cli, codebook, processed
from helpers.answers import cleaning, events, intake
from helpers.codebook import SurveyError
from helpers.pipeline.batch.build import build
from helpers.pipeline.project import Project
from helpers.pipeline.verify import verify
from helpers.report import catalogue, figures

FOLDER = ("[intake]", '[intake]\nfile = "exports/*.csv"')
COLUMN = ('ignore_columns = ["Horodateur"]', 'ignore_columns = ["Horodateur"]\nevent = "Colloque"')
LARGE = ('test_marks = ["test"]', 'test_marks = ["test"]\naggregate_above_bytes = 10')


def rows(seed, count=12):
    """Answers of one event, with slips, blanks, a trial of the form and submissions sent twice."""
    draw = random.Random(seed)
    why, often = (
        ["Réseautage", "Autre, CV en ligne", "Tricot", ""],
        ["Jamais", "parfois", "SOUVENT ", ""],
    )
    gain, words = (
        ["Oui", "non", "Je ne sais pas", "N/A"],
        ["", "un mot", "deux\nlignes; «\u00a0ici\u00a0»"],
    )
    made = []
    for i in range(count):
        time = pd.Timestamp("2026-01-31 10:00:00") + pd.Timedelta(minutes=2 * i)
        made.append([str(time), *map(draw.choice, (why, often, gain, words))])
    again = [str(pd.Timestamp(made[3][0]) + pd.Timedelta(seconds=9)), *made[3][1:]]
    return [
        *made[:4],
        again,
        *made[4:],
        [made[-1][0], "", "", "", "Test"],
        [made[-1][0], "", "", "", ""],
    ]


@pytest.fixture(scope="session")
def held(survey, sheet):
    """A function that writes a survey with a folder of exports, given as name → rows or bytes."""

    def write(exports, *changes):
        folder = survey(FOLDER, *changes)
        (folder / "exports").mkdir()
        for name, content in exports.items():
            content = content if isinstance(content, bytes) else sheet(*content)
            (folder / f"exports/{name}.csv").write_bytes(content)
        return codebook.load(folder)

    return write


def clean(book, **options):
    return cleaning.clean(intake.read(book), book, **options)


def of(cleaned, event):
    """The tables of one event, as if it had been alone."""
    tables = (cleaned.answers, cleaned.duplicates, cleaned.ledger)
    return [
        table[table.event == event]
        .drop(columns="event")
        .reset_index(drop=table is cleaned.ledger)
        .astype(object)
        for table in tables
    ]


def alone(cleaned):
    return [
        cleaned.answers.reset_index().astype(object),
        cleaned.duplicates.reset_index().astype(object),
        cleaned.ledger.astype(object),
    ]


NAMES = ("Québec 2015", "montréal", "Été\u00a02", "Z", "2016", "007")


def test_all_at_once_is_each_alone(held, survey, sheet):
    """Fails when an event changes another, a row loses its number in its own file, or repeats cross
    events.
    """
    exports = {name: rows(seed, 9 + seed) for seed, name in enumerate(NAMES)}
    cleaned = clean(held(exports))
    assert sorted(cleaned.answers.event.unique()) == sorted({*NAMES, "Été 2"} - {"Été\u00a02"})
    assert len(cleaned.answers) == sum(len(content) - 3 for content in exports.values())
    for name, content in exports.items():
        expected = alone(clean(codebook.load(survey(answers=sheet(*content)))))
        for table, there in zip(of(cleaned, name.replace("\u00a0", " ")), expected, strict=True):
            pd.testing.assert_frame_equal(table, there, check_dtype=False)


def test_events_named_in_a_column_are_those_of_a_folder(held, survey, sheet):
    """Fails when the column is not read as text, its spaces count, or numbers of events become
    numbers.
    """
    exports = {name: rows(seed, 9) for seed, name in enumerate(NAMES)}
    lines = [[*row, f" {name} "] for name, content in exports.items() for row in content]
    folder = survey(COLUMN, answers=sheet(*lines, header=(*HEADER, "Colloque")))
    one, many = clean(codebook.load(folder)), clean(held(exports))
    pd.testing.assert_frame_equal(
        one.answers.reset_index(drop=True), many.answers.reset_index(drop=True)
    )
    pd.testing.assert_frame_equal(one.account, many.account)


@pytest.mark.slow
@pytest.mark.parametrize("large", [(), pytest.param((LARGE,), marks=pytest.mark.slow)])
def test_the_form_of_a_file_and_the_size_of_a_chunk_change_nothing(held, sheet, large):
    """Fails when only like files are read, or the border of a chunk or of a file is one of the
    answers.
    """
    exports = {name: rows(seed, 9) for seed, name in enumerate(NAMES)}
    expected = clean(held(exports, *large))
    forms = [
        {"encoding": "cp1252"},
        {"delimiter": ";"},
        {"encoding": "utf-16"},
        {"newline": "\n"},
        {},
    ]
    forms += [{"delimiter": "\t"}]
    made = {
        name: sheet(*content, **form)
        for (name, content), form in zip(exports.items(), forms, strict=True)
    }
    made[NAMES[4]] = sheet(*[row[::-1] for row in exports[NAMES[4]]], header=HEADER[::-1])
    book = held(made, *large)
    for options in ({}, {"rows": 2}):
        cleaned = clean(book, **options)
        for table in ("answers", "duplicates", "account"):
            pd.testing.assert_frame_equal(getattr(cleaned, table), getattr(expected, table))
        pd.testing.assert_frame_equal(cleaned.ledger, expected.ledger, check_dtype=False)
    assert ("people" in cleaned.answers) == bool(large)


def test_small_files_with_one_header_are_read_once(held, monkeypatch):
    """Fails when a table is read for each event: thousands would take minutes."""
    read, times = pd.read_csv, []
    monkeypatch.setattr(
        pd, "read_csv", lambda *given, **options: times.append(1) or read(*given, **options)
    )
    clean(held({f"e{i}": rows(i) for i in range(30)}))
    assert len(times) == 1


FAILING = {
    "answer": (
        [["2026-01-31 10:00:00", "", "Souvant", "Oui", ""]] * 2,
        [
            "bad.csv, row 2 and 1 more, question 'often': 'Souvant' is not one of",
            "did you mean 'Souvent'?",
            "Put it right in the export, or add it as an alias",
        ],
    ),
    "time": (
        [["31/01/2026", "", "Souvent", "Oui", ""]],
        ["bad.csv, row 2: the time stamp '31/01/2026' does not"],
    ),
    "empty": (b"", ["exports/bad.csv is empty"]),
    "header": (
        b"Horodateur,E-mail\r\n1,2\r\n",
        ["exports/bad.csv: the column 'E-mail' is no question"],
    ),
    "short row": ("{}1,2,3\r\n", ["exports/bad.csv, row 17: the time stamp '1' does not"]),
    "long row": ("{}1,2,3,4,5,6\r\n", ["exports/bad.csv, row 17: more cells than the header"]),
    "both": (
        "{}1,2,3,4,5,6\r\n1,2,3,4\r\n",
        ["exports/bad.csv, row 17: more cells than the header has, 5; the first is '6'"],
    ),
    "open quote": ('{}"1,2,3,4,5\r\n', ["exports/bad.csv"]),
}


@pytest.mark.parametrize("large", [(), pytest.param((LARGE,), marks=pytest.mark.slow)])
@pytest.mark.parametrize(("content", "told"), FAILING.values(), ids=FAILING)
def test_an_event_that_fails_is_told_and_leaves_the_others_whole(held, sheet, content, told, large):
    """Fails when one event stops the work, is counted although it failed, or its message lacks what
    is needed.
    """
    if isinstance(content, str):
        content = content.format(sheet(*rows(3)).decode()).encode()
    good = {"a": rows(1), "z": rows(2)}
    expected, cleaned = (
        clean(held(good, *large)),
        clean(book := held(good | {"bad": content}, *large)),
    )
    for table in ("answers", "duplicates"):
        pd.testing.assert_frame_equal(getattr(cleaned, table), getattr(expected, table))
    failed = cleaned.ledger.action == "failed"
    kept = cleaned.ledger[~failed].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, expected.ledger, check_dtype=False)
    assert set(cleaned.ledger.event[failed]) == {"bad"}
    [(event, message)] = events.failures(cleaned.ledger, book).items()
    assert event == "bad" and all(part in message for part in told)
    count = cleaned.account.set_index(["part", "item"])["count"]["rows"]
    assert count["kept"] == 24 and count["in file"] == 30 + count["failed"]


def test_rows_of_no_event_and_events_named_almost_alike_fail(survey, sheet):
    """Fails when an event is guessed: of a row that names none, or of two names that may be one."""
    named = [
        [*row, name]
        for seed, name in enumerate(("Laval", "Québec", "quebec ", ""))
        for row in rows(seed, 6)
    ]
    book = codebook.load(survey(COLUMN, answers=sheet(*named, header=(*HEADER, "Colloque"))))
    cleaned = clean(book)
    assert list(cleaned.answers.event.unique()) == ["Laval"]
    failed = events.failures(cleaned.ledger, book)
    assert list(failed) == ["", "Québec", "quebec"]
    assert "nothing stands in column 'Colloque' of 9 rows" in failed[""]
    assert "'Québec' and 'quebec' may be one event" in failed["Québec"]


@pytest.mark.parametrize("large", [(), (LARGE,)])
@pytest.mark.parametrize("unnamed", ["", ",2026-01-31 11:00:00,Tricot,Jamais,Oui,\r\n"])
def test_what_is_nobody_s_is_counted_beside_the_events(survey, sheet, unnamed, large):
    """Fails when totals, a header or a blank line of a file with a column of events are in no
    account, make a line of no event, or go with the rows that name none.
    """
    header, *lines = sheet(*rows(1, 4)).decode().splitlines(keepends=True)
    named = [f"Lévis,{line}" if line.startswith("2026") else line for line in lines]
    more = f"\r\nColloque,{header}{unnamed}Total,4,4,4,4,4\r\n\r\nMoyenne,1,1,1,1,1\r\n"
    content = f"Colloque,{header}{''.join(named)}{more}".encode()
    book = codebook.load(survey(COLUMN, *large, answers=content))
    cleaned = cleaning.clean(intake.read(book), book)
    counts = cleaned.account[cleaned.account.part == "rows"].set_index("item")["count"]
    told = counts[["in file", "blank line", "totals", "header", "failed"]]
    assert told.tolist() == [12 + bool(unnamed), 2, 2, 1, bool(unnamed)]
    assert set(events.failures(cleaned.ledger, book)) == {""} - ({""} if not unnamed else set())


def test_check_says_which_events_fail_and_does_not_call_them_right(held, capsys):
    """Fails when a script that checks an export is told that all is well."""
    book = held({"Laval": rows(1), "Mauvais": b""})
    assert cli.main(["check", str(book.folder)]) == 2
    out, err = capsys.readouterr()
    assert "kept" in out and "Mauvais is left out:" in err and "Laval" not in err


def test_when_all_fail_nothing_is_delivered(held):
    """Fails when a survey without one event that could be cleaned goes on."""
    with pytest.raises(SurveyError, match=r"exports/a\.csv is empty"):
        clean(held({"a": b"", "b": b""}))


def test_mistakes_of_the_codebook_are_told(held, survey, sheet):
    """Fails when events are named twice, no file is there, two files are one event, or a column is
    missing.
    """
    with pytest.raises(SurveyError, match="names events twice"):
        held({}, COLUMN)
    with pytest.raises(SurveyError, match="no file matches"):
        clean(held({}))
    with pytest.raises(SurveyError, match="are of one event by their names"):
        clean(held({"a b": rows(1), "a  b": rows(2)}))
    with pytest.raises(SurveyError, match="no column 'Colloque', named as `event`"):
        clean(codebook.load(survey(COLUMN, answers=sheet(*rows(1)))))
    with pytest.raises(SurveyError, match="the tables have a column of that name"):
        codebook.load(survey(('id = "often"', 'id = "event"')))


def test_folders_of_events_never_meet_those_of_the_survey():
    """Fails when a name without a letter has no folder, or an event takes one that is in use."""
    assert [events.slug(name) for name in ("Été 2", "annex", "!!", "??")][:2] == [
        "ete-2",
        "event-annex",
    ]
    assert events.slug("!!") != events.slug("??") and events.slug("!!")


@pytest.fixture(scope="module")
def tour(held, tmp_path_factory):
    """A survey held at five events, one of which fails and one of which is small, and its first
    build, whatever the reports on events tell of few people.
    """
    exports = {
        "Laval": rows(1, 20),
        "Lévis": rows(2, 20),
        "Petit": rows(3, 5),
        "Magog": rows(4, 12),
    }
    exports["Mauvais"] = [["2026-01-31 10:00:00", "", "Souvant", "Oui", ""]]
    small = ("authors = ", "smallest_cell = 6\nauthors = ")
    book, top = held(exports, small), tmp_path_factory.mktemp("tour")
    project = Project.around(Path(__file__).parent, into=top)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.pipeline.gate.require_silence", lambda *_: None)
        done = build(book.folder, languages=("fr",), events=("L*", "Petit"), project=project)
        yield book, project, done


def told(top, name):
    document = pdfium.PdfDocument(top / f"reports/mini/{name}report.fr.pdf")
    with contextlib.closing(document):
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.mark.slow
def test_reports_of_all_and_of_those_asked_for_are_delivered(tour):
    """Fails when a failing event stops the rest, an event not asked for is built, or a small one is
    told of.
    """
    _, project, done = tour
    reports = {
        path.relative_to(project.output / "reports/mini")
        for path in project.output.glob("reports/**/report.*.pdf")
    }
    assert {path.as_posix() for path in reports} == {
        f"{of}report.fr.pdf" for of in ("", "laval/", "levis/")
    }
    failed, small = done.failed
    assert (
        failed.startswith("Mauvais is left out:\n")
        and "exports/Mauvais.csv, row 2, question 'often'" in failed
    )
    assert small.startswith("Petit has no report of its own")
    held = processed.read(project.output / "data/processed/mini", "events").set_index("event")
    assert held.state.to_dict() == {
        "Laval": "delivered",
        "Lévis": "delivered",
        "Magog": "small",
        "Mauvais": "failed",
        "Petit": "small",
    }
    everybody, laval = told(project.output, ""), told(project.output, "laval/")
    assert (
        "Les réponses viennent de quatre événements. En tout, 57 personnes ont répondu."
        in everybody
    )
    assert "Il manque un événement" in everybody
    assert (
        "Rapport de sondage : Laval" in laval
        and "Il en reste 20, une par personne." in laval
        and "côte à côte" not in laval
    )


@pytest.mark.slow
def test_an_event_out_of_the_pass_is_that_event_alone(tour, survey, sheet):
    """Fails when the tables of an event are not those that its export would have given by
    itself.
    """
    book, project, _ = tour
    folder = survey(answers=book.exports[0].read_bytes())
    alone, tables = clean(codebook.load(folder)), project.output / "data/processed/mini/laval"
    for name, table in {
        "answers": alone.answers,
        "cleaning": alone.ledger,
        "account": alone.account,
        "duplicates": alone.duplicates,
    }.items():
        processed.write(table, folder, name)
        assert (tables / f"{name}.csv").read_bytes() == (folder / f"{name}.csv").read_bytes(), name


@pytest.mark.slow
def test_only_what_is_needed_is_built_again(tour, sheet):
    """Fails when an event that has not changed needs a kernel, or another event is built along."""
    book, project, _ = tour
    asked = {"languages": ("fr",), "events": ("Laval", "Lévis"), "project": project}
    assert build(book.folder, **asked).made == []
    content = rows(1, 20)
    content[0][2] = "Souvent" if content[0][2] != "Souvent" else "Jamais"
    book.exports[0].write_bytes(sheet(*content))
    made = set(build(book.folder, **asked).made)
    assert (
        "01_clean" in made and "Laval: 02_question often" in made and "Laval: 06_report fr" in made
    )
    assert not any(name.startswith("Lévis") for name in made)
    assert not any(name.startswith(("Laval: 01", "Laval: 00", "Laval: 02_events")) for name in made)


@pytest.mark.slow
def test_an_event_report_is_verified_by_its_own_answers(tour):
    """Fails when the report of one event is held against the answers of all."""
    book, project, _ = tour
    report = project.output / "reports/mini/laval/report.fr.pdf"
    compared = verify(report, book.folder, project=project)
    assert ("event", "Laval", "Laval") in compared and all(
        said == here for _, said, here in compared
    )


@pytest.mark.slow
def test_an_event_that_is_not_there_is_told(tour, survey, sheet):
    """Fails when a name is built in silence as nothing, or a survey without events takes one."""
    book, project, _ = tour
    with pytest.raises(SurveyError, match=r"no event 'Lavale' in .*did you mean 'Laval'"):
        build(book.folder, languages=("fr",), events=("Lavale",), project=project)
    with pytest.raises(SurveyError, match="no events: "):
        build(survey(answers=sheet(*rows(1))), events=("Laval",), project=project)


def test_many_events_are_shown_by_their_ends_and_quartiles():
    """Fails when the picture of hundreds of events has a line for each."""
    table = pd.DataFrame(
        {
            "event": [f"e{i:03}" for i in range(200)],
            "question": "why",
            "count": range(200),
            "base": 200,
        }
    )
    table = table.assign(share=table["count"] / 200, low=0.1, high=0.9)
    messages = catalogue.load("en").plain
    figure = figures.events(table, messages)
    assert all(part in figure.alt for part in ("e199: 100%", "e000: 0%"))
    names = [label.get_text() for label in figure.picture.axes[0].get_yticklabels()]
    assert len(names) == 13 and "Median of the events" in names
    assert "50%" in [text.get_text() for text in figure.picture.axes[0].texts]
    plt.close(figure.picture)
    assert len(figures.events(table[:24], messages).picture.axes[0].get_yticklabels()) == 24
    plt.close()
