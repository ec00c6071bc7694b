"""Words of older codebooks, which stay good: each beside the word that took its place."""

from pathlib import Path

from helpers.codebook.checks import SurveyError, shown

TABLES = {"index": "composite"}
INTAKE_ENTRIES = {"leave": "ignore_columns", "large": "aggregate_above_bytes"}
LEVEL_ENTRIES = {"open": "write_in"}
KINDS = {"ordered": "ordinal", "several": "multiple"}


def modernise(raw: dict, path: Path) -> dict:
    """Return the content of a codebook with every older word replaced.

    Raises
    ------
    SurveyError
        If an entry stands there under both its words.

    Examples
    --------
    >>> modernise({"index": {"items": ["q2"]}, "intake": {"leave": []}}, "codebook.toml")
    {'composite': {'items': ['q2']}, 'intake': {'ignore_columns': []}}
    """
    raw = _rename(raw, TABLES, path, "the file")
    if isinstance(raw.get("intake"), dict):
        raw["intake"] = _rename(raw["intake"], INTAKE_ENTRIES, path, "[intake]")
    if isinstance(raw.get("questions"), list):
        raw["questions"] = [_modernise_question(entry, path) for entry in raw["questions"]]
    return raw


def _modernise_question(entry, path):
    if not isinstance(entry, dict):
        return entry
    entry = dict(entry)
    kind, levels = entry.get("kind"), entry.get("levels")
    if isinstance(kind, str):
        entry["kind"] = KINDS.get(kind, kind)
    if isinstance(levels, list):
        where = f"[[questions]] {shown(entry.get('id'))} level"
        entry["levels"] = [
            _rename(level, LEVEL_ENTRIES, path, where) if isinstance(level, dict) else level
            for level in levels
        ]
    return entry


def _rename(entry, names, path, where):
    for old, new in names.items():
        if old in entry and new in entry:
            raise SurveyError(f"{path}: {where} has both {new!r} and {old!r}, its older name")
    return {names.get(key, key): value for key, value in entry.items()}
