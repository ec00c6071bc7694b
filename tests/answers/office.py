"""ODS files, written by hand as LibreOffice writes them."""

import zipfile

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:{place}:1.0"'
    for name, place in {
        "office": "oasis:names:tc:opendocument:xmlns:office",
        "text": "oasis:names:tc:opendocument:xmlns:text",
        "table": "oasis:names:tc:opendocument:xmlns:table",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext",
    }.items()
)
BLANK = "<table:table-cell/>"


def cell(words, type="string", attributes=""):
    """A cell of a type, which shows these words."""
    return (
        f'<table:table-cell office:value-type="{type}" {attributes}><text:p>{words}</text:p>'
        "</table:table-cell>"
    )


def write(path, rows, above=0):
    """A sheet of these rows, each a list of cells, with blank rows above."""
    blank = f'<table:table-row table:number-rows-repeated="{above}">{BLANK}</table:table-row>'
    lines = [f"<table:table-row>{''.join(row) or BLANK}</table:table-row>" for row in rows]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{blank * bool(above)}{"".join(lines)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path
