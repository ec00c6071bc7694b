"""A first codebook for an export that has none: every guess with its doubt beside it.

In: an export, as `answers.intake.look` sees it. Out: a survey's folder whose codebook passes
``survey check``, and a list of what a person should look at.

column          one column of an export: what its cells hold, and how often
question        what a draft holds before it is written
scales.toml     scales of answers, as exports word them
words.toml      words that tell something by being there
known_wordings  what wordings are known to mean
sentences.toml  what a draft says in its comments
sentences       the same, in the language of the questions
naming          ids and short names
ladders         scales that are known word by word
degrees         scales of one word by degrees, or of a pair of words
amounts         bands of numbers, with units, money and time
rates           how often by the clock and the calendar
scales          levels in the order that people expect
options         the options of a question of several answers, recovered
identifying     columns that say who answered
numbers         columns of numbers, and what only looks like them
ratings         scores up to 10
groups          one column an option; grids of one row a column
rankings        ranks in columns of their own; one list in every order
boxes           boxes to tick: one answer, or nothing
kinds           what kind of question a column holds
write_ins       columns of own words beside a question of listed answers
language        the language that questions are asked in
grids           rows that are written as one question
relations       what questions are to each other: names, one scale side by side, routes
times           time stamps, and the format that reads them
dates           days that people were asked for
sample          some rows of a large export, and every answer that repeats
trials          rows by which somebody tried the form out
unfinished      rows that were begun and not finished
looking         from an export to what its codebook will hold
lines           lines of a file that remember what is doubtful
codebook_text   a codebook as text
rehearsal       a draft tried on the answers that it was drafted from
folder          the survey's folder: the export copied in, its codebook beside it
"""
