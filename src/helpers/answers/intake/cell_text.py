"""A cell that is no text in its file, as text."""

import datetime


def cell_text(cell: object) -> str:
    """Write a cell: whole numbers without decimals, dates as ISO does, times to the second.

    >>> [cell_text(cell) for cell in (3.0, 2.5, True, None, datetime.date(2026, 1, 31))]
    ['3', '2.5', 'TRUE', '', '2026-01-31']
    >>> cell_text(datetime.datetime(2026, 1, 31, 10, 0, 0, 700_000))
    '2026-01-31 10:00:01'
    >>> cell_text(datetime.timedelta(hours=25, minutes=1))
    '25:01:00'
    """
    if cell is None or cell != cell:  # what is no number differs from itself
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        rounded = cell + datetime.timedelta(microseconds=500_000)
        return rounded.isoformat(" ", "seconds")
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return str(cell)
