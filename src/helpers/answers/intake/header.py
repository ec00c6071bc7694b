"""The header of an export: which column is which question, and which are nobody's."""

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from helpers.answers.intake.layout import Layout
from helpers.answers.intake.option_columns import Options, find_options
from helpers.answers.intake.rows import OTHER
from helpers.codebook import Codebook, SurveyError, shown, suggest
from helpers.codebook.folding import fold_case
from helpers.codebook.question_entries import make_id
from helpers.codebook.toml_text import quote, quote_all

NAMELESS = re.compile("column [a-z]+")  # how `layout.name_columns` names what has no name
NUMBERED = re.compile(r"(.+) \((\d+)\)")  # and one of several of the same name
STUBS = 5  # columns that a whole entry is offered for


class HeaderError(SurveyError):
    """An export whose columns are not those of the codebook.

    Attributes
    ----------
    unknown : list of str
        The columns that are nobody's.
    missing : list of str
        The ids of questions, and names of other entries, without a column.
    """

    def __init__(self, message: str, unknown: list[str], missing: list[str]) -> None:
        super().__init__(message)
        self.unknown, self.missing = unknown, missing


def column_positions(
    layout: Layout,
    book: Codebook,
    path: Path,
    rows: Callable[[], Iterable[list[str]]] = list,
) -> tuple[dict[str, int], list[Options]]:
    """Find the columns of an export that a codebook describes.

    Parameters
    ----------
    layout : Layout
    book : Codebook
    path : Path
        Of the export, for messages.
    rows : function
        Returns the rows of the file, to see whether a column without a name holds anything.

    Returns
    -------
    columns : dict
        Position in the header of each question's column by its id, of the time stamp by ``""``, of
        the event by ``"event"``.
    options : list of Options
        The questions whose answers stand in columns of one option each.

    Raises
    ------
    SurveyError
        If columns are missing, stand there twice, or are not declared: all are named, with lines
        for the codebook.
    """
    position = _positions(layout)
    own = {fold_case(name) for name in layout.tool_columns}
    survey_columns = {name: place for name, place in position.items() if name not in own}
    options = [find_options(survey_columns, question) for question in book.questions]
    options = [group for group in options if group]
    asked = {place for group in options for place in group.places.values()}
    columns, faults = {}, []
    from_options = {group.question.id for group in options}
    for question in book.questions:
        place = position.get(fold_case(question.column))
        if place is not None:
            asked.add(place)
        if question.id in from_options:
            continue
        if place is None:
            faults.append(_missing(question, layout, path))
        columns[question.id] = place
    for entry, name in (("timestamp", ""), ("event", "event")):
        if column := book.intake[entry]:
            place = position.get(fold_case(column))
            if place is None:
                near = suggest(column, layout.header)
                faults.append(
                    f"{path}: no column {shown(column)}, named as `{entry}` of [intake]{near}"
                )
            is_used = name or book.intake["duplicate_seconds"]  # time stamps are of no other use
            if is_used:
                columns[name] = place
    for column in filter(None, (book.intake["respondent"], *book.intake["keep"])):
        if fold_case(column) not in position:
            entry = "respondent" if column == book.intake["respondent"] else "keep"
            near = suggest(column, layout.header)
            faults.append(
                f"{path}: no column {shown(column)}, named in `{entry}` of [intake]{near}"
            )
    unknown = _unknown(layout, book, asked, rows)
    faults += _told_unknown(unknown, book, path)
    if faults:
        missing = [id for id, place in columns.items() if place is None]
        raise HeaderError("\n".join(faults), unknown, missing)
    for group in options:
        columns |= group.columns()
    columns |= _others(layout, book, asked, position)
    return columns, options


def is_ignored(name: str, patterns: Iterable[str]) -> bool:
    """Whether a column is one of those that stay in the raw file.

    >>> is_ignored("Timing - page 2", ["timing *"]), is_ignored("Note (2)", ["Note"])
    (True, True)
    >>> is_ignored("Note [public]", ["Note [p*]"]), is_ignored("Notes", ["Note"])
    (True, False)
    """
    numbered = NUMBERED.fullmatch(name)
    names = {fold_case(name), fold_case(numbered[1] if numbered else name)}
    names |= {name.replace(" [", "[") for name in names}  # as in the file
    for pattern in patterns:
        folded = fold_case(pattern).replace("[", "[[]")
        if any(fnmatch.fnmatchcase(each, folded) for each in names):
            return True
    return False


def filled_places(rows: Iterable[list[str]], places: set[int]) -> set[int]:
    """Which columns hold anything in any row."""
    left, filled = set(places), set()
    for row in rows:
        found = {place for place in left if place < len(row) and row[place].strip()}
        filled |= found
        left -= found
        if not left:
            break
    return filled


