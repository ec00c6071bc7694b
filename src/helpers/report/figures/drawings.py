"""Pictures drawn once: what a build has drawn, its next notebook and the next build show again."""

import functools
import hashlib
import inspect
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure as Picture

from helpers import processed
from helpers.codebook import Codebook
from helpers.document import drawing
from helpers.report import catalogue
from helpers.report.catalogue import Messages
from helpers.report.figures.room import NARROW, WIDE, Room


class Drawing:
    """A picture that is drawn when it is asked for.

    Parameters
    ----------
    function : callable
        What draws it. Its arguments are all that it depends on, but for the look that is set. One
        that takes a `room` too can be drawn for a phone.
    *arguments
        Tables, questions, codebooks, and the messages last.

    Examples
    --------
    >>> drawing = Drawing(lambda messages: plt.figure(), catalogue.load("en"))
    >>> import matplotlib.pyplot as plt
    >>> [svg[:4] for svg in drawing.svgs()]
    ['<svg', '<svg']
    """

    def __init__(self, function: Callable[..., Picture], *arguments: object) -> None:
        self.function, self.arguments = function, tuple(map(_as_read, arguments))

    @functools.cached_property
    def picture(self) -> Picture:
        """The picture itself, as a page shows it."""
        return self.draw(WIDE)

    def svgs(self, room: Room = WIDE) -> tuple[str, str]:
        """The picture as SVG, see `drawing.draw`; as it was drawn before, where it is kept."""
        folder = os.environ.get(drawing.FOLDER_VARIABLE)
        if not folder:
            return drawing.draw(self.draw(room))
        file = Path(folder) / f"{self._fingerprint(room)}.json"
        return self._kept(file) or self._draw(file, room)

    def narrow(self) -> str:
        """The picture as a phone shows it, its texts real; empty if it has one form only."""
        return self.svgs(NARROW)[1] if self._takes_room else ""

    def draw(self, room: Room) -> Picture:
        """Draw the picture for a page or a phone; one that has one form only, in that."""
        options = {"room": room} if self._takes_room else {}
        return self.function(*self.arguments, **options)

    @property
    def _takes_room(self):
        return "room" in inspect.signature(self.function).parameters

    def _kept(self, file):
        """What was drawn before, unless a message that stands in it has changed since."""
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            messages = {key: self._messages.entry(key) for key in kept["messages"]}
            return (kept["outlines"], kept["live"]) if messages == kept["messages"] else None
        except (OSError, ValueError, KeyError, TypeError):  # none, or what a crash has left
            return None

    def _draw(self, file, room):
        with catalogue.recorded(self._messages.language) as asked:
            svgs = drawing.draw(self.draw(room))
        entries = {key: self._messages.entry(key) for key in sorted(asked)}
        unfinished = file.with_suffix(f".{os.getpid()}")
        kept = {"messages": entries, "outlines": svgs[0], "live": svgs[1]}
        unfinished.write_text(json.dumps(kept), encoding="utf-8")
        unfinished.replace(file)  # whole or not at all, whoever else draws the same
        return svgs

    @property
    def _messages(self) -> Messages:
        return self.arguments[-1]

    def _fingerprint(self, room):
        """All that the picture depends on, but for the messages that stand in it."""
        parts = [self.function.__qualname__, *map(_text, (*self.arguments, room)), _settings()]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _as_read(argument):
    """A table as a notebook reads it that has not made it: the picture is then the same in both."""
    if not isinstance(argument, pd.DataFrame):
        return argument
    table = processed.as_read(argument)
    return table.reset_index(drop=True) if table.index.dtype.kind == "i" else table


def _settings():
    """The settings of matplotlib, deprecated ones too; where it draws else has no part in SVG."""
    known = {key: value for key, value in dict.items(mpl.rcParams) if key != "backend"}
    return repr(sorted(known.items()))


def _text(argument):
    """All that is in an argument, as text."""
    if isinstance(argument, pd.DataFrame):
        return argument.to_csv() + repr(argument.dtypes.to_dict())
    if isinstance(argument, Messages):
        return argument.language
    if isinstance(argument, Codebook):  # wherever its files are
        return repr(replace(argument, folder=Path(), exports=(), published=None))
    return repr(argument)
