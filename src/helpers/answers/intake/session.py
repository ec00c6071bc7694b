"""A session of TurningPoint: one row a device, one column a question that was put to the room.

Of participants nothing is read but what their devices sent.
"""

import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from helpers.answers.intake.file_types import BROKEN_PARTS
from helpers.answers.intake.formats.live_polls import DEVICE
from helpers.answers.intake.option_columns import JOINT
from helpers.answers.intake.sheet import Sheet
from helpers.codebook import SurveyError

SESSION = "TTSession.xml"
MAX_BYTES = 2**26  # of a session unpacked; a longer one is no poll


def open_session(path: Path) -> Sheet:
    """Open a session of TurningPoint.

    Raises
    ------
    SurveyError
        If it is broken, unpacks to more than `MAX_BYTES`, or declares entities.
    """
    return Sheet(path, "TurningPoint session", partial(_rows, path))


def _rows(path: Path) -> Iterator[list[str]]:
    questions = _load(path).findall(".//{*}questions/*")
    answers_by_device = {}
    for place, question in enumerate(questions):
        options = [_text(answer, "answertext") for answer in question.iterfind(".//{*}answer")]
        has_several = _text(question, "responselimit") not in ("", "1")
        for response in question.iterfind(".//{*}response"):
            answers = answers_by_device.setdefault(_text(response, "deviceid"), {})
            sent = _text(response, "responsestring")
            answers[place] = _chosen(sent, options, has_several)
    yield [DEVICE, *(_text(question, "questiontext") for question in questions)]
    for device, answers in sorted(answers_by_device.items()):
        yield [device, *(answers.get(place, "") for place in range(len(questions)))]


def _chosen(sent, options, has_several):
    """The options that a device sent by their numbers; its own words or numbers as they are."""
    if not options or not sent.isdecimal():
        return sent
    numbers = [int(number) for number in (sent if has_several else [sent])]
    if not all(1 <= number <= len(options) for number in numbers):
        return sent
    return JOINT.join(options[number - 1] for number in numbers)


def _text(element, name):
    return " ".join((element.findtext(f"{{*}}{name}") or "").split())


def _load(path):
    try:
        with zipfile.ZipFile(path) as archive, archive.open(SESSION) as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise SurveyError(f"{path}: {SESSION} unpacks to more than {MAX_BYTES:,} bytes")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise SurveyError(f"{path}: {SESSION} declares entities, as no session of TurningPoint")
        return ElementTree.fromstring(content)
    except (*BROKEN_PARTS, KeyError) as error:
        raise SurveyError(f"{path} cannot be read as a TurningPoint session: {error}") from None
