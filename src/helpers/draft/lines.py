"""Lines of a file that remember what is doubtful."""

from dataclasses import dataclass, field

from helpers.codebook.toml_text import comment


@dataclass
class Lines:
    """A file that is being written.

    Attributes
    ----------
    lines : list of str
    doubts : list of (int, str)
        Line numbers, and what should be looked at there.
    """

    check: str
    lines: list[str] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: str = "", doubt: str = "", *, note: str = "", about: str = "") -> None:
        """Add a line; a doubt stands beside it and is listed, a note only stands there."""
        self.lines.append(line)
        remark = f"{self.check}: {doubt}" if doubt else note
        if remark:
            self.lines[-1] += f"  # {comment(remark)}"
        if doubt:
            self.doubts.append((len(self.lines), comment(f"{about}: {doubt}" if about else doubt)))

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines) + "\n"
