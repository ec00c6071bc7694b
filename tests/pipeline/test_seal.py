"""A fingerprint of real answers: the same for who holds them, and no oracle for anybody else."""

import dataclasses
import hashlib
import itertools
import subprocess

import pytest

from helpers import codebook
from helpers.pipeline import seal


@pytest.fixture
def book(survey):
    return codebook.load(survey())


def sha256(answers):
    return hashlib.sha256("\n".join(answers).encode()).hexdigest()


def test_the_answers_of_seven_people_are_not_guessed_by_their_fingerprint(book):
    """Fails when what is told is a hash that anybody can compute of what may have been answered."""
    given = ("Oui", "Oui", "Non", "Oui", "Non", "Non", "Oui")
    told = seal.sealed(sha256(given), book)
    guesses = [sha256(guess) for guess in itertools.product(("Oui", "Non"), repeat=7)]
    assert sha256(given) in guesses
    again = [hashlib.sha256(guess.encode()).hexdigest() for guess in guesses]
    assert told not in guesses + again and len(told) == 64


def test_who_holds_the_secret_gets_the_same_and_others_another(book, survey):
    """Fails when a seal changes from one build to the next, or is the same in every survey."""
    told = seal.sealed("a", book)
    assert told == seal.sealed("a", book) != seal.sealed("b", book)
    assert told != seal.sealed("a", codebook.load(survey()))
    assert seal.sealed(None, book) is None


def test_synthetic_answers_are_told_as_they_are(book):
    """Fails when a reconstruction gets a secret, or its fingerprint cannot be checked by all."""
    synthetic = dataclasses.replace(book, provenance="synthetic")
    assert seal.sealed("a", synthetic) == "a" and not (book.folder / seal.NAME).exists()


def test_the_secret_is_for_its_owner_and_not_for_git(book):
    """Fails when others can read it, or `git add .` takes it."""
    subprocess.run(["git", "init", "--quiet"], cwd=book.folder, check=True)
    seal.sealed("a", book)
    assert (book.folder / seal.NAME).stat().st_mode & 0o777 == 0o600
    subprocess.run(["git", "add", "."], cwd=book.folder, check=True)
    command = ["git", "ls-files"]
    files = subprocess.run(command, cwd=book.folder, capture_output=True, text=True).stdout.split()
    assert "codebook.toml" in files and seal.NAME not in files


def test_to_verify_makes_no_secret(book):
    """Fails when a report is held to a secret that was just made."""
    assert seal.sealed("a", book, make=False) == seal.UNTOLD
    assert not (book.folder / seal.NAME).exists()
