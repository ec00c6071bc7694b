"""Where each number of a report comes from, as one page: message, table and column, function.

``python -m helpers.report.origins REPORT.html TABLES.html > docs/numbers.md``
"""

import sys
from pathlib import Path

from bs4 import BeautifulSoup

from helpers.report import catalogue

FUNCTIONS = {  # what makes a table; of some columns, what computes them
    "account": "helpers.answers.ledger.account",
    "associations": "helpers.analysis.associations.table",
    "associations effect": "helpers.stats.effects.gamma",
    "associations low": "helpers.stats.exact.limits",
    "associations high": "helpers.stats.exact.limits",
    "associations p": "helpers.stats.exact.p_of_slope",
    "associations p_adjusted": "helpers.analysis.family.adjust",
    "associations p_max_t": "helpers.stats.permutation.max_t",
    "associations detectable": "helpers.stats.exact.detectable",
    "associations people for 0.5": "helpers.analysis.size.people_needed",
    "bounds": "helpers.published.implied.bounds_table",
    "claims": "helpers.published.claims.check",
    "codebook.toml": "helpers.codebook.load",
    "crosstabs": "helpers.analysis.associations.crosstabs",
    "event_shares": "helpers.analysis.event_shares.table",
    "events": "helpers.analysis.comparison.events",
    "exploration": "helpers.analysis.exploration.table",
    "grim": "helpers.published.implied.grim_table",
    "grim admissible n": "helpers.published.implied.admissible_numbers",
    "nonresponse": "helpers.analysis.nonresponse.table",
    "published.toml": "helpers.published.load",
    "regression": "helpers.analysis.regression.table",
    "reliability": "helpers.analysis.reliability.table",
    "robustness": "helpers.analysis.robustness.table",
    "robustness p": "helpers.stats.exact.p_of_slope",
    "sealed_plan": "helpers.analysis.amendments.table",
    "shares": "helpers.analysis.tables.shares",
    "statistics": "helpers.analysis.summaries.table",
}
HEAD = """# Where each number comes from

Pointing at a number of the HTML pages tells its table, row and column. From there: the message
that says it (search for its key in `src/helpers/report`), and the function that computes it.
This page is generated:
`python -m helpers.report.origins REPORT.html TABLES.html > docs/numbers.md`.

| what the page shows | message | table · column | function |
|---|---|---|---|
"""
LONGEST = 90  # characters of a message that are shown


def page(*documents: str, language: str = "en") -> str:
    """The origins of the numbers of a report, in the order in which it first prints them.

    Parameters
    ----------
    documents : str
        HTML of the report, then of its detailed tables.
    language : str
        Theirs.

    Returns
    -------
    str
        Markdown.
    """
    soups = [BeautifulSoup(document, "html.parser") for document in documents]
    marks = [mark for soup in soups for mark in soup.main.select("data[data-message]")]
    lines = dict.fromkeys(_line(mark, language) for mark in marks)
    return HEAD + "\n".join(lines) + "\n"


def _line(mark, language):
    cell = mark["data-cell"].split(" ÷ ")[0].split(" − ")[0]
    name, row, column = cell.split(" · ")
    table = name.split("/")[0].split(".")[0] if not name.endswith(".toml") else name
    shown = f"{table}/&lt;question&gt;" if "/" in name else table
    key = mark["data-message"]
    if table in ("constant", "provenance"):
        function = f"`{row}`" if table == "constant" else "the build"
    else:
        function = f"`{FUNCTIONS.get(f'{table} {column}', FUNCTIONS.get(table))}`"
    return f"| {_message(key, language)} | `{key}` | {shown} · {column} | {function} |"


def _message(key, language):
    """The beginning of a message, as the catalogue has it."""
    entry = catalogue.load(language).entry(key)
    text = entry["other"] if isinstance(entry, dict) else entry
    text = " ".join(text.split()).replace("|", "/")
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


if __name__ == "__main__":
    sys.stdout.write(page(*(Path(path).read_text("utf-8") for path in sys.argv[1:])))
