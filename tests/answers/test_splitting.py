"""Several answers in one cell: parted as slow trial of every way would part them, and soon."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.answers.matching import match
from helpers.answers.splitting import Wordings
from helpers.answers.vocabulary import Vocabulary
from helpers.codebook import Level, Question

PIECES = st.sampled_from(["p", "q", "r"])
WORDING = st.lists(PIECES, min_size=1, max_size=3).map(", ".join)


def every_way(pieces, options):
    """All ways to cut pieces into options, the longest first option first."""
    if not pieces:
        yield []
    for size in range(len(pieces), 0, -1):
        if (wording := ", ".join(pieces[:size])) in options:
            for rest in every_way(pieces[size:], options):
                yield [wording, *rest]


@given(options=st.sets(WORDING, min_size=1, max_size=6), pieces=st.lists(PIECES, max_size=7))
def test_a_cell_is_cut_as_the_first_way_of_all_that_use_all_of_it(options, pieces):
    """Fails when an option is taken after which the rest is none, or a shorter one comes first."""
    wordings = Wordings({option: option for option in options})
    text = ", ".join(pieces)
    expected = next(every_way(pieces, options), None) if pieces else None
    assert wordings.made_of(text, ",") == set(expected or ())
    assert wordings.made_of(f"{text},", ",") == set(expected or ())


def test_a_cell_of_any_length_is_read():
    """Never ends when the ways to cut a cell are tried one after the other: forty pieces take
    years.
    """
    levels = tuple(Level(id, text, {"fr": text}) for id, text in (("p", "P"), ("pq", "P, Q")))
    levels = (*levels, Level("q", "Q", {"fr": "Q"}), Level("x", "Autre", {"fr": "Autre"}))
    closed = Vocabulary(Question("q1", "multiple", "context", {}, {}, levels, column="q1"))
    text = ", ".join(["P", "Q"] * 10_000)
    assert match(text, closed, ", ").value == "pq"
    assert match(f"{text}, R", closed, ", ") is None
    assert match("," * 100_000, closed, ", ").value == "_skipped"
    assert match("P, " * 300_000, closed, ", ") is None  # too long for an answer
