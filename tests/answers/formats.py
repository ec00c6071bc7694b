"""One survey of eighty people, written as each collecting tool would export it."""

import csv
import datetime
import io
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pyreadstat
import xlsxwriter

JOINT = "\x1f"


@dataclass(frozen=True)
class Words:
    """The survey in one language: its questions, their levels, what respondents wrote."""

    once: str
    often: str
    channels: str
    comment: str
    place: tuple[str, ...]
    scale: tuple[str, ...]
    options: tuple[str, ...]
    other: str
    own_words: tuple[str, ...]
    comments: tuple[str, ...]


WORDS = {
    "en": Words(
        once="Where do you ride, mostly?",
        often="How often do you ride?",
        channels="Which channels, if any, do you read?",
        comment="Anything else?",
        place=("In town", "Out of town"),
        scale=("Never", "Every week", "Every day"),
        options=("E-mail", "Letters, leaflets", "Letters"),
        other="Other",
        own_words=("Through the woods", "Along the canal"),
        comments=(
            "Two\nlines",
            'He said "no"',
            "Déjà vu; naïve, really",
            "007",
            "N’importe",
            "=1+1",
        ),
    ),
    "fr": Words(
        once="Où roulez-vous, le plus souvent?",
        often="À quelle fréquence roulez-vous?",
        channels="Quels moyens, s’il y en a, lisez-vous?",
        comment="Autre chose à dire?",
        place=("En ville", "Hors de la ville"),
        scale=("Jamais", "Chaque semaine", "Chaque jour"),
        options=("Courriel", "Lettres, dépliants", "Lettres"),
        other="Autre",
        own_words=("À travers bois", "Le long du canal"),
        comments=(
            "Deux\nlignes",
            'Il a dit "non"',
            "Déjà vu; naïf, oui",
            "007",
            "N’importe",
            "=1+1",
        ),
    ),
}


@dataclass(frozen=True)
class Person:
    """What one person answered; empty where nothing."""

    sent: datetime.datetime
    once: str
    often: str
    channels: tuple[str, ...]
    comment: str


def people(language):
    """Eighty people, the same in every language."""
    words, draw = WORDS[language], random.Random(2026)
    listed = (*words.place, words.other)
    for number in range(80):
        once = draw.choice(("", *listed))
        channels = draw.sample((*words.options, words.other), draw.randint(1, 3))
        own_words = draw.choice(words.own_words)
        yield Person(
            datetime.datetime(2026, 1, 31, 10) + datetime.timedelta(minutes=7 * number),
            own_words if once == words.other else once,
            draw.choice(("", *words.scale)),
            tuple(own_words if option == words.other else option for option in channels),
            draw.choice(("", *words.comments)),
        )


def codebook(language, file):
    """The codebook of the survey, its questions found by their texts."""
    words = WORDS[language]

    def levels(texts):
        own = {words.other: ", write_in = true"}
        listed = ", ".join(
            f'{{ id = "l{place}", {language} = "{text}"{own.get(text, "")} }}'
            for place, text in enumerate(texts)
        )
        return f"levels = [{listed}]"

    def question(id, kind, text, texts=()):
        entry = f'[[questions]]\nid = "{id}"\nkind = "{kind}"\nrole = "context"\n'
        return entry + f'text.{language} = "{text}"\n' + (levels(texts) if texts else "") + "\n"

    return (
        f'[survey]\nid = "eighty"\nprovenance = "collected"\nlanguages = ["{language}"]\n'
        'date = 2026-01-31\nversion = "1"\nauthors = ["A"]\n'
        + "".join(f'{key}.{language} = "X"\n' for key in ("title", "event", "organiser"))
        + f'[intake]\nfile = "{file}"\n'
        + question("once", "nominal", words.once, (*words.place, words.other))
        + question("often", "ordinal", words.often, words.scale)
        + question("channels", "multiple", words.channels, (*words.options, words.other))
        + question("comment", "text", words.comment)
    )


def _ticks(person, words, chosen, not_chosen=""):
    """One cell an option, the last for what the person wrote."""
    own = [channel for channel in person.channels if channel not in words.options]
    marks = [
        chosen(option) if option in person.channels else not_chosen for option in words.options
    ]
    return [*marks, *(own or [""])]


def _place(person, words):
    """The option chosen, and what the person wrote, in two cells."""
    if person.once in ("", *words.place):
        return [person.once, ""]
    return [words.other, person.once]


def google_forms(language):
    words = WORDS[language]
    stamp = {"en": "Timestamp", "fr": "Horodateur"}[language]
    yield [stamp, words.once, words.often, words.channels, words.comment]
    for person in people(language):
        sent = person.sent.strftime(
            {"en": "%-m/%-d/%Y %H:%M:%S", "fr": "%d/%m/%Y %H:%M:%S"}[language]
        )
        yield [sent, person.once, person.often, ", ".join(person.channels), person.comment]


