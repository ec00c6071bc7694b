"""Bars."""

from pathlib import Path


def bars(table):
    mark = Path(__file__).with_name("figures.mplstyle").read_text(encoding="utf-8").strip()
    return "\n".join(f"{level}: {mark * int(count)}" for level, count in table)
