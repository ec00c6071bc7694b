"""What says who answered, and what only looks like it."""

import pytest

from helpers.draft.column import Column
from helpers.draft.identifying import reason_to_leave

NAMES = tuple(f"Ana Roy-{number}" for number in range(20))


@pytest.mark.parametrize(
    ("header", "cells", "reason"),
    [
        ("Votre nom", NAMES, "name"),
        ("What is your full name?", NAMES, "name"),
        ("Courriel", ("a@b.ca", ""), "email"),
        ("How can we reach you?", ("a@b.ca", "c@d.org", "no"), "email"),
        ("Rappel", ("514 555-1234", "(418) 555-9876"), "phone"),
        ("Adresse IP", ("203.0.113.9",), "address"),
        ("Poste", tuple(f"203.0.113.{number}" for number in range(9)), "address"),
        ("Où", ("46.81390, -71.20800", "45.50170, -73.56730"), "address"),
        ("Portfolio", ("https://a.example/x", "www.b.example"), "link"),
        ("Q0", tuple(str(number) for number in range(100, 120)), "id"),
        ("Device", tuple(f"{number:012x}" for number in range(10**11, 10**11 + 20)), "id"),
        ("Date of birth", ("1980-01-02", "1979-11-30"), "time"),
        ("In which city do you live?", tuple(f"Ville {number}" for number in range(20)), "place"),
        ("How often?", ("Never", "Often") * 10, ""),
        ("Which city?", ("Laval", "Québec", "Alma") * 10, ""),
        ("How old are you?", tuple(str(20 + number % 40) for number in range(60)), ""),
        ("Heures par semaine", ("10:30", "9:15", "10:30", "9:15", "10:30", "9:15"), ""),
        ("Comments", tuple(f"A long remark, number {number}, in words" for number in range(9)), ""),
        ("Nothing", ("", ""), ""),
    ],
)
def test_a_column_is_left_out_for_its_reason(header, cells, reason):
    """Fails when a name, an address or an id becomes a question, or a question is left out."""
    assert reason_to_leave(Column(header, cells)) == reason
