"""What passes without pydantic is what pydantic would pass, with the same defaults."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from codebook_values import VALUES

from helpers.codebook import reference, tables
from helpers.codebook.mistakes import Mistakes
from helpers.codebook.validation import validate

TOP = Path(__file__).parents[2]
MODELS = list(reference.TABLES.values())
CASES = [(model, name) for model in MODELS for name in model.model_fields]


@pytest.mark.parametrize("model, name", CASES, ids=[f"{m.__name__} {n}" for m, n in CASES])
def test_nothing_passes_that_would_be_refused(model, name):
    """Fails when the written schema is laxer than the definitions: a mistake would pass unseen."""
    required = {
        key: tomllib.loads(f"x = {_good(field)}")["x"]
        for key, field in model.model_fields.items()
        if field.is_required()
    }
    for value in VALUES.values():
        table = required | tomllib.loads(f"{name} = {value}")
        mistakes = Mistakes("codebook.toml")
        strict = validate(model, table, "[table]", mistakes)
        if tables.passes(model.__name__, table):
            assert not mistakes.lines
            assert tables.read_table(model.__name__, table, "[table]", mistakes) == strict


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_unknown_and_older_names_do_not_pass(model):
    """Fails when an entry that nothing reads passes, or one is taken under two names."""
    for key in ("cobalt", "leave", "large", "open"):
        assert not tables.passes(model.__name__, {key: []})


@pytest.mark.parametrize("survey", ["data/raw/linkedin-2015", "tests/surveys/workshop"])
def test_a_good_codebook_is_read_without_pydantic(survey):
    """Fails when a codebook without a mistake makes every build and every kernel wait."""
    code = f"import sys; from helpers import codebook; codebook.load({str(TOP / survey)!r})"
    code += "; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _good(field):
    """A value that an entry takes."""
    given = (field.json_schema_extra or {}).get("x-example", "")
    return given.partition(" = ")[2] if given and "." not in given.split(" = ")[0] else '{fr = "a"}'
