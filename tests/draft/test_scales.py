"""Levels in order: scales as surveys word them, and lists that are no scale."""

import random
from pathlib import Path

import pytest

from helpers.draft.scales import find_scale

SCALES = Path(__file__).with_name("scales.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", SCALES)
def test_a_scale_is_put_in_order(line):
    """Fails when a rung is lost or moved, or a band of numbers is read as another."""
    levels = line.split("|")
    for seed in range(3):
        scale = find_scale(random.Random(seed).sample(levels, len(levels)))
        assert scale is not None
        assert [level for level in scale.levels if level not in scale.unseen] == levels
        assert scale.kind == "ordinal"


@pytest.mark.parametrize(
    "line",
    [
        "Montréal|Québec|Laval",
        "Python 2|Python 3",
        "Red|Very blue",
        "Souvent|Vert",
        "Never|Blue|Often",
        "A lot|Sales",
        "Ventes|Soutien technique",
        "Yes, in the morning|No, at night",
        "12|45|67|33|81|29|30|31|32|34|35|36",
        "0|1",
        "1|2",
    ],
)
def test_a_list_is_no_scale(line):
    """Fails when an order is made up: for words that have none, for codes, for many numbers."""
    assert find_scale(line.split("|")) is None


@pytest.mark.parametrize(
    ("line", "question", "unseen"),
    [
        ("Dissatisfied|Neutral|Satisfied|Very satisfied", "", "Very dissatisfied"),
        ("Very dissatisfied|Dissatisfied|Satisfied|Very satisfied", "", ""),
        ("Never|Rarely|Sometimes|Often", "", ""),
        ("2|4|5", "", "3"),
        ("2|4|5", "On a scale of 1 to 5, …", "1|3"),
        ("7|8|9|10", "De 0 à 10, …", "0|1|2|3|4|5|6"),
        ("8|9|10", "(0 = not at all, 10 = certainly)", "0|1|2|3|4|5|6|7"),
        ("Oui", "", "Non"),
    ],
)
def test_a_level_that_nobody_chose_is_added_only_if_it_is_certain(line, question, unseen):
    """Fails when a scale is completed that may have ended there, or a named end is forgotten."""
    scale = find_scale(line.split("|"), question)
    assert list(scale.unseen) == [level for level in unseen.split("|") if level]
