"""A table of reports as one HTML page that looks as the reports do."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from helpers.document.export import typeface

_TEMPLATES = Path(__file__).with_name("templates")
_PAGE = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
).get_template("reports.html.j2")


def page(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    *,
    language: str,
    facts: Sequence[str] = (),
    notice: str = "",
    numbers: Collection[int] = (),
) -> str:
    """Return the page.

    Parameters
    ----------
    title : str
    heads : sequence of str
        Of the columns; the last one holds links.
    rows : sequence of dict
        ``cells``, texts under the heads but the last; ``links``, dicts of url, text, language;
        ``state``, a class of its look; ``is_part``, whether it is a part of the row above.
    language : str
    facts : sequence of str
        What stands under the title.
    notice : str
        What must not be missed.
    numbers : collection of int
        The columns that hold numbers.

    Examples
    --------
    >>> links = [{"url": "a.pdf", "text": "fr", "language": "fr"}]
    >>> rows = [{"cells": ["Laval"], "links": links, "state": "delivered", "is_part": False}]
    >>> '<a href="a.pdf" hreflang="fr">fr</a>' in page("Rapports", ["", ""], rows, language="fr")
    True
    """
    style = Markup(f"{typeface.style()}\n{(_TEMPLATES / 'style.css').read_text('utf-8')}")
    return _PAGE.render(
        title=title,
        heads=heads,
        rows=rows,
        language=language,
        facts=facts,
        notice=notice,
        numbers=numbers,
        style=style,
    )
