"""What a notebook shows: its document data, a text, a figure, a table, the place of the contents.

Each function displays one MIME bundle: what JupyterLab draws, and beside it, as output metadata
under ``report``, what the exporters need.  Metadata of an output survives papermill; a running
notebook cannot write the notebook's own.
"""

import base64
import datetime
import html
import re

from IPython.display import display

from helpers.document import drawing, frames, literal, marks

_ID = {"figure": re.compile(r"fig-[a-z0-9-]+"), "table": re.compile(r"tbl-[a-z0-9-]+")}
MARKDOWN = "text/markdown"
_DOLLAR = re.compile(r"`[^`]*`|\\.|\$\$|\$", re.S)  # code, escapes and displays stay
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$@^&:=])")


def document(
    *,
    language,
    title,
    date,
    subtitle="",
    short_title="",
    organisation="",
    authors=(),
    made="",
    date_text="",
    version="",
    description="",
    keywords=(),
    notice="",
    watermark="",
    annex=None,
    links=(),
):
    """Show the title block and carry the document's data to the exporters.

    Parameters
    ----------
    language : str
        ``"fr"`` or ``"en"``, with or without a region (``"fr-CA"``).
    title, subtitle, organisation, version, description : str
        Plain text; `description` is the document's summary for catalogues and search.
    date : str or datetime.date
        ISO date; it is the PDF's timestamp, so that nothing reads the clock.
    short_title : str
        Right side of the running head; the title when empty.
    authors, keywords : sequence of str
    made : str
        Who made it, as page one says it; the authors when empty.
    date_text : str
        The date as page one prints it; the ISO date when empty.
    notice : str
        Markdown, printed in a box under the title: where the answers come from.
    watermark : str
        A few words in every page's foot; none when empty.
    annex : dict of str to str, optional
        Table to the page, beside the HTML, that shows how its numbers were made.
    links : sequence of dict of str to str
        Of the HTML, what else there is, in order: ``url``, ``text`` and the ``language`` of each.
    """
    if isinstance(authors, str) or isinstance(keywords, str):
        raise TypeError("authors and keywords are lists of texts, not one text")
    date = datetime.date.fromisoformat(str(date)).isoformat()
    report = {
        "kind": "document",
        "language": language,
        "title": title,
        "subtitle": subtitle,
        "short_title": short_title or title,
        "organisation": organisation,
        "authors": list(authors),
        "made": made,
        "date": date,
        "date_text": date_text or date,
        "version": version,
        "description": description,
        "keywords": list(keywords),
        "notice": notice,
        "watermark": watermark,
        "annex": dict(annex or {}),
        "links": [dict(link) for link in links],
    }
    lines = [subtitle, organisation, ", ".join(authors), report["date_text"], version, notice]
    body = "".join(f"<p>{_plain_html(line)}</p>" for line in lines if line)
    page = f"<h1>{_plain_html(title)}</h1>{body}"
    _show(report, {"text/html": page, "text/plain": marks.strip(title)})


def text(markdown):
    """Show Markdown: headings, paragraphs, lists, quotes, tables, links, footnotes, code.

    ``[@fig-x]`` and ``[@tbl-x]`` become "figure 3", "tableau 2" (``[@Fig-x]``: with a capital);
    ``## Title {#anchor}`` can be linked to as ``[words](#anchor)``, and ``[words](#anchor "page")``
    has the page beside it in print; ``[mots]{lang=fr}`` marks a passage in another language.  HTML
    is printed as it is written, and a dollar is a dollar: none begins mathematics.
    """
    plain = marks.strip(markdown)
    markdown = _DOLLAR.sub(lambda match: r"\$" if match[0] == "$" else match[0], markdown)
    _show({"kind": "text"}, {MARKDOWN: markdown, "text/plain": plain})


