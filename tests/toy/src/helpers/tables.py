"""Counts."""

from collections import Counter

START = 0


def counts(answers, question):
    header, *rows = answers
    column = header.index(question)
    return [(level, START + n) for level, n in sorted(Counter(row[column] for row in rows).items())]
