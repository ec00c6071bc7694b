"""Small exports, each with one fault of a kind that people meet: what is counted, or told."""

import codecs

import pytest

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError

SURVEY = """
[survey]
id = "small"
provenance = "synthetic"
languages = ["en"]
date = 2026-01-31
version = "1"
authors = ["A"]
title.en = "A"
event.en = "B"
organiser.en = "C"

[intake]
"""
LIKE = """
[[questions]]
id = "like"
kind = "nominal"
role = "context"
text.en = "Like it?"
levels = [{ id = "yes", en = "Yes" }, { id = "no", en = "No" }]
"""
WHY = '\n[[questions]]\nid = "why"\nkind = "text"\nrole = "context"\ntext.en = "Why?"\n'
OPEN = LIKE.replace('en = "No" }', 'en = "No" }, { id = "other", en = "Other", write_in = true }')
USE = """
[[questions]]
id = "use"
kind = "multiple"
role = "context"
text.en = "Use"
levels = [{ id = "r", en = "R" }, { id = "py", en = "Python" }]
"""
BOTH = LIKE + WHY
HEAD = "Like it?,Why?\n"
STATUS = "Status,Like it?,Why?\nComplete,Yes,x\nPartial,No,y\ncomplete ,No,z\n"
STAMPED = 'timestamp = "When"\nduplicate_seconds = 60'


@pytest.fixture
def count(survey):
    """A function that cleans an export and counts its rows by what became of them."""

    def run(content, intake_lines, questions):
        content = content.encode() if isinstance(content, str) else content
        text = f"{SURVEY}{intake_lines}\n{questions}"
        book = codebook.load(survey(text=text, answers=content))
        account = cleaning.clean(intake.read(book), book).account
        account = account[account["count"] > 0]
        return dict(zip(account["item"], account["count"], strict=True))

    return run


def stamped(first, second):
    return f'When,Like it?,Why?\n"{first}",Yes,x\n"{second}",No,y\n'


