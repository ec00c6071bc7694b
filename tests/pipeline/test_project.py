"""A project stays where it stands, and its surveys are told apart."""

import pytest

from helpers.codebook import SurveyError
from helpers.pipeline import store
from helpers.pipeline.project import Project


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
