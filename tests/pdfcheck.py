"""What software can see of an accessible PDF (PDF/UA-1).

An empty list is no certificate, a full one is a fault.
"""

import io
import itertools
import re

import pikepdf
from pikepdf import Array, Dictionary, Name

_PAINTS = {"Tj", "TJ", "'", '"', "Do", "sh", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "EI"}


def problems(pdf):
    """Everything that a reader of assistive technology would miss, one line each.

    Parameters
    ----------
    pdf : bytes

    Returns
    -------
    list of str
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/StructTreeRoot" not in document.Root:
            return ["no structure tree"]
        tree = list(elements(document))
        checks = (_document, _headings, _alternatives, _tables, _links, _notes, _painting, _fonts)
        return [line for check in checks for line in check(document, tree)]


def elements(document):
    """Every structure element as (standard type, node, its attributes), in reading order."""
    root = document.Root.StructTreeRoot
    roles = root.get("/RoleMap", {})

    def descend(node):
        for kid in node.get("/K", ()) if isinstance(node.get("/K"), Array) else [node.get("/K")]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                kind = kid.S
                while str(kind) in roles:
                    kind = roles[str(kind)]
                yield str(kind)[1:], kid, _attributes(kid)
                yield from descend(kid)

    yield from descend(root)


def bookmarks(document):
    """Titles of all bookmarks, in order."""

    def descend(items):
        for item in items:
            yield item.title
            yield from descend(item.children)

    with document.open_outline() as outline:
        return list(descend(outline.root))


def _attributes(node):
    entry = node.get("/A", ())
    attributes = {}
    for item in entry if isinstance(entry, Array) else [entry]:
        if isinstance(item, Dictionary):
            attributes |= {key: item[key] for key in item.keys()}  # noqa: SIM118 - of pikepdf
    return attributes


def _document(document, tree):
    root = document.Root
    with document.open_metadata() as xmp:
        facts = {
            "the tagged mark": root.get("/MarkInfo", {}).get("/Marked"),
            "a language": root.get("/Lang"),
            "the title in the window": root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
            "an XMP title": xmp.get("dc:title"),
            "an XMP language": xmp.get("dc:language"),
            "the PDF/UA claim": xmp.get("pdfuaid:part"),
            "the PDF/A claim": xmp.get("pdfaid:part"),
            "an output intent": root.get("/OutputIntents"),
            "bookmarks": bookmarks(document),
        }
    yield from (f"the document lacks {name}" for name, fact in facts.items() if not fact)
    for number, page in enumerate(document.pages, 1):
        if "/Annots" in page and page.get("/Tabs") != Name.S:
            yield f"page {number}: the tab order is not the structure's"


def _headings(document, tree):
    levels = [0] + [int(kind[1]) for kind, _, _ in tree if re.fullmatch("H[1-6]", kind)]
    if len(levels) == 1:
        yield "no heading"
    for before, after in itertools.pairwise(levels):
        if after > before + 1:
            yield f"the headings jump from level {before} to {after}"


def _alternatives(document, tree):
    for kind, node, attributes in tree:
        if kind in ("Figure", "Formula") and not str(node.get("/Alt", "")).strip():
            yield f"{kind} without alternative text"
        if kind == "Figure" and "/BBox" not in attributes:
            yield "Figure without bounding box"


def _tables(document, tree):
    for kind, table, _ in tree:
        if kind != "Table":
            continue
        cells = [
            (role, attributes) for role, _, attributes in _below(table) if role in ("TH", "TD")
        ]
        scopes = {str(attributes.get("/Scope")) for role, attributes in cells if role == "TH"}
        if scopes != {"/Column", "/Row"}:
            yield f"table with header scopes {sorted(scopes)}, not column and row"
        names = {str(node.get("/ID")) for _, node, _ in tree if "/ID" in node}
        for role, attributes in cells:
            missing = {str(name) for name in attributes.get("/Headers", ())} - names
            if missing:
                yield f"table cell names the unknown headers {sorted(missing)}"
            if role == "TD" and not attributes.get("/Headers"):
                yield "table cell without headers"


def _below(node):
    for kid in node.get("/K", ()) if isinstance(node.get("/K"), Array) else [node.get("/K")]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield str(kid.S)[1:], kid, _attributes(kid)
            yield from _below(kid)


def _links(document, tree):
    for kind, node, _ in tree:
        kids = node.get("/K", ())
        if kind == "Link" and not any(
            isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR
            for kid in (kids if isinstance(kids, Array) else [kids])
        ):
            yield "Link without its annotation"
    for number, page in enumerate(document.pages, 1):
        for note in page.get("/Annots", ()):
            if "/StructParent" not in note:
                yield f"page {number}: an annotation is outside the structure"
            if not str(note.get("/Contents", "")).strip():
                yield f"page {number}: an annotation has no description"


def _notes(document, tree):
    yield from ("Note without ID" for kind, node, _ in tree if kind == "Note" and "/ID" not in node)


def _painting(document, tree):
    for number, page in enumerate(document.pages, 1):
        depth, untagged = 0, 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
            untagged += operator in _PAINTS and depth == 0
        if untagged:
            yield f"page {number}: {untagged} marks are neither content nor artifact"


def _fonts(document, tree):
    fonts = {}
    for item in document.objects:
        if (
            isinstance(item, Dictionary)
            and item.get("/Type") == Name.Font
            and "/CIDSystemInfo" not in item
        ):
            fonts[str(item.get("/BaseFont"))] = item
    for name, font in sorted(fonts.items()):
        descriptor = font.get("/DescendantFonts", [font])[0].get("/FontDescriptor", {})
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"font {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"font {name} cannot be read as text"
