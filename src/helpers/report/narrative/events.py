"""The events that a survey was held at, side by side."""


def sentence(held, book, messages):
    """How many events there are, and of which nothing can be told."""
    states = held.state.value_counts()
    told = held[held.state != "failed"]
    parts = [
        messages("events.held", n=len(told)) + " " + messages("events.people", n=told.people.sum())
    ]
    if states.get("failed"):
        parts.append(messages("events.failed", n=states["failed"]))
    if states.get("small"):
        parts.append(
            messages(
                "events.small", n=states["small"], smallest=messages.integer(book.smallest_cell)
            )
        )
    return " ".join([*parts, messages("events.chance")])


def spread(shares, name, messages):
    """How far apart the events are in one share."""
    low, first, middle, third, high = (
        messages.percent(at) for at in shares.share.quantile([0, 0.25, 0.5, 0.75, 1])
    )
    text = messages("events.apart", levels=name, low=low, high=high, middle=middle)
    return (
        f"{text} {messages('events.half', first=first, third=third)}" if len(shares) >= 8 else text
    )