QUALTRICS = 'StartDate,Q1\nStart Date,Like it?\n"{""ImportId"":""a""}","{""ImportId"":""b""}"\n'
READ = {
    "blank lines of spaces": (f"{HEAD}Yes,x\n  \n\nNo,y\n", "", BOTH, {"blank line": 2}),
    "blank lines of separators": (f"{HEAD},\nYes,x\n,\nNo,y\n", "", BOTH, {"blank line": 2}),
    "sep=tab after a mark": ("\ufeffsep=\t\r\nLike it?\tWhy?\nYes\tx\nNo\ty\n", "", BOTH, {}),
    "sep= in UTF-16": (
        codecs.BOM_UTF16_LE + "sep=;\r\nLike it?;Why?\r\nYes;x\r\nNo;y".encode("utf-16-le"),
        *("", BOTH, {}),
    ),
    "duplicate headers left by pattern": (
        "Like it?,Why?,Note,note ,Note\nYes,x,1,2,3\nNo,y,,,\n",
        *('ignore_columns = ["Note*"]', BOTH, {}),
    ),
    "duplicate header asked by its place": (
        "Like it?,Why?,Why?\nYes,x,y\nNo,z,\n",
        'ignore_columns = ["Why? (1)"]',
        LIKE + WHY.replace("text.en", 'column = "Why? (2)"\ntext.en'),
        {"_skipped": 1},
    ),
    "blank columns without a name": ("Like it?,Why?,,\nYes,x,,\nNo,y,,\n", "", BOTH, {}),
    "columns left by their letters": (
        "Like it?,,Why?,\nYes,p,x,q\nNo,,y,\n",
        *('ignore_columns = ["column B", "column D"]', BOTH, {}),
    ),
    "offset after a change of clocks": (
        stamped("2015/10/30 2:03:11 PM UTC−4", "2015/11/30 2:03:11 AM UTC−5"),
        *(STAMPED, BOTH, {}),
    ),
    "afternoon with spaces": (
        stamped("30/10/2015 2:03:11 p.\u00a0m.", "30/10/2015 9:03 a. m."),
        *(STAMPED, BOTH, {}),
    ),
    "hours as in Québec": (
        stamped("30/10/2015 à 14 h 03", "31/10/2015 9 h 10"),
        *(STAMPED, BOTH, {}),
    ),
    "short row, its first cell alone": (
        f"{HEAD}Yes\nNo,x\n",
        *("", BOTH, {"short row": 1, "_skipped": 1}),
    ),
    "separators beyond, in one row": ("Like it?;Why?\nYes;x;;;\nNo;y\n", "", BOTH, {}),
    "one column, with semicolons in it": ("Why?\na; b\nc\n", "", WHY, {}),
    "one column, quoted": ('"Why?"\r\n"a, b"\r\n"c"\r\n', "", WHY, {}),
    "three header rows": (f"{QUALTRICS}2024-01-01,Yes\n2024-01-02,No\n", "", LIKE, {}),
    "two header rows": (
        "StartDate,EndDate,Q1\nStart Date,End Date,Like it?\n2024-01-01,,Yes\n2024-01-02,,No\n",
        *("", LIKE, {}),
    ),
    "header rows and own words": (f"{QUALTRICS}2024-01-01,Yes\n2024-01-02,A bit\n", "", OPEN, {}),
    "options ticked": ("Use [R],Use [Python],Why?\nX,,a\n,,b\n", "", USE + WHY, {}),
    "options by yes and no": (
        "Use [R],Use [Python],Why?\nOui,Non,a\nNon,Non,b\n",
        *("", USE + WHY, {}),
    ),
    "keep, in other letters": (
        STATUS,
        *('ignore_columns = ["Status"]\nkeep = { status = "COMPLETE" }', BOTH, {"not kept": 1}),
    ),
    "marks in an ignored column": (
        STATUS,
        *('ignore_columns = ["Stat*"]\ntest_marks = ["partial"]', BOTH, {"test": 1}),
    ),
    "answers in ignored columns only": (
        "Name,Like it?,Why?\nAnn,,\nBo,Yes,x\nCy,No,y\n",
        *('ignore_columns = ["Name"]', BOTH, {"left out": 1}),
    ),
    "answers in the tool's columns only": (
        "Timestamp,Like it?,Why?\n2024-01-01 10:00:00,,\n2024-01-01 11:00:00,Yes,x\n"
        "2024-01-01 12:00:00,No,y\n",
        *("", BOTH, {"empty": 1}),
    ),
    "own words near levels": (
        f"{HEAD}Yess,x\n no.,y\n",
        *("", OPEN + WHY, {"own words near a level": 2}),
    ),
    "signs that nobody sees": (
        "Like it?\u200b,\ufeffWhy?\nYes\u200b,x\n\u200eNo\u00ad,y\n",
        *("", BOTH, {"spaces": 2}),
    ),
    "codes that a program gave decimals": (
        f'{HEAD}1.0,x\n"2,0",y\n',
        *("", LIKE.replace('"Yes"', '"1"').replace('"No"', '"2"') + WHY, {"number": 2}),
    ),
    **{
        f"options after {joint!r}": (
            f"Use{joint}R,Use{joint}Python,Why?\n1,0,x\n0,1,y\n",
            *("", USE + WHY, {}),
        )
        for joint in (": ", " - ", "/")
    },
    "columns named as LimeSurvey does": (
        '"id","submitdate","lastpage","q[a]","q[b]","w"\n1,,3,Y,N,a\n2,,3,N,Y,b\n',
        'ignore_columns = ["w"]',
        USE.replace('en = "R" }', 'en = "R", column = "q[a]" }')
        .replace('en = "Python" }', 'en = "Python", column = "q[b]" }')
        .replace("text.en", 'column = "q"\ntext.en'),
        {},
    ),
    "an id before what Alchemer adds": (
        "Response ID,Time Started,Date Submitted,Status,R:Use,Python:Use,Why?\n"
        "1,2026-01-31 10:00:00,2026-01-31 10:05:00,Complete,R,,x\n"
        "2,2026-01-31 10:00:00,2026-01-31 10:05:00,Partial,,Python,y\n",
        *("", USE + WHY, {}),
    ),
    "options coded 1 and 2": (
        "Use [R],Use [Python],Why?\n1,2,a\n2.0,1.0,b\n",
        *("", USE + WHY, {}),
    ),
    "one space between answers": (
        "Use,Why?\nR Python,x\nPython,y\n",
        *('separator = " "', USE + WHY, {}),
    ),
    "clocks told by name": (
        stamped("2025-11-02 01:59:30 HAE", "2025-11-02 01:00:30 HNE"),
        *(STAMPED, BOTH, {}),
    ),
    "the header again": (f"{HEAD}Yes,x\n{HEAD}No,y\n", "", BOTH, {"header": 1}),
}


