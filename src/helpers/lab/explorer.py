"""Two questions chosen by hand, where there are widgets; the same view without, where not."""

from __future__ import annotations

import html
import re
from functools import partial
from pathlib import Path

from IPython.display import DisplayHandle, display

from helpers.codebook import SurveyError
from helpers.lab.bench import Bench
from helpers.lab.conditions import EVENT
from helpers.lab.view import View
from helpers.report import narrative

FOLDER = "views"  # beside the notebook; Git does not look at it
FORMS = ("svg", "png", "csv", "xlsx")


def explore(
    bench: Bench, first: str, second: str, *, group: str = "", where: str = "", folder: str = FOLDER
) -> None:
    """Show two questions crossed, and controls to choose others where ipywidgets is installed.

    Parameters
    ----------
    bench : Bench
    first, second, group, where : str
        As `Bench.cross` takes them.
    folder : str
        Where the buttons save what is seen.

    Raises
    ------
    SurveyError
        If what is asked for at first is unknown; what is chosen later is answered beside the
        controls.
    """
    view = bench.cross(first, second, group=group, where=where)
    handle = DisplayHandle()
    try:
        import ipywidgets
    except ImportError:  # a notebook that is executed needs no controls
        handle.display(view)
        return
    _Controls(ipywidgets, bench, view, handle, Path(folder)).show(first, second, group, where)


def view_name(first: str, second: str, group: str, where: str) -> str:
    """The name of a view's file: no two different looks have the same.

    Examples
    --------
    >>> view_name("q5", "q3", "", "q2=semaine|jour"), view_name("q5", "q3", "q2", "")
    ('q5-q3-where-q2_semaine_jour', 'q5-q3-by-q2')
    """
    parts = [first, second, *(["by", group] if group else [])]
    parts += ["where", re.sub(r"\W+", "_", where.strip())] if where.strip() else []
    return "-".join(parts)


class _Controls:
    """What is chosen, and what it shows."""

    def __init__(self, widgets, bench: Bench, view: View, handle: DisplayHandle, folder: Path):
        self._widgets, self._bench, self._view = widgets, bench, view
        self._handle, self._folder = handle, folder
        self._name = ""  # of what is seen, which a mistaken choice does not change
        self._words = narrative.looks.controls(bench.messages)
        self._answer = widgets.HTML()

    def show(self, first, second, group, where):
        self._name = view_name(first, second, group, where)
        widgets, words = self._widgets, self._words
        questions = [(f"{id} · {text}", id) for id, text in self._bench.frame.wording.items()]
        nobody = [(words["no group"], ""), *questions]
        if EVENT in self._bench.clean:
            nobody.append((narrative.looks.event(self._bench.messages), EVENT))
        style = {"description_width": "12em"}
        layout = widgets.Layout(width="98%")
        options = {"style": style, "layout": layout}

        def dropdown(name, choices, value):
            return widgets.Dropdown(
                options=choices, value=value, description=words[name], **options
            )

        self._chosen = {
            "first": dropdown("first", questions, first),
            "second": dropdown("second", questions, second),
            "group": dropdown("group", nobody, group),
            "where": widgets.Text(
                value=where,
                description=words["where"],
                placeholder=words["example"],
                continuous_update=False,
                **options,
            ),
        }
        for control in self._chosen.values():
            control.observe(self._look, "value")
        buttons = [widgets.Button(description=f"{words['save']} {form.upper()}") for form in FORMS]
        for button, form in zip(buttons, FORMS, strict=True):
            button.on_click(partial(self._save, form))
        display(widgets.VBox([*self._chosen.values(), widgets.HBox(buttons), self._answer]))
        self._handle.display(self._view)

    def _look(self, _change):
        chosen = {name: control.value for name, control in self._chosen.items()}
        try:
            self._view = self._bench.cross(**chosen)
        except SurveyError as mistake:
            self._say(mistake)
        else:
            self._name = view_name(**chosen)
            self._say("")
            self._handle.update(self._view)

    def _save(self, form, _button):
        try:
            path = self._view.save(self._folder / f"{self._name}.{form}")
        except (SurveyError, OSError) as mistake:
            self._say(mistake)
        else:
            self._say(path)

    def _say(self, text):
        self._answer.value = f"<pre>{html.escape(str(text))}</pre>" if str(text) else ""