def _positions(layout: Layout) -> dict[str, int]:
    """Position of each column by its folded name, and by the question that it holds."""
    position = {}
    for names in (layout.header, layout.texts):
        for place, name in enumerate(names):
            position.setdefault(fold_case(name), place)
            position.setdefault(fold_case(name).replace(" [", "["), place)  # as in the file
    return position


def _unknown(layout, book, asked, rows) -> list[str]:
    """The columns that are nobody's; without those that have no name and hold nothing."""
    patterns = (*book.intake["ignore_columns"], *layout.tool_columns)
    named = {fold_case(book.intake[entry]) for entry in ("event", "timestamp", "respondent")}
    named |= {fold_case(column) for column in book.intake["keep"]}
    places = [
        place
        for place, name in enumerate(layout.header)
        if place not in asked and fold_case(name) not in named and not is_ignored(name, patterns)
    ]
    nameless = {place for place in places if NAMELESS.fullmatch(fold_case(layout.header[place]))}
    if nameless:
        nameless -= filled_places(islice(rows(), layout.rows_above, None), nameless)
    return [layout.header[place] for place in places if place not in nameless]


def _others(layout, book, asked, position) -> dict[str, int]:
    """Columns that are read for what they say of their row: who sent it, whether it is kept."""
    names = [book.intake["respondent"], *book.intake["keep"]]
    places = {position[fold_case(name)] for name in names if name}
    if book.intake["test_marks"]:
        times = {fold_case(name) for name in (book.intake["timestamp"], layout.timestamp) if name}
        places |= {
            place
            for place, name in enumerate(layout.header)
            if place not in asked and fold_case(name) not in times
        }
    return {f"{OTHER}{layout.header[place]}": place for place in sorted(places)}


def _missing(question, layout, path):
    """That the column of a question is not there; or there twice, under one name."""
    folded = fold_case(question.column)
    namesakes = [
        name
        for name in layout.header
        if (numbered := NUMBERED.fullmatch(name)) and fold_case(numbered[1]) == folded
    ]
    if namesakes:
        accepted = " or ".join(f"column = {shown(name)}" for name in namesakes)
        return (
            f"{path}: the column {shown(question.column)} of question {question.id!r} stands there "
            f"{len(namesakes)} times; write {accepted}"
        )
    return (
        f"{path}: no column {shown(question.column)} for question {question.id!r}"
        f"{suggest(question.column, layout.header)}"
    )


def _as_parts(unknown, book) -> Iterator[str]:
    """Lines for the codebook that would count columns as further options, or rows of a grid."""
    for name in unknown:
        stem, bracket, part = name.rstrip("]").rpartition(" [")
        for question in book.questions if bracket else ():
            grid = question.grid
            is_row = grid and fold_case(question.column).startswith(f"{fold_case(stem)} [")
            is_option = question.kind in ("multiple", "ranking")
            if is_row or (is_option and fold_case(question.column) == fold_case(stem)):
                id, entry = (grid.id, "rows") if is_row else (question.id, "levels")
                words = ", ".join(f"{language} = {quote(part)}" for language in book.languages)
                id_of_part = make_id(part, question.ids)
                yield (
                    f"To count {shown(name)} as one more {'row' if is_row else 'option'}, write in "
                    f"{book.folder / 'codebook.toml'}:\n"
                    f'  [[questions]] {id}, {entry}: {{ id = "{id_of_part}", {words} }},'
                )
                break


def _told_unknown(unknown, book, path) -> Iterator[str]:
    """What to write about columns that are nobody's."""
    if not unknown:
        return
    codebook = book.folder / "codebook.toml"
    columns = [question.column for question in book.questions]
    for name in unknown:
        yield (
            f"{path}: the column {shown(name)} is no question of {codebook}{suggest(name, columns)}"
        )
    ignored = quote_all([*book.intake["ignore_columns"], *unknown])
    one = len(unknown) == 1
    yield from _as_parts(unknown, book)
    yield (
        f"If {'it is' if one else 'they are'} to stay in the raw file, write under [intake]:\n"
        f"  ignore_columns = {ignored}"
    )
    yield f"To ask {'it' if one else 'one'}, add it under [[questions]], as:"
    for number, name in enumerate(unknown[:STUBS], start=len(book.questions) + 1):
        text = ", ".join(f"{language} = {quote(name)}" for language in book.languages)
        yield (
            f'  [[questions]]\n  id = "q{number}"\n  kind = "text"\n  column = {quote(name)}\n'
            f"  text = {{ {text} }}"
        )
