"""What the ``survey`` command takes."""

import argparse
import datetime
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path

EXAMPLES = {  # of each command, what follows its name
    "build": "data/raw/linkedin-2015 --language en",
    "watch": "data/raw/linkedin-2015",
    "draft": "export.csv --into data/raw/workshop",
    "check": "data/raw/linkedin-2015",
    "seal": "data/raw/workshop --date 2026-01-31",
    "reconstruct": "data/raw/linkedin-2015",
    "verify": "reports/linkedin-2015/report.fr.pdf",
    "export": "data/raw/linkedin-2015 --to sav",
    "audit": "data/raw/linkedin-2015",
    "forget": "data/raw/workshop",
    "run": "02_question -p question q5",
}


def parser(commands: Mapping[str, Callable[[argparse.Namespace], int | None]]) -> ArgumentParser:
    """The parser of the command line; each command is the function of its name."""

    def jobs(text):
        if not text.isdigit() or int(text) < 1:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number of notebooks, 1 or more")
        return int(text)

    def date(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no day, as 2026-01-31") from None

    summary = "From the raw answers of a survey to its reports."
    more = "survey COMMAND --help tells more, with an example"
    whole = argparse.ArgumentParser(prog="survey", description=summary, epilog=more)
    subcommands = whole.add_subparsers(required=True, metavar="COMMAND")

    def add(name, summary, survey="?"):
        example = f"example: survey {name} {EXAMPLES[name]}"
        sub = subcommands.add_parser(name, help=summary, description=summary, epilog=example)
        sub.set_defaults(command=commands[name])
        meant = "the project's folder (default: around the working directory)"
        sub.add_argument("--project", type=Path, metavar="DIR", help=meant)
        if survey != "no":
            place = "the survey's folder, as data/raw/NAME"
            several = "; several, or a quoted pattern as 'surveys/*'" if survey == "*" else ""
            sub.add_argument("survey", nargs=survey, metavar="SURVEY", help=place + several)
        return sub

    build = add("build", "execute the notebooks that changed and publish the reports", survey="*")
    watch = add("watch", "build again at every change, until Ctrl-C")
    edition = "an earlier edition of the survey, whose shares are compared with those of this one"
    for sub in (build, watch):
        only = {"action": "append", "default": [], "help": "report in this language only"}
        sub.add_argument("--language", metavar="fr", **only)
        number = "notebooks executed at a time (default: processors)"
        sub.add_argument("--jobs", type=jobs, metavar="N", help=number)
        into = "write data/, reports/ and .survey/ under DIR"
        sub.add_argument("--into", type=Path, metavar="DIR", help=into)
        sub.add_argument("--quiet", action="store_true", help="say nothing but errors")
        sub.add_argument("--against", metavar="SURVEY", help=edition)
    build.add_argument("--force", action="store_true", help="make everything, changed or not")
    fresh = "load the libraries anew for each notebook: slower"
    build.add_argument("--fresh", action="store_true", help=fresh)
    alone = {
        "action": "append",
        "default": [],
        "help": "report on this event alone, too; '*': on each",
    }
    build.add_argument("--event", metavar="NAME", **alone)
    released = (
        "reports released earlier (reports/NAME as it was): publish none that tells beside it"
    )
    before = {"action": "append", "default": [], "type": Path, "metavar": "FOLDER"}
    build.add_argument("--earlier", **before, help=released)
    cluster = "make the reports, and clean a large export, on the cluster of a Dask scheduler"
    build.add_argument("--scheduler", metavar="ADDRESS", help=cluster)
    build.add_argument("--when-told", action="store_true", help=argparse.SUPPRESS)
    summary = "write a first codebook for an export, and say what to look at in it"
    draft = add("draft", summary, survey="no")
    draft.add_argument("export", type=Path, metavar="EXPORT", help="the file of answers")
    place = "the survey's folder to be (default: data/raw/ and the file's name)"
    draft.add_argument("--into", type=Path, metavar="data/raw/NAME", help=place)
    spoken = "of the codebook's texts (default: guessed by the small words of the questions)"
    draft.add_argument("--language", metavar="fr", help=spoken)
    told = "of the export, where it cannot be told; as under [intake] of a codebook"
    for name, example in (("format", "qualtrics"), ("encoding", "mac-roman"), ("sheet", "Answers")):
        draft.add_argument(f"--{name}", metavar=example, help=told)
    summary = "read the codebook, clean the answers and show the account"
    add("check", summary, survey=None).add_argument("--against", metavar="SURVEY", help=edition)
    summary = "seal the plan that the codebook declares, before answers are there"
    seal = add("seal", summary, survey=None)
    day = "the day of the seal (default: today); the file says that it was given by hand"
    seal.add_argument("--date", type=date, metavar="2026-01-31", help=day)
    add("reconstruct", "write synthetic answers anew from published.toml", survey=None)
    verify = add("verify", "say whether a report comes from these inputs", survey="no")
    verify.add_argument("report", metavar="REPORT.pdf", help="a PDF report of this project")
    verify.add_argument("survey", nargs="?", metavar="SURVEY", help="the survey's folder")
    place = "where it was built with --into: it need not be built anew"
    verify.add_argument("--into", type=Path, metavar="DIR", help=place)
    summary = "write a survey for other tools: its answers, its codebook, the tables of its report"
    export = add("export", summary)
    forms = ("sav", "csv", "parquet", "ddi", "xlsx")
    meant = "SPSS, CSV, Parquet: answers with their labels; DDI: the codebook; XLSX: the tables"
    export.add_argument("--to", required=True, choices=forms, help=meant)
    place = "the folder (default: reports/NAME/export)"
    export.add_argument("--into", dest="folder", type=Path, metavar="DIR", help=place)
    own = "lines of real people, for yourself: where only you can read them (.survey/NAME/export)"
    export.add_argument("--private", action="store_true", help=own)
    summary = "say what a release tells of single people, before it is sent"
    audit = add("audit", summary, survey=None)
    audit.add_argument("--language", metavar="fr", help="of the page (default: the survey's)")
    audit.add_argument("--into", type=Path, metavar="DIR", help="where it was built with --into")
    audit.add_argument("--earlier", **before, help="reports released earlier, to be told apart")
    summary = "remove all that was derived of a survey: tables, reports, what builds remember"
    forget = add("forget", summary, survey=None)
    forget.add_argument("--into", type=Path, metavar="DIR", help="where it was built with --into")
    run = add("run", "execute one notebook, its parameters checked", survey="no")
    run.add_argument("notebook", metavar="NOTEBOOK", help="its path, or its name as 02_question")
    pair = {"nargs": 2, "action": "append", "default": [], "metavar": ("NAME", "VALUE")}
    run.add_argument("-p", dest="parameter", **pair)
    run.add_argument("--output", type=Path, metavar="FILE", help="the executed notebook")
    return whole
