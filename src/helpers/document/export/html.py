"""Blocks to one HTML page: no script, no request, everything inside the file."""

from pathlib import Path

import jinja2
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers.document import marks
from helpers.document.export import numbering, pictures, typeface
from helpers.document.export.html_tables import TableWriter

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
    shown = {name: Markup(writer.marked(text)) for name, text in texts.items()}
    bodies = [(block.kind, writer.block(block)) for block in report.blocks]
    return _PAGE.render(
        report=report,
        document=document,
        shown=shown,
        facts=_facts(report, shown),
        words=report.words,
        style=Markup(f"{typeface.style()}\n{_STYLE}"),
        notice=Markup("".join(body for kind, body in bodies if kind == "notice")),
        beside=Markup(writer.beside()),
        body=Markup("\n".join(body for kind, body in bodies if kind != "notice")),
        notes=Markup("\n".join(writer.endnotes)),
    )


def _facts(report, shown):
    """What stands under the title: what this is, when and by whom it was made."""
    document = report.document
    time = Markup('<time datetime="{}">{}</time>').format(document["date"], document["date_text"])
    version = Markup("{} {}").format(report.words["version"], shown["version"])
    facts = [
        (shown["subtitle"], document["subtitle"]),
        (time, document["date"]),
        (version, document["version"]),
    ]
    return [fact for fact, given in facts if given]


class _Writer(TableWriter):
    """One method for each kind of block and token, named like it."""

    def __init__(self, report):
        super().__init__(report.document["annex"])
        self.report, self.words = report, report.words
        self.endnotes, self.calls, self.notes = [], {}, {}

    # Blocks

    def block(self, block):
        self.notes, self.calls = block.notes, {}
        content = getattr(self, f"lay_{block.kind}")(block)
        return f'<div lang="{block.language}">{content}</div>' if block.language else content

    def lay_text(self, block):
        return self.several(block.tokens)

    lay_notice = lay_text

    def lay_contents(self, block):
        """The sections that follow, folded; a wide screen shows them beside the text instead."""
        after = set(numbering.sections_after(self.report, block))
        title = escape(self.words["contents"])
        return (
            f'<nav class="folded" aria-label="{title}"><details><summary>{title}</summary>'
            f"{self.sections(after, depth=1)}</details></nav>"
        )

    def lay_beside(self, block):
        """Of paper alone."""
        return ""

    def sections(self, wanted, *, depth):
        """Links to sections of the first level, and to those below them if `depth` says so."""
        items, inside = [], False
        for level, slug, tokens in self.report.headings:
            if level == 1:
                inside = slug in wanted
            if not inside or level > depth:
                continue
            self.bare = True
            link = f'<a href="#{slug}">{self.inline(tokens)}</a>'
            self.bare = False
            if level == 1:
                items.append((link, []))
            else:
                items[-1][1].append(f"<li>{link}</li>")
        lists = (f"<ol>{''.join(below)}</ol>" if below else "" for _, below in items)
        entries = (f"<li>{link}{below}</li>" for (link, _), below in zip(items, lists, strict=True))
        return f"<ol>{''.join(entries)}</ol>"

    def beside(self):
        """All sections, for the margin of a wide screen; nothing where they are few."""
        first = {slug for level, slug, _ in self.report.headings if level == 1}
        if len(first) < 2:
            return ""
        title = escape(self.words["contents"])
        return f'<nav class="side" aria-label="{title}">{self.sections(first, depth=2)}</nav>'

    def lay_figure(self, block):
        alt = block.data["alt"]
        label = f'aria-label="{escape(marks.strip(alt))}" data-alt="{escape(alt)}"'
        drawings = [block.data["image/svg+xml"], block.data.get("narrow", "")]
        picture = pictures.inline([*filter(None, drawings)], block.id, label)
        csv = block.data.get("csv", "")
        link = self.data_link(block, csv) if csv else ""
        below = f'<p class="note">{self.inline(block.note)}{link}</p>' if block.note or link else ""
        return f'<figure id="{block.id}">{self.caption(block)}{picture}{below}</figure>'

    def lay_code(self, block):
        coloured = highlight(block.data["source"], PythonLexer(), HtmlFormatter(nowrap=True))
        return f'<pre class="code"><code>{coloured}</code></pre>'

    def lay_output(self, block):
        return f'<pre class="output"><samp>{escape(block.data["text"].rstrip())}</samp></pre>'

    def caption(self, block, data=""):
        words = self.report.words_of(block)
        label = f"{escape(words[block.kind])}\u00a0{block.number}."
        text = self.inline(block.tokens)
        if block.subtitle:
            subtitle = self.inline(block.subtitle)
            text = f'<span class="headline">{text}</span> <span class="subtitle">{subtitle}</span>'
        link = self.data_link(block, data) if data else ""
        return (
            f'<figcaption id="{block.id}-caption"><strong>{label}</strong> {text}{link}'
            "</figcaption>"
        )

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
