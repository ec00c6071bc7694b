"""The survey on one page, for who reads nothing else."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report.catalogue import Messages
from helpers.report.sections.answers import overview
from helpers.report.sections.survey import findings


def brief(
    shares: pd.DataFrame,
    claims: pd.DataFrame,
    associations: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """The findings, the behaviours at a glance, and where to read more."""
    findings(shares, claims, associations, book, messages)
    if len(book.with_role("behaviour")) > 1:
        overview(shares, book, messages)
    show.text(messages("brief.more", language=messages.language))
