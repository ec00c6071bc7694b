"""The manual and the editors' schema say what the code accepts, and nothing else."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from helpers import codebook
from helpers.codebook import reference
from helpers.codebook.mistakes import Mistakes
from helpers.codebook.validation import validate

TOP = Path(__file__).parents[2]
FIELDS = {
    f"{heading} {name}": (model, name, field)
    for heading, model in reference.TABLES.items()
    for name, field in model.model_fields.items()
}
WITH_EXAMPLE = {key: value for key, value in FIELDS.items() if reference.example(value[2])}


def test_both_files_are_made_of_the_schema_as_it_is():
    """Fails when an entry changes and `python -m helpers.codebook.reference` is not run."""
    assert reference.MANUAL.read_text(encoding="utf-8") == reference.manual()
    assert json.loads(reference.SCHEMA.read_text(encoding="utf-8")) == reference.json_schema()


def test_the_smallest_codebook_of_the_manual_loads(tmp_path):
    """Fails when the manual's first example is refused."""
    block = re.search(r"```toml\n(.*?)```", reference.manual(), re.S)[1]
    (tmp_path / "codebook.toml").write_text(block, encoding="utf-8")
    assert codebook.load(tmp_path).question("q1").ids == ["never", "sometimes", "every_day"]


@pytest.mark.parametrize("key", WITH_EXAMPLE)
def test_an_example_is_accepted(key):
    """Fails when the example of an entry is of another entry, or would be refused."""
    model, name, field = WITH_EXAMPLE[key]
    example = reference.example(field)
    assert list(example) == [name]
    mistakes = Mistakes("codebook.toml")
    validate(model, example, key, mistakes)
    assert not [line for line in mistakes.lines if "has no" not in line]


@pytest.mark.parametrize("key", FIELDS)
def test_every_entry_is_told(key):
    """Fails when an entry is added without a word about it."""
    assert len(FIELDS[key][2].description) > 3


@pytest.mark.parametrize("survey", ["data/raw/linkedin-2015", "tests/surveys/workshop"])
def test_an_editor_accepts_the_codebooks_of_the_project(survey):
    """Fails when an editor would underline what the code accepts."""
    assert _refusals((TOP / survey / "codebook.toml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "old, new",
    [
        ('authors = ["A. Analyst"]', 'authors = "A. Analyst"'),
        ('"ordinal"', '"ordnal"'),
        ('version = "1.0"', 'versoin = "1.0"'),
        ('levels = ["Never",', "levels = [1,"),
        ('id = "q1"', 'id = "Q 1"'),
        ('title.en = "The cafeteria"', "title.en = 3"),
        ("[[questions]]", "smallest_cell = 1\n[[questions]]"),
    ],
)
def test_an_editor_refuses_what_the_code_refuses(old, new, tmp_path):
    """Fails when the schema for editors lets pass what `survey check` would not."""
    text = reference.SMALLEST.replace(old, new)
    assert text != reference.SMALLEST
    (tmp_path / "codebook.toml").write_text(text, encoding="utf-8")
    with pytest.raises(codebook.SurveyError):
        codebook.load(tmp_path)
    assert _refusals(text)


def test_older_names_are_known_to_editors():
    """Fails when an older codebook, which is accepted, is underlined."""
    older = reference.SMALLEST.replace('"ordinal"', '"ordered"') + "[intake]\nleave = []\nlarge = 1"
    assert _refusals(older) == []


def _refusals(text):
    """What an editor would say of a codebook."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(reference.json_schema())
    table = json.loads(json.dumps(tomllib.loads(text), default=str))
    validator = jsonschema.Draft202012Validator(reference.json_schema())
    return [error.message for error in validator.iter_errors(table)]
