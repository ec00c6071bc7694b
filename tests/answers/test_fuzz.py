"""Exports and codebooks changed at random: the short form of ``make fuzz``."""

import dataclasses

import fuzzing
import pandas as pd
import pytest

from helpers.answers import cleaning

FEW = 5  # of each format; of codebooks, which take a hundredth of the time, twenty times as many
# What was found and mended, by its format and seed: each ended in a traceback.
MENDED = [("mentimeter", 10)]


@pytest.mark.parametrize("format", fuzzing.HEAD)
def test_a_changed_export_is_a_message_or_loses_nothing(tmp_path, format):
    """Fails with a traceback, a row or a filled cell that is nowhere, or after two seconds."""
    for seed in range(FEW):
        assert fuzzing.attempt(format, seed, tmp_path) in ("answers", "message"), seed


def test_a_changed_codebook_is_a_message_or_a_codebook(tmp_path):
    """Fails with a traceback, or with a message that a terminal obeys."""
    for seed in range(20 * FEW):
        assert fuzzing.attempt("codebook", seed, tmp_path) in ("a codebook", "message"), seed


@pytest.mark.parametrize(("format", "seed"), MENDED)
def test_what_was_mended_stays_so(tmp_path, format, seed):
    """Fails when one of those that ended in a traceback does again."""
    assert fuzzing.attempt(format, seed, tmp_path) in ("answers", "message")


@pytest.mark.parametrize("loss", ["row", "cell"])
def test_the_oracle_sees_what_is_lost(tmp_path, monkeypatch, loss):
    """Fails when a row or an answer could go without being missed."""
    clean = cleaning.clean

    def careless(export, book):
        cleaned = clean(export, book)
        if loss == "row":
            return dataclasses.replace(cleaned, answers=cleaned.answers.iloc[1:])
        else:
            for id in ("often", "comment"):
                cleaned.answers[id] = pd.Series("_skipped", cleaned.answers.index)
        return cleaned

    monkeypatch.setattr(cleaning, "clean", careless)
    monkeypatch.setattr(fuzzing, "CHANGES", [fuzzing.shuffle, fuzzing.empty_line] * 2)
    monkeypatch.setattr(fuzzing, "damaged", lambda content, draw: content)
    outcomes = []
    for seed in range(10):
        try:
            outcomes.append(fuzzing.attempt("plain", seed, tmp_path))
        except fuzzing.Lost:
            outcomes.append("lost")
    assert outcomes.count("lost") >= 7
