"""What the person who waits sees."""

import io
import re

import pytest
from toy.builds import EVERYTHING, RAW, edit, ran

from helpers.pipeline.progress import Progress


@pytest.mark.slow
@pytest.mark.parametrize("quiet", [False, True])
def test_progress_in_a_log(toy, swift, quiet):
    """Fails if a log gets a line for each page, or if --quiet does not silence it."""
    edit(toy / RAW / "answers.csv", "Oui,Non", "Oui,Oui")
    log = io.StringIO()
    ran(toy, progress=Progress(log, quiet=quiet))
    lines = log.getvalue().splitlines()
    assert {re.sub(r" +[\d.]+ s$", "", line.strip()) for line in lines} == (
        set() if quiet else EVERYTHING - {"00_published"}
    )
    assert "\x1b" not in log.getvalue()
