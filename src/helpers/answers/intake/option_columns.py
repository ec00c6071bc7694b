"""Answers in columns of their own, one an option: put together into one cell a question.

A cell put together joins the wordings of the options chosen by `JOINT`, which stands in no export:
no separator within an option can part it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.answers.intake.rank_parts import rank_of_part
from helpers.codebook import Level, Question
from helpers.codebook.folding import fold_accents, fold_case

JOINT = "\x02"  # between options chosen: a control sign, which no folding takes for a space
RANKED = "\x03"  # between a rank and its option, another
NONE_CHOSEN = JOINT  # asked, and chose none
NOT_SHOWN_MARK = "N/A"  # in a column of one option
NOT_SHOWN = f"{JOINT}{NOT_SHOWN_MARK}"  # the question was not put to this person

CHOSEN = {
    *("x", "✓", "✔", "☑", "1", "yes", "oui", "y", "o", "true", "vrai"),
    *("selected", "checked", "quoted", "ticked", "coche", "cochee", "selectionne"),
}
NOT_CHOSEN = {
    *("0", "no", "non", "n", "false", "faux"),
    *("not selected", "unchecked", "not quoted", "not ticked", "non coche", "non selectionne"),
}
OTHER = (
    *("Other", "Autre", "Other (please specify)", "Autre (veuillez préciser)"),
    *("Other - Write In", "-oth-"),
)
CODED = {"1", "1.0", "2", "2.0"}  # where these alone stand in all columns, 2 is no
# How the name of a column may hold a question and one of its options.
JOINTS = (" [{}]", "[{}]", " - {}", " – {}", ": {}", ":{}", " : {}", "/{}", " / {}")
NO, UNSEEN = object(), object()


@dataclass(frozen=True)
class Options:
    """The columns that the answers to one question stand in.

    Attributes
    ----------
    question : Question
    places : dict
        The place of a level in the codebook → the position of its column.
    own : int or None
        The position of the question's own column, where it has one besides.
    has_marks, are_coded : bool
        Whether its columns ever say of an option that it was not chosen; by a 2 of `CODED`. Then a
        blank row is one without an answer; where there are only ticks, it is one that chose none.
    by_rank : bool
        Of a ranking, whether each column is one rank, a place from 0 on, and holds an option.
    """

    question: Question
    places: dict[int, int]
    own: int | None = None
    has_marks: bool = False
    are_coded: bool = False
    by_rank: bool = False

    def columns(self) -> dict[str, int]:
        """Name → position of each column, as they are read."""
        own = {} if self.own is None else {self.question.id: self.own}
        return own | {self.name(place): column for place, column in self.places.items()}

    def without_column(self) -> list[str]:
        """The levels that no column is of, where the question has no column of its own."""
        levels = self.question.levels if self.own is None and not self.by_rank else ()
        return [
            level.source
            for place, level in enumerate(levels)
            if place not in self.places and not level.write_in
        ]

    def name(self, place: int) -> str:
        """The name that the column of a level is read by."""
        return f"{self.question.id}{JOINT}{place}"


def find_options(position: dict[str, int], question: Question) -> Options | None:
    """Find the columns that are one option each of a question.

    Of a question without a column of its own, all columns ``Question [Option]``, or as `JOINTS` put
    the two together; of any other, the
    one where what respondents wrote themselves stands. A level of the codebook may name its column.

    Parameters
    ----------
    position : dict
        Where each column is, by its name, folded by `fold_case`.
    question : Question

    Returns
    -------
    Options or None
        None if there are no such columns, or one only of a question of one answer: who left it
        blank is in no column.

    Examples
    --------
    >>> from helpers.codebook import Level, Question
    >>> levels = (Level("mail", "E-mail", {}), Level("phone", "Phone", {}))
    >>> question = Question("how", "multiple", "context", {}, {}, levels, column="Channels")
    >>> find_options({"age": 0, "channels [phone]": 1, "channels [e-mail]": 2}, question).places
    {0: 2, 1: 1}
    """
    own = position.get(fold_case(question.column))
    places = {}
    for place, level in enumerate(question.levels):
        names = [level.column]
        if level.write_in or own is None:
            forms = JOINTS if own is None else JOINTS[:1]
            parts = [*_parts(level)]
            names += [question.column + form.format(part) for form in forms for part in parts]
        columns = [position[fold_case(name)] for name in names if fold_case(name) in position]
        if columns and columns[0] != own:
            places[place] = columns[0]
    if question.kind == "ranking" and not places and own is None:
        places = _places_of_ranks(position, question)
        return Options(question, places, by_rank=True) if places else None
    is_lone = len(places) == 1 and own is None and question.kind != "multiple"
    return Options(question, places, own) if places and not is_lone else None


def _places_of_ranks(position: Mapping[str, int], question: Question) -> dict[int, int]:
    """The columns that are one rank each, ``Question [Rank 1]``, of a ranking."""
    stem = f"{fold_case(question.column)} ["
    parts = {name.removeprefix(stem)[:-1]: name for name in position if name.startswith(stem)}
    ranks = {rank_of_part(part): name for part, name in parts.items()}
    return {
        rank - 1: position[name]
        for rank, name in ranks.items()
        if 1 <= rank <= len(question.levels)
    }


def _parts(level):
    """The words by which a column may say that it is of this level."""
    yield from level.wordings
    if level.write_in:
        yield from OTHER


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing: no answer, and of several columns no option.

    >>> is_blank(" "), is_blank(NONE_CHOSEN), is_blank("0")
    (True, True, False)
    """
    return not text.strip() or text == NONE_CHOSEN


