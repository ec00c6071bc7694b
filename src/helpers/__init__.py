"""From the raw answers of a survey to its report, door by door, in the order in which data flows.

typography  spaces, numbers and days as each language sets them
stats       exact tests, effects, permutations, GRIM, Fréchet bounds: from counts alone
codebook    what was asked: questions, levels, roles, wording in each language
document    what a notebook shows, and its export to a tagged PDF and to one HTML file
processed   the columns of the processed tables; reading and writing them
privacy     what may be told of real people
answers     from the export to clean answers, every change in a ledger
draft       a first codebook for an export that has none, every doubt beside its line
published   what was published of a survey, what it implies, and answers drawn to agree with it
analysis    shares, associations, robustness, exploration: the plan and its verdicts
report      one table, one sentence, one picture; sections of the report in each language
lab         an analyst's bench: a survey's questions, answers and crossings, at hand in a notebook
pipeline    the graph of notebooks: only what changed is executed
arguments   what the ``survey`` command takes
terminal    what commands have in common
safeguards  the commands that guard a survey: seal; verify, audit, forget
cli         the ``survey`` command

A door reads only from doors above it, and inside a door a module only from modules above it.
"""
