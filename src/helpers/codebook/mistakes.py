"""All mistakes of a file, told together."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from helpers.codebook.checks import SurveyError


class Mistakes:
    """What is wrong with one file, collected while it is read.

    >>> mistakes = Mistakes("codebook.toml")
    >>> mistakes.add("[survey] has no 'id'")
    >>> with mistakes.collected():
    ...     raise SurveyError("codebook.toml: no [[questions]]")
    >>> mistakes.tell()
    Traceback (most recent call last):
        ...
    helpers.codebook.checks.SurveyError: codebook.toml: [survey] has no 'id'
    codebook.toml: no [[questions]]
    """

    def __init__(self, path: Path | str) -> None:
        self.path, self.lines = path, []

    def add(self, text: str) -> None:
        """Add one, said without the file's name."""
        self.lines.append(f"{self.path}: {text}")

    @contextlib.contextmanager
    def collected(self) -> Iterator[None]:
        """Keep the mistake that a check raises, and go on."""
        try:
            yield
        except SurveyError as mistake:
            self.lines.append(str(mistake))

    def tell(self) -> None:
        """Raise all of them in one error, each once; nothing if there are none."""
        if self.lines:
            raise SurveyError("\n".join(dict.fromkeys(self.lines)))
