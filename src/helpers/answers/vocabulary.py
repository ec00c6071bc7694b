"""What one question accepts, folded once for all the texts to come."""

from helpers.answers.dates import DateReader
from helpers.answers.intake.option_columns import JOINT
from helpers.answers.numbers import NumberReader
from helpers.answers.splitting import Wordings
from helpers.codebook import Question
from helpers.codebook.folding import fold_accents, fold_apostrophes, fold_case, fold_spaces

# Each rung forgives what the one before does, and one thing more; the ledger names the first that
# matches.
LADDER = {
    "exact": str,
    "spaces": fold_spaces,
    "apostrophe": fold_apostrophes,
    "case": fold_case,
    "accents": fold_accents,
}
NO_SEPARATOR = "\0"  # stands in no cell


class Vocabulary:
    """What one question accepts, its wordings folded once for all the texts to come.

    Attributes
    ----------
    question : Question
    rungs : list of (str, function, Wordings)
        Of `LADDER`: the rule, how it folds, the wordings of the export folded so.
    every : Wordings
        All that counts as a level, folded as far as is ever forgiven.
    numbers : NumberReader
        Reads those of a question of kind ``number``.
    dates : DateReader
        Reads those of a question of kind ``date``.
    missing : dict of str to str
        Label of a missing answer, folded so → its kind.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.numbers = NumberReader(question)
        self.dates = DateReader(question)
        self.rungs = [
            (rule, fold, Wordings({fold(level.source): level.id for level in question.levels}))
            for rule, fold in LADDER.items()
        ]
        self.every = Wordings(
            {fold_accents(text): level.id for level in question.levels for text in level.wordings}
        )
        self.missing = {
            fold_accents(label): kind
            for kind, labels in question.missing.items()
            for label in labels
        }

    def separator(self, text: str, separator: str) -> str:
        """What parts the answers in a text: nothing, where only one may be given."""
        if JOINT in text:
            return JOINT
        is_list = self.question.kind in ("multiple", "ranking")
        return separator if is_list else NO_SEPARATOR