def is_not_chosen(text: str) -> bool:
    """Whether a cell says of its option that it was not chosen."""
    return fold_accents(text) in NOT_CHOSEN


def compose(table: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Put the columns of one question together into its own.

    Returns
    -------
    DataFrame
        With one column, named by the question's id, in place of those of its options. Its texts are
        categories: the wordings of the options chosen, joined by `JOINT`; `NONE_CHOSEN`,
        `NOT_SHOWN`, or ``""`` where nothing stands; a text that no mark is, as it is.
    """
    names = list(options.columns())
    key = np.zeros(len(table), np.int64)
    for name in names:  # each distinct row of cells is put together once
        column = table[name].array
        key = pd.factorize(key * (len(column.categories) + 1) + column.codes)[0]
    first = np.unique(key, return_index=True)[1]
    rows = zip(*(table[name].iloc[first] for name in names), strict=True)
    texts = [_cell(dict(zip(names, row, strict=True)), options) for row in rows]
    codes, distinct = pd.factorize(np.array(texts, object))
    table = table.drop(columns=names)
    table[options.question.id] = pd.Categorical.from_codes(codes[key], distinct)
    return table


def _cell(cells, options):
    """One cell of several."""
    if options.question.kind == "ranking":
        return _ranked(cells, options)
    write_in = options.question.write_in
    meanings = [_meaning(cells, place, options) for place in options.places]
    words = [meaning for meaning in meanings if isinstance(meaning, str) and meaning]
    if options.own is not None:
        own = cells[options.question.id]
        if not words:
            return own
        is_listed = write_in and fold_accents(own) in map(fold_accents, _parts(write_in))
        return JOINT.join([own, *words] if own.strip() and not is_listed else words)
    if words:
        return JOINT.join(words)
    if UNSEEN in meanings and NO not in meanings:
        return NOT_SHOWN
    may_choose_none = options.question.kind == "multiple"
    return NONE_CHOSEN if may_choose_none and (NO in meanings or not options.has_marks) else ""


def _ranked(cells, options):
    """One cell of ranks and their options."""
    pairs, texts = [], [cells[options.name(place)].strip() for place in options.places]
    for place, text in zip(options.places, texts, strict=True):
        option = options.question.levels[place].source
        pair = f"{place + 1}{RANKED}{text}" if options.by_rank else f"{text}{RANKED}{option}"
        if text and fold_accents(text) != fold_accents(NOT_SHOWN_MARK):
            pairs.append(pair)
    return JOINT.join(pairs) if pairs else NOT_SHOWN if any(texts) else ""


def _meaning(cells: Mapping[str, str], place: int, options: Options):
    """What one cell of an option says: a text, nothing, `NO` or `UNSEEN`."""
    text, level = cells[options.name(place)], options.question.levels[place]
    folded = fold_accents(text)
    if not folded:
        return ""
    if text == NOT_SHOWN or folded == fold_accents(NOT_SHOWN_MARK):
        return UNSEEN
    if folded in CHOSEN or folded in map(fold_accents, _parts(level)):
        return level.source
    if options.are_coded and folded in CODED - CHOSEN:
        return level.source if folded.startswith("1") else NO
    return NO if is_not_chosen(text) else text


def lone_option(question: Question) -> Level | None:
    """The level that the column of a question with one answer is named after, if any is.

    Such a column holds this one answer or nothing: who left it blank is in no column.

    >>> from helpers.codebook import Level, Question
    >>> levels = (Level("yes", "R", {}), Level("no", "Not R", {}))
    >>> question = Question("r", "nominal", "context", {}, {}, levels, column="Language [R]")
    >>> lone_option(question).id
    'yes'
    """
    if question.kind in ("ordinal", "nominal") and question.column.rstrip().endswith("]"):
        part = question.column.rpartition("[")[2].rstrip("] ")
        for level in question.levels:
            if fold_accents(part) in map(fold_accents, _parts(level)):
                return level
    return None
