"""A sentence, a table and a picture, shown together and handed over one by one."""

import base64
import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import matplotlib.pyplot as plt
import mistune
import pandas as pd
from bs4 import BeautifulSoup
from matplotlib.figure import Figure as Picture

from helpers.codebook import SurveyError, suggest
from helpers.document import drawing
from helpers.report.figures.style import Figure

NOTE_HEIGHT = 0.35  # inches of a picture
_MARKDOWN = mistune.create_markdown(escape=True)


@dataclass(frozen=True, repr=False)
class View:
    """What one look shows.

    Attributes
    ----------
    frame : DataFrame
        The numbers, by ids, as the report's tables hold them.
    markdown : str
        The sentences.
    tables : tuple of DataFrame
        What is shown of the numbers: labels, percentages.
    draw : callable, optional
        From nothing to a `style.Figure`.
    note : str
        Said under whatever is shown or saved: that answers are synthetic.
    """

    frame: pd.DataFrame
    markdown: str
    tables: tuple[pd.DataFrame, ...] = ()
    draw: Callable[[], Figure] | None = None
    note: str = ""

    @cached_property
    def text(self) -> str:
        """The sentences, as plain text."""
        page = BeautifulSoup(_MARKDOWN(self.markdown), "html.parser")
        lines = [*page.get_text().splitlines(), self.note]
        return " ".join(filter(None, lines))  # spaces that do not break stay as they are

    @property
    def figure(self) -> Picture | None:
        """The picture, to be changed or saved; None where there is none."""
        drawn = self._figure
        return drawn and drawn.picture

    def save(self, path: str | Path) -> Path:
        """Save the picture (``.svg``, ``.png``, ``.pdf``) or the numbers (``.csv``, ``.xlsx``).

        Raises
        ------
        SurveyError
            If the path ends on something else, or there is no picture.
        """
        path = Path(path)
        savers = {".csv": self._save_csv, ".xlsx": self._save_workbook}
        savers |= dict.fromkeys((".svg", ".png", ".pdf"), self._save_picture)
        if path.suffix not in savers:
            known = f"only {list(savers)}{suggest(path.suffix, savers)}"
            raise SurveyError(f"{path}: a view is not saved as {path.suffix!r}, {known}")
        path.parent.mkdir(parents=True, exist_ok=True)
        savers[path.suffix](path)
        return path

    @cached_property
    def _figure(self):
        if self.draw is None:
            return None
        drawn = self.draw()
        if self.note:
            width, height = drawn.picture.get_size_inches()
            drawn.picture.set_size_inches(width, height + NOTE_HEIGHT)
            drawn.picture.supxlabel(self.note, x=0, ha="left", fontsize=7.5)
        plt.close(drawn.picture)  # or the notebook draws it a second time
        return drawn

    def _save_picture(self, path):
        if self.figure is None:
            raise SurveyError(f"{path}: this view has no picture; save it as .csv or .xlsx")
        if path.suffix == ".svg":
            outlines, _ = drawing.draw(self.figure)
            path.write_text(outlines, encoding="utf-8")
        else:
            self.figure.savefig(path, dpi=200)

    def _save_csv(self, path):
        self._noted.to_csv(path, index=False, encoding="utf-8")

    def _save_workbook(self, path):
        self._noted.to_excel(path, index=False, engine="xlsxwriter")

    @property
    def _noted(self):
        """The numbers; of synthetic answers, every row says so."""
        return self.frame.assign(note_of_data=self.note) if self.note else self.frame

    def _repr_html_(self) -> str:
        parts = [_MARKDOWN(self.markdown)]
        if self._figure:
            outlines, _ = drawing.draw(self._figure.picture)
            source = base64.b64encode(outlines.encode()).decode()
            image = f"data:image/svg+xml;base64,{source}"
            alt = html.escape(self._figure.alt)
            parts.append(f'<img src="{image}" alt="{alt}" style="max-width: 100%">')
        with pd.option_context("display.max_colwidth", None):  # or a long text is cut
            parts += [table.to_html(border=0) for table in self.tables]
        parts += [f"<p><em>{html.escape(self.note)}</em></p>"] if self.note else []
        return f"<div>{''.join(parts)}</div>"

    def __repr__(self) -> str:
        return "\n\n".join([self.text, *(table.to_string() for table in self.tables)])
