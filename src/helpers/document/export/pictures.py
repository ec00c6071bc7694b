"""A figure's SVG as part of a page: real text, names that no other figure has."""

import re
from collections.abc import Sequence

_REFERENCE = re.compile(r'(href="#|url\(#)([^")]+)')
_NAME = re.compile(r' id="([^"]*)"')
_OPENING = re.compile(r"<svg\b[^>]*>")
_VIEW = re.compile(r'viewBox="([^"]*)"')


SHAPES = ("wide", "narrow")  # of the drawings of one figure: a window shows the one that it fits


def inline(svgs: Sequence[str], name: str, label: str) -> str:
    """One figure for the body of a page: one or two drawings, told as one picture.

    Parameters
    ----------
    svgs : sequence of str
        The drawing for a page, and perhaps that for a phone.
    name : str
        Of the figure: it begins each name that something in an SVG refers to; others go.
    label : str
        Attributes that say what the figure shows.

    Examples
    --------
    >>> svg = '<svg viewBox="0 0 9 9"><path id="m"/><use id="a" href="#m"/></svg>'
    >>> print(inline([svg], "fig-q5", 'aria-label="Bars"').replace("><", ">\\n<"))
    <div class="picture" role="img" aria-label="Bars">
    <svg viewBox="0 0 9 9" aria-hidden="true">
    <path id="fig-q5-m"/>
    <use href="#fig-q5-m"/>
    </svg>
    </div>
    """
    shapes = SHAPES if len(svgs) > 1 else [""]
    parts = [_renamed(svg, name, shape) for svg, shape in zip(svgs, shapes, strict=True)]
    return f'<div class="picture" role="img" {label}>{"".join(parts)}</div>'


def _renamed(svg, name, shape):
    """An SVG without a size of its own; its names are those of no other drawing."""
    prefix = f"{name}-{shape}".strip("-")
    used = {match[2] for match in _REFERENCE.finditer(svg)}
    svg = _NAME.sub(lambda match: f' id="{prefix}-{match[1]}"' if match[1] in used else "", svg)
    svg = _REFERENCE.sub(rf"\1{prefix}-\2", svg)
    view, kind = _VIEW.search(svg)[1], f' class="{shape}"' if shape else ""
    opening = f'<svg{kind} viewBox="{view}" aria-hidden="true">'
    return _OPENING.sub(lambda _: opening, svg, count=1)
