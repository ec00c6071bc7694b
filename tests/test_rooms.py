"""The rule of the house: a room reads only from rooms above it, and the map in ``helpers/__init__`` shows them all."""

import ast
import re
from pathlib import Path

import pytest

import helpers

HOUSE = Path(helpers.__file__).parent
COMPUTE, SHOW, RUN = ("They compute", "They show", "They run")


def listed(text):
    """Room → floor, in the order of the map."""
    rooms, floor = {}, ""
    for line in text.splitlines():
        if line.startswith("They "):
            floor = line
        elif room := re.match(r"    (\w+)  +\S", line):
            rooms[room[1]] = floor
    return rooms


ROOMS = listed(helpers.__doc__)


def files(room):
    """The files of a room: a module, or a package's modules."""
    return [HOUSE / f"{room}.py"] if (HOUSE / f"{room}.py").exists() else sorted((HOUSE / room).rglob("*.py"))


def read_from(source):
    """Rooms that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name.startswith("helpers."))
        elif isinstance(node, ast.ImportFrom) and node.module == "helpers":
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            yield node.module.split(".")[1]


def test_the_search_for_imports_finds_each_form():
    """Fails when an import can hide from the rule: in a function, under another name, as a whole path."""
    source = "from helpers import a, b as x\nimport helpers.c as y\ndef f():\n    from helpers.d.e import g\nimport os"
    assert sorted(read_from(source)) == ["a", "b", "c", "d"]
    assert listed("They show\n    a     one\n    b2    two\nA line\n") == {"a": "They show", "b2": "They show"}


def test_every_room_is_on_the_map_and_every_room_of_the_map_exists():
    """Fails when a module is added, renamed or removed without the map."""
    modules = {path.stem for path in HOUSE.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert set(ROOMS) == modules | packages
    assert set(ROOMS.values()) == {COMPUTE, SHOW, RUN}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_reads_only_from_rooms_above_it(room):
    """Fails when a room imports one that stands below it on the map, or that is not there."""
    above = list(ROOMS)[: list(ROOMS).index(room)]
    for path in files(room):
        imported = set(read_from(path.read_text(encoding="utf-8"))) - {room}
        assert imported <= set(above), f"{path.name} reads from {sorted(imported - set(above))}"


@pytest.mark.parametrize("room", [room for room, floor in ROOMS.items() if floor == COMPUTE])
def test_rooms_that_compute_read_from_none_that_show(room):
    """Fails when a table needs a figure, a sentence or the graph of notebooks, or a drawing library."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in files(room))
    assert {ROOMS.get(name) for name in read_from(source)} <= {COMPUTE}
    assert not re.search(r"(?m)^\s*(from|import) (matplotlib|seaborn|IPython|nbconvert|papermill|doit)\b", source)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room):
    """Fails when the first line of a room's docstring is not one sentence, or the room is named after no job."""
    main = HOUSE / f"{room}.py" if (HOUSE / f"{room}.py").exists() else HOUSE / room / "__init__.py"
    first = ast.get_docstring(ast.parse(main.read_text(encoding="utf-8"))).splitlines()[0]
    assert first.endswith((".", "?")) and room not in {"utils", "config", "common"}


def test_the_map_imports_nothing():
    """Fails when importing one room loads another through the package."""
    assert len(ast.parse((HOUSE / "__init__.py").read_text(encoding="utf-8")).body) == 1
