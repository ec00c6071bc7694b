"""A picture as SVG, with its texts as outlines and as real text."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# In the environment of a kernel: the folder where drawings are kept, if any. Whoever names it
# answers for the code and the libraries being those that the drawings in it were made with.
FOLDER_VARIABLE = "SURVEY_DRAWINGS"


def draw(fig: "Figure") -> tuple[str, str]:
    """Draw a figure as SVG, with its texts as outlines and as real text, and close it.

    Only the texts are drawn twice. Outlines look the same wherever the picture is opened; a PDF
    has the typeface, so it keeps real text. The same bytes on every run: no date, ids from a
    fixed salt.
    """
    import matplotlib as mpl
    import matplotlib.pyplot as plt
    from matplotlib.backends.backend_mixed import MixedModeRenderer
    from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG

    out, forms = io.StringIO(), {"path": "", "none": ""}

    def written():
        text = out.getvalue()
        out.seek(0)
        out.truncate()
        return text

    class Renderer(RendererSVG):
        def draw_text(self, *args, **options):
            self.writer.comment("text")  # ends the tag before it
            before = written()
            for form in forms:
                mpl.rcParams["svg.fonttype"] = form
                super().draw_text(*args, **options)
                forms[form] += before + written()

    with mpl.rc_context({"svg.hashsalt": "report"}):
        width, height = fig.get_size_inches()
        FigureCanvasSVG(fig)  # it is laid out by the widths that texts have in SVG
        fig.dpi = 72  # SVG's own
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        whole = Renderer(width * fig.dpi, height * fig.dpi, out, metadata=metadata)
        renderer = MixedModeRenderer(fig, width, height, fig.dpi, whole)
        fig.draw(renderer)
        renderer.finalize()
    end = written()
    plt.close(fig)  # or a notebook draws it a second time
    svgs = (svg + end for svg in forms.values())
    # A figure's text never wraps; one glyph that the typeface lacks would change the font of the
    # whole label.
    outlines, live = (svg[svg.index("<svg") :].replace("\u2011", "-") for svg in svgs)
    return outlines, live
