"""Messages."""

import tomllib
from pathlib import Path


def load(language):
    return tomllib.loads((Path(__file__).parent / f"texts/{language}.toml").read_text(encoding="utf-8"))
