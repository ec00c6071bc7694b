"""Blocks to Typst: all text is written as string literals, so that none of it can be markup."""

from helpers.document.export import markdown, numbering
from helpers.document.export.blocks import ReportError
from helpers.document.export.columns import measure
from helpers.document.export.flow import flow
from helpers.document.export.typst_inline import InlineWriter, by_name, literal

_LOOSE = 400  # characters of a paragraph that may part from its figure
_LONG, _TALL = 24, 12  # lines; a longer table may break over pages, and so may a taller row
_SMALLEST = 0.78  # of the size of a table's text; a wider table does not fit the page
# A list of our own: the standard library's depends on the machine.
_MIME = {
    "csv": "text/csv",
    "json": "application/json",
    "toml": "application/toml",
    "txt": "text/plain",
}


def typst_source(report, *, unprintable=frozenset(), attachments=()):
    """The report as a Typst document that imports ``style.typ``.

    Parameters
    ----------
    report : helpers.document.export.prepare.Report
    unprintable : set of str
        Characters that no font has; they are written by name.
    attachments : sequence of str
        Names of files to embed, found in the folder ``attachments``.

    Returns
    -------
    source : str
    files : dict of str to str
        The figures, by file name.
    tables : list of (rows, columns, stub)
        The shape of each body and how many of its columns are row headers, in reading order.
    """
    writer = _Writer(report, unprintable)
    blocks = [block for block in report.blocks if block.kind != "notice"]
    leads = [after.kind in ("figure", "table") for after in blocks[1:]] + [False]
    # The title block first: tables are listed in reading order.
    notice = next(
        (writer.block(block, False) for block in report.blocks if block.kind == "notice"), ""
    )
    body = "\n\n".join(flow(writer, zip(blocks, leads, strict=True)))
    head = [f'#import "style.typ": *\n#show: report.with({writer.named(notice)})']
    head += [_attach(name) for name in attachments]
    return "\n".join(head) + f"\n\n{body}\n", writer.files, writer.tables


def _attach(name):
    kind = _MIME.get(name.rpartition(".")[2], "application/octet-stream")
    return (
        f"#pdf.attach({literal(name)}, read({literal(f'attachments/{name}')}, encoding: none), "
        f'relationship: "data", description: {literal(name)}, mime-type: "{kind}")'
    )


