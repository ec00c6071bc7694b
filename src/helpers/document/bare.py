"""A notebook as it is committed: no outputs, no counts, nothing of the machine that ran it.

``python -m helpers.document.bare FILE…`` makes the files so, and fails if it had to, as a hook of
Git does.
"""

import sys
from pathlib import Path

import nbformat

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
KEPT = ("tags",)  # of a cell's metadata


def bare(notebook: nbformat.NotebookNode) -> str:
    """Return the text of a notebook, bare.

    Examples
    --------
    >>> cell = nbformat.v4.new_code_cell("1 + 1", id="a", execution_count=3)
    >>> cell.metadata = {"tags": ["parameters"], "scrolled": True}
    >>> text = bare(nbformat.v4.new_notebook(cells=[cell], metadata={"who": "me"}))
    >>> '"execution_count": null' in text, "scrolled" in text, "who" in text
    (True, False, False)
    """
    for cell in notebook.cells:
        metadata = {name: cell.metadata[name] for name in KEPT if name in cell.metadata}
        cell.metadata = nbformat.from_dict(metadata)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    language = {"name": "python"}
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": language})
    return nbformat.writes(notebook) + "\n"


def main(paths: list[str]) -> int:
    """Make notebooks bare; return 1 if one of them was not."""
    changed = []
    for path in map(Path, paths):
        before = path.read_text(encoding="utf-8")
        after = bare(nbformat.reads(before, as_version=4))
        if after != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path)
            print(f"made bare: {path}")
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
