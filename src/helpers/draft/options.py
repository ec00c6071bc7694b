"""The options of a question of several answers, recovered from cells that join them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from helpers.codebook.folding import fold_accents
from helpers.draft.column import count_wordings

SEPARATORS = (", ", ";", "|", " / ", ",")
NAMES = re.compile(r"[a-z0-9_]+( [a-z0-9_]+)*")  # options by their codes, spaces between
ALWAYS_TOGETHER = 3  # so often side by side and never apart, two fragments are one option
CONTINUES = re.compile(r"^(and|or|et|ou|und|oder|y|o|etc|\d{3}\b)\b", re.I)


def bare_mark(separator: str) -> str:
    """A separator without the spaces around it; a space where it is nothing else."""
    return separator.strip() or " "


def split_answers(text: str, separator: str) -> list[str]:
    """Split a cell at a separator, not inside brackets; the spaces around it stay.

    >>> split_answers("Graduate, Mixed (talks, workshops, etc.), MOOC", ", ")
    ['Graduate', ' Mixed (talks, workshops, etc.)', ' MOOC']
    >>> split_answers("AGOL;Cartography;", ";")
    ['AGOL', 'Cartography']
    """
    mark, parts, depth = bare_mark(separator), [""], 0
    for piece in text.split(mark):
        if depth:
            parts[-1] += mark + piece
        else:
            parts.append(piece)
        depth = max(0, depth + len(re.findall(r"[(\[]", piece)) - len(re.findall(r"[)\]]", piece)))
    if depth:  # a bracket that nobody closed
        parts = text.split(mark)
    return [part for part in parts if part.strip()]


def recover_options(cells: Iterable[str], separator: str) -> list[list[str]]:
    """Split cells into options, those that hold the separator made whole again.

    Fragments belong together if they are never seen apart, or if the second goes on with a small
    letter, or with *and*, where others begin with a capital.

    Parameters
    ----------
    cells : iterable of str
    separator : str

    Returns
    -------
    list of list of str
        The options of each cell.

    Examples
    --------
    >>> cells = ["Partage, Emploi, CV en ligne", "Emploi, CV en ligne", "Partage", "Partage, Jeux"]
    >>> recover_options([*cells, *cells, "Emploi, CV en ligne"], ", ")[1]
    ['Emploi, CV en ligne']
    """
    split = [split_answers(cell, separator) for cell in cells]
    for _ in range(4):  # an option of five fragments
        pairs = _belonging(split)
        if not pairs:
            break
        split = [_join(parts, pairs, bare_mark(separator)) for parts in split]
    return [[part.strip() for part in parts] for parts in split]


def _belonging(split):
    """Pairs of neighbours that are one option."""
    count, first, follows = Counter(), Counter(), Counter()
    for parts in split:
        folded = [fold_accents(part) for part in parts]
        count.update(folded)
        first.update(folded[:1])
        follows.update(pairwise(folded))
    written = {fold_accents(part): part.strip() for parts in split for part in parts}
    capitals = sum(part[:1].isupper() for part in written.values()) >= 0.7 * len(written)
    pairs = set()
    for (one, other), together in follows.items():
        never_apart = together == count[one] == count[other]
        goes_on = capitals and written[other][:1].islower() and written[one][:1].isupper()
        continues = goes_on or bool(CONTINUES.match(written[other]))
        always_after = together == count[other]
        fewest = 2 if continues else ALWAYS_TOGETHER
        if together >= fewest and always_after and (continues or never_apart):
            pairs.add((one, other))
    return pairs


def _join(parts, pairs, mark):
    joined: list[str] = []
    for part in parts:
        if joined and (fold_accents(joined[-1]), fold_accents(part)) in pairs:
            joined[-1] = f"{joined[-1]}{mark}{part}"
        else:
            joined.append(part)
    return joined


def count_options(split: Sequence[Sequence[str]]) -> dict[str, int]:
    """Option → in how many cells it stands, the commonest first."""
    return count_wordings(
        option
        for parts in split
        for option in {fold_accents(part): part for part in parts}.values()
    )


def listed_options(split: Sequence[Sequence[str]], counts: dict[str, int]) -> list[str]:
    """The options that were offered: chosen by several, or standing before one that was.

    A tool writes what was ticked in the order of the form, and words of one's own after it.

    >>> split = [["A", "B"], ["A", "B"], ["C", "B"], ["A", "my own"]]
    >>> listed_options(split, count_options(split))
    ['A', 'B', 'C']
    """
    repeated = {fold_accents(option) for option, count in counts.items() if count > 1}
    listed = set(repeated)
    for parts in split:
        folded = [fold_accents(part) for part in parts]
        last = max((place for place, part in enumerate(folded) if part in repeated), default=0)
        listed.update(folded[:last])
    return [option for option in counts if fold_accents(option) in listed]


def is_multiple(cells: Sequence[str], separator: str) -> bool:
    """Whether cells join several answers, and are no texts with commas in them.

    >>> is_multiple(["A, B", "A", "B", "B, C", "C", "A, B, C", "A"], ", ")
    True
    >>> is_multiple(["Oui, souvent", "Oui, parfois", "Non", "Oui, souvent", "Non"], ", ")
    False
    """
    mark = bare_mark(separator)
    if mark == " " and not all(map(NAMES.fullmatch, cells)):
        return False  # words of a sentence
    if mark == ";" and sum(cell.endswith(";") for cell in cells) > 0.9 * len(cells):
        return True
    if sum(bool(re.fullmatch(r"[-+\d][\d .,]*", cell)) for cell in cells) > 0.5 * len(cells):
        return False  # decimals
    split = recover_options(cells, separator)
    counts = count_options(split)
    listed = {fold_accents(option) for option in listed_options(split, counts)}
    folded = [[fold_accents(part) for part in parts] for parts in split]
    joint = [parts for parts in folded if len(set(parts) & listed) > 1]
    if len(joint) < max(2, 0.03 * len(cells)):
        return False
    in_joint = {part for parts in joint for part in parts} & listed
    alone = {parts[0] for parts in folded if len(parts) == 1} & in_joint
    both_places = {parts[0] for parts in joint} & {part for parts in joint for part in parts[1:]}
    tokens = [part for parts in folded for part in parts]
    known = sum(part in listed for part in tokens) / max(1, len(tokens))
    short = sum(len(option) <= 60 for option in listed) >= 0.6 * len(listed)
    enough_alone = len(alone) >= 2 or bool(both_places and (alone or len(in_joint) > 3))
    return enough_alone and known >= 0.6 and short
