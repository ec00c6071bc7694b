"""What the answers that are missing could change."""

import pandas as pd

from helpers.document import show
from helpers.report import narrative
from helpers.report.sections.captions import noted


def nonresponse(table, book, messages):
    """What the answers that are missing could change in the main shares."""
    show.text(
        f"## {messages('heading.nonresponse')}\n\n{narrative.nonresponse.sentence(table, book, messages)}"
    )
    if table.missing.any():
        show.table(
            pd.DataFrame(narrative.nonresponse.rows(table, book, messages)).set_index(
                messages("column.question")
            ),
            id="tbl-nonresponse",
            caption=noted(messages("caption.nonresponse"), book, messages),
        )
