"""What the steps of one build share."""

from toy.builds import CODEBOOK, TOY

from helpers import codebook
from helpers.pipeline.visibility import visible_codebook


def test_the_part_of_a_codebook_leaves_out_only_what_is_known_not_to_be_seen():
    """Fails if an entry that nobody foresaw is left out: its changes would go unseen."""
    book = codebook.read_toml(TOY / CODEBOOK) | {"new": {"fr": 1, "x": 2}}
    question = visible_codebook(book, ["fr"], question="q2")
    assert [entry["id"] for entry in question["questions"]] == ["q2"]
    assert question["questions"][0]["levels"][0] == {"id": "non", "fr": "Non"}
    assert question["new"] == {"fr": 1, "x": 2}
    assert "intake" not in question
    cleaning = visible_codebook(book, ["fr"], cleans=True)
    assert cleaning["questions"][0]["levels"][0] == {"id": "non", "fr": "Non", "en": "No"}
    assert cleaning["questions"][0]["text"] == {"fr": "Souvent?"}
    assert visible_codebook(book, ["en"], whole=True)["intake"] == {"file": "answers.csv"}
