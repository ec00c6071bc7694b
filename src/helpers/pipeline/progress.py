"""What the person who waits sees: one line a notebook, as it ends."""

import threading
import time
from typing import TextIO


class Progress:
    """Writes a line to a stream for each notebook that was executed, and for whatever failed.

    Parameters
    ----------
    stream : text file
        Usually standard error.
    quiet : bool
        Write nothing.
    """

    def __init__(self, stream: TextIO | None, *, quiet: bool = False) -> None:
        self.stream, self.quiet = stream, quiet
        self.prefix = ""  # of an event: its name
        self._started: dict[str, float] = {}
        self._lock = threading.Lock()

    def started(self, name: str) -> None:
        """A step has begun."""
        self._started[name] = time.monotonic()

    def ended(self, name: str, *, notebook: bool, failed: bool = False) -> None:
        """A step has ended."""
        seconds = time.monotonic() - self._started.pop(name)
        if self.quiet or not (notebook or failed):
            return
        with self._lock:
            line = f"  {self.prefix + name:<28}{seconds:6.1f} s"
            self.stream.write(f"{line}{'  failed' if failed else ''}\n")
            self.stream.flush()
