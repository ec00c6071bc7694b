"""Any other table: its header is the first row, and every column is the survey's own."""

from helpers.answers.intake.layout import Layout, name_columns


def plain(rows: list[list[str]]) -> Layout:
    """Take the first row for the header.

    >>> plain([["Age", "Avis"], ["7", "Bon"]]).header
    ('Age', 'Avis')
    """
    return Layout("plain", "a table whose first row names the columns", name_columns(rows[0]))
