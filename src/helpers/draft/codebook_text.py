"""A codebook as text: every entry of a draft, every doubt beside its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from helpers.codebook.folding import fold_case
from helpers.codebook.toml_text import quote
from helpers.draft.grids import ids_of_rows, runs
from helpers.draft.lines import Lines
from helpers.draft.looking import Draft
from helpers.draft.naming import as_asked, shorten
from helpers.draft.ratings import ids_of_levels
from helpers.draft.sentences import say
from helpers.draft.times import APART

DISCLOSURE = ("commissioner", "conductor", "purpose", "population", "recruitment", "fieldwork")
ROUTE = "\0"  # the place of doubts about who was asked; no level is worded so
MOST_REPEATS = 0.05  # of the rows: more, and people who agree are not taken for one


@dataclass(frozen=True)
class Source:
    """The export, as its codebook names it.

    Attributes
    ----------
    file : str
        Its name in the survey's folder.
    title : str
        Of the survey, as far as the file's name tells.
    date : str
        In ISO form, of the file.
    encoding, sheet : str
        Where they had to be named.
    """

    file: str
    id: str
    title: str
    date: str
    format: str
    evidence: str
    encoding: str = ""
    sheet: str = ""


def write_codebook(draft: Draft, source: Source) -> Lines:
    """Write a draft as ``codebook.toml``; its doubts go along with their line numbers."""
    lines = Lines(say("check", draft.language))
    lines.add("# " + say("drafted", draft.language, file=source.file, evidence=source.evidence))
    lines.add("# " + say("how", draft.language))
    _write_survey(lines, draft, source)
    _write_intake(lines, draft, source)
    ids = iter(draft.questions)
    for run in runs(draft.questions.values()):
        _write_question(lines, [*islice(ids, len(run))], draft)
    return lines


def _write_survey(lines, draft, source):
    language = draft.language
    count, others = draft.language_words
    guessed = say("language", language, count=count, others=others)
    lines.add()
    lines.add("[survey]")
    lines.add(f"id = {quote(source.id)}")
    lines.add('provenance = "collected"')
    doubt = guessed if draft.is_language_guessed else ""
    doubt = say("foreign", language) if draft.is_foreign else doubt
    lines.add(f"languages = [{quote(language)}]", doubt)
    latest = draft.latest.isoformat() if draft.latest else source.date
    lines.add(f"date = {latest}", say("date" if draft.latest else "date_of_file", language))
    lines.add('version = "0.1"')
    lines.add(f"authors = [{quote(say('author_text', language))}]", say("authors", language))
    lines.add("smallest_cell = 5")
    texts = {"title": source.title or say("title_text", language)}
    texts |= {key: say(f"{key}_text", language) for key in ("event", "organiser")}
    for key, text in texts.items():
        lines.add(f"{key}.{language} = {quote(text)}", say(key, language))
    lines.add()
    lines.add("# " + say("disclosure", language))
    lines.add("[disclosure]")
    for key in DISCLOSURE:
        lines.add(f'# {key}.{language} = ""')


def _write_intake(lines, draft, source):
    language = draft.language
    lines.add()
    lines.add("[intake]")
    count = draft.sampled_rows
    lines.add(
        f"file = {quote(source.file)}", say("some_rows", language, count=count) if count else ""
    )
    lines.add(f"format = {quote(source.format)}")
    for key in ("encoding", "sheet"):
        if value := getattr(source, key):
            lines.add(f"{key} = {quote(value)}")
    if draft.separator.strip():  # a space is told by the format
        lines.add(f"separator = {quote(draft.separator)}")
    if draft.timestamp:
        _write_timestamp(lines, draft)
    if draft.test_marks:
        marks = ", ".join(map(quote, draft.test_marks))
        lines.add(f"test_marks = [{marks}]", say("test_marks", language, count=draft.test_rows))
    if unfinished := draft.unfinished:
        line = f"# keep = {{ {quote(unfinished.column)} = {quote(unfinished.finished)} }}"
        lines.add(line, say("unfinished", language, count=unfinished.count))
    if not draft.left:
        return
    names = [column.name for column in draft.left if column.reason != "of_the_tool"]
    shown = ", ".join(name if len(name) <= 40 else name[:39] + "…" for name in names)
    lines.add("ignore_columns = [", say("ignored", language, names=shown) if names else "")
    for column in draft.left:
        lines.add(f"    {quote(column.name)},", note=say(column.reason, language))
    lines.add("]")


def _write_timestamp(lines, draft):
    language, stamps = draft.language, draft.stamps
    doubt = "" if stamps else say("no_stamps", language, column=draft.timestamp)
    lines.add(f"timestamp = {quote(draft.timestamp)}", doubt)
    if stamps:
        doubt = "" if stamps.is_certain else say("stamps", language)
        lines.add(f"timestamp_format = {quote(stamps.format)}", doubt)
        line = f"duplicate_seconds = {APART}"
        if draft.repeats > MOST_REPEATS * draft.rows:
            lines.add(f"# {line}", say("many_repeats", language, count=draft.repeats))
        else:
            doubt = say("repeats", language, count=draft.repeats) if draft.repeats else ""
            lines.add(line, doubt)


def _asked_if(question, questions):
    """The entry of who seems to have been asked, by the levels that the codebook has."""
    if question.asked_if is None:
        return ""
    before = [*questions][question.asked_if.question]
    levels = questions[before].levels
    ids = ids_of_levels(questions[before])
    asked = [
        quote(id)
        for id, level in zip(ids, levels, strict=True)
        if level.text not in question.asked_if.levels
    ]
    return f"{{ {before} = [{', '.join(asked)}] }}" if asked else ""


def _write_question(lines: Lines, ids: Sequence[str], draft: Draft) -> None:
    """One entry: of a question, or of all rows of a grid."""
    questions, language = draft.questions, draft.language
    rows = [questions[id] for id in ids]
    question, is_grid = rows[0], len(rows) > 1
    own = ids_of_rows(rows)
    id = ids[0].removesuffix(f"_{own[0]}") if is_grid else ids[0]
    doubts: dict[str, list[str]] = {}
    if is_grid:
        doubts[""] = [say("grid", language, count=len(rows))]
    for doubt in (doubt for row in rows for doubt in row.doubts):
        said = say(doubt.key, language, **doubt.values)
        place = doubts.setdefault(ROUTE if doubt.key == "route" else doubt.level, [])
        place.extend([said] if said not in place else [])
    lines.add()
    lines.add("[[questions]]")
    lines.add(f'id = "{id}"')
    lines.add(f'kind = "{question.kind}"', "; ".join(doubts.pop("", [])), about=id)
    lines.add('role = "context"')
    asked = as_asked(question.grid) if is_grid else question.text
    short = shorten(asked) if is_grid else question.short
    column = question.grid if is_grid else question.column
    lines.add(f"text.{language} = {quote(asked)}")
    if short:
        lines.add(f"short.{language} = {quote(short)}")
    is_asked_so = fold_case(column) == fold_case(asked)
    if draft.is_foreign or not is_asked_so or "[" in column:
        lines.add(f"column = {quote(column)}")
    for key, value in question.entries.items():
        lines.add(f"{key} = {value}")
    if question.missing:
        kinds = (
            f"{kind} = [{', '.join(map(quote, texts))}]" for kind, texts in question.missing.items()
        )
        lines.add(f"missing = {{ {', '.join(kinds)} }}")
    if entry := _asked_if(question, questions):
        lines.add(f"asked_if = {entry}", "; ".join(doubts.get(ROUTE, [])), about=id)
    if is_grid:
        _write_rows(lines, rows, draft)
    _write_levels(lines, id, question, doubts, draft)


def _write_rows(lines, rows, draft):
    lines.add("rows = [")
    for row_id, row in zip(ids_of_rows(rows), rows, strict=True):
        entries = [f'id = "{row_id}"', f"{draft.language} = {quote(row.row)}"]
        is_named_so = fold_case(f"{row.grid} [{row.row}]") == fold_case(row.column)
        if draft.is_foreign or not is_named_so:
            entries.append(f"column = {quote(row.column)}")
        lines.add(f"    {{ {', '.join(entries)} }},")
    lines.add("]")


def _write_levels(lines, id, question, doubts, draft):
    pairs = zip(ids_of_levels(question), question.levels, strict=True)
    worded = [pair for pair in pairs if question.kind != "rating" or pair[0] != pair[1].text]
    if not worded:
        return
    lines.add("levels = [")
    for level_id, level in worded:
        entries = [f'id = "{level_id}"', f"{draft.language} = {quote(level.text)}"]
        entries += [f"aliases = [{quote(level.text)}]"] if draft.is_foreign else []
        entries += [f"column = {quote(level.column)}"] if level.column else []
        entries += ["off_scale = true"] if level.off_scale else []
        entries += ["exclusive = true"] if level.exclusive else []
        entries += ["write_in = true"] if level.write_in else []
        doubt = "; ".join(doubts.get(level.text, []))
        about = f"{id} {quote(level.text)}"
        lines.add(f"    {{ {', '.join(entries)} }},", doubt, about=about)
    lines.add("]")
