"""From executed notebook to tagged PDF and to one HTML file, in the order in which a page is made.

markdown    the Markdown of the reports, as a tree
blocks      the cells of an executed notebook as blocks, or why they cannot be published
columns     a table's headings, alignment and widths
prepare     the blocks checked, numbered, their references resolved
typeset     blocks to Typst
pdf         Typst to PDF, with row headers and attached files
html        blocks to one HTML page
exporters   what ``jupyter nbconvert --to report_pdf`` and ``--to report_html`` call
templates   the look: ``style.typ`` for the PDF, ``page.html.j2`` and ``style.css`` for the HTML
words.toml  the exporters' own words, one table a language
"""

from helpers.document.export.blocks import ReportError
from helpers.document.export.exporters import ReportHTMLExporter, ReportPDFExporter

__all__ = ["ReportError", "ReportHTMLExporter", "ReportPDFExporter"]
