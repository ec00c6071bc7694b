"""Typst source to an accessible PDF: compiled offline, row headers marked, files attached."""

import datetime
import functools
import io
import re
import tempfile
from pathlib import Path

import font_source_sans_pro
import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, String

from helpers.document.export.blocks import ReportError

_TEMPLATES = Path(__file__).with_name("templates")
_FACES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold")


def compile_pdf(source, figures, *, date, attachments=None):
    """Typeset a document.

    Parameters
    ----------
    source : str
        Typst; it may import ``style.typ``.
    figures : dict of str to str
        SVG by file name.
    date : str
        ISO date; it becomes the PDF's timestamp, so that the same input gives the same bytes on any
        day.
    attachments : dict of str to bytes, optional
        Files embedded in the PDF, by name.

    Returns
    -------
    bytes
        PDF/UA-1 and PDF/A-2a, or PDF/A-3a with attachments.

    Raises
    ------
    ReportError
        When Typst fails or warns.
    """
    files = {f"attachments/{name}": data for name, data in (attachments or {}).items()}
    files |= {name: svg.encode() for name, svg in figures.items()}
    files["style.typ"] = (_TEMPLATES / "style.typ").read_bytes()
    try:
        pdf, warnings = _typst(
            source,
            files,
            ["ua-1", "a-3a" if attachments else "a-2a"],
            datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC),
        )
    except typst.TypstError as error:
        raise ReportError(f"the PDF cannot be typeset: {error.diagnostic}") from error
    if warnings:
        raise ReportError(
            "the PDF is not typeset as meant: " + "; ".join(warning.message for warning in warnings)
        )
    return pdf


@functools.lru_cache(maxsize=8)
def unprintable(characters):
    """Which of these characters no font has.

    Parameters
    ----------
    characters : frozenset of str

    Returns
    -------
    frozenset of str
    """
    probe = sorted(characters)
    lines = [
        '#set document(title: "x")',
        '#set text(font: ("Source Sans Pro", "Libertinus Serif"))',
    ]
    # A paragraph each, or a skin tone would be drawn with the character before it.
    lines += [f'#"\\u{{{ord(character):x}}}"\n' for character in probe]
    try:
        _typst(
            "\n".join(lines),
            {},
            ["ua-1", "a-2a"],
            datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC),
        )
    except typst.TypstError as error:
        # The message quotes characters in ways that vary; the line they stand on does not.
        found = {int(line) for line in re.findall(r"main\.typ:(\d+):", error.diagnostic)}
        return frozenset(
            character for place, character in enumerate(probe) if 3 + 2 * place in found
        )
    return frozenset()


def row_headers(pdf, tables):
    """Mark the first cells of each row as row headers, which Typst 0.15 tags as plain cells.

    Parameters
    ----------
    pdf : bytes
    tables : list of (rows, columns, stub)
        The tables' bodies in reading order; the first `stub` cells of each row are its headers.
        A row of one header stands above a group of rows and is none of them.

    Returns
    -------
    bytes

    Raises
    ------
    ReportError
        When the tagged tables are not those.
    """
    document = pikepdf.open(io.BytesIO(pdf))
    root = document.Root.StructTreeRoot
    tagged = list(_find(root, Name.Table))
    found = [
        [cells for cells in _rows(table, Name.TBody) if not _is_group(cells)] for table in tagged
    ]
    shapes = [(len(rows), {len(cells) for cells in rows}) for rows in found]
    if shapes != [(rows, {columns}) for rows, columns, _ in tables]:
        raise ReportError(f"the PDF holds tables {shapes}, the report {tables}")
    names = pikepdf.NameTree(root.IDTree) if "/IDTree" in root else pikepdf.NameTree.new(document)
    root.IDTree = names.obj
    for t, ((_, _, stub), rows) in enumerate(zip(tables, found, strict=True)):
        heads = _rows(tagged[t], Name.THead)
        # To Typst, what heads a group stands for the headings above it; cells have both.
        columns = [head.ID for head in heads[-2]] if _is_group(heads[-1]) else []
        for r, cells in enumerate(rows):
            keys = [f"row-{t:03d}-{r:04d}-{c}" for c in range(stub)]
            for key, cell in zip(keys, cells[:stub], strict=True):
                cell.S, cell.ID, names[key] = Name.TH, String(key), cell
                _table_attributes(cell).Scope = Name.Row
            for c, cell in enumerate(cells[stub:], stub):
                attributes = _table_attributes(cell)
                own = [*columns[c : c + 1], *attributes.get("/Headers", ()), *map(String, keys)]
                attributes.Headers = Array(own)
    out = io.BytesIO()
    document.save(
        out,
        deterministic_id=True,
        preserve_pdfa=True,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
    )
    return out.getvalue()


def _typst(source, files, standards, timestamp):
    # A folder, because Typst's in-memory files must be UTF-8, and fonts are found in folders only.
    with tempfile.TemporaryDirectory() as folder:
        for name, data in {"main.typ": source.encode(), **files}.items():
            path = Path(folder, "source", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        faces = Path(folder, "fonts")
        faces.mkdir()
        for face in _FACES:  # the package holds every face twice, as TTF and as OTF
            name = f"SourceSansPro-{face}.ttf"
            (faces / name).symlink_to(Path(font_source_sans_pro.font_directory, name))
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(faces)])
        return typst.compile_with_warnings(
            str(Path(folder, "source", "main.typ")),
            root=str(Path(folder, "source")),
            format="pdf",
            font_paths=fonts,
            pdf_standards=standards,
            timestamp=timestamp,
        )


def _children(node):
    kids = node.get("/K", ())
    return [
        kid
        for kid in (kids if isinstance(kids, Array) else [kids])
        if isinstance(kid, Dictionary) and "/S" in kid
    ]


def _rows(table, part):
    """The cells of each row of a table's head or body."""
    return [
        _children(row) for body in _children(table) if part == body.S for row in _children(body)
    ]


def _is_group(cells):
    return len(cells) == 1 and Name.TH == cells[0].S and "/ColSpan" in _table_attributes(cells[0])


def _find(node, wanted):
    for kid in _children(node):
        if wanted == kid.S:
            yield kid
        else:
            yield from _find(kid, wanted)


def _table_attributes(cell):
    """The cell's attributes as a table cell, made when there are none."""
    held = cell.get("/A", Array())
    held = held if isinstance(held, Array) else Array([held])
    mine = next(
        (item for item in held if isinstance(item, Dictionary) and item.get("/O") == Name.Table),
        None,
    )
    if mine is None:
        held.append(Dictionary(O=Name.Table))
        cell.A = held
        mine = cell.A[-1]
    return mine
