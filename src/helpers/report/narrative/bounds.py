"""Who can be in two groups at once, by the published margins alone."""


def paragraphs(publication, messages):
    """What the margins bound, and the other readings of the published figures."""
    readings = [
        messages("published.reading", text=messages.of_claim(reading, "text"))
        for reading in publication.readings
    ]
    return "\n\n".join([messages("published.bounds"), *readings])
