"""The bytes of a file as pandas asks for them, in UTF-8, its delimiters counted on the way."""

import codecs
import math
from pathlib import Path

import numpy as np

READ_BYTES = 1 << 20  # at a time


class ByteStream:
    """A file, or a piece of it, without the blank lines at its end.

    Attributes
    ----------
    ended : bool
        Whether all has been read.
    separators : int
        The delimiters met so far that stand between cells, not within quotation marks.
    """

    def __init__(
        self, path: Path, encoding: str, delimiter: str, start: int = 0, stop: int | None = None
    ):
        self.ended, self.separators = False, 0
        self._delimiter = delimiter.encode()
        self._other_bytes = bytes(set(range(256)) - {ord(delimiter), ord('"')})
        self._is_quoted, self._line_ends = False, b""
        self._decoder = None
        if not encoding.startswith("utf-8"):
            self._decoder = codecs.getincrementaldecoder(encoding)()
        self._left = math.inf if stop is None else stop - start
        self._file = path.open("rb", buffering=0)
        self._file.seek(start)
        if encoding == "utf-8-sig" and not start:
            self._left -= self._file.seek(len(codecs.BOM_UTF8))

    def read(self, size: int = -1) -> bytes:
        """The next bytes, none at the end; how many is for us to say."""
        while not self.ended:
            block = self._next_block()
            content = block.rstrip(b"\r\n")
            if not content:  # line ends wait: they count only if something comes after them
                self._line_ends += block
                continue
            line_ends, self._line_ends = self._line_ends, block[len(content) :]
            self._count(line_ends + content)
            return line_ends + content
        return b""

    def _next_block(self):
        block = self._file.read(min(READ_BYTES, self._left))
        self._left -= len(block)
        self.ended = not block
        if self._decoder:
            return self._decoder.decode(block, final=self.ended).encode()
        return block

    def _count(self, block):
        if not self._is_quoted and b'"' not in block:
            is_delimiter = np.frombuffer(block, np.uint8) == self._delimiter[0]
            self.separators += np.count_nonzero(is_delimiter)
            return
        delimiters = block.translate(None, self._other_bytes).split(b'"')  # now in, now outside
        self.separators += sum(map(len, delimiters[self._is_quoted :: 2]))
        self._is_quoted ^= len(delimiters) % 2 == 0

    def __iter__(self):  # what pandas takes for a file has it
        return iter(self.read, b"")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()