def microsoft_forms(language):
    words = WORDS[language]
    yield {
        "en": ["ID", "Start time", "Completion time", "Email", "Name"],
        "fr": ["Id", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"],
    }[language] + [f"{words.once}\u00a0", f"{words.often}  ", words.channels, words.comment]
    for number, person in enumerate(people(language), start=1):
        channels = "".join(f"{channel};" for channel in person.channels)
        own = [number, person.sent, person.sent, "anonymous", ""]
        yield [*own, person.once, person.often, channels, person.comment]


def survey_monkey(language, repeated=False):
    words = WORDS[language]
    whole = {"en": "Response", "fr": "Réponse"}[language]
    other = {"en": "Other (please specify)", "fr": "Autre (veuillez préciser)"}[language]
    own = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "First Name"]
    again = words.channels if repeated else ""
    yield [
        *own,
        words.once,
        again and words.once,
        words.often,
        words.channels,
        *[again] * 3,
        words.comment,
    ]
    yield [*[""] * 6, whole, other, whole, *words.options, other, "Open-Ended Response"]
    for number, person in enumerate(people(language), start=1):
        sent = person.sent.strftime("%m/%d/%Y %I:%M:%S %p")
        once = _place(person, words)
        once = ["", once[1]] if once[1] else once
        yield [
            *(number, 7, sent, sent, "192.0.2.1", "Ann", *once, person.often),
            *(*_ticks(person, words, str), person.comment),
        ]


def lime_survey(language, headings="full"):
    words = WORDS[language]
    codes = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    texts = {
        "en": ["Response ID", "Date submitted", "Last page", "Start language", "Seed"],
        "fr": [
            "ID de la réponse",
            "Date de soumission",
            "Dernière page",
            "Langue de départ",
            "Tête de série",
        ],
    }[language]
    codes += ["q1", "q1[other]", "q2", "q3[a]", "q3[b]", "q3[c]", "q3[other]", "q4"]
    parts = [f"{words.channels} [{part}]" for part in (*words.options, words.other)]
    texts += [words.once, f"{words.once} [{words.other}]", words.often, *parts, words.comment]
    yield texts if headings == "full" else [f"{a}._.{b}" for a, b in zip(codes, texts, strict=True)]
    yes, no = {"en": ("Yes", "No"), "fr": ("Oui", "Non")}[language]
    for number, person in enumerate(people(language), start=1):
        comment = f"'{person.comment}" if person.comment.startswith("=") else person.comment
        yield [
            *(number, person.sent, 3, language, 12345, *_place(person, words), person.often),
            *(*_ticks(person, words, lambda option: yes, no), comment),
        ]


def qualtrics(language, rows=3):
    words = WORDS[language]
    own = {
        "StartDate": "Start Date",
        "EndDate": "End Date",
        "IPAddress": "IP Address",
        "ResponseId": "Response ID",
    }
    stem = words.channels
    names = [*own, "Q1", "Q1_3_TEXT", "Q2", "Q3_1", "Q3_2", "Q3_3", "Q3_4_TEXT", "Q4"]
    texts = [
        *(*own.values(), f"{words.once} - Selected Choice", f"{words.once} - {words.other} - Text"),
        *(words.often, *(f"{stem} - Selected Choice - {option}" for option in words.options)),
        *(f"{stem} - {words.other} - Text", f"<b>{words.comment}</b>"),
    ]
    yield names
    yield texts
    if rows == 3:
        yield [f'{{"ImportId":"{name}"}}' for name in names]
    for number, person in enumerate(people(language), start=1):
        sent = person.sent.strftime("%Y-%m-%d %H:%M:%S")
        ticks = _ticks(person, words, str)
        yield [
            sent,
            sent,
            "192.0.2.1",
            f"R_{number}",
            *_place(person, words),
            person.often,
            *ticks,
            person.comment,
        ]


def alchemer(language):
    words = WORDS[language]
    parts = [f"{option}:{words.channels}" for option in words.options]
    write_in = "Other - Write In"
    yield [
        *("Time Started", "Date Submitted", "Status", words.once, f"{write_in}:{words.once}"),
        *(words.often, *parts, f"{write_in}:{words.channels}", words.comment),
    ]
    for person in people(language):
        sent = person.sent.strftime("%Y-%m-%d %H:%M:%S")
        ticks = _ticks(person, words, str)
        yield [sent, sent, "Complete", *_place(person, words), person.often, *ticks, person.comment]


def kobo_toolbox(language):
    words = WORDS[language]
    path = f"visit/{words.channels}"
    options = [f"{path}/{option}" for option in words.options]
    yield [
        *("start", "end", f"visit/{words.once}", f"visit/{words.often}", path, *options),
        *(f"{words.channels} [{words.other}]", words.comment, "_id", "_uuid", "_submission_time"),
    ]
    for number, person in enumerate(people(language), start=1):
        sent = person.sent.isoformat()
        ticks = _ticks(person, words, lambda option: "1", "0")
        yield [
            *(sent, sent, person.once, person.often, " ".join(person.channels), *ticks),
            *(person.comment, number, f"u{number}", sent),
        ]


def typed(language):
    words = WORDS[language]
    yield ["2026", "", "", ""]
    yield []
    yield [words.once, words.often, words.channels, words.comment]
    for person in people(language):
        yield [person.once, person.often, ", ".join(person.channels), person.comment]
    yield ["Total", "80", "80", "12,5"]


