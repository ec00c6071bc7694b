"""The cells of an executed notebook as blocks, or the reasons why they cannot be published."""

import re
from dataclasses import dataclass, field, replace

from helpers.document import marks
from helpers.document.export import markdown

_REMOVED = {"parameters", "injected-parameters", "remove_cell"}
_SPOKEN = {"text", "figure", "table"}


class ReportError(ValueError):
    """The notebook cannot be published as it is."""


@dataclass
class Block:
    """One thing on the page.

    `kind` is document, contents, beside, notice, text, figure, table, code, output (printed text)
    or frame (a data frame). `tokens` are the Markdown of a text, the caption of a figure or table;
    a figure may have a `subtitle` under it, and a `note` below.
    `language` is empty where it is the page's.
    """

    kind: str
    cell: int
    tokens: list = field(default_factory=list)
    notes: dict = field(default_factory=dict)
    subtitle: list = field(default_factory=list)
    note: list = field(default_factory=list)
    number: int = 0
    id: str = ""
    language: str = ""
    data: dict = field(default_factory=dict)


def read_blocks(notebook, *, show_code, marked=False, spoken=""):
    """Read an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    show_code : bool
        Whether code, printed text and data frames are part of the page.
    marked : bool
        Whether numbers keep the marks of the cells that they were taken from.
    spoken : str
        Language of what code shows, where it is not that of the page.

    Returns
    -------
    blocks : list of Block
    problems : list of str
    """
    blocks, problems = [], []
    for number, cell in enumerate(notebook.cells, 1):
        if _REMOVED.isdisjoint(cell.metadata.get("tags", ())):
            for item in _cell(cell, number, show_code, marked):
                if isinstance(item, Block):
                    shown = cell.cell_type == "code" and item.kind in _SPOKEN
                    blocks.append(replace(item, language=spoken) if shown else item)
                else:
                    problems.append(f"cell {number}: {item}")
    return blocks, problems


def read_text(source, number):
    """A block of Markdown from the cell of that number."""
    tokens, notes, unused = markdown.parse(source)
    return Block("text", number, tokens, notes, data={"unused": unused, "source": source})


def _cell(cell, number, show_code, marked):
    if cell.cell_type == "markdown":
        yield read_text(cell.source, number)
    if cell.cell_type != "code":
        return
    if show_code and cell.source.strip() and "remove_input" not in cell.metadata.get("tags", ()):
        yield Block("code", number, data={"source": cell.source})
    for output in cell.outputs:
        yield _output(output if marked else _unmarked(output), number, show_code)


def _output(output, number, show_code):
    """A block, or the reason why this output cannot be published."""
    if output.output_type == "error":
        return f"it stopped with {output.ename}: {output.evalue}"
    if output.output_type == "stream":
        return (
            Block("output", number, data={"text": output.text})
            if show_code
            else f"text on {output.name}: {output.text.strip()[:60]!r}"
        )
    data, meta = output.data, output.metadata.get("report") or {}
    match meta.get("kind"):
        case "document" | "contents" | "beside" as kind:
            return Block(kind, number, data=dict(meta))
        case "text":
            return read_text(data["text/markdown"], number)
        case "figure" | "table" as kind:
            if fault := _fault(kind, meta):
                return fault
            return Block(
                kind,
                number,
                markdown.plain(meta["caption"]),
                subtitle=markdown.plain(meta.get("subtitle", "")),
                note=markdown.plain(meta.get("note", "")),
                id=meta["id"],
                data={**meta, **data},
            )
    if any(mime.startswith("image/") for mime in data):
        return "image without caption and alternative text; show it with show.figure"
    if "text/markdown" in data:
        return read_text(data["text/markdown"], number)
    if not show_code:
        text = data.get("text/plain", "")[:60]
        return f"output {text!r} has no place in a report; use the show module"
    if "<table" in data.get("text/html", ""):
        return Block("frame", number, data={"html": data["text/html"]})
    return Block("output", number, data={"text": data.get("text/plain", "")})


def _unmarked(value):
    """A value of an output, whatever it is made of, without the marks of its numbers."""
    if isinstance(value, str):
        return marks.strip(value)
    if isinstance(value, dict):
        return type(value)({key: _unmarked(part) for key, part in value.items()})
    return [_unmarked(part) for part in value] if isinstance(value, list) else value


def _fault(kind, meta):
    if not re.fullmatch(r"(fig|tbl)-[a-z0-9-]+", str(meta.get("id"))):
        return f"the id {meta.get('id')!r} is not fig-… or tbl-…"
    needed = ("caption", "alt") if kind == "figure" else ("caption",)
    missing = [name for name in needed if not str(meta.get(name) or "").strip()]
    return f"{kind} {meta['id']} has no {' and no '.join(missing)}" if missing else None
