"""Exports and codebooks changed at random: the short form of ``make fuzz``."""

import dataclasses
import random

import fuzzing
import mutants
import pandas as pd
import pytest

from helpers.answers import cleaning

FEW = 4  # of each format or type of file; of codebooks, which are quick, twenty times as many
# What was found and mended, by its format and seed: each ended in a traceback, or had
# control signs in its message.
MENDED = [("mentimeter", 10), ("parquet", 63), ("parquet", 102), ("parquet", 208)]
MENDED += [("workbook", 227)]  # a part of the archive under another name
MENDED += [("workbook", 152)]  # rows between two headers were taken for titles


def attempt(kind, seed, folder):
    """What comes of a changed export, or codebook."""
    return fuzzing.attempt(fuzzing.make(kind, seed), folder)


@pytest.mark.parametrize("format", fuzzing.KINDS)
def test_a_changed_export_is_a_message_or_loses_nothing(tmp_path, format):
    """Fails with a traceback, a row or a filled cell that is nowhere, or after two seconds."""
    for seed in range(FEW):
        assert attempt(format, seed, tmp_path) in ("answers", "message"), seed


def test_a_changed_codebook_is_a_message_or_a_codebook(tmp_path):
    """Fails with a traceback, or with a message that a terminal obeys."""
    for seed in range(20 * FEW):
        assert attempt("codebook", seed, tmp_path) in ("a codebook", "message"), seed


@pytest.mark.parametrize(("format", "seed"), MENDED)
def test_what_was_mended_stays_so(tmp_path, format, seed):
    """Fails when one of those that ended in a traceback does again."""
    assert attempt(format, seed, tmp_path) in ("answers", "message")


@pytest.mark.parametrize("kind", ["plain", "parquet"])
@pytest.mark.parametrize("loss", ["row", "cell"])
def test_the_oracle_sees_what_is_lost(tmp_path, monkeypatch, kind, loss):
    """Fails when a row or an answer could go without being missed, or taken for another of them."""
    careless(monkeypatch, loss)
    monkeypatch.setattr(mutants, "CHANGES", [mutants.shuffle, mutants.empty_line] * 2)
    monkeypatch.setattr(mutants, "damaged", lambda content, draw: content)
    outcomes = []
    for seed in range(5):
        try:
            outcomes.append(attempt(kind, seed, tmp_path))
        except fuzzing.Lost:
            outcomes.append("lost")
    assert outcomes.count("lost") >= 3


def test_a_failure_is_made_small(tmp_path, monkeypatch):
    """Fails when a case that fails is told with all its rows, columns and cells."""
    careless(monkeypatch, "cell")
    case = mutants.Mutant("plain", 1, mutants.export("plain", random.Random(1)))
    assert len(case.rows) > 10
    small = fuzzing.shrink(case, tmp_path)
    assert len(small.rows) == 2
    assert sum(cell != "" for cell in small.rows[1]) == 1
    assert fuzzing.fault(small, tmp_path)[0] == "Lost"


def careless(monkeypatch, loss):
    """Have cleaning lose the first row, or all answers to two questions."""
    clean = cleaning.clean

    def lossy(export, book):
        cleaned = clean(export, book)
        if loss == "row":
            return dataclasses.replace(cleaned, answers=cleaned.answers.iloc[1:])
        for id in ("often", "comment"):
            cleaned.answers[id] = pd.Series("_skipped", cleaned.answers.index)
        return cleaned

    monkeypatch.setattr(cleaning, "clean", lossy)
