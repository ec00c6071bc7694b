"""What the person who waits sees of many reports: one line."""

import time
from typing import TextIO


class Tally:
    """Counts reports and says how many are done, at work and failed, and how long it may take.

    On a terminal it is one line that is written over.  Elsewhere, as in a file, it is a line for
    each report that ends, without anything of time.  Of one report alone nothing is said: its steps
    are seen.

    Parameters
    ----------
    stream : text file
        Usually standard error.
    quiet : bool
        Write nothing.
    """

    def __init__(self, stream: TextIO | None, *, quiet: bool = False) -> None:
        self.stream, self.quiet = stream, quiet or stream is None
        self.expected = self.done = self.failed = self.current = 0
        self._begin, self._running = time.monotonic(), 0

    def expect(self, reports: int) -> None:
        """So many more reports are to be made."""
        self.expected += reports

    def ended(self, name: str, *, is_new: bool, cause: Exception | None = None) -> None:
        """A report has ended; one that is not new was up to date."""
        self.failed += cause is not None
        self.done += cause is None
        self.current += cause is None and not is_new
        if self._is_seen and not self.stream.isatty():
            state = "failed" if cause else "done" if is_new else "up to date"
            self._write(f"  {name:<28} {state:<10}  {self}\n")

    def show(self, running: int) -> None:
        """Say how it stands, with so many reports at work."""
        self._running = running
        if self._is_seen and self.stream.isatty():
            self._write(f"\r  {self}{self._time_left()}\x1b[K")

    def close(self) -> None:
        """Leave the line as it is."""
        if self._is_seen and self.stream.isatty():
            self._write("\n")

    def __str__(self) -> str:
        counts = f"{self.done} of {self.expected} reports done"
        return f"{counts}, {self._running} running, {self.failed} failed"

    @property
    def _is_seen(self) -> bool:
        return not self.quiet and self.expected > 1

    def _time_left(self) -> str:
        """How long the others may take, by those that were made."""
        made = self.done + self.failed - self.current
        if not made:
            return ""
        left = self.expected - self.done - self.failed
        minutes = (time.monotonic() - self._begin) / made * left / 60
        return f", {_duration(minutes)} left"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def _duration(minutes: float) -> str:
    """How long something takes, as one says it.

    >>> [_duration(minutes) for minutes in (0.2, 7.4, 150)]
    ['a minute', '7 minutes', '2.5 hours']
    """
    if minutes >= 90:
        return f"{minutes / 60:.1f} hours"
    return "a minute" if minutes < 1.5 else f"{minutes:.0f} minutes"
