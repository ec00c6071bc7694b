"""Who can be in two groups at once, by the published margins alone."""

from helpers.published import Published
from helpers.report.catalogue import Messages


def paragraphs(publication: Published, messages: Messages) -> str:
    """What the margins bound, and the other readings of the published figures."""
    readings = [
        messages("published.reading", text=messages.of_claim(reading, "text"))
        for reading in publication.readings
    ]
    return "\n\n".join([messages("published.bounds"), *readings])
