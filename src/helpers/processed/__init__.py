"""The processed tables: their columns, and how one notebook hands a table to the next.

contract  which columns each table has
writing   a table, to its file
reading   a table, from its file or its parts
"""

from helpers.processed.contract import ANSWERS, COLUMNS, TEXTS
from helpers.processed.reading import read, read_all, read_answers, read_shares
from helpers.processed.writing import as_read, write

__all__ = [
    "ANSWERS",
    "COLUMNS",
    "TEXTS",
    "as_read",
    "read",
    "read_all",
    "read_answers",
    "read_shares",
    "write",
]
