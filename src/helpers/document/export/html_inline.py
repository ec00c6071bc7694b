"""Inline Markdown to HTML, and numbers that know the cell they were taken from."""

import html
import re

from markupsafe import escape

from helpers.document import marks

_CELL = re.compile(r'data-cell="([^"]*)"')


class InlineWriter:
    """One method for each kind of inline token, named like it.

    Parameters
    ----------
    annex : dict of str to str
        Table to the page that shows how it is made; of a table without one, numbers have no link.

    Attributes
    ----------
    bare : bool
        Whether numbers are written without their marks, as in the table of contents.
    """

    def __init__(self, annex: dict) -> None:
        self.annex, self.bare, self.in_link, self._linked = annex, False, False, False

    def inline(self, tokens):
        return "".join(getattr(self, token["type"])(token) for token in tokens)

    def text(self, token):
        return self.marked(token["raw"])

    def marked(self, text: str, *, in_table: bool = False) -> str:
        """Text with its marks, all else in it escaped; a number leads to where it was made.

        The many numbers of a table are left out of the order of the Tab key.
        """
        if self.bare:
            return str(escape(marks.strip(text)))
        parts = marks.pieces(text)
        parts[::2] = [str(escape(part)) for part in parts[::2]]
        parts[1::2] = [self._tag(part, in_table) for part in parts[1::2]]
        return "".join(parts)

    def _tag(self, tag, in_table):
        if tag == "</data>":
            return f"{tag}</a>" if self._linked else tag
        table = html.unescape(_CELL.search(tag)[1]).split(marks.GAP)[0]
        page = None if self.in_link else self.annex.get(table)
        self._linked = page is not None
        if not self._linked:
            return tag
        order = ' tabindex="-1"' if in_table else ""
        return f'<a class="cell" href="{escape(page)}"{order}>{tag}'

    def codespan(self, token):
        return f"<code>{escape(token['raw'])}</code>"

    def emphasis(self, token):
        return f"<em>{self.inline(token['children'])}</em>"

    def strong(self, token):
        return f"<strong>{self.inline(token['children'])}</strong>"

    def strikethrough(self, token):
        return f"<del>{self.inline(token['children'])}</del>"

    def softbreak(self, token):
        return "\n"

    def linebreak(self, token):
        return "<br>"

    def link(self, token):
        self.in_link = True
        content = self.inline(token["children"])
        self.in_link = False
        return f'<a href="{escape(token["attrs"]["url"])}">{content}</a>'

    def passage(self, token):
        return f'<span lang="{token["attrs"]["language"]}">{self.inline(token["children"])}</span>'
