"""Questions that share a wording and one scale: declared once, each a question of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpers.codebook import checks
from helpers.codebook.mistakes import Mistakes
from helpers.codebook.question_entries import make_id, read_question, read_texts
from helpers.codebook.questions import Question
from helpers.codebook.tables import read_table
from helpers.codebook.together import Grid

KINDS = ("ordinal", "nominal", "rating")
OWN = ("rows", "id", "text", "short", "column")  # entries that are not those of each row


def read_questions(
    tables: Sequence[Mapping], languages: Sequence[str], mistakes: Mistakes
) -> Iterator[Question | None]:
    """The questions of ``[[questions]]``, rows of grids among them; None for a mistaken one.

    Examples
    --------
    >>> grid = {"id": "rate", "kind": "ordinal", "text": {"en": "Rate these"}, "levels": ["-", "+"]}
    >>> rows = {"rows": ["Room", {"id": "meal", "en": "The meal", "column": "M"}]}
    >>> questions = [*read_questions([grid | rows], ["en"], Mistakes("codebook.toml"))]
    >>> [(question.id, question.column, question.short["en"]) for question in questions]
    [('rate_room', 'Rate these [Room]', 'Room'), ('rate_meal', 'M', 'The meal')]
    """
    for number, table in enumerate(tables, start=1):
        if table.get("rows", []) == []:
            yield read_question(table, number, languages, mistakes)
            continue
        where = f"[[questions]] {checks.shown(table.get('id', number))}"
        if table.get("kind") not in KINDS:
            mistakes.add(
                f"{where} has `rows` and kind {checks.shown(table.get('kind'))}; only questions of "
                "kind 'ordinal', 'nominal' or 'rating' make a grid"
            )
        texts = read_texts(
            {key: table.get(key) for key in ("text", "short")},
            ("text", "short"),
            languages,
            mistakes,
            where,
        )
        rows = _rows(table["rows"], languages, mistakes, f"{where} rows")
        if rows is None or "text" not in texts:
            yield None
            continue
        grid = Grid(str(table.get("id")), texts["text"], texts.get("short", texts["text"]))
        for row in rows:
            question = read_question(_as_question(table, row, grid), number, languages, mistakes)
            yield question and replace(question, grid=grid)


def _rows(rows, languages, mistakes, where):
    """The rows as tables; None if they are something else."""
    if not isinstance(rows, list) or not all(isinstance(row, str | dict) for row in rows):
        mistakes.add(f"{where} is {checks.shown(rows)}, not a list of texts, or of tables")
        return None
    ids = [row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]
    tables, before = [], len(mistakes.lines)
    for row in rows:
        if isinstance(row, str):
            row = {"id": make_id(row, ids), languages[0]: row}
            ids.append(row["id"])
        name = f"{where} {checks.shown(row.get('id'))}"
        read_table("RowEntries", row, name, mistakes, ignored=tuple(languages))
        if "id" in row:
            with mistakes.collected():
                checks.id(row["id"], mistakes.path, f"{name} id", r"[a-z0-9][a-z0-9_]*")
        with mistakes.collected():
            wordings = {language: row.get(language) for language in languages}
            row = row | checks.text(wordings, languages, mistakes.path, name)
        tables.append(row)
    return tables if len(mistakes.lines) == before else None


def _as_question(table, row, grid):
    """The entry of one row as a question by itself."""
    first = next(iter(grid.text))
    own = {key: value for key, value in table.items() if key not in OWN}
    return own | {
        "id": f"{grid.id}_{row['id']}",
        "text": {language: f"{text} — {row[language]}" for language, text in grid.text.items()},
        "short": {language: row[language] for language in grid.text},
        "column": row.get("column") or f"{table.get('column') or grid.text[first]} [{row[first]}]",
    }
