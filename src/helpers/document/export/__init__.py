"""From executed notebook to tagged PDF and to one HTML file, in the order in which a page is made.

markdown      the Markdown of the reports, as a tree
blocks        the cells of an executed notebook as blocks, or why they cannot be published
columns       a table's headings, alignment and widths
numbering     numbers of figures and tables, names of headings, references
prepare       the blocks checked, numbered, their references resolved
typst_inline  inline Markdown to Typst
flow          blocks under each other, or beside each other
typeset       blocks to Typst
pdf           Typst to PDF, with row headers and attached files
typeface      the typeface inside an HTML page
faces         its faces, reduced by hand where they have changed
pictures      a figure's SVG as part of a page
html_inline   inline Markdown to HTML, numbers with their cells
attached      files that travel with a document, with no formula in them
html_tables   tables to HTML, to cards on a phone and to CSV
html          blocks to one HTML page
listing       a table of reports as one page
workbook      tables to a workbook, a sheet each
exporters     what ``jupyter nbconvert --to report_pdf``, ``report_html`` and ``report_xlsx`` call
templates     the look: ``style.typ`` for the PDF, ``*.html.j2`` and ``style.css`` for the HTML
words.toml    the exporters' own words, one table a language
"""

from helpers.document.export.blocks import ReportError
from helpers.document.export.exporters import (
    ReportHTMLExporter,
    ReportPDFExporter,
    ReportWorkbookExporter,
)

__all__ = ["ReportError", "ReportHTMLExporter", "ReportPDFExporter", "ReportWorkbookExporter"]
