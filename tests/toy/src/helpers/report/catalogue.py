"""Messages."""

import tomllib
from pathlib import Path

ASKED = {}


def load(language):
    return Messages(language)


class Messages:
    def __init__(self, language):
        self.language = language
        path = Path(__file__).parent / f"messages/{language}.toml"
        self._messages = tomllib.loads(path.read_text(encoding="utf-8"))

    def __getitem__(self, key):
        ASKED.setdefault(self.language, set()).add(key)
        return self._messages[key]

    def __contains__(self, key):
        ASKED.setdefault(self.language, set()).add(key)
        return key in self._messages
