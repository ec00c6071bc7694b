"""What may stand in ``codebook.toml``: every table, entry by entry.

The models are pydantic's, which tells all mistakes of a table at once and writes the JSON Schema
(msgspec is quicker to import, but stops at the first mistake). They check one table each; what
entries say of each other is checked where the codebook is put together. The reference
``docs/codebook.md`` and the schema for editors are made from these definitions.
"""

from typing import Literal

from helpers.codebook.entry_types import (
    Authors,
    CellSize,
    Count,
    Day,
    Entries,
    Languages,
    LevelId,
    Levels,
    MissingTable,
    QuestionId,
    Rows,
    Separator,
    SurveyId,
    Text,
    Texts,
    Translated,
    Truth,
    Version,
    entry,
)
from helpers.codebook.questions import FAMILIES, KINDS, PROVENANCES, ROLES


class SurveyEntries(Entries):
    """The survey as a whole."""

    id: SurveyId = entry(
        "Short name, in small letters, digits and hyphens; its reports stand in a folder of that "
        "name.",
        example='id = "linkedin-2015"',
    )
    provenance: Literal[PROVENANCES] = entry(
        "`collected` for what people answered, `synthetic` for a reconstruction: every page then "
        "says so.",
        example='provenance = "collected"',
    )
    languages: Languages = entry(
        "Languages of the reports. The first is that of the questions; there is a catalogue for "
        "`fr` and `en`.",
        example='languages = ["fr", "en"]',
    )
    date: Day = entry("Date of the report.", example="date = 2026-01-31")
    version: Version = entry("Version of the report.", example='version = "1.0"')
    authors: Authors = entry("Who made the report.", example='authors = ["A. Analyst"]')
    smallest_cell: CellSize = entry(
        "Of real answers, no cell of fewer people is shown in a cross-table.",
        5,
        "smallest_cell = 5",
    )
    title: Translated = entry("Title of the report.", example='title.fr = "Après l’atelier"')
    short_title: Translated = entry(
        "Title at the head of each page; the title, if left out.",
        None,
        'short_title.fr = "L’atelier"',
    )
    event: Translated = entry("What the survey was held at.", example='event.fr = "Colloque 2015"')
    organiser: Translated = entry("Who held it.", example='organiser.fr = "Meeting"')
    claim: Translated = entry(
        "An idea that the survey is to decide: a sentence, no capital, no full stop.",
        None,
        'claim.fr = "être actif apporte des retombées"',
    )


class DisclosureEntries(Entries):
    """What a survey report must state; what is left out is said to be unknown."""

    commissioner: Translated = entry("Who asked for the survey.", None)
    funder: Translated = entry("Who paid for it.", None)
    conductor: Translated = entry("Who carried it out.", None)
    purpose: Translated = entry("What it was for.", None)
    population: Translated = entry("Whom it is about.", None)
    eligible: Translated = entry("How many people could have answered.", None)
    recruitment: Translated = entry("How they were asked.", None)
    mode: Translated = entry("How answers were collected: on paper, online, by hand.", None)
    fieldwork: Translated = entry("When.", None, 'fieldwork.fr = "Du 2 au 9 juin 2024"')
    languages: Translated = entry("In which languages.", None)
    pretest: Translated = entry("Whether the questions were tried out.", None)
    consent: Translated = entry("Consent, and how personal data are protected.", None)
    weights: Translated = entry("Whether answers are weighted.", None)
    sharing: Translated = entry("Whether the answers are shared.", None)
    contact: Translated = entry("Whom to ask.", None)


class IntakeEntries(Entries):
    """How the export is read. What is left out is found out, and `survey check` tells what."""

    file: Text = entry(
        "The export, in the survey's folder: CSV, TSV, XLSX, XLS, ODS, SPSS, Parquet. With `*`, "
        "one file for each event.",
        "answers.csv",
        'file = "answers.xlsx"',
    )
    format: Text = entry(
        "The tool that wrote the export; left out, it is recognised by its header.",
        "",
        'format = "qualtrics"',
    )
    encoding: Text = entry("Of a file of text, if it cannot be told.", "", 'encoding = "cp1252"')
    sheet: Text = entry("Sheet of a workbook that has several.", "", 'sheet = "Answers"')
    event: Text = entry("Column that names the event of each row.", "", 'event = "Ville"')
    separator: Separator = entry(
        "What stands between the answers of one person to a question of several answers; left out, "
        "what the tool writes. An option may hold it too.",
        "",
        'separator = ", "',
    )
    ignore_columns: Texts = entry(
        "Columns that stay in the raw file: names, or patterns with `*`. `column C` is one without "
        "a header, `Comment (2)` the second of two. (Older name: `leave`.)",
        [],
        'ignore_columns = ["E-mail", "Timing *"]',
    )
    keep: Rows = entry(
        "Rows that are kept: what a column must hold, or one of several; any column, ignored ones "
        "too. The others are told in the account.",
        {},
        'keep = { Status = "Complete" }',
    )
    test_marks: Texts = entry(
        "A row with a cell that holds one of these, and nothing else, is a trial of the form.",
        [],
        'test_marks = ["test"]',
    )
    respondent: Text = entry(
        "Column with one id a person: of two submissions with one id, the first is kept.",
        "",
        'respondent = "Token"',
    )
    timestamp: Text = entry("Column of when a row was sent.", "", 'timestamp = "Horodateur"')
    timestamp_format: Text = entry(
        "How it is written, as `strptime` spells it; left out where it reads in one way only.",
        "",
        'timestamp_format = "%Y-%m-%d %H:%M:%S"',
    )
    duplicate_seconds: Count = entry(
        "The same answers sent again within so many seconds are one submission.",
        0,
        "duplicate_seconds = 60",
    )
    aggregate_above_bytes: Count = entry(
        "Of an export of more bytes, only combinations of answers are kept, and how many gave "
        "each. (Older name: `large`.)",
        10_000_000,
        "aggregate_above_bytes = 10_000_000",
    )


class QuestionEntries(Entries):
    """One question."""

    id: QuestionId = entry("Small letters, digits and `_`, a letter first.", example='id = "q3"')
    kind: Literal[KINDS] = entry(
        "`ordinal`: one of some levels that have an order; `nominal`: one of some without; "
        "`multiple`: any number of them; `text`: own words, of which only the number is shown. "
        "(Older names: `ordered`, `several`.)",
        example='kind = "ordinal"',
    )
    role: Literal[ROLES] = entry(
        "`behaviour` and `outcome`: each behaviour is tested with each outcome; `context`: "
        "neither.",
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


class MissingEntries(Entries):
    """Texts that stand for a missing answer, by why it is missing."""

    skipped: Texts = entry("Left blank.", [])
    not_asked: Texts = entry("Not put to this person.", [], 'not_asked = ["N/A"]')
    refused: Texts = entry("Put, and refused.", [], 'refused = ["Je préfère ne pas répondre"]')
    not_codable: Texts = entry("An answer that cannot be read.", [], 'not_codable = ["?"]')


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
    write_in: Truth = entry(
        "Whether words of the respondent's own count as this one. (Older name: `open`.)",
        False,
        "write_in = true",
    )


class ModelEntries(Entries):
    """A regression declared before looking."""

    outcome: Text = entry("Id of the question it explains.", example='outcome = "q3"')
    predictors: Texts = entry("Ids of one or two ordinal questions.", example='predictors = ["q2"]')


class CompositeEntries(Entries):
    """A scale score declared before looking. (Older name: `index`.)"""

    items: Texts = entry("Ids of its ordinal questions.", example='items = ["q2", "q4"]')
