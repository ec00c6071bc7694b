"""What a notebook needs of a survey, and whether a survey has it."""

from helpers.codebook import Codebook
from helpers.pipeline.declaration import Declaration


def are_met(
    declared: Declaration, book: Codebook, event: str = "", edition: Codebook | None = None
) -> bool:
    """Whether a notebook has something to say of a survey.

    Parameters
    ----------
    declared : Declaration
    book : Codebook
    event : str
        The only one that is reported on: what is about all of them, or cleans them, is left out.
    edition : Codebook, optional
        Of the edition that this one is compared with.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> kinds = ("published figures", "events", "numbers")
    >>> [are_met(Declaration("02", (), (), need), book) for need in kinds]
    [True, False, False]
    """
    has = {
        "": True,
        "published figures": book.published is not None and not event,
        "events": book.events and not event,
        "editions": edition is not None and not event,
        "groups": bool(book.events or book.with_role("group")) and not event,
        "numbers": book.has_numbers,
    }
    return bool(has.get(declared.needs)) and not (event and "answers" in declared.raw)
