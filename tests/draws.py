"""How many examples a property is tried on: in ``make check`` ten times those of ``make test``."""

from hypothesis import settings


def draws(count: int) -> settings:
    """Settings of a property that takes longer than others: ``count`` examples in ``make test``."""
    thorough = settings.get_current_profile_name() == "thorough"
    return settings(max_examples=count * (10 if thorough else 1))
