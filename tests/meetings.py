"""A survey held at many events, as small as one can be: two questions, one language."""

import itertools

CODEBOOK = """
[survey]
id = "meetings"
provenance = "collected"
languages = ["en"]
date = 2026-01-31
version = "1.0"
authors = ["A"]
title.en = "After the meeting"
event.en = "Meetings"
organiser.en = "We"

[disclosure]
population.en = "People who came to a meeting"

[intake]
file = "exports/*.csv"

[[questions]]
id = "often"
kind = "ordinal"
role = "behaviour"
column = "How often do you come?"
text.en = "How often do you come?"
levels = [
    { id = "never", en = "First time" },
    { id = "sometimes", en = "Sometimes" },
    { id = "always", en = "Always" },
]

[[questions]]
id = "useful"
kind = "nominal"
role = "outcome"
column = "Was it useful?"
text.en = "Was it useful?"
positive = ["yes"]
levels = [{ id = "yes", en = "Yes" }, { id = "no", en = "No" }]
"""
PAIRS = list(itertools.product(("First time", "Sometimes", "Always"), ("Yes", "No")))


def write(folder, events):
    """Write the survey, every pair of answers given by five to eight people at each event, so that
    no report tells of few; return the names of the events.
    """
    (folder / "exports").mkdir(parents=True)
    (folder / "codebook.toml").write_text(CODEBOOK, encoding="utf-8")
    names = [f"Meeting {number:03}" for number in range(1, events + 1)]
    for number, name in enumerate(names):
        lines = [
            ",".join(pair)
            for place, pair in enumerate(PAIRS)
            for _ in range(5 + (number * (place + 1) + place) % 4)
        ]
        content = "\n".join(["How often do you come?,Was it useful?", *lines, ""])
        (folder / f"exports/{name}.csv").write_text(content, encoding="utf-8")
    return names
