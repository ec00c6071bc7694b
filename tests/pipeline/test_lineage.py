"""What a result depends on: imports, however they are written, and data files."""

from pathlib import Path

from helpers.pipeline import lineage, store
from helpers.pipeline.project import Project


def test_imports_are_followed_wherever_they_stand(tmp_path):
    """Fails if imports in functions, relative ones, packages or data files are passed over."""
    files = {
        "__init__.py": "",
        "a.py": "def f():\n    from helpers.deep import b",
        "deep/__init__.py": "",
        "deep/b.py": "from . import c\nfrom ..d import x",
        "deep/c.py": "import numpy",
        "deep/page.css": "",
        "d.py": "",
        "e.py": "",
        "report/figures.py": "",
        "report/figures.mplstyle": "",
        "report/catalogue.py": "",
        "report/messages/fr.toml": "",
        "report/messages/en.toml": "",
        "unclaimed.json": "",
    }
    for name, text in files.items():
        store.write(tmp_path / "helpers" / name, text)
    sources = lineage.Sources(tmp_path / "helpers", {})

    def reached(code, *languages):
        return {
            path.relative_to(tmp_path / "helpers").as_posix()
            for path in sources.closure([code], languages)
        }

    deep = {"deep/__init__.py", "deep/b.py", "deep/c.py", "deep/page.css"}
    deep |= {"__init__.py", "a.py", "d.py", "unclaimed.json"}
    assert reached("from helpers import a") == deep
    assert reached("import helpers.a as x, os") == deep
    assert reached("from helpers.report import figures, catalogue", "fr") == {
        "__init__.py",
        "report/figures.py",
        "report/figures.mplstyle",
        "report/catalogue.py",
        "report/messages/fr.toml",
        "unclaimed.json",
    }
    assert reached("import numpy") == set()


def test_every_data_file_of_the_package_has_its_reader():
    """Fails if a module that reads data is renamed, or data added, unknown to `lineage.DATA`."""
    project = Project.around(Path(__file__).parent)
    sources = lineage.Sources(project.code, {})
    for module in lineage.DATA.values():
        assert sources.module(module)[0], module
    without = sources.closure(["import helpers"], project.catalogues)
    assert [path.name for path in without] == ["__init__.py"]
