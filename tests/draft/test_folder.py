"""From an export to the folder of a survey: what is written, what is not written over."""

import csv
import random
import re

import pytest

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.cli import main

HEADER = (
    "Horodateur",
    "Adresse e-mail",
    "À quelle fréquence venez-vous?",
    "Pourquoi venez-vous?",
    "Êtes-vous satisfait du service?",
    "Quel est votre âge?",
    "Autres commentaires",
)


def rows(count=40):
    """Answers to an invented form, drawn with a fixed seed."""
    draw = random.Random(7)
    offered = ["Partage", "Recherche d'emploi, CV en ligne", "Réseautage"]
    for number in range(count):
        chosen = [option for option in offered if draw.random() < 0.5] or ["Réseautage"]
        yield (
            f"2024/05/{1 + number // 10:02d} 10:{number:02d}:00 AM UTC−4",
            f"personne{number}@exemple.ca",
            draw.choice(["Jamais", "Rarement", "Souvent", "Toujours"]),
            ", ".join(chosen),
            draw.choice(["Très satisfait", "Plutôt satisfait", "Très insatisfait", "Sans opinion"]),
            draw.choice(["Moins de 18 ans", "18 à 34 ans", "35 ans et plus"]),
            f"Une remarque de la personne {number}, écrite en toutes lettres" * (number % 3 == 0),
        )


@pytest.fixture
def export(tmp_path):
    """A form's export in a folder of downloads."""
    path = tmp_path / "downloads" / "Mon sondage (réponses).csv"
    path.parent.mkdir()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows()])
    return path


def test_nothing_is_drafted_from_nothing(tmp_path, capsys):
    """Fails when a draft is made of an export in which nobody answered: check would refuse it."""
    export = tmp_path / "export.csv"
    export.write_text("A,B\n,\n , \n", encoding="utf-8")
    assert main(["draft", str(export), "--into", str(tmp_path / "raw/essai")]) == 2
    assert "holds no answer to draft a codebook from" in capsys.readouterr().err


def test_a_draft_passes_check_as_it_is(export, tmp_path, capsys):
    """Fails when a guess does not fit the answers it was made from."""
    assert main(["draft", str(export), "--into", str(tmp_path / "raw/essai")]) == 0
    assert main(["check", str(tmp_path / "raw/essai")]) == 0
    book = codebook.load(tmp_path / "raw/essai")
    assert [question.kind for question in book.questions] == [
        *("ordinal", "multiple", "ordinal", "ordinal", "text"),
    ]
    assert book.languages == ("fr",)
    assert book.texts["title"]["fr"] == "Mon sondage"
    cleaned = cleaning.clean(intake.read(book), book)
    assert cleaned.account.query("item == 'kept'")["count"].tolist() == [40]


def test_levels_are_in_order_and_options_whole(export, tmp_path):
    """Fails when a scale is in another order, or an option is cut at its comma."""
    main(["draft", str(export), "--into", str(tmp_path / "essai")])
    often, why, satisfied, age, _ = codebook.load(tmp_path / "essai").questions
    assert [level.source for level in often.levels] == ["Jamais", "Rarement", "Souvent", "Toujours"]
    assert "Recherche d'emploi, CV en ligne" in [level.source for level in why.levels]
    assert [level.source for level in satisfied.levels if level.off_scale] == ["Sans opinion"]
    assert age.levels[0].source == "Moins de 18 ans"


def test_what_tells_who_answered_stays_in_the_raw_file(export, tmp_path):
    """Fails when an address becomes a question."""
    main(["draft", str(export), "--into", str(tmp_path / "essai")])
    book = codebook.load(tmp_path / "essai")
    assert set(book.intake["ignore_columns"]) == {"Horodateur", "Adresse e-mail"}


def test_every_doubt_is_told_with_its_line(export, tmp_path, capsys):
    """Fails when a guess is made in silence, or a line number is off."""
    main(["draft", str(export), "--into", str(tmp_path / "essai")])
    lines = (tmp_path / "essai/codebook.toml").read_text(encoding="utf-8").splitlines()
    said = capsys.readouterr().out
    marked = [number for number, line in enumerate(lines, 1) if "# À VOIR: " in line]
    assert len(marked) >= 8
    for number in marked:
        doubt = lines[number - 1].split("À VOIR: ")[1]
        assert re.search(rf"codebook.toml:{number}: .*{re.escape(doubt)}\n", said)


def test_nothing_is_written_over(export, tmp_path, capsys):
    """Fails when a codebook or an export that stands there is lost."""
    folder = tmp_path / "essai"
    assert main(["draft", str(export), "--into", str(folder)]) == 0
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert main(["draft", str(export), "--into", str(folder)]) == 2
    (folder / "codebook.toml").unlink()
    (folder / export.name).write_text("other,content\n1,2\n")
    assert main(["draft", str(export), "--into", str(folder)]) == 2
    assert "other content" in capsys.readouterr().err
    assert not (folder / "codebook.toml").exists()
    assert before[folder / export.name] == export.read_bytes()


def test_an_export_in_its_folder_stays_there(export, capsys):
    """Fails when an export that is in place is copied again, or refused."""
    assert main(["draft", str(export), "--into", str(export.parent)]) == 0
    assert "stays where it is" in capsys.readouterr().out
    assert sorted(path.name for path in export.parent.iterdir()) == [export.name, "codebook.toml"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.csv"], "nowhere.csv cannot be read"),
        (["{export}", "--language", "de"], "no drafts in 'de'"),
        (["{export}", "--format", "excel"], "excel"),
        (["{export}", "--encoding", "klingon"], "klingon"),
    ],
)
def test_a_mistake_is_one_message(arguments, message, export, tmp_path, capsys):
    """Fails when a user's mistake ends in a traceback."""
    given = [argument.format(export=export) for argument in arguments]
    assert main(["draft", *given, "--into", str(tmp_path / "essai")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "essai").exists()


def test_a_folder_in_whose_place_a_file_is_is_one_message(export, tmp_path, capsys):
    """Fails when a mistaken folder ends in a traceback, or is called a failure of the machine."""
    (tmp_path / "taken").write_text("")
    for place in ("taken", "taken/inside"):
        assert main(["draft", str(export), "--into", str(tmp_path / place)]) == 2
        assert "a file is in its place" in capsys.readouterr().err


def test_an_encoding_that_was_named_stands_in_the_codebook(export, tmp_path):
    """Fails when a draft can only be read again by who remembers how it was made."""
    old = tmp_path / "old mac.csv"
    old.write_bytes(export.read_text("utf-8").replace("−", "-").encode("mac-roman"))
    folder = tmp_path / "essai"
    assert main(["draft", str(old), "--encoding", "mac-roman", "--into", str(folder)]) == 0
    assert codebook.load(folder).intake["encoding"] == "mac-roman"
    assert main(["check", str(folder)]) == 0


@pytest.mark.slow
def test_a_rare_answer_of_a_large_export_is_a_level(tmp_path):
    """Fails when a large export is judged by some rows, and others hold what these do not."""
    answers = [["Rouge", "Jamais"], ["Vert", "Souvent"]] * 4000
    answers[4321:4323] = [["Bleu", "Rarement"]] * 2
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Couleur?", "Quand?"], *answers])
    assert main(["draft", str(path), "--into", str(tmp_path / "essai")]) == 0
    assert main(["check", str(tmp_path / "essai")]) == 0
    colour, when = codebook.load(tmp_path / "essai").questions
    assert "Bleu" in [level.source for level in colour.levels]
    assert [level.source for level in when.levels] == ["Jamais", "Rarement", "Souvent"]
