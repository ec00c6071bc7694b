"""How much of a draft a person need not edit, measured on invented look-alikes of real exports.

Beside each ``NAME.csv`` stands ``NAME.toml``: what a person would write for each column, by hand.
"""

import tomllib
from pathlib import Path

import pytest

from helpers.answers.intake import look
from helpers.cli import main
from helpers.codebook.folding import fold_accents, fold_case
from helpers.draft.looking import look_at

FOLDER = Path(__file__).with_name("lookalikes")
EXPORTS = sorted(FOLDER.glob("*.csv"))
AIM = 0.9  # of columns whose kind, levels and order need no edit


def folded(texts):
    """Texts as answers are compared."""
    return [fold_accents(text) for text in texts]


def edits(expected, question):
    """What a person would have to change in a drafted question; nothing if it is right."""
    if question is None:
        return [] if expected["kind"] == "left" else ["left out"]
    if question.kind != expected["kind"]:
        return [f"kind {question.kind}, not {expected['kind']}"]
    own_words = [level for level in question.levels if level.write_in]
    levels = folded(expected.get("levels", ()))
    drafted = [level for level in question.levels if fold_accents(level.text) in levels]
    drafted += [level for level in question.levels if not (level in drafted or level.write_in)]
    texts = [level.text for level in question.levels if level in drafted and not level.off_scale]
    off_scale = [level.text for level in question.levels if level.off_scale and not level.write_in]
    missing = [text for texts in question.missing.values() for text in texts]
    ordered = list if question.kind == "ordinal" else sorted
    faults = []
    if ordered(folded(texts)) != ordered(levels):
        faults.append(f"levels {texts}")
    if sorted(folded(off_scale)) != sorted(folded(expected.get("off_scale", ()))):
        faults.append(f"off the scale {off_scale}")
    if sorted(folded(missing)) != sorted(folded(expected.get("missing", ()))):
        faults.append(f"missing {missing}")
    if bool(own_words) != expected.get("own_words", False):
        faults.append("own words")
    return faults


def compare(path):
    """Column → what would have to be edited, of one look-alike."""
    draft = look_at(look(path))
    questions = {fold_case(question.column): question for question in draft.questions.values()}
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: edits(entry, questions.get(fold_case(name))) for name, entry in expected.items()}


@pytest.mark.slow
def test_nine_columns_of_ten_need_no_edit(capsys):
    """Fails when a scale, a separator or a rule is lost that many columns lean on."""
    compared = {path.stem: compare(path) for path in EXPORTS}
    columns = [faults for faults_of in compared.values() for faults in faults_of.values()]
    right = sum(not faults for faults in columns)
    with capsys.disabled():
        print(f"\n{right} of {len(columns)} columns need no edit ({right / len(columns):.0%})")
        for name, faults_of in compared.items():
            for column, faults in faults_of.items():
                if faults:
                    print(f"  {name}: {column}: {'; '.join(faults)}")
    assert len(EXPORTS) >= 8
    assert right >= AIM * len(columns)


@pytest.mark.slow
@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: path.stem)
def test_a_lookalike_passes_check_as_drafted(export, tmp_path):
    """Fails when a draft of some format is not a codebook that reads its own export."""
    assert main(["draft", str(export), "--into", str(tmp_path / "survey")]) == 0
    assert main(["check", str(tmp_path / "survey")]) == 0
