"""The folder of a drafted survey: the export copied in, its codebook beside it."""

import datetime
import filecmp
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers.answers.intake import look
from helpers.codebook import SurveyError, suggest
from helpers.draft.codebook_text import Source, write_codebook
from helpers.draft.looking import look_at
from helpers.draft.naming import slug
from helpers.draft.rehearsal import fitted
from helpers.draft.sentences import languages, say

NOISE = re.compile(
    r"\((réponses|reponses|responses)\)|\b(form responses \d*|results-?survey|export|answers)\b|"
    r"\d{4}-\d\d-\d\d[\d_ -]*|[_]+",
    re.I,
)


@dataclass(frozen=True)
class Written:
    """What was written, and what a person should look at.

    Attributes
    ----------
    codebook, export : Path
    is_copied : bool
        False if the export stays where it was.
    evidence : str
        How the export was recognised.
    doubts : list of (int, str)
        Lines of the codebook, and what is doubtful there.
    """

    codebook: Path
    export: Path
    is_copied: bool
    language: str
    evidence: str
    doubts: list[tuple[int, str]]

    def report(self, shown: Callable[[Path], Path] = Path) -> list[str]:
        """Lines that say what was done and what to look at, each with its line of the codebook."""
        copied = "copied to" if self.is_copied else "stays where it is,"
        lines = [self.evidence, f"export {copied} {shown(self.export)}"]
        lines += [f"wrote {shown(self.codebook)}", "", say("look", self.language)]
        for number, (line, doubt) in enumerate(self.doubts, start=1):
            lines.append(f"{number:>3}. {shown(self.codebook)}:{line}: {doubt}")
        folder = shown(self.codebook.parent)
        lines += ["", say("next", self.language, codebook=shown(self.codebook))]
        return [*lines, f"  survey check {folder}", f"  survey build {folder}"]


def survey_folder(export: Path, project: Callable[[], Path]) -> Path:
    """The folder of a survey to be: around an export in ``data/raw``, else named after it."""
    if export.resolve().parent.parent.name == "raw":
        return export.parent
    return project() / "data/raw" / (slug(export.stem, 40).replace("_", "-") or "survey")


def draft_survey(
    export: Path, into: Path, language: str | None = None, **reading: str | None
) -> Written:
    """Draft a codebook for an export, in the folder of a survey to be.

    Parameters
    ----------
    export : Path
    into : Path
        The survey's folder; made if it is not there.
    language : str, optional
        Of the codebook's texts; guessed if left out.
    **reading
        ``format``, ``encoding``, ``sheet``: how the export is to be read, where that cannot be
        told; the codebook then says so.

    Returns
    -------
    Written

    Raises
    ------
    SurveyError
        If the export cannot be read, if something stands there already, or if the language is not
        one that a draft can be written in.
    """
    if language not in (None, *languages()):
        known = languages()
        raise SurveyError(f"no drafts in {language!r}, only in {known}{suggest(language, known)}")
    target, codebook = into / export.name.replace("*", "_"), into / "codebook.toml"
    if codebook.exists():
        raise SurveyError(f"{codebook} is there already, and nothing is written over it")
    is_inside = target.exists() and export.exists() and target.samefile(export)
    if target.exists() and not is_inside and not filecmp.cmp(target, export, shallow=False):
        raise SurveyError(f"{target} is there already with other content; choose another folder")
    preview = look(export, **reading)
    if not preview.rows.map(str.strip).any(axis=None):
        raise SurveyError(f"{export} holds no answer to draft a codebook from")
    draft = look_at(preview, language)
    title = " ".join(NOISE.sub(" ", export.stem).replace("-", " ").split())
    source = Source(
        file=target.name,
        id=re.sub("_", "-", slug(into.resolve().name, 40)) or "survey",
        title=title[:1].upper() + title[1:],
        date=datetime.date.fromtimestamp(export.stat().st_mtime).isoformat(),
        format=preview.format,
        evidence=preview.evidence,
        encoding=reading.get("encoding") or "",
        sheet=reading.get("sheet") or "",
    )
    lines = write_codebook(fitted(draft, source, preview), source)
    try:
        into.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise SurveyError(f"{into} cannot be a folder: a file is in its place") from None
    if not target.exists():
        shutil.copyfile(export, target)
    codebook.write_text(lines.text, encoding="utf-8")
    first = next(number for number, line in enumerate(lines.lines, 1) if line == "[[questions]]")
    doubts = [*lines.doubts, (first, say("roles", draft.language))]
    return Written(codebook, target, not is_inside, draft.language, preview.evidence, doubts)
