"""Several answers in columns of their own, one an option: put together into one cell a question.

A cell put together joins the wordings of the options chosen by `JOINT`, which stands in no export:
no separator within an option can part it.
"""

JOINT = "\x1f"  # the unit separator of ASCII, between options chosen
NONE_CHOSEN = JOINT  # asked, and chose none
NOT_SHOWN = f"{JOINT}N/A"  # the question was not put to this person
