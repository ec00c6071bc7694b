"""How many examples a property is tried on: in ``make check`` ``times`` those of ``make test``."""

from hypothesis import settings


def draws(count: int, times: int = 4) -> settings:
    """Settings of a property that takes longer than others: ``count`` examples in ``make test``."""
    is_quick = settings.get_current_profile_name() == "quick"
    return settings(max_examples=count * (1 if is_quick else times))
