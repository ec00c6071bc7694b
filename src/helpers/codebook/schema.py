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
    Gamma,
    Languages,
    PeopleOrText,
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
from helpers.codebook.question_schema import (
    LevelEntries,
    MissingEntries,
    QuestionEntries,
    RowEntries,
)
from helpers.codebook.questions import PROVENANCES, SETTINGS

__all__ = [
    "CompositeEntries",
    "DisclosureEntries",
    "IntakeEntries",
    "LevelEntries",
    "MissingEntries",
    "ModelEntries",
    "PlanEntries",
    "QuestionEntries",
    "RowEntries",
    "SurveyEntries",
]


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
        "`fr`, `en` and `es`.",
        example='languages = ["fr", "en"]',
    )
    setting: Literal[SETTINGS] = entry(
        "Where people were asked: at an `event`, `online`, in a `panel`, among `members`, "
        "`customers`, `staff` or `students`; `open` says nothing of it.",
        "open",
        'setting = "members"',
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
    waiver: Translated = entry(
        "Why small counts of real people are told all the same, who decided it, and when. Nothing "
        "is protected then; the report and its manifest say so.",
        None,
        'waiver.fr = "Les 12 personnes y ont consenti par écrit (A. Analyst, 2026-01-31)."',
    )


class DisclosureEntries(Entries):
    """What a survey report must state; what is left out is said to be unknown."""

    commissioner: Translated = entry("Who asked for the survey.", None)
    funder: Translated = entry("Who paid for it.", None)
    conductor: Translated = entry("Who carried it out.", None)
    purpose: Translated = entry("What it was for.", None)
    population: Translated = entry("Whom it is about.", None)
    eligible: PeopleOrText = entry(
        "How many people could have answered. As a number, every share is bounded among these "
        "people too, whatever those who did not answer would have said.",
        None,
        "eligible = 80",
    )
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


class PlanEntries(Entries):
    """What the planned tests are held to, declared before looking."""

    smallest_gamma: Gamma = entry(
        "The weakest association, as a gamma, that would be of interest: where the interval of a "
        "pair stays below it on both sides, there is no strong association.",
        0.5,
        "smallest_gamma = 0.3",
    )
    groups: Texts = entry(
        "Ids of the questions of role `group`, and `event` of a survey held at events, whose "
        "comparisons are planned: they are adjusted together by Holm. Those of all other groups "
        "are exploratory, and told so.",
        [],
        'groups = ["sector"]',
    )
    smallest_difference: Gamma = entry(
        "Between two editions: the smallest difference of a share that would be of interest. Where "
        "the interval of a difference stays below it on both sides, no change was seen.",
        0.1,
        "smallest_difference = 0.1",
    )
    random_sample: Truth = entry(
        "Whether the people asked were drawn at random from those `eligible`, and so many answered "
        "that intervals may be of that group: they are then hypergeometric.",
        False,
        "random_sample = true",
    )


class ModelEntries(Entries):
    """A regression declared before looking."""

    outcome: Text = entry("Id of the question it explains.", example='outcome = "q3"')
    predictors: Texts = entry("Ids of one or two ordinal questions.", example='predictors = ["q2"]')


class CompositeEntries(Entries):
    """A scale score declared before looking. (Older name: `index`.)"""

    items: Texts = entry("Ids of its ordinal questions.", example='items = ["q2", "q4"]')
