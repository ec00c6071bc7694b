"""How many examples a property is tried on: in ``make check`` ``times`` those of ``make test``."""

from hypothesis import settings


def draws(count: int, times: int = 10) -> settings:
    """Settings of a property that takes longer than others: ``count`` examples in ``make test``."""
    thorough = settings.get_current_profile_name() == "thorough"
    return settings(max_examples=count * (times if thorough else 1))
