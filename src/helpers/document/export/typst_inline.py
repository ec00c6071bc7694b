"""Inline Markdown to Typst, every text of it a string literal."""

import unicodedata

from helpers.document.marks import PAGE

_DROPPED = {
    0x200D,
    0xFE0E,
    0xFE0F,
    *range(0x1F3FB, 0x1F400),
}  # joiners, variation selectors, skin tones


def literal(text):
    r"""A Typst string literal; control characters are dropped.

    >>> print(literal('#"a"\\' + chr(7)))
    "#\"a\"\\"
    """
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    return '"' + "".join(c for c in escaped if unicodedata.category(c) != "Cc") + '"'


def by_name(text, unprintable):
    """Text with the characters that no font has written by name.

    >>> by_name("Merci 👍🏽", {"👍", "\\U0001F3FD"})
    'Merci [thumbs up sign]'
    """
    return "".join(
        c
        if c not in unprintable
        else ""
        if ord(c) in _DROPPED
        else f"[{unicodedata.name(c, f'U+{ord(c):04X}').lower()}]"
        for c in text
    )


class InlineWriter:
    """One method for each kind of inline token, named like it.

    Parameters
    ----------
    unprintable : set of str
        Characters that no font has; they are written by name.
    """

    def __init__(self, unprintable: set) -> None:
        self.unprintable = unprintable

    def inline(self, tokens):
        return "".join(getattr(self, token["type"])(token) for token in tokens)

    def text(self, token):
        return f"#{self.string(token['raw'])};"

    def emphasis(self, token):
        return f"#emph[{self.inline(token['children'])}]"

    def strong(self, token):
        return f"#strong[{self.inline(token['children'])}]"

    def strikethrough(self, token):
        return f"#strike[{self.inline(token['children'])}]"

    def codespan(self, token):
        return f"#raw({self.string(token['raw'])})"

    def softbreak(self, token):
        return "\n"

    def linebreak(self, token):
        return "#linebreak()"

    def link(self, token):
        url = token["attrs"]["url"]
        place = f"<{url[1:]}>" if url.startswith("#") else literal(url)
        content = self.inline(token["children"])
        if token["attrs"].get("title") == PAGE:
            content = f"#text(hyphenate: false)[{content}]#page-of({place})"
        return f"#link({place})[{content}]"

    def passage(self, token):
        language = literal(token["attrs"]["language"][:2])
        return f"#text(lang: {language})[{self.inline(token['children'])}]"

    def string(self, text):
        return literal(by_name(text, self.unprintable))
