"""What the person who waits sees: one line a notebook, on a terminal as it happens."""

import os
import shutil
import threading
import time


class Progress:
    """Tell on a stream how far a build is.

    On a terminal a line stands for each notebook that runs or waits, and says for how long or for
    what; elsewhere one plain line is written as each ends.

    Parameters
    ----------
    stream : text file
        Usually standard error.
    quiet : bool
        Say nothing.
    """

    def __init__(self, stream, *, quiet=False):
        self.stream, self.quiet = stream, quiet
        self.live = not quiet and stream.isatty() and os.environ.get("TERM") != "dumb"
        self.colour = self.live and not os.environ.get("NO_COLOR")
        self.about = ""
        self.steps, self.running, self.cells, self.done = {}, {}, {}, set()
        self._drawn = 0
        self._lock = threading.RLock()
        self._stop = threading.Event()

    def plan(self, steps, about=""):
        """Say which steps there are, in order; `about` is the event that all of them are about."""
        self.about, self.done = f"{about}: " if about else "", set()
        self._stop.clear()
        self.steps = {step.name: step for step in steps}
        if self.live:
            threading.Thread(target=self._tick, daemon=True).start()

    def started(self, name):
        """A step has begun."""
        with self._lock:
            self.running[name] = time.monotonic()
            self._draw()

    def cell(self, name, number):
        """A running notebook has come to a cell, or to none yet: 0."""
        self.cells[name] = number

    def unchanged(self, name):
        """A step need not be made."""
        with self._lock:
            self.done.add(name)

    def ended(self, name, *, well=True):
        """A step has ended."""
        with self._lock:
            self.done.add(name)
            since = self.running.pop(name, None)
            if since is not None and (self.steps[name].kernel or not well):
                mark = self._painted("✓", 32) if well else self._painted("✗", 31)
                took = f"{time.monotonic() - since:6.1f} s" + ("" if well else "  failed")
                self._erase()
                self._write(f"{mark if self.live else ' '} {self.about + name:<28}{took}\n")
            self._draw()

    def close(self):
        """Leave the terminal as it was, but for the lines of what ended."""
        self._stop.set()
        with self._lock:
            self._erase()

    def _tick(self):
        while not self._stop.wait(0.5):
            with self._lock:
                if self.running:
                    self._draw()

    def _draw(self):
        if not self.live or self._stop.is_set():
            return
        self._erase()
        size = shutil.get_terminal_size()
        lines = [
            self._line(step)[: size.columns - 1]
            for step in self.steps.values()
            if step.name in self.running or (step.kernel and step.name not in self.done)
        ]
        lines = lines[: max(1, size.lines - 2)]
        self._write("".join(f"{line}\n" for line in lines))
        self._drawn = len(lines)

    def _line(self, step):
        if step.name in self.running:
            at = f"  cell {cell}" if (cell := self.cells.get(step.name)) else ""
            return f"› {self.about + step.name:<28}{time.monotonic() - self.running[step.name]:6.1f} s{at}"
        awaited = [name for name in step.after if name not in self.done]
        more = f" and {len(awaited) - 2} more" if len(awaited) > 2 else ""
        waits = ", ".join(awaited[:2]) + more if awaited else "a free place"
        return f"  {self.about + step.name:<28}  waits for {waits}"

    def _erase(self):
        if self._drawn:
            self._write(f"\x1b[{self._drawn}A\x1b[J")
            self._drawn = 0

    def _painted(self, text, colour):
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour else text

    def _write(self, text):
        if not self.quiet:
            self.stream.write(text)
            self.stream.flush()
