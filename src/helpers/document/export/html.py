"""Blocks to one HTML page: no script, no request, everything inside the file."""

import re
from pathlib import Path

import jinja2
from bs4 import BeautifulSoup
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers.document import marks
from helpers.document.export.html_inline import InlineWriter

_LOADER = jinja2.FileSystemLoader(Path(__file__).with_name("templates"))
_PAGE = jinja2.Environment(
    loader=_LOADER, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
).get_template("page.html.j2")
_STYLE = Path(__file__).with_name("templates").joinpath("style.css").read_text("utf-8")


def page(report):
    """The report as a whole HTML page.

    Parameters
    ----------
    report : helpers.document.export.prepare.Report

    Returns
    -------
    str
    """
    writer = _Writer(report)
    texts = {name: text for name, text in report.document.items() if isinstance(text, str)}
    document = report.document | {name: marks.strip(text) for name, text in texts.items()}
    bodies = [(block.kind, writer.block(block)) for block in report.blocks]
    return _PAGE.render(
        report=report,
        document=document,
        shown={name: Markup(writer.marked(text)) for name, text in texts.items()},
        words=report.words,
        style=Markup(_STYLE),
        notice=Markup("".join(body for kind, body in bodies if kind == "notice")),
        body=Markup("\n".join(body for kind, body in bodies if kind != "notice")),
        notes=Markup("\n".join(writer.endnotes)),
    )


