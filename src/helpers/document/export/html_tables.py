"""Tables of an HTML page: cards on a phone, groups of rows under their names, cells as CSV."""

import base64
import csv
import io
import re
from codecs import BOM_UTF8

from bs4 import BeautifulSoup
from markupsafe import escape

from helpers.document import marks
from helpers.document.export.attached import harmless
from helpers.document.export.html_inline import InlineWriter

PHONE, PAGE = 42, 104  # characters of a table's text side by side
_SPACE = 3  # beside a cell, in characters
_WHOLE = re.compile(r'<data value="([^"]*)"[^>]*>[^<]*</data>$')


class TableWriter(InlineWriter):
    """Writes tables; of the page's other blocks it knows the caption alone."""

    def lay_table(self, block):
        data, name = block.data, f"{block.id}-caption"
        texts = [data["names"], *data["rows"]]
        cards = widths(texts, whole=True) > PHONE
        head = "".join(self.row(self.heading_cell(*cell) for cell in row) for row in data["head"])
        rows = ""
        for i, row in enumerate(data["rows"]):
            if group := data["groups"].get(i):
                rows += self.row([self.group(group, len(row))])
            rows += self.row(self.data_cell(*cell, data, cards) for cell in enumerate(row))
        note = f'<p class="note">{self.inline(block.note)}</p>' if block.note else ""
        body = f"<thead>{head}</thead><tbody>{rows}</tbody>"
        return (
            f'<figure class="table" id="{block.id}">{self.caption(block, csv_of(data))}{note}'
            f"{self.scrolling(body, texts, name, cards=cards)}</figure>"
        )

    def lay_frame(self, block):
        """A data frame's own HTML: its cells, without its styles."""
        table = BeautifulSoup(block.data["html"], "html.parser").find("table")
        for cell in table.find_all(["th", "td"]):
            spans = {key: cell[key] for key in ("colspan", "rowspan") if key in cell.attrs}
            if not cell.get_text(strip=True):
                cell.name = "td"
            scope = (
                {"scope": "col" if cell.find_parent("thead") else "row"}
                if cell.name == "th"
                else {}
            )
            cell.attrs = spans | scope
        for tag in table.find_all(["thead", "tbody", "tr"]):
            tag.attrs = {}
        texts = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table("tr")]
        return f'<figure class="table">{self.scrolling(table.decode_contents(), texts)}</figure>'

    def table(self, token):
        """A table written in Markdown."""
        head, *body = token["children"]
        names = "".join(self.cell("th", ' scope="col"', cell) for cell in head["children"])
        rows = "".join(
            self.row(self.table_cell(*cell) for cell in enumerate(row["children"]))
            for part in body
            for row in part["children"]
        )
        return self.scrolling(f"<thead>{self.row([names])}</thead><tbody>{rows}</tbody>", [])

    def table_cell(self, column, token):
        tag, scope = ("td", "") if column else ("th", ' scope="row"')
        return self.cell(tag, scope, token)

    def cell(self, tag, scope, token):
        align = self.aligned(token["attrs"]["align"])
        return f"<{tag}{scope}{align}>{self.inline(token['children'])}</{tag}>"

    def scrolling(self, rows, texts, name="", *, cards=False):
        """A table in a box that scrolls; it is a stop of the Tab key only where it can be too wide.

        On a phone, one in `cards` is a card a row.
        """
        wide = widths(texts, whole=False) > (PAGE if cards else PHONE)
        box = ' tabindex="0" role="region"' if wide else ""
        box += f' aria-labelledby="{name}"' if wide and name else ""
        label = f' aria-labelledby="{name}"' if name else ""
        return (
            f'<div class="{"cards" if cards else "scroll"}"{box}>'
            f'<table role="table"{label}>{rows}</table></div>'
        )

    def row(self, cells):
        # Roles are said, because a row laid out as a card would be none to some browsers.
        return f'<tr role="row">{"".join(cells)}</tr>'

    def group(self, name, columns):
        return (
            f'<th role="rowheader" scope="rowgroup" class="group" colspan="{columns}">'
            f"{self.marked(name)}</th>"
        )

    def heading_cell(self, text, columns, rows, align):
        spans = "".join(
            f' {key}="{n}"' for key, n in (("colspan", columns), ("rowspan", rows)) if n > 1
        )
        scope = "colgroup" if columns > 1 else "col"
        return (
            f'<th role="columnheader" scope="{scope}"{spans}{self.aligned(align)}>'
            f"{self.marked(text)}</th>"
        )

    def data_cell(self, i, text, data, cards):
        """A cell; on a card, the heading of its column stands before it."""
        kind = 'th role="rowheader" scope="row"' if i < data["stub"] else 'td role="cell"'
        content = self.marked(text, in_table=True)
        spoken = f' lang="{escape(data["languages"][i])}"' if data["languages"][i] else ""
        label = ""
        if cards and kind[:2] == "td":
            label = f' data-label="{escape(data["names"][i])}"'
            content = f"<span>{content}</span>"
        return f"<{kind}{spoken}{label}{self.aligned(data['align'][i])}>{content}</{kind[:2]}>"

    def aligned(self, side):
        return f' class="{side}"' if side in ("right", "center") else ""

    def data_link(self, block, text):
        """A link that saves what a figure or a table shows, which the page itself holds."""
        words = self.report.words_of(block)
        # Spreadsheets take text for the system's own encoding unless it opens with this mark.
        content = base64.b64encode(BOM_UTF8 + harmless(text.encode())).decode()
        label = f"{words['data_of']}, {words[block.kind]} {block.number}"
        return (
            f' <a class="data" download="{block.id}.csv" aria-label="{escape(label)}" '
            f'href="data:text/csv;charset=utf-8;base64,{content}">{escape(words["data"])}</a>'
        )


def widths(texts, *, whole):
    """How wide a table is, in characters: with cells on one line, or broken at every space.

    >>> texts = [["Level", "How many"], ["Never", "38"]]
    >>> widths(texts, whole=True), widths(texts, whole=False)
    (19, 15)
    """
    columns = zip(*map(_unmarked, texts), strict=False)
    return sum(
        _SPACE
        + max(len(part) for cell in column for part in ([cell] if whole else cell.split(" ")))
        for column in columns
    )


def csv_of(data):
    """A table as CSV; a cell that is one number is that number as computers write it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    group = [marks.strip(data["group"])] if data["groups"] else []
    writer.writerow([*group, *data["names"]])
    for i, row in enumerate(data["values"]):
        if i in data["groups"]:
            group = [marks.strip(data["groups"][i])]
        writer.writerow([*group, *map(_plain, row)])
    return out.getvalue()


def _plain(value):
    if not isinstance(value, str):
        return value
    number = _WHOLE.match(value)
    return number[1] if number else marks.strip(value)


def _unmarked(row):
    return [marks.strip(cell) for cell in row]