class _Writer(InlineWriter):
    """One method for each kind of token, named like it."""

    is_narrow = False  # whether figures stand beside each other

    def __init__(self, report, unprintable):
        super().__init__(unprintable)
        self.report = report
        self.files, self.tables, self.scopes, self.place, self.notes = {}, [], 0, 0, {}

    # The report and its blocks

    def named(self, notice):
        report, document = self.report, self.report.document
        texts = {
            "lang": report.language[:2],
            "region": report.language[3:],
            "version": f"{report.words['version']} {document['version']}"
            if document["version"]
            else "",
            "figure-word": report.words["figure"],
            "table-word": report.words["table"],
        }
        texts |= {
            name.replace("_", "-"): document[name]
            for name in (
                "title",
                "subtitle",
                "short_title",
                "organisation",
                "made",
                "date_text",
                "description",
                "watermark",
            )
        }
        pairs = [f"{name}: {self.string(value)}" for name, value in texts.items()]
        pairs += [
            f"{name}: ({''.join(self.string(item) + ', ' for item in document[name])})"
            for name in ("authors", "keywords")
        ]
        return ", ".join([*pairs, f"notice: [{notice}]"])

    def block(self, block, leads):
        """One block; one that leads to a figure or a table stays with it on the page."""
        self.scopes, self.place = self.scopes + 1, block.cell
        self.notes = {key: [tokens, False] for key, tokens in block.notes.items()}
        self.leads = leads
        return getattr(self, f"lay_{block.kind}")(block)

    def lay_text(self, block):
        if not self.leads:
            return self.several(block.tokens)
        return "\n\n".join(map(self.staying, block.tokens))

    lay_notice = lay_text

    def staying(self, token):
        """A block of Markdown that stays with what follows, but a long one."""
        text = self.several([token])
        is_long = len(markdown.words(token.get("children", ()))) > _LOOSE
        return text if token["type"] == "heading" or is_long or not text else f"#stay[{text}]"

    def lay_contents(self, block):
        """The sections that follow, in two columns; none where there are none."""
        slugs = numbering.sections_after(self.report, block)
        if not slugs:
            return ""
        middle = slugs[(len(slugs) - 1) // 2]
        return f"#contents({self.string(self.report.words['contents'])}, <{middle}>)"

    def lay_figure(self, block):
        name = f"{block.id}.svg"
        narrow = block.data.get("narrow") if self.is_narrow else ""
        self.files[name] = by_name(narrow or block.data["image/svg+xml"], self.unprintable)
        picture = f"image({literal(name)}, alt: {self.string(block.data['alt'])})"
        caption = f"[{self.inline(block.tokens)}]"
        if block.subtitle:
            caption = f"headline({caption}, [{self.inline(block.subtitle)}])"
        figure = f"#figure({picture}, caption: {caption}) <{block.id}>"
        return f"#noted[{figure}][{self.inline(block.note)}]" if block.note else figure

    def lay_table(self, block):
        data = block.data
        head = [[self.heading_cell(*cell) for cell in row] for row in data["head"]]
        rows = [
            [
                self.spoken(self.string(text), language)
                for text, language in zip(row, data["languages"], strict=True)
            ]
            for row in data["rows"]
        ]
        groups = {row: self.group(name, len(rows[0])) for row, name in data["groups"].items()}
        names = (data["head"][0][: data["stub"]] if len(head) > 1 else []) + data["head"][-1]
        texts = [[name for name, *_ in names], *data["rows"]]
        table, lines = self.grid(head, rows, data["align"], data["stub"], texts, groups)
        note = f"table-note[{self.inline(block.note)}]; " if block.note else ""
        caption = f"[{self.inline(block.tokens)}]"
        figure = f"#figure(kind: table, caption: {caption}, {{{note}{table}}}) <{block.id}>"
        return f"#long[{figure}]" if sum(lines) > _LONG else figure

    def grid(self, head, rows, align, stub, texts, groups=None):
        """A table, and the lines that each of its rows takes; `groups` stand above their rows."""
        self.tables.append((len(rows), len(align), stub))
        columns, lines, scale = measure(texts)
        if scale < _SMALLEST:
            raise ReportError(
                f"cell {self.place}: the table headed {texts[0]} is too wide for the page; split it"
            )
        body = [f"table.header({', '.join(cell for row in head for cell in row)}, under-header)"]
        for i, row in enumerate(rows):
            body += [groups[i]] if i in (groups or {}) else []
            body.append(", ".join(row))
        fit = f"set table.cell(breakable: {str(max(lines) > _TALL).lower()}); "
        fit += f"show table: set text(size: {scale:.2f}em); " if scale < 1 else ""
        return (
            f"{fit}table(columns: ({', '.join(columns)},), align: ({', '.join(align)},),\n  "
            + ",\n  ".join(body)
            + ")"
        ), lines + [1] * len(groups or {})

    def group(self, name, columns):
        """The row that heads those below it, on the next page too."""
        return f"table.header(level: 2, table.cell(colspan: {columns}, group({self.string(name)})))"

    def heading_cell(self, text, columns, rows, align):
        place = f"colspan: {columns}, rowspan: {rows}, align: {align} + bottom"
        return f"table.cell({place}, th({self.string(text)}))"

    def spoken(self, content, language):
        return f"text(lang: {literal(language[:2])}, {content})" if language else content

    # Blocks of Markdown

    def several(self, tokens):
        return "\n\n".join(getattr(self, token["type"])(token) for token in tokens)

    def heading(self, token):
        level, name = token["attrs"]["level"], token["attrs"]["id"]
        return f"#heading(level: {level})[{self.inline(token['children'])}] <{name}>"

    def paragraph(self, token):
        """Typst takes text for a paragraph where paragraphs are expected, not in a block."""
        return f"#par[{self.inline(token['children'])}]"

    def block_text(self, token):
        return self.inline(token["children"])

    def blank_line(self, token):
        return ""

    def thematic_break(self, token):
        return "#rule()"

    def block_quote(self, token):
        return f"#quote(block: true)[{self.several(token['children'])}]"

    def block_code(self, token):
        return f"#raw(block: true, {self.string(token['raw'].rstrip())})"

    def block_html(self, token):
        return self.text({"raw": token["raw"].strip()})

    def list(self, token):
        kind = "enum" if token["attrs"]["ordered"] else "list"
        start = f"start: {token['attrs']['start']}, " if token["attrs"].get("start", 1) != 1 else ""
        items = "".join(f"[{self.several(item['children'])}], " for item in token["children"])
        return f"#{kind}({start}tight: {str(token['tight']).lower()}, {items})"

    def table(self, token):
        head, *body = token["children"]
        lines = [head["children"], *(row["children"] for part in body for row in part["children"])]
        cells = [[f"[{self.inline(cell['children'])}]" for cell in line] for line in lines]
        cells[0] = [f"th{cell}" for cell in cells[0]]
        align = [cell["attrs"]["align"] or "left" for cell in head["children"]]
        texts = [[markdown.words(cell["children"]) for cell in line] for line in lines]
        return f"#{{{self.grid(cells[:1], cells[1:], align, 1, texts)[0]}}}"

    # Notes

    def footnote_ref(self, token):
        note, place = self.notes[token["raw"]], f"<note-{self.scopes}-{token['attrs']['index']}>"
        if note[1]:
            return f"#footnote({place})"
        note[1] = True
        first, *others = note[0]
        if first["type"] == "paragraph":  # its number stands in it
            first = {**first, "type": "block_text"}
        return f"#footnote[{self.several([first, *others])}]{place}"
