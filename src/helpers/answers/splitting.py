"""Several answers in one cell, told apart though an option may hold what stands between them.

A cell is cut at every separator, and read from its end: from each cut, the rest is wholly made of
options if an option of some pieces is followed by such a rest. An option has few separators, so
the time grows as the number of pieces does, whatever the cell.
"""

from collections.abc import Callable, Iterator


class Wordings:
    """The wordings of one question, and the level of each.

    Parameters
    ----------
    level_of : dict of str to str
        Wording, folded as the text will be → id of its level.

    Examples
    --------
    >>> options = Wordings({"p": "p", "p, q": "pq", "r": "r"})
    >>> sorted(options.made_of("p, q, r", ",")), options.made_of("p, q, q", ",")
    (['pq', 'r'], set())
    """

    def __init__(self, level_of: dict[str, str]) -> None:
        self.level_of = level_of

    def made_of(self, text: str, mark: str, *, strip: bool = True) -> set[str]:
        """The levels that a text is wholly made of; none if it is not.

        Where it could be cut in several ways, the first option is the longest after which the rest
        is still made of options.

        Parameters
        ----------
        text : str
        mark : str
            What stands between two answers.
        strip : bool
            Whether spaces may stand around it.
        """
        starts, ends = pieces(text, mark)

        def words(first, after):
            run = text[starts[first] : ends[after - 1]]
            return run.strip() if strip else run

        is_end = len(starts) > 1 and not words(len(starts) - 1, len(starts))
        last = len(starts) - is_end  # a separator may end the text
        following = [0] * last + [last]  # from each piece, the one after its option; 0 for none
        most = self._most_pieces(mark)
        for first in range(last - 1, -1, -1):
            if strip and not words(first, first + 1):
                following[first] = first + 1  # two separators in a row
                continue
            for after in range(min(first + most, last), first, -1):
                is_rest = after == last or following[after]
                if is_rest and words(first, after) in self.level_of:
                    following[first] = after
                    break
        chosen, first = set(), 0
        while first < last:
            after = following[first]
            if not after:
                return set()
            if level := self.level_of.get(words(first, after)):
                chosen.add(level)
            first = after
        return chosen

    def longest_first(
        self, text: str, mark: str, fold: Callable[[str], str]
    ) -> Iterator[tuple[str, str | None, list[str]]]:
        """Part a text that holds words of its own too.

        Parameters
        ----------
        text, mark : str
        fold : function
            Makes of words what the wordings are.

        Yields
        ------
        (str, str or None, list of str)
            Each part in order: the longest run of pieces that is an option, with its level; else
            one piece, with none, and the runs of pieces that begin with it, for comparison.
        """
        starts, ends = pieces(text, mark)
        first, most = 0, self._most_pieces(mark)
        while first < len(starts):
            runs = [text[starts[first] : end].strip() for end in ends[first : first + most]]
            if not runs[0]:
                first += 1
                continue
            levels = [self.level_of.get(fold(run)) for run in runs]
            size = next((size for size in range(len(runs), 0, -1) if levels[size - 1]), 1)
            yield runs[size - 1], levels[size - 1], runs
            first += size

    def _most_pieces(self, mark):
        """How many pieces an option has at most."""
        return 1 + max((wording.count(mark) for wording in self.level_of), default=0)


def pieces(text: str, mark: str) -> tuple[list[int], list[int]]:
    """Where the pieces between separators begin and end.

    >>> pieces("a, b", ",")
    ([0, 2], [1, 4])
    """
    starts, ends, place = [0], [], text.find(mark)
    while place >= 0:
        ends.append(place)
        starts.append(place + len(mark))
        place = text.find(mark, place + len(mark))
    return starts, [*ends, len(text)]
