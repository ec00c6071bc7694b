"""The rule of the house: a door, and a module inside it, reads only from those above it on the map.

The maps are the docstrings of the packages: ``helpers`` lists the doors, each door its modules.
"""

import ast
import re
from pathlib import Path

import pytest

import helpers

HOUSE = Path(helpers.__file__).parent
PACKAGES = [HOUSE, *sorted(path.parent for path in HOUSE.rglob("*/__init__.py"))]
COMPUTING = (
    *("typography", "stats", "codebook", "processed", "privacy"),
    *("answers", "draft", "published", "analysis"),
)
SHOWING = r"(?m)^\s*(from|import) (matplotlib|seaborn|IPython|nbconvert|papermill)\b"


def listed(text):
    """Names of a map, in its order."""
    return re.findall(r"(?m)^([a-z_]\w*)  +\S", text)


def docstring(path):
    """The docstring of a module or of a package."""
    main = path / "__init__.py" if path.is_dir() else path
    return ast.get_docstring(ast.parse(main.read_text(encoding="utf-8")))


def modules(package):
    """Name to path of what a package holds: modules, and packages in it."""
    files = {path.stem: path for path in package.glob("*.py") if path.stem != "__init__"}
    return files | {path.parent.name: path.parent for path in package.glob("*/__init__.py")}


def sources(path):
    """The modules of a package, or one module by itself."""
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def imports(source):
    """Dotted names that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reads(path, package):
    """What of the package a part of it imports."""
    prefix = ".".join(package.relative_to(HOUSE.parent).parts) + "."
    for file in sources(path):
        for name in imports(file.read_text(encoding="utf-8")):
            if name.startswith(prefix):
                yield name.removeprefix(prefix).split(".")[0]


def inside(package):
    """A package as the tests name it."""
    return package.relative_to(HOUSE.parent).as_posix()


def test_the_search_for_imports_finds_each_form():
    """Fails when an import can hide from the rule: in a function, under another name, whole."""
    source = "from h import a, b as x\nimport h.c as y\ndef f():\n    from h.d.e import g"
    assert sorted(imports(source)) == ["h.a", "h.b", "h.c", "h.d.e.g"]
    assert listed("A line.\n\na   one\nb_2  two\nA line  with a gap") == ["a", "b_2"]


@pytest.mark.parametrize("package", PACKAGES, ids=inside)
def test_every_part_is_on_the_map_and_every_part_of_the_map_exists(package):
    """Fails when a module is added, renamed or removed without the map of its package."""
    parts = set(modules(package))
    data = {path.name for path in package.iterdir()} - parts
    assert set(listed(docstring(package))) - data == parts


@pytest.mark.parametrize("package", PACKAGES, ids=inside)
def test_a_part_reads_only_from_parts_above_it(package):
    """Fails when a door or a module imports one that stands below it: an arrow up, or a circle."""
    parts, above = modules(package), set()
    for name in (name for name in listed(docstring(package)) if name in parts):
        read = set(reads(parts[name], package)) & set(parts) - {name}
        assert read <= above, f"{inside(package)}/{name} reads from {sorted(read - above)}"
        above.add(name)


@pytest.mark.parametrize("door", COMPUTING)
def test_doors_that_compute_draw_and_execute_nothing(door):
    """Fails when a table needs a figure, a page or the graph of notebooks."""
    path = modules(HOUSE)[door]
    assert not re.search(SHOWING, "\n".join(file.read_text("utf-8") for file in sources(path)))
    assert set(reads(path, HOUSE)) <= set(COMPUTING)


def test_stats_knows_no_survey():
    """Fails when a statistic needs a codebook or a table of answers."""
    assert set(reads(HOUSE / "stats", HOUSE)) == {"stats"}


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.py")), ids=inside)
def test_a_module_says_what_it_is_for_and_is_short(path):
    """Fails when a docstring does not begin with one sentence, a module has no job, or two."""
    first = docstring(path).splitlines()[0]
    assert first.endswith((".", "?", ":"))
    assert path.stem not in {"utils", "config", "common"}
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= 250, f"{length} lines"


def test_the_map_imports_nothing():
    """Fails when importing one door loads another through the package."""
    for package in [HOUSE, *(path for path in modules(HOUSE).values() if path.is_dir())]:
        body = ast.parse((package / "__init__.py").read_text(encoding="utf-8")).body
        assert len(body) == 1 or package.name in {"codebook", "processed", "published", "lab"}
