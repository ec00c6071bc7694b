"""Columns of numbers: those that a codebook reads as they are, and those that look like numbers."""

import re
from collections.abc import Collection

from helpers.answers.numbers import NumberReader
from helpers.codebook import Question
from helpers.typography import conventions

NUMBER = re.compile(r"[-+~<>]?\s*\d[\d .,']*\s*[%$€£]?\s?[a-zé]{0,8}", re.I)
MOST = 0.9  # of the texts of a column


def are_all_read(texts: Collection[str], language: str) -> bool:
    """Whether a codebook in this language reads each as one number.

    >>> are_all_read(["12", "1,5", "$30"], "fr"), are_all_read(["12", "5-10"], "fr")
    (True, False)
    """
    comma = conventions(language)["decimal_comma"]
    reader = NumberReader(Question("", "number", "context", {}, {}, decimal_comma=comma))
    return bool(texts) and all(reader.read(text) is not None for text in texts)


def are_numbers(texts: Collection[str]) -> bool:
    """Whether all are numbers, or all but a few with their unit.

    >>> are_numbers(["12 km", "3 km"]), are_numbers(["12 rue du Port", "3"])
    (True, False)
    """
    numbers = [NUMBER.fullmatch(text) for text in texts]
    return bool(texts) and sum(map(bool, numbers)) >= MOST * len(texts)
