"""What an interval allows to call a share."""

from helpers.report import constants
from helpers.report.catalogue import Messages

STEPS = (  # of the lower limit from above, and of the upper limit from below
    (constants.NEARLY_ALL, "graded.nearly_all"),
    (constants.TWO_THIRDS, "graded.clear_majority"),
    (constants.HALF, "graded.majority"),
)
CLOSE = 0.05  # to one half


def grade(low: float, high: float, middle: float, messages: Messages) -> str:
    """What an interval allows to call a share: a majority only when it clears one half.

    Examples
    --------
    >>> from helpers.report import catalogue
    >>> messages = catalogue.load("en")
    >>> grade(0.69, 0.87, 0.79, messages), grade(0.0, 0.08, 0.03, messages)
    ('That is a clear majority.', 'That is almost nobody.')
    """
    for limit, key in STEPS:
        if low > limit:
            return messages(key)
    if high < constants.FEW:
        return messages("graded.few")
    if high < constants.HALF:
        return messages("graded.minority")
    close = round(abs(middle - constants.HALF), 9) <= CLOSE
    return messages("graded.half" if close else "graded.open")
