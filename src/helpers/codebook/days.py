"""Days as the tables hold them: one number of eight figures, year, month and day."""

import datetime


def number_of(day: datetime.date) -> float:
    """The number that stands for a day.

    >>> number_of(datetime.date(2026, 1, 31))
    20260131.0
    """
    return float(day.year * 10_000 + day.month * 100 + day.day)


def day_of(number: float) -> datetime.date:
    """The day that a number stands for.

    >>> day_of(20260131.0).isoformat()
    '2026-01-31'
    """
    months, day = divmod(int(number), 100)
    return datetime.date(*divmod(months, 100), day)


def is_day(text: str) -> bool:
    """Whether a text is a day as clean answers hold it: year-month-day, ten characters.

    >>> is_day("2026-01-31"), is_day("2026-02-31"), is_day("20260131")
    (True, False, False)
    """
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