@pytest.mark.parametrize("case", READ)
def test_what_loses_nothing_is_read_and_counted(count, case):
    """Fails when a fault that loses nothing stops the work, or is told as something else."""
    content, intake_lines, questions, told = READ[case]
    counts = count(content, intake_lines, questions)
    assert counts["kept"] == 2
    known = {"in file", "kept", "asked", "valid", "free text", "own words"}
    assert {item: counts[item] for item in counts if item not in known} == told


REFUSED = {
    "two columns without a name": (
        "Like it?,,Why?,\nYes,p,x,q\n",
        *("", BOTH, ["'column B' is no", "'column D' is no", '["column B", "column D"]']),
    ),
    "one header twice": (
        "Like it?,Why?,Why?\nYes,x,y\n",
        *("", BOTH, ["'Why?' of question 'why' stands there 2 times", "'Why? (1)'"]),
    ),
    "cells beyond the header": (
        f"{HEAD}Yes,x,y\nNo,z,,w\nYes,,\n",
        *("", BOTH, ["row 2, 3: more cells than the header"]),
    ),
    "unknown answers": (
        f"{HEAD}Yess,x\nNope,y\nMaybe,z\n",
        *("", BOTH, ["row 2", "row 3", "row 4", 'aliases = ["Yess"]', 'en = "Maybe"']),
    ),
    "an ignored pattern that is asked": (
        *(STATUS, 'ignore_columns = ["L*", "Status"]', BOTH, ["'L*', which [[questions]] like"]),
    ),
    "keep that keeps none": (
        STATUS,
        *('ignore_columns = ["Status"]\nkeep = { Status = "Finished" }', BOTH, ["'Partial'"]),
    ),
    "keep as a text": (STATUS, 'keep = "Complete"', BOTH, ["keep is 'Complete', not a table"]),
    "keep by a number": (STATUS, "keep = { Status = 1 }", BOTH, ["keep is {'Status': 1}, not"]),
    "a level and an alias alike": (
        f"{HEAD}Yes,x\n",
        "",
        LIKE.replace('en = "Yes"', 'en = "Yes", aliases = ["NÔ"]') + WHY,
        ["'NÔ' of level 'yes' and 'No' of level 'no' are one answer"],
    ),
    "a missing label and a level alike": (
        f"{HEAD}Yes,x\n",
        *("", f'{LIKE}missing = {{ refused = ["YÉS"] }}\n{WHY}', ["'YÉS' is both level 'yes'"]),
    ),
    "answers parted by another sign": (
        "Use,Why?\nR;Python,a\nR;R / Python,b\n",
        *("", USE + WHY, ["'R;Python' is several of its levels, with ';' between", 'or = ";"']),
    ),
    "a slip near a level and its opposite": (
        f"{HEAD}Unhappy.,x\nHappyy,y\n",
        "",
        LIKE.replace('"Yes"', '"Happy"').replace('"No"', '"Unhappy"') + WHY,
        ['level no: aliases = ["Unhappy."]', 'level yes: aliases = ["Happyy"]'],
    ),
    "signs that are no words": (
        f"{HEAD}-,x\n?,y\n",
        *("", BOTH, ['[[questions]] like, missing = { not_codable = ["-", "?"] }']),
    ),
    "scores with words": (
        "Like it?,Why?\n10 - Very likely,x\n11,y\n3.5,z\n",
        "",
        LIKE.replace("nominal", "rating").split("levels")[0] + "range = [0, 10]\n" + WHY,
        ['levels: { id = "10", en = "10 - Very likely" }', 'not_codable = ["11", "3.5"]'],
    ),
    "days in another order": (
        f"{HEAD}03/04/2024,x\n05/06/2024,y\n",
        "",
        LIKE.replace("nominal", "date").split("levels")[0] + WHY,
        ["date_format = \"%d/%m/%Y\"  # '03/04/2024' is 2024-04-03", '"%m/%d/%Y"  # '],
    ),
    "an option that is not declared": (
        "Use [R],Use [Python],Use [Go],Why?\n1,0,1,a\n",
        *(
            "",
            USE + WHY,
            ["as one more option", '[[questions]] use, levels: { id = "go", en = "Go" }'],
        ),
    ),
    "a row without its time": (
        stamped("2025-11-02 01:59:30", ""),
        *(STAMPED, BOTH, ["row 3: no time stamp stands there; fill it in"]),
    ),
    "an encoding that begins with a mark": (
        f"{HEAD}Yes,x\n",
        *('encoding = "utf-16"', BOTH, ["is not utf-16 text", "in row 1, there is no mark of the"]),
    ),
    "a packed file": (b"\x1f\x8b\x08\x00abc", "", BOTH, ["is a GZIP archive, not a table"]),
    "a power": (
        f"{HEAD}5²,x\n3½,y\n",
        "",
        LIKE.replace("nominal", "number").split("levels")[0] + WHY,
        ["row 2, question 'like': '5²' is not a number", "row 3"],
    ),
    "answers of another format": (
        *('[{"Like it?": "Yes"}]', "", BOTH, ["is a JSON file, not a table of answers"]),
    ),
    "a mark that is neither": (
        "Use [R],Use [Python],Why?\nmaybe,1,a\n",
        *("", USE + WHY, ["row 2, question 'use': 'maybe' is not one of"]),
    ),
    "only blank rows": (f"{HEAD},\n,\n", "", BOTH, ["none of its 2 rows holds an answer"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_loses_something_is_told_all_at_once(count, case):
    """Fails when one of several mistakes is not told in the first run."""
    content, intake_lines, questions, told = REFUSED[case]
    with pytest.raises(SurveyError) as error:
        count(content, intake_lines, questions)
    assert [words for words in told if words not in str(error.value)] == []


def test_an_option_without_a_column_is_told(survey):
    """Fails when a level that nobody can have chosen is reported as chosen by nobody, in silence;
    or one of own words, which may stand in no column.
    """
    answers = b"Use [R],Why?\n1,a\n0,b\n"
    book = codebook.load(survey(text=f"{SURVEY}\n{USE}{WHY}", answers=answers))
    assert "no column for 'Python' of question 'use'" in intake.read(book).evidence[-1]


def test_a_mistake_of_the_header_is_told_once(survey):
    """Fails when what is wrong with the columns is told again with what is wrong with answers."""
    text = f'{SURVEY}ignore_columns = ["Status"]\nkeep = {{ Stat = "x" }}\n{BOTH}'
    book = codebook.load(survey(text=text, answers=STATUS.replace("No,y", "Nay,y").encode()))
    with pytest.raises(SurveyError) as error:
        cleaning.check(book)
    told = str(error.value)
    assert told.count("no column 'Stat'") == 1
