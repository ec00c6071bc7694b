"""The plan as it was sealed before answers came: a file beside the codebook, and what it holds.

It says what the codebook declared on one day, and ends with the SHA-256 of all that stands above:
``head -n -2 sealed_plan.toml | sha256sum`` gives it again.  (`pipeline.seal` is something else: it
keys the fingerprints of answers.)
"""

import datetime
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.codebook.mistakes import Mistakes
from helpers.codebook.toml_text import quote, quote_all

NAME = "sealed_plan.toml"  # in the survey's folder
SEAL = "[seal]\n"  # the fingerprint is of all that stands above this line
JOINT = "; "  # between the parts of a value
BY_CLOCK, BY_HAND = DATED = ("by the clock", "by hand")
HEAD = """\
# The plan of a survey, as its codebook declared it on the day that it was sealed.
# This file is not edited: a change is made in codebook.toml, and the report lists it.

"""

# Of an entry of the whole survey, its value; of an entry of questions, the value of each by its id.
Value = str | float | list[str]
Plan = Mapping[str, Value | Mapping[str, Value]]


@dataclass(frozen=True)
class SealedPlan:
    """A plan, and when it was sealed.

    Attributes
    ----------
    date : str
        The day, as 2026-01-31.
    dated : {"by the clock", "by hand"}
        Whether the day is that of the computer, or was given.
    answers : int
        Files of answers that lay in the survey's folder already.
    sha256 : str
        Of all that the file holds above its last lines.
    entries : dict of str to str
        As `flatten` makes them.
    """

    date: str
    dated: str
    answers: int
    sha256: str
    entries: dict[str, str]


def flatten(plan: Plan) -> dict[str, str]:
    """A plan as one text an entry; the entry of one question has the question's id after a space.

    Examples
    --------
    >>> flatten({"smallest_gamma": 0.5, "positive": {"q3": ["yes", "often"]}})
    {'smallest_gamma': '0.5', 'positive q3': 'yes; often'}
    """
    entries = {}
    for name, value in plan.items():
        if isinstance(value, Mapping):
            entries |= {f"{name} {id}": _text(own) for id, own in value.items()}
        else:
            entries[name] = _text(value)
    return entries


def text(plan: Plan, survey: str, date: datetime.date, dated: str, answers: int) -> str:
    """The file of a sealed plan.

    Examples
    --------
    >>> day = datetime.date(2026, 1, 31)
    >>> sealed = text({"smallest_gamma": 0.5, "role": {"q3": "outcome"}}, "club", day, BY_HAND, 0)
    >>> print(sealed.partition("\\n\\n")[2])
    [sealed]
    survey = "club"
    date = 2026-01-31
    dated = "by hand"
    answers = 0
    <BLANKLINE>
    [plan]
    smallest_gamma = 0.5
    <BLANKLINE>
    [plan.role]
    q3 = "outcome"
    <BLANKLINE>
    [seal]
    sha256 = "0dc07f82028bcdcc2da04a7e9295bc2db2c59a6c701daf2768d29baaa79df4dc"
    <BLANKLINE>
    """
    lines = [HEAD + "[sealed]", f"survey = {quote(survey)}", f"date = {date.isoformat()}"]
    lines += [f"dated = {quote(dated)}", f"answers = {answers}", "", "[plan]"]
    tables = {name: value for name, value in plan.items() if isinstance(value, Mapping)}
    lines += [f"{name} = {_toml(value)}" for name, value in plan.items() if name not in tables]
    for name, values in tables.items():
        lines += ["", f"[plan.{name}]", *(f"{id} = {_toml(own)}" for id, own in values.items())]
    above = "\n".join([*lines, "", ""])
    return f"{above}{SEAL}sha256 = {quote(_sha256(above))}\n"


def read(path: Path, survey: str, mistakes: Mistakes) -> SealedPlan | None:
    """Read the sealed plan of a survey; None if there is none.

    Parameters
    ----------
    path : Path
    survey : str
        The survey's id.
    mistakes : Mistakes
        Takes in one line what is wrong with the file, if anything is.
    """
    if not path.is_file():
        return None
    try:
        content = path.read_text(encoding="utf-8")  # whatever the ends of lines
        whole = tomllib.loads(content)
        sealed, plan, seal = (dict(whole[key]) for key in ("sealed", "plan", "seal"))
        fingerprint = _sha256(content.rpartition(SEAL)[0])
        own = SealedPlan(
            datetime.date.isoformat(sealed["date"]),
            DATED[DATED.index(sealed["dated"])],
            int(sealed["answers"]),
            fingerprint,
            flatten(plan),
        )
        is_of, told = sealed["survey"], seal["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError):
        mistakes.lines.append(f"{path} is no plan that `survey seal` wrote; {_CURE}")
        return None
    if told != fingerprint:
        mistakes.lines.append(
            f"{path} was changed after it was sealed: its SHA-256 is {fingerprint[:12]}…, not "
            f"{str(told)[:12]}…; {_CURE}"
        )
    elif is_of != survey:
        mistakes.lines.append(f"{path} is the plan of another survey, {is_of!r}; {_CURE}")
    return own


_CURE = "put the file back as it was, or remove it: the report then says that no plan was sealed"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(value: Value) -> str:
    return JOINT.join(value) if isinstance(value, list) else f"{value}"


def _toml(value: Value) -> str:
    if isinstance(value, list):
        return quote_all(value)
    return quote(value) if isinstance(value, str) else f"{value}"