def escape(plain):
    """Make any text, a respondent's for instance, stand for itself inside Markdown.

    >>> print(escape("C'est *vraiment* #1 [super]"))
    C'est \\*vraiment\\* \\#1 \\[super\\]
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(plain.split()))


def contents():
    """Show where the table of contents goes."""
    _show({"kind": "contents"}, {"text/plain": "[contents]"})


def beside(count):
    """Show so many things beside each other on paper: each from its heading, until the next call.

    A screen has them under each other. With one column, the page is as before; tables are too wide
    for more.
    """
    _show({"kind": "beside", "count": count}, {"text/plain": ""})


def figure(fig, *, id, caption, alt, subtitle="", note="", narrow="", data=None):
    """Show a figure.

    Parameters
    ----------
    fig : matplotlib.figure.Figure or tuple of str
        Drawn as it is laid out, whole: margins are not trimmed; then closed. Or what
        `drawing.draw` has made of one.
    id : str
        ``fig-`` and lower-case letters, digits, hyphens; ``[@fig-…]`` refers to it.
    caption, subtitle, note : str
        Plain text (references are resolved): above the figure the headline, and of what and of whom
        it is; below it, how it is read.
    alt : str
        What the figure says, for a reader who does not see it: the finding and the base, not the
        caption again.
    narrow : str, optional
        SVG of the same, as a phone shows it.
    data : pandas.DataFrame, optional
        What is drawn, for who wants it as numbers: the HTML page offers it as CSV.
    """
    _require("figure", id, caption=caption, alt=alt)
    outlines, live = fig if isinstance(fig, tuple) else drawing.draw(fig)
    source = base64.b64encode(outlines.encode()).decode()
    page = (
        f'<figure id="{id}"><img src="data:image/svg+xml;base64,{source}" alt="{_plain_html(alt)}">'
        f"<figcaption>{_plain_html(caption)}</figcaption></figure>"
        f"<p>{_plain_html(' '.join(filter(None, [subtitle, note])))}</p>"
    )
    _show(
        {
            "kind": "figure",
            "id": id,
            "caption": caption,
            "subtitle": subtitle,
            "note": note,
            "alt": alt,
            "narrow": narrow,
            "csv": _csv(data),
        },
        {"text/html": page, "image/svg+xml": live, "text/plain": marks.strip(alt)},
    )


def table(frame, *, id, caption, note="", languages=None, grouped=False):
    """Show a table whose index holds the row headers.

    Parameters
    ----------
    frame : pandas.DataFrame
        Cells are text as it is to be printed, or numbers, which the exporter writes as the report's
        language does; a missing value is a dash.  The index must be named: the name heads the first
        column.  Columns may have several levels: equal neighbours share one heading.
    id : str
        ``tbl-`` and lower-case letters, digits, hyphens; ``[@tbl-…]`` refers to it.
    caption, note : str
        Plain text (references are resolved).
    languages : dict of str to str, optional
        Column (or index) name to the language its cells are in, where that is not the report's.
    grouped : bool
        Whether the first level of the index heads the rows below it instead of opening each.
    """
    _require("table", id, caption=caption)
    names = [str(name) for name in frame.index.names]
    if None in frame.index.names or "" in names:
        raise ValueError(f"{id}: name the index; the name heads the first column")
    unknown = set(languages or {}) - {*names, *map(str, frame.columns)}
    if unknown:
        raise ValueError(
            f"{id}: languages names {sorted(unknown)}, which are no columns of the table"
        )
    plain = frames.unmarked(frame)
    spoken = [(languages or {}).get(name, "") for name in (*names, *map(str, frame.columns))]
    _show(
        {
            "kind": "table",
            "id": id,
            "caption": caption,
            "note": note,
            "languages": spoken[1:] if grouped else spoken,
            **frames.contents(frame, grouped=grouped),
        },
        {
            "text/html": marks.strip(
                f"<figure><figcaption>{_plain_html(caption)}</figcaption>"
                f"{plain.to_html(border=0)}<p>{_plain_html(note)}</p></figure>"
            ),
            "text/plain": plain.to_string(),
        },
    )


def _csv(data):
    """What is drawn, with as many digits as a table's file has."""
    how = {"index": False, "float_format": marks.DIGITS, "lineterminator": "\n"}
    return "" if data is None else data.to_csv(**how)


def _show(report, data):
    markdown = {type: literal.escape(text) for type, text in data.items() if type == MARKDOWN}
    data = literal.restore(data) | markdown
    display(data, metadata={"report": literal.restore(report)}, raw=True)


def _plain_html(text):
    return html.escape(marks.strip(text))


def _require(kind, id, **texts):
    if not _ID[kind].fullmatch(id):
        raise ValueError(f"id {id!r}: a {kind}'s id matches {_ID[kind].pattern}")
    for name, value in texts.items():
        if not value.strip():
            raise ValueError(f"{id} has no {name}")
