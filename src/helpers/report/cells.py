"""Numbers that know where they stand: the table, the row and the column of each."""

from types import ModuleType

import pandas as pd

from helpers.analysis import size
from helpers.codebook import Codebook

# What names a row of each table.
KEYS = {
    "account": ["part", "item"],
    "associations": ["behaviour", "outcome"],
    "bounds": ["reading", "behaviour", "outcome", "n"],
    "claims": ["claim", "quantity"],
    "comparability": ["question"],
    "editions": ["question", "level"],
    "crosstabs": ["behaviour", "outcome", "behaviour_level", "outcome_level"],
    "event_shares": ["event", "question"],
    "events": ["event"],
    "exploration": ["first", "second", "option"],
    "group_differences": ["group", "question", "option", "first", "second"],
    "group_shares": ["group", "question", "option", "group_level", "level"],
    "group_tests": ["group", "question", "option"],
    "grim": ["rounding", "n", "question", "levels"],
    "nonresponse": ["question", "level"],
    "regression": ["outcome", "predictor"],
    "reliability": ["quantity", "item"],
    "robustness": ["behaviour", "outcome", "specification"],
    "sealed_plan": ["item"],
    "shares": ["level", "status"],
    "statistics": ["question", "item", "statistic"],
}
GAP = " · "


class Cell(float):
    """A number, and `source`: the table, row and column that it was taken from.

    It computes like any number; what is computed has no source.

    Examples
    --------
    >>> cell = Cell(0.79, "shares/q5", "jamais|rarement, group", "share")
    >>> cell.source
    'shares/q5 · jamais|rarement, group · share'
    >>> max(cell, 0.5).source == cell.source, hasattr(cell * 100, "source")
    (True, False)
    """

    __slots__ = ("source",)

    def __new__(cls, value: float, *source: str) -> "Cell":
        cell = super().__new__(cls, value)
        cell.source = GAP.join(source)
        return cell


def bind(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table whose numbers are cells.

    Parameters
    ----------
    table : pandas.DataFrame
        A processed table, or some rows of it.
    name : str
        What it is called in `processed.COLUMNS`.

    Returns
    -------
    pandas.DataFrame
        The same; a missing number is a cell too.
    """
    keys = table[KEYS[name]].astype(str).itertuples(index=False)
    rows = [", ".join(filter(None, key)) for key in keys]
    files = "shares/" + table.question if name == "shares" else [name] * len(table)
    bound = table.copy()
    for column in table.select_dtypes("number"):
        values = table[column].astype(float)
        bound[column] = pd.Series(
            [Cell(*cell, column) for cell in zip(values, files, rows, strict=True)],
            index=table.index,
            dtype=object,
        )
    return bound


def count(table: pd.DataFrame, name: str, **where: str | list) -> Cell:
    """How many rows of a table have these values; of several values in a list, any.

    >>> count(pd.DataFrame({"verdict": ["agrees", "agrees"]}), "claims", verdict="agrees").source
    'claims · verdict=agrees · rows'
    """
    return Cell(len(_chosen(table, where)), name, _named(where), "rows")


def total(table: pd.DataFrame, name: str, column: str, **where: str | list) -> Cell:
    """The sum of a column over the rows of a table that have these values."""
    return Cell(_chosen(table, where)[column].sum(), name, _named(where), f"sum of {column}")


def distinct(table: pd.DataFrame, name: str, column: str, **where: str | list) -> Cell:
    """How many values a column has in the rows of a table that have these values."""
    number = _chosen(table, where)[column].nunique()
    return Cell(number, name, _named(where), f"distinct {column}")


def pairs(table: pd.DataFrame, name: str, **where: str | list) -> Cell:
    """How many pairs of a behaviour and an outcome have a row with these values."""
    number = len(_chosen(table, where)[["behaviour", "outcome"]].drop_duplicates())
    return Cell(number, name, _named(where), "distinct behaviour,outcome")


def at_most(table: pd.DataFrame, name: str, column: str, limit: float) -> Cell:
    """In how many rows of a table a column is at most a limit."""
    return Cell((table[column] <= limit).sum(), name, f"{column}≤{limit}", "rows")


def quantile(table: pd.DataFrame, name: str, column: str, level: float, **where: str) -> Cell:
    """A quantile of a column over the rows of a table that have these values."""
    value = _chosen(table, where)[column].astype(float).quantile(level)
    return Cell(value, name, _named(where), f"quantile {level} of {column}")


def people_needed(table: pd.DataFrame, name: str, gamma: float, **where: str) -> Cell:
    """How many people it would take for an association as strong to be seen in these rows."""
    number = size.people_needed(_chosen(table, where), gamma)
    return Cell(number, name, _named(where), f"people for {gamma}")


def ratio(part: float, whole: float) -> float:
    """One cell over another."""
    if isinstance(part, Cell) and isinstance(whole, Cell):
        return Cell(part / whole, f"{part.source} ÷ {whole.source}")
    return part / whole


def difference(whole: float, part: float) -> float:
    """One cell less another."""
    if isinstance(whole, Cell) and isinstance(part, Cell):
        return Cell(whole - part, f"{whole.source} − {part.source}")
    return whole - part


def questions(book: Codebook) -> Cell:
    """How many questions the codebook has."""
    return Cell(len(book.questions), "codebook.toml", "questions", "number")


def constant(module: ModuleType, name: str) -> Cell:
    """A number that a module declares.

    >>> from helpers.stats import permutation
    >>> constant(permutation, "DRAWS").source
    'constant · helpers.stats.permutation · DRAWS'
    """
    return Cell(getattr(module, name), "constant", module.__name__, name)


def entry(claim: object) -> str:
    """The name of an entry of what was published; one claim may speak of several questions."""
    return ", ".join(filter(None, [claim.id, getattr(claim, "question", "")]))


def declared(book: Codebook, name: str) -> Cell:
    """A number that the codebook declares of the whole survey."""
    return Cell(getattr(book, name), "codebook.toml", "survey", name)


def _chosen(table, where):
    for column, value in where.items():
        table = table[table[column].isin([value] if isinstance(value, str) else value)]
    return table


def _named(where):
    parts = (
        f"{column}={value if isinstance(value, str) else ' or '.join(map(str, value))}"
        for column, value in where.items()
    )
    return ", ".join(parts) or "all"
