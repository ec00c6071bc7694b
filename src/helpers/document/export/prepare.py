"""An executed notebook becomes a checked, numbered list of blocks that both exporters print."""

import copy
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.document import marks
from helpers.document.export import markdown, numbering
from helpers.document.export.blocks import ReportError, read_blocks, read_text
from helpers.document.export.columns import set_columns

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_LINKS = ("http://", "https://", "mailto:", "#")
_BESIDE = re.compile(r"(annex/)?[\w.-]+\.(html|pdf|xlsx)(#[\w-]+)?")  # files beside the report
_TEXTS = (
    "title",
    "subtitle",
    "short_title",
    "organisation",
    "made",
    "date_text",
    "description",
    "watermark",
)
_DOCUMENT = dict.fromkeys((*_TEXTS, "date", "version", "notice"), "") | {
    "annex": {},
    "links": [],
    "authors": [],
    "keywords": [],
}
_IN_HEADING = {
    "text",
    "emphasis",
    "strong",
    "codespan",
    "passage",
    "softbreak",
    "math",
    "image",
}  # or already refused


@dataclass
class Report:
    """What a writer needs: words and language, document data, blocks, headings as (level, id,
    tokens)."""

    language: str
    words: dict
    document: dict
    blocks: list
    headings: list

    def language_of(self, block):
        """The tag of a block's language: the page's, if it has none of its own."""
        return WORDS[block.language[:2]]["tag"] if block.language else self.language

    def words_of(self, block):
        """The exporters' words in a block's language."""
        return WORDS[block.language[:2]] if block.language else self.words


def prepare(notebook, *, show_code=False, marked=False, language="fr", prose="en", synthetic=""):
    """Check and number an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed; it is not changed.
    show_code : bool
        An annex: code, printed text and data frames are part of the page, and the document data may
        be missing (then the title is the first heading).
    marked : bool
        Whether numbers keep the marks of the cells that they were taken from.
    language, prose : str
        Of an annex without document data: the languages of what its code shows, and of the rest.
    synthetic : str
        Of an annex without document data, how its synthetic answers came about: ``reconstructed``,
        ``invented``, or empty if they are not synthetic.

    Returns
    -------
    Report

    Raises
    ------
    ReportError
        Lists every reason why the notebook cannot be published, each with its cell, counted from 1.
    """
    spoken = language if language != prose else ""
    blocks, problems = read_blocks(notebook, show_code=show_code, marked=marked, spoken=spoken)
    documents = [block for block in blocks if block.kind == "document"]
    blocks = [block for block in blocks if block.kind != "document"]
    if len(documents) != 1 and not (show_code and not documents):
        problems.append(f"{len(documents)} cells show the document data (show.document), not one")
    if documents:
        blocks = [replace(block, language="") for block in blocks]
    document = copy.deepcopy(_DOCUMENT) | (documents[0].data if documents else {"language": prose})
    tongue = document["language"]
    for known in (tongue, language):
        if known[:2] not in WORDS:
            raise ReportError(
                f"language {known!r} is not one of {', '.join(WORDS)}; add it to words.toml"
            )
    words = WORDS[tongue[:2]]
    report = Report(tongue if "-" in tongue else words["tag"], words, document, blocks, [])
    if synthetic and not documents:
        document["notice"] = words[synthetic]
    if document["notice"]:
        # Markdown like any other text: checked with the rest, printed apart.
        cell = documents[0].cell if documents else 1
        blocks.insert(0, replace(read_text(document["notice"], cell), kind="notice"))
    numbering.number(report, problems)
    _check_markdown(report, problems)
    if show_code and not documents:
        _title_from_heading(report, problems)
    numbering.name_headings(report, problems)
    numbering.resolve(report, problems)
    if problems:
        raise ReportError(
            "the notebook cannot be published:\n" + "\n".join(f"- {line}" for line in problems)
        )
    _set_type(report)
    return report


def _check_markdown(report, problems):
    for block in report.blocks:
        problems += [
            f"cell {block.cell}: the footnote [^{name.lower()}] is never called"
            for name in block.data.get("unused", ())
        ]
    for block, tokens in numbering.trees(report):
        for token in markdown.walk(tokens):
            problem = _problem(token, block)
            if problem:
                problems.append(f"cell {block.cell}: {problem}")


def _problem(token, block):
    match token["type"]:
        case "math":
            return f"mathematics {token['raw'][:40]!r}: write it in words"
        case "image":
            return f"image {token['attrs']['url'][:60]!r} in Markdown: show it with show.figure"
        case "text" if (
            block.kind in ("text", "notice")
            and (call := re.search(r"\[\^[^\s\]]+\]", token["raw"]))
            and call[0] in block.data["source"]  # else it is escaped, and part of a text
        ):
            return f"{call[0]} has no footnote"
        case "link" if not (
            (url := token["attrs"]["url"]).startswith(_LINKS) or _BESIDE.fullmatch(url)
        ):
            return f"link to {url[:60]!r}: not one of {', '.join(_LINKS)}, nor a file beside this"
        case "passage" if token["attrs"]["language"][:2] not in WORDS:
            return f"passage in the unknown language {token['attrs']['language']!r}"
        case "heading" if (
            odd := {
                child["type"]
                for child in markdown.walk(token["children"])
                if marks.strip(child.get("raw", "x"))
            }
            - _IN_HEADING
        ):
            return f"heading {markdown.words(token['children'])!r} holds {', '.join(sorted(odd))}"
    return None


def _title_from_heading(report, problems):
    """An annex is named by its first heading, which leaves the text."""
    for block in report.blocks:
        for token in block.tokens if block.kind == "text" else ():
            if token["type"] == "heading":
                report.document["title"] = markdown.words(token["children"])
                block.tokens.remove(token)
                _lift(report)
                return
    problems.append("no heading names the page")


def _lift(report):
    """Sections of an annex stand under its title: ``##`` opens one, and so does the ``#`` of a
    report's section."""
    for _, tokens in numbering.trees(report):
        for token in tokens:
            if token["type"] == "heading":
                token["attrs"]["level"] = max(token["attrs"]["level"] - 1, 1)


def _set_type(report):
    for block, tokens in numbering.trees(report):
        markdown.set_type(tokens, report.language_of(block)[:2])
    for name in _TEXTS:
        report.document[name] = marks.typeset(report.document[name], report.language[:2])
    for block in report.blocks:
        language = report.language_of(block)
        if block.kind == "figure":
            block.data["alt"] = marks.typeset(block.data["alt"], language[:2])
        elif block.kind == "table":
            set_columns(block.data, language, report.words_of(block))
