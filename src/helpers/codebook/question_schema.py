"""What may stand in one entry of ``[[questions]]``, in its levels and its labels of missing."""

from typing import Literal

from helpers.codebook.entry_types import (
    Entries,
    GridRows,
    LevelId,
    Levels,
    Limits,
    MissingTable,
    Number,
    NumberOfText,
    Numbers,
    QuestionId,
    Routing,
    Text,
    Texts,
    Translated,
    Truth,
    entry,
)
from helpers.codebook.questions import FAMILIES, KINDS, ORDERS, ROLES


class QuestionEntries(Entries):
    """One question."""

    id: QuestionId = entry("Small letters, digits and `_`, a letter first.", example='id = "q3"')
    kind: Literal[KINDS] = entry(
        "`ordinal`: one of some levels that have an order; `nominal`: one of some without; "
        "`multiple`: any number of them; `rating`: one of some that have a score, as 0 to 10; "
        "`number`: a number, as years or amounts; `date`: a day; `ranking`: options in order of "
        "preference, from a column an option that holds its rank, or one column that lists them; "
        "`consent`: one box to tick, its one level, and a blank is no; `text`: own words, of which "
        "only the number and the lengths are shown. "
        "(Older names: `ordered`, `several`.)",
        example='kind = "ordinal"',
    )
    role: Literal[ROLES] = entry(
        "`behaviour` and `outcome`: each behaviour is tested with each outcome; `group`: what "
        "people are, as their sector: the answers to all other questions are compared between "
        "them; `context`: none of these.",
        "context",
        'role = "behaviour"',
    )
    text: Translated = entry(
        "The question as it was asked.", example='text.fr = "À quelle fréquence?"'
    )
    short: Translated = entry(
        "Its name in tables and figures; the question, if left out.", None, 'short.fr = "Fréquence"'
    )
    column: Text = entry(
        "Its column in the export; the question in the first language, if left out.",
        None,
        'column = "Q3"',
    )
    levels: Levels = entry(
        "The answers to choose from, from low to high: tables, or plain texts in a survey of one "
        "language.",
        [],
        'levels = ["Jamais", "Parfois", "Souvent"]',
    )
    order: Literal[ORDERS] = entry(
        "How the report orders its levels where they have no order: by `size`, other answers last, "
        "or as in the `codebook`.",
        "size",
        'order = "codebook"',
    )
    range: Numbers = entry(
        "Of a rating: its lowest and its highest score, with all whole numbers between them; "
        "`levels` words some of them, by the number as id, and those off the scale.",
        [],
        "range = [0, 10]",
    )
    net_promoter: Truth = entry(
        "Whether a rating from 0 to 10 is told as promoters (9 and 10) less detractors (0 to 6) "
        "too.",
        False,
        "net_promoter = true",
    )
    unit: Translated = entry(
        "Of a number: what it counts, one and several; `{}` in it is where the number stands.",
        None,
        'unit = { fr = "an | ans", en = "year | years" }',
    )
    bands: Numbers = entry(
        "Of a number: where one band of numbers ends and the next begins. `[5, 10]` makes three: "
        "below 5, from 5 to below 10, from 10 on; ids `b1`, `b2`, `b3`. With them, a number may be "
        "a behaviour or an outcome.",
        [],
        "bands = [5, 10]",
    )
    plausible: Limits = entry(
        "Of a number or a date: the lowest and the highest that are believed. Others count, and "
        "are told.",
        [],
        "plausible = [0, 120]",
    )
    date_format: Text = entry(
        "Of a date: how the export writes it, as `strptime` spells it; left out where the year "
        "comes first.",
        "",
        'date_format = "%d/%m/%Y"',
    )
    read_as: NumberOfText = entry(
        "Of a number: texts of the export that stand for one.",
        {},
        'read_as = { "une dizaine" = 10 }',
    )
    rows: GridRows = entry(
        "Of a grid, ordinal, nominal or rating: what each row asks, as tables or plain texts. Each "
        "is a question of its own, `q1_row`, with all entries of the grid; the report shows them "
        "together.",
        [],
        'rows = ["La salle", "Le repas"]',
    )
    family: Literal[FAMILIES] = entry(
        "Of an outcome: the family of tests that it belongs to.", "primary", 'family = "secondary"'
    )
    positive: Texts = entry(
        "Ids of the levels that count as a result, of an outcome.", [], 'positive = ["oui"]'
    )
    highlight: Texts = entry(
        "Ids of the levels whose sum the report tells first.", [], 'highlight = ["souvent"]'
    )
    missing: MissingTable = entry(
        "Texts that stand for a missing answer.", {}, 'missing = { refused = ["Sans réponse"] }'
    )
    same_as: Text = entry(
        "Beside an earlier edition (`--against`): the id of the question there that this one is "
        "compared with although its id or its wording changed. The report says so.",
        "",
        'same_as = "q3"',
    )
    asked_if: Routing = entry(
        "Who was asked, where not everybody was: ids of questions before it, and the levels after "
        "which it is put. All questions of a table must agree; of a list of tables, one must hold. "
        "`answered` stands for any answer, `_none` for none of the options. A blank of the others "
        "is no refusal, and what they answered all the same is told, and is in no share.",
        [],
        'asked_if = { q1 = ["oui", "parfois"] }',
    )


class MissingEntries(Entries):
    """Texts that stand for a missing answer, by why it is missing."""

    skipped: Texts = entry("Left blank.", [])
    not_asked: Texts = entry("Not put to this person.", [], 'not_asked = ["N/A"]')
    not_applicable: Texts = entry(
        "Put, and without meaning for this person.", [], 'not_applicable = ["Sans objet"]'
    )
    refused: Texts = entry("Put, and refused.", [], 'refused = ["Je préfère ne pas répondre"]')
    not_codable: Texts = entry("An answer that cannot be read.", [], 'not_codable = ["?"]')


class RowEntries(Entries):
    """One row of a grid: its wording in each language beside these entries."""

    id: LevelId = entry("Small letters, digits and `_`.", example='id = "room"')
    column: Text = entry(
        "Its column; `Question [Row]`, if left out.", "", 'column = "Rate these [Room]"'
    )


class LevelEntries(Entries):
    """One answer to choose from: its wording in each language beside these entries."""

    id: LevelId = entry("Small letters, digits and `_`.", example='id = "souvent"')
    column: Text = entry(
        "Its own column, of a question with one column an option; `Question [Option]`, if left "
        "out.",
        "",
        'column = "Channels [Mail]"',
    )
    aliases: Texts = entry("Other wordings of it.", [], 'aliases = ["fréquemment"]')
    assumed: Truth = entry("Whether its wording is assumed, and told so.", False, "assumed = true")
    off_scale: Truth = entry(
        "Whether it has no place between the lowest and the highest, as “I don’t know”.",
        False,
        "off_scale = true",
    )
    score: Number = entry(
        "Of a rating without `range`: what the level counts as in the mean.", None, "score = 4"
    )
    exclusive: Truth = entry(
        "Of several answers: whether it goes with no other, as “None of these”. Who chose it with "
        "another is counted for both, and told.",
        False,
        "exclusive = true",
    )
    write_in: Truth = entry(
        "Whether words of the respondent's own count as this one. (Older name: `open`.)",
        False,
        "write_in = true",
    )
