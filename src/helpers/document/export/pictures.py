"""A figure's SVG as part of a page: real text, names that no other figure has."""

import re

_REFERENCE = re.compile(r'(href="#|url\(#)([^")]+)')
_NAME = re.compile(r' id="([^"]*)"')
_OPENING = re.compile(r"<svg\b[^>]*>")
_VIEW = re.compile(r'viewBox="([^"]*)"')


def inline(svg: str, name: str, label: str) -> str:
    """SVG for the body of a page.

    Parameters
    ----------
    svg : str
    name : str
        Of the figure: it begins each name that something in the SVG refers to; others go.
    label : str
        Attributes that say what the figure shows.

    Examples
    --------
    >>> svg = '<svg viewBox="0 0 9 9"><path id="m"/><use id="a" href="#m"/></svg>'
    >>> print(inline(svg, "fig-q5", 'aria-label="Bars"').replace(">", ">\\n", 1))
    <svg viewBox="0 0 9 9" role="img" aria-label="Bars">
    <path id="fig-q5-m"/><use href="#fig-q5-m"/></svg>
    """
    used = {match[2] for match in _REFERENCE.finditer(svg)}
    svg = _NAME.sub(lambda match: f' id="{name}-{match[1]}"' if match[1] in used else "", svg)
    svg = _REFERENCE.sub(rf"\1{name}-\2", svg)
    view = _VIEW.search(svg)[1]
    return _OPENING.sub(lambda _: f'<svg viewBox="{view}" role="img" {label}>', svg, count=1)
