"""Blocks of a page under each other, or so many beside each other."""


def flow(writer, blocks):
    """The blocks under each other; in columns, what begins with a heading beside the next.

    Parameters
    ----------
    writer : helpers.document.export.typeset writer
        Its `is_narrow` says whether figures stand in columns.
    blocks : iterable of (Block, bool)
        Each with whether it leads to a figure or a table.

    Yields
    ------
    str
        Typst.
    """
    cells, count = [], 1
    for block, leads in blocks:
        if block.kind == "beside":
            if cells:
                yield f"#beside({count}, {', '.join(f'[{cell}]' for cell in cells)})"
            cells, count = [], block.data["count"]
            continue
        writer.is_narrow = count > 1
        text = writer.block(block, leads)
        if count == 1:
            yield text
        elif block.tokens and block.tokens[0]["type"] == "heading":
            cells.append(text)
        else:
            cells[-1] += f"\n\n{text}"