class _Writer(InlineWriter):
    """One method for each kind of block and token, named like it."""

    def __init__(self, report):
        super().__init__(report.document["annex"])
        self.report, self.words = report, report.words
        self.endnotes, self.calls, self.notes = [], {}, {}

    # Blocks

    def block(self, block):
        self.notes, self.calls = block.notes, {}
        return getattr(self, f"lay_{block.kind}")(block)

    def lay_text(self, block):
        return self.several(block.tokens)

    lay_notice = lay_text

    def lay_contents(self, block):
        self.bare = True
        items = "".join(
            f'<li class="level-{level}"><a href="#{slug}">{self.inline(tokens)}</a></li>'
            for level, slug, tokens in self.report.headings
            if level <= 2
        )
        self.bare = False
        title = f'<h2 id="contents">{escape(self.words["contents"])}</h2>'
        return f'<nav aria-labelledby="contents">{title}<ol>{items}</ol></nav>'

    def lay_figure(self, block):
        source = re.search(r'src="(data:image/svg\+xml;base64,[^"]*)"', block.data["text/html"])[1]
        alt = block.data["alt"]
        return (
            f'<figure id="{block.id}"><img src="{source}" alt="{escape(marks.strip(alt))}"'
            f' data-alt="{escape(alt)}">'
            f"{self.caption(block)}</figure>"
        )

    def lay_table(self, block):
        data = block.data
        head = "".join(
            f"<tr>{''.join(self.heading_cell(*cell) for cell in row)}</tr>" for row in data["head"]
        )
        rows = "".join(
            f"<tr>{''.join(self.data_cell(text, i, data) for i, text in enumerate(row))}</tr>"
            for row in data["rows"]
        )
        note = f'<p class="note">{self.inline(block.note)}</p>' if block.note else ""
        name = f"{block.id}-caption"
        return (
            f'<figure class="table" id="{block.id}">{self.caption(block, name)}'
            f"{self.scrolling(f'<thead>{head}</thead><tbody>{rows}</tbody>', name)}{note}</figure>"
        )

    def lay_code(self, block):
        coloured = highlight(block.data["source"], PythonLexer(), HtmlFormatter(nowrap=True))
        return f'<pre class="code"><code>{coloured}</code></pre>'

    def lay_output(self, block):
        return f'<pre class="output"><samp>{escape(block.data["text"].rstrip())}</samp></pre>'

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
        return f'<figure class="table frame">{self.scrolling(table.decode_contents())}</figure>'

    def caption(self, block, name=""):
        label = f"{escape(self.words[block.kind])}\u00a0{block.number}."
        return (
            f"<figcaption{f' id={name!r}' if name else ''}><strong>{label}</strong> "
            f"{self.inline(block.tokens)}</figcaption>"
        )

    def scrolling(self, rows, name=""):
        named = f' role="region" aria-labelledby="{name}"' if name else ""
        return (
            f'<div class="scroll" tabindex="0"{named}>'
            f"<table{f' aria-labelledby={name!r}' if name else ''}>{rows}</table></div>"
        )

    def heading_cell(self, text, columns, rows, align):
        spans = "".join(
            f' {key}="{n}"' for key, n in (("colspan", columns), ("rowspan", rows)) if n > 1
        )
        scope = "colgroup" if columns > 1 else "col"
        return f'<th scope="{scope}"{spans}{self.aligned(align)}>{self.marked(text)}</th>'

    def data_cell(self, text, i, data):
        tag, scope = ("th", ' scope="row"') if i < data["stub"] else ("td", "")
        content = self.marked(text, in_table=True)
        spoken = f' lang="{escape(data["languages"][i])}"' if data["languages"][i] else ""
        return f"<{tag}{scope}{spoken}{self.aligned(data['align'][i])}>{content}</{tag}>"

    def aligned(self, side):
        return f' class="{side}"' if side in ("right", "center") else ""

    # Blocks of Markdown

    def several(self, tokens):
        return "\n".join(getattr(self, token["type"])(token) for token in tokens)

    def heading(self, token):
        level = min(token["attrs"]["level"] + 1, 6)  # the page's title is the only h1
        return f'<h{level} id="{token["attrs"]["id"]}">{self.inline(token["children"])}</h{level}>'

    def paragraph(self, token):
        return f"<p>{self.inline(token['children'])}</p>"

    def block_text(self, token):
        return self.inline(token["children"])

    def blank_line(self, token):
        return ""

    def thematic_break(self, token):
        return "<hr>"

    def block_quote(self, token):
        return f"<blockquote>{self.several(token['children'])}</blockquote>"

    def block_code(self, token):
        return f"<pre><code>{escape(token['raw'].rstrip())}</code></pre>"

    def block_html(self, token):
        return f"<p>{escape(token['raw'].strip())}</p>"

    def list(self, token):
        tag = "ol" if token["attrs"]["ordered"] else "ul"
        start = f' start="{token["attrs"]["start"]}"' if token["attrs"].get("start", 1) != 1 else ""
        items = "".join(f"<li>{self.several(item['children'])}</li>" for item in token["children"])
        return f"<{tag}{start}>{items}</{tag}>"

    def table(self, token):
        head, *body = token["children"]
        names = "".join(self.cell("th", ' scope="col"', cell) for cell in head["children"])
        rows = "".join(
            f"<tr>{''.join(self.table_cell(*cell) for cell in enumerate(row['children']))}</tr>"
            for part in body
            for row in part["children"]
        )
        return self.scrolling(f"<thead><tr>{names}</tr></thead><tbody>{rows}</tbody>")

    def table_cell(self, column, token):
        tag, scope = ("td", "") if column else ("th", ' scope="row"')
        return self.cell(tag, scope, token)

    def cell(self, tag, scope, token):
        align = self.aligned(token["attrs"]["align"])
        return f"<{tag}{scope}{align}>{self.inline(token['children'])}</{tag}>"

    # Notes

    def footnote_ref(self, token):
        """Notes are numbered through the report and gathered at its end; a second call has the same
        number."""
        key, first = token["raw"], token["raw"] not in self.calls
        if first:
            number = self.calls[key] = len(self.endnotes) + 1
            self.endnotes.append("")
            back = (
                f'<a role="doc-backlink" href="#call-{number}" '
                f'aria-label="{escape(self.words["back"])} {number}">↩</a>'
            )
            self.endnotes[number - 1] = (
                f'<li id="note-{number}">{self.several(self.notes[key])} {back}</li>'
            )
        number = self.calls[key]
        name = f' id="call-{number}"' if first else ""
        return (
            f'<sup><a{name} role="doc-noteref" href="#note-{number}" '
            f'aria-label="{escape(self.words["note"])} {number}">{number}</a></sup>'
        )
