"""The nbconvert exporters: ``report_pdf``, ``report_html`` and ``report_xlsx``."""

from pathlib import Path

from nbconvert.exporters.exporter import Exporter
from traitlets import Bool, Dict, Enum, List, Unicode, default

from helpers.document.export.attached import harmless
from helpers.document.export.blocks import ReportError
from helpers.document.export.html import page
from helpers.document.export.prepare import WORDS, prepare
from helpers.document.export.typeset import typst_source


class ReportPDFExporter(Exporter):
    """An executed report notebook as an accessible PDF (PDF/UA-1 and PDF/A)."""

    export_from_notebook = "Report (PDF)"
    output_mimetype = "application/pdf"
    attachments = List(Unicode(), help="Paths of the files to embed in the PDF.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self):
        return ".pdf"

    def from_notebook_node(self, nb, resources=None, **kw):
        """Typeset the notebook; the caller's notebook and this exporter stay as they are."""
        from helpers.document.export import (
            pdf,  # the typesetter is loaded only when a PDF is asked for
        )

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        report = prepare(nb)
        attached = self._attached()
        source, figures, tables = typst_source(report, attachments=attached)
        rare = frozenset(c for text in (source, *figures.values()) for c in text if ord(c) > 0x17F)
        if lacking := pdf.unprintable(rare):
            source, figures, tables = typst_source(
                report, unprintable=lacking, attachments=attached
            )
        made = pdf.compile_pdf(source, figures, date=report.document["date"], attachments=attached)
        return pdf.row_headers(made, tables), resources

    def _attached(self):
        """The files' bytes by name."""
        files = {}
        for path in map(Path, self.attachments):
            if path.name in files:
                raise ReportError(f"two attachments are named {path.name}")
            content = path.read_bytes()
            files[path.name] = harmless(content) if path.suffix == ".csv" else content
        return files


class ReportHTMLExporter(Exporter):
    """An executed notebook as one HTML file without scripts or requests."""

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"
    show_code = Bool(False, help="Print code, its text and data frames too: an annex.").tag(
        config=True
    )
    language = Unicode("fr", help="Of an annex: language of what its code shows.").tag(config=True)
    prose = Unicode("en", help="Of an annex: language of all else on it.").tag(config=True)
    reports = Dict(help="Of an annex: the pages that it is an annex to, by language.").tag(
        config=True
    )
    synthetic = Enum(
        ["", "reconstructed", "invented"],
        default_value="",
        help="Say on such an annex how its synthetic answers came about.",
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kw):
        """Write the page; the caller's notebook and this exporter stay as they are."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return page(self._prepare(nb)), resources

    def _prepare(self, nb):
        report = prepare(
            nb,
            show_code=self.show_code,
            marked=True,
            language=self.language,
            prose=self.prose,
            synthetic=self.synthetic,
        )
        back = [
            {"url": url, "language": language, "text": WORDS[language[:2]]["to_report"]}
            for language, url in self.reports.items()
        ]
        report.document["links"] = report.document["links"] + back
        return report


class ReportWorkbookExporter(Exporter):
    """The tables of an executed notebook as a workbook, a sheet each."""

    export_from_notebook = "Report (XLSX)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @default("file_extension")
    def _file_extension_default(self):
        return ".xlsx"

    def from_notebook_node(self, nb, resources=None, **kw):
        """Write the workbook, if the notebook can be published at all."""
        from helpers.document.export.workbook import workbook  # only when a workbook is asked for

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        prepare(nb)
        return workbook(nb), resources
