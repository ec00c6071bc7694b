"""The Markdown of the reports as a tree of tokens, and the walk that every writer shares.

The dialect is JupyterLab's, less HTML (printed as it is written) and mathematics (refused), plus
footnotes, ``[@fig-x]`` references, ``[mots]{lang=fr}`` passages and ``{#anchor}`` after a heading.
"""

import html
import re

from mistune import Markdown
from mistune.plugins import import_plugin

from helpers.document import marks

REFERENCE = r"\[@(?P<ref>(?:[Ff]ig|[Tt]bl)-[A-Za-z0-9-]+)\]"
_ANCHOR = re.compile(r"\s*\{#([\w-]+)\}\s*$")
# Pandoc's rule, so that prices ("5 $ et 10 $", "$5 or $10") are no mathematics.
_MATH = r"\$\$.+?\$\$|\$(?=\S)[^$\n]*?(?<=[^\s\\])\$(?!\d)|\\begin\{\w+\*?\}"


def _reference(inline, match, state):
    state.append_token({"type": "reference", "raw": match["ref"]})
    return match.end()


def _passage(inline, match, state):
    within = state.copy()
    within.src = match["words"]
    state.append_token(
        {
            "type": "passage",
            "attrs": {"language": match["tongue"]},
            "children": inline.render(within),
        }
    )
    return match.end()


def _math(inline, match, state):
    state.append_token({"type": "math", "raw": match[0]})
    return match.end()


def _extensions(markdown):
    rules = {
        "reference": (REFERENCE, _reference),
        "math": (_MATH, _math),
        "passage": (
            r"\[(?P<words>[^\[\]]+)\]\{lang=(?P<tongue>[a-z]{2}(?:-[A-Z]{2})?)\}",
            _passage,
        ),
    }
    for name, (pattern, function) in rules.items():
        markdown.inline.register(name, pattern, function, before="link")


_PARSER = Markdown(
    renderer=None,
    plugins=[*map(import_plugin, ("footnotes", "strikethrough", "table", "url")), _extensions],
)


def parse(source):
    """Markdown to tokens, footnotes to a dictionary, and the names of footnotes that are never
    called.

    >>> source = "## Base {#base}\\n\\nSee [@fig-q5].[^n]\\n\\n[^n]: Valid answers."
    >>> tokens, notes, unused = parse(source)
    >>> tokens[0]["attrs"]
    {'level': 2, 'id': 'base'}
    >>> [token["type"] for token in tokens[1]["children"]]
    ['text', 'reference', 'text', 'footnote_ref']
    >>> list(notes)
    ['N']
    """
    tokens, state = _PARSER.parse(source)
    notes = {}
    for token in tokens:
        if token["type"] == "footnotes":
            notes = {item["attrs"]["key"]: item["children"] for item in token["children"]}
    tokens = [token for token in tokens if token["type"] not in ("footnotes", "blank_line")]
    for token in tokens:
        if token["type"] == "heading":
            _anchor(token)
    return tokens, notes, sorted(set(state.env.get("ref_footnotes") or {}) - set(notes))


def plain(text):
    """Plain text to tokens; only references are read.

    >>> [token["raw"] for token in plain("a *b* [@tbl-x]")]
    ['a *b* ', 'tbl-x']
    """
    parts = re.split(REFERENCE, text)
    kinds = ("text", "reference")
    return [{"type": kinds[i % 2], "raw": part} for i, part in enumerate(parts) if part]


def walk(tokens):
    """Every token, parents first."""
    for token in tokens:
        yield token
        yield from walk(token.get("children", ()))


def words(tokens):
    """The text of inline tokens, for identifiers and titles.

    >>> words(parse("a *b* `c`")[0][0]["children"])
    'a b c'
    """
    return marks.strip(
        "".join(
            token.get("raw", " " if token["type"] == "softbreak" else "")
            for token in walk(tokens)
            if token["type"] != "footnote_ref"
        )
    )


def set_type(tokens, language):
    """Set spaces and apostrophes of the prose in place; code keeps its own.

    Neighbouring pieces are joined first and each sees the character before it, because French
    spaces look both ways: "**total** :".
    """
    _join(tokens)
    before = ""
    for token in tokens:
        if token["type"] == "text":
            token["raw"] = marks.typeset(before + token["raw"], language)[len(before) :]
        elif "children" in token:
            spoken = token["attrs"]["language"][:2] if token["type"] == "passage" else language
            set_type(token["children"], spoken)
        before = (words([token]) or "x")[-1:].replace("«", "")


def _join(tokens):
    joined = []
    for token in tokens:
        if token["type"] in ("inline_html", "text"):
            raw = token["raw"] if token["type"] == "inline_html" else html.unescape(token["raw"])
            token.update(type="text", raw=raw)
            if joined and joined[-1]["type"] == "text":
                joined[-1]["raw"] += raw
                continue
        joined.append(token)
    tokens[:] = joined


def _anchor(token):
    last = token["children"][-1] if token["children"] else {"type": ""}
    match = _ANCHOR.search(last["raw"]) if last["type"] == "text" else None
    if match:
        last["raw"] = last["raw"][: match.start()]
        token["attrs"]["id"] = match[1]