def mentimeter(language):
    words = WORDS[language]
    yield ["Results"]
    yield []
    asked = [f"{text}: Answer" for text in (words.once, words.often, words.channels, words.comment)]
    yield ["Date (UTC)", "Session", "Voter", *asked]
    for number, person in enumerate(people(language), start=1):
        yield [
            *(person.sent.strftime("%Y-%m-%d"), 1, number, person.once, person.often),
            *(", ".join(person.channels), person.comment),
        ]


def plain(language):
    yield from ([cell for cell in row if cell is not None] for row in [*typed(language)][2:-1])


def text_file(
    rows, path, *, delimiter=",", encoding="utf-8", newline="\r\n", quoting=csv.QUOTE_MINIMAL
):
    """A file of text in one dialect."""
    buffer = io.StringIO()
    if newline == "\r":  # csv leaves "\n" in a cell unquoted then, which is a line end all the same
        quoting = csv.QUOTE_ALL
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerows([[str(cell) for cell in row] for row in rows])
    path.write_bytes(buffer.getvalue().encode(encoding))


def workbook(rows, path, sheet="Answers"):
    """A workbook, its dates and numbers as such."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        date = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        page = book.add_worksheet(sheet)
        book.add_worksheet("Empty")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime.datetime):
                    page.write_datetime(number, place, cell, date)
                elif isinstance(cell, int):
                    page.write_number(number, place, cell)
                elif cell:
                    page.write_string(number, place, cell)


def spss_file(language, path):
    """An SPSS file: numbers labelled, one variable an option."""
    words, table = WORDS[language], []
    scale = dict(enumerate(words.scale, start=1))
    for person in people(language):
        number = next((number for number, text in scale.items() if text == person.often), None)
        ticks = _ticks(person, words, lambda option: 1.0, 0.0)
        table.append([person.once, number, *ticks, person.comment])
    names = ["q1", "q2", "q3_1", "q3_2", "q3_3", "q3_4", "q4"]
    parts = [f"{words.channels} [{part}]" for part in (*words.options, words.other)]
    pyreadstat.write_sav(
        pd.DataFrame(table, columns=names),
        path,
        column_labels=[words.once, words.often, *parts, words.comment],
        variable_value_labels={"q2": scale}
        | {name: {0: "Not quoted", 1: "Quoted"} for name in names[2:5]},
    )


def parquet_file(rows, path):
    """A Parquet file."""
    header, *answers = rows
    pd.DataFrame(answers, columns=header).to_parquet(path)


def session_file(language, path):
    """A session of TurningPoint, where what others write themselves is an option."""
    words = WORDS[language]
    answers = list(people(language))
    questions = []
    for asked, options, limit, chosen in (
        (words.once, (*words.place, *words.own_words), 1, lambda person: [person.once]),
        (words.often, words.scale, 1, lambda person: [person.often]),
        (words.channels, (*words.options, *words.own_words), 9, lambda person: person.channels),
    ):
        responses = "".join(
            f"<response><deviceid>{number:06X}</deviceid><responsestring>"
            f"{''.join(str(options.index(text) + 1) for text in chosen(person))}"
            "</responsestring></response>"
            for number, person in enumerate(answers)
            if any(chosen(person))
        )
        listed = "".join(
            f"<answer><answertext>{escape(text)}</answertext></answer>" for text in options
        )
        questions.append(
            f"<multichoice><questiontext>{escape(asked)}</questiontext><responselimit>{limit}"
            f"</responselimit><answers>{listed}</answers><responses>{responses}</responses></multichoice>"
        )
    comments = "".join(
        f"<response><deviceid>{number:06X}</deviceid><responsestring>{escape(person.comment)}"
        "</responsestring></response>"
        for number, person in enumerate(answers)
        if person.comment
    )
    questions.append(
        f"<shortanswer><questiontext>{escape(words.comment)}</questiontext>"
        f"<responses>{comments}</responses></shortanswer>"
    )
    content = (
        '\ufeff<session xmlns="urn:t"><participantlist><participants><participant><firstname>Ann'
        "</firstname></participant></participants></participantlist><questionlist><questions>"
        f"{''.join(questions)}</questions></questionlist></session>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("TTSession.xml", content.encode())


def write(format, language, folder: Path, **dialect):
    """Write the survey's folder: its codebook and its export."""
    folder.mkdir(exist_ok=True)
    writers = {"session": session_file, "spss": spss_file}
    suffix = {"session": "tpzx", "spss": "sav"}.get(format, dialect.pop("suffix", "csv"))
    path = folder / f"export.{suffix}"
    if format in writers:
        writers[format](language, path)
    else:
        options = {
            key: dialect.pop(key) for key in ("headings", "rows", "repeated") if key in dialect
        }
        rows = list(globals()[format](language, **options))
        file = {"csv": text_file, "xlsx": workbook, "parquet": parquet_file}[suffix]
        file(rows, path, **dialect)
    (folder / "codebook.toml").write_text(codebook(language, path.name), encoding="utf-8")
    return folder
