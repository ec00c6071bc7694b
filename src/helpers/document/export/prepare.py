"""An executed notebook becomes a checked, numbered list of blocks; both exporters print that list."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.document.export import markdown
from helpers.document.export.blocks import ReportError, read_blocks, read_text
from helpers.document.export.columns import set_columns
from helpers.typography import typeset

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_LINKS = (
    "http://",
    "https://",
    "mailto:",
    "#",
    "annex/",
)  # annex/: the executed notebooks beside the report
_TEXTS = (
    "title",
    "subtitle",
    "short_title",
    "organisation",
    "date_text",
    "description",
    "watermark",
)
_DOCUMENT = dict.fromkeys((*_TEXTS, "date", "version", "notice"), "") | {
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
    """What a writer needs: words and language, document data, blocks, headings as (level, id, tokens)."""

    language: str
    words: dict
    document: dict
    blocks: list
    headings: list


def prepare(notebook, *, show_code=False, language="fr"):
    """Check and number an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed; it is not changed.
    show_code : bool
        An annex: code, printed text and data frames are part of the page, and the document data may
        be missing (then the title is the first heading and the language is `language`).
    language : str
        Language of an annex without document data.

    Returns
    -------
    Report

    Raises
    ------
    ReportError
        Lists every reason why the notebook cannot be published, each with its cell, counted from 1.
    """
    blocks, problems = read_blocks(notebook, show_code=show_code)
    documents = [block for block in blocks if block.kind == "document"]
    blocks = [block for block in blocks if block.kind != "document"]
    if len(documents) != 1 and not (show_code and not documents):
        problems.append(f"{len(documents)} cells show the document data (show.document), not one")
    document = _DOCUMENT | (documents[0].data if documents else {"language": language})
    tongue = document["language"]
    words = WORDS.get(tongue[:2])
    if words is None:
        raise ReportError(
            f"language {tongue!r} is not one of {', '.join(WORDS)}; add it to words.toml"
        )
    report = Report(tongue if "-" in tongue else words["tag"], words, document, blocks, [])
    if document["notice"]:
        # Markdown like any other text: checked with the rest, printed apart.
        blocks.insert(0, replace(read_text(document["notice"], documents[0].cell), kind="notice"))
    _number(report, problems)
    _check_markdown(report, problems)
    if show_code and not documents:
        _title_from_heading(report, problems)
    _headings(report, problems)
    _resolve(report, problems)
    if problems:
        raise ReportError(
            "the notebook cannot be published:\n" + "\n".join(f"- {line}" for line in problems)
        )
    _set_type(report)
    return report


def _number(report, problems):
    count, seen = {"figure": 0, "table": 0}, set()
    for block in report.blocks:
        if block.kind in count:
            count[block.kind] += 1
            block.number = count[block.kind]
            if block.id in seen:
                problems.append(f"cell {block.cell}: the id {block.id} is used twice")
            seen.add(block.id)


def _trees(report):
    """Every (block, list of tokens) of the report."""
    for block in report.blocks:
        for tokens in (block.tokens, block.note, *block.notes.values()):
            yield block, tokens


def _check_markdown(report, problems):
    for block in report.blocks:
        problems += [
            f"cell {block.cell}: the footnote [^{name.lower()}] is never called"
            for name in block.data.get("unused", ())
        ]
    for block, tokens in _trees(report):
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
        case "text" if block.kind in ("text", "notice") and (
            call := re.search(r"\[\^[^\s\]]+\]", token["raw"])
        ):
            return f"{call[0]} has no footnote"
        case "link" if not token["attrs"]["url"].startswith(_LINKS):
            return f"link to {token['attrs']['url'][:60]!r}: not one of {', '.join(_LINKS)}"
        case "passage" if token["attrs"]["language"][:2] not in WORDS:
            return f"passage in the unknown language {token['attrs']['language']!r}"
        case "heading" if (
            odd := {t["type"] for t in markdown.walk(token["children"])} - _IN_HEADING
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
    """Sections of an annex stand under its title: ``##`` opens one, and so does the ``#`` of a report's section."""
    for _, tokens in _trees(report):
        for token in tokens:
            if token["type"] == "heading":
                token["attrs"]["level"] = max(token["attrs"]["level"] - 1, 1)


def _headings(report, problems):
    """Levels without jumps, and an identifier for each."""
    taken, last = {block.id for block in report.blocks}, 0
    for block in report.blocks:
        for token in markdown.walk(block.tokens):
            if token["type"] != "heading":
                continue
            name, level = markdown.words(token["children"]), token["attrs"]["level"]
            if level > last + 1:
                problems.append(
                    f"cell {block.cell}: heading {name!r} jumps from level {last} to {level}"
                )
            last, given = level, token["attrs"].get("id")
            if given in taken:
                problems.append(f"cell {block.cell}: the id {given} is used twice")
            plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
            slug = given or "s-" + (re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "section")
            while not given and slug in taken:
                slug += "-bis"
            taken.add(slug)
            token["attrs"]["id"] = slug
            report.headings.append((level, slug, token["children"]))


def _resolve(report, problems):
    """References become links; links inside the report must lead somewhere."""
    places = {block.id: block for block in report.blocks if block.number}
    known = set(places) | {slug for _, slug, _ in report.headings}
    for block, tokens in _trees(report):
        for token in markdown.walk(tokens):
            if token["type"] == "reference":
                key = token["raw"][0].lower() + token["raw"][1:]
                if key not in places:
                    problems.append(f"cell {block.cell}: reference to the unknown {token['raw']}")
                    continue
                kind = places[key].kind
                word = report.words[kind if token["raw"][0].isupper() else f"in_text_{kind}"]
                token.update(
                    type="link",
                    attrs={"url": f"#{key}"},
                    children=[{"type": "text", "raw": f"{word}\u00a0{places[key].number}"}],
                )
                del token["raw"]
            elif (
                token["type"] == "link"
                and token["attrs"]["url"][0] == "#"
                and token["attrs"]["url"][1:] not in known
            ):
                problems.append(f"cell {block.cell}: link to the unknown {token['attrs']['url']}")


def _set_type(report):
    code = report.language[:2]
    for _, tokens in _trees(report):
        markdown.set_type(tokens, code)
    for name in _TEXTS:
        report.document[name] = typeset(report.document[name], code)
    for block in report.blocks:
        if block.kind == "figure":
            block.data["alt"] = typeset(block.data["alt"], code)
        elif block.kind == "table":
            set_columns(block.data, report)
