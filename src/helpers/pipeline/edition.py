"""What a build takes of an earlier edition of its survey: what it asked, and its shares."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.codebook import Codebook, SurveyError
from helpers.pipeline.steps import Made, Step
from helpers.pipeline.workspace import COMPARED, Workspace


def refuse(book: Codebook, earlier: Codebook) -> list[str]:
    """Refuse two editions of which nothing may be compared.

    Returns
    -------
    list of str
        One line for each question that is not compared, and why.

    Raises
    ------
    SurveyError
    """
    from helpers.analysis import comparability

    if not earlier.exports:
        raise SurveyError(f"no answers of the earlier edition: {earlier.answers} is missing")
    compared = comparability.table(book, earlier)
    return comparability.lines(compared, book, earlier)


class EditionStep(Step):
    """The shares of an earlier edition, from its own answers: it need not be built."""

    def __init__(self, workspace: Workspace, writers: Mapping[str, str]) -> None:
        self.answers = workspace.table_file("answers")
        files = [workspace.table_file(name) for name in COMPARED]
        after = [writers[self.answers]] if self.answers in writers else []
        super().__init__(workspace, "earlier edition", files, after)

    def sources(self) -> list[Path]:
        code = ["from helpers.analysis import comparability, editions", "import helpers.answers"]
        code += ["from helpers.answers import cleaning, intake"]
        return [file for source in code for file in self.workspace.sources.closure(source, ())]

    def key(self) -> dict[str, Any]:
        sources, earlier = self.workspace.sources, self.workspace.edition
        files = [earlier.folder / "codebook.toml", *earlier.exports]
        return {
            **self.workspace.common,
            "code": sources.digest(set(self.sources())),
            "codebook": sources.sha256(self.workspace.book.folder / "codebook.toml"),
            "earlier": [sources.sha256(path) for path in files],
            **self._hashes([self.answers]),
        }

    def make(self) -> Made:
        from helpers import processed
        from helpers.analysis import comparability, editions
        from helpers.answers import cleaning, intake

        book, earlier = self.workspace.book, self.workspace.edition
        before = cleaning.clean(intake.read(earlier), earlier).answers
        built = (self.workspace.built / self.answers).parent
        editions.require_apart(processed.read_answers(built, book), before, book, earlier)
        tables = comparability.table(book, earlier), editions.shares(before, earlier)
        folder = self.workspace.sandboxes / "edition"
        folder.mkdir(parents=True)
        for name, table in zip(COMPARED, tables, strict=True):
            processed.write(table, folder, name)
        return {name: folder / Path(name).name for name in self.writes}, {}
