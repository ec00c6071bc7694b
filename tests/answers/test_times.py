"""Time stamps: of any tool, over a change of clocks, and those that cannot be told."""

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mini import HEADER

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.answers.intake.stamps import FORMATS, find_formats, read_stamps
from helpers.codebook import SurveyError

FORMAT = 'timestamp_format = "%Y-%m-%d %H:%M:%S"\n'


def times(*stamps, form=""):
    """Time stamps read by a format, or by the one that is found."""
    column = pd.Series(stamps, dtype=object)
    if not form:
        (form,) = find_formats([column])
    return read_stamps(column, form).tolist()


@pytest.fixture
def clean(survey, sheet):
    """A function that cleans people with these time stamps, all their answers different."""

    def run(*stamps, size=intake.ROWS_PER_CHUNK, changes=((FORMAT, ""),), often=()):
        often = [*often, *["Jamais"] * len(stamps)]
        rows = [
            (stamp, "", level, "Oui", str(n))
            for n, (stamp, level) in enumerate(zip(stamps, often, strict=False))
        ]
        book = codebook.load(survey(*changes, answers=sheet(*rows, header=HEADER)))
        return cleaning.clean(intake.read(book), book, rows=size)

    return run


@pytest.mark.parametrize(
    ("form", "stamp"),
    [
        ("%Y/%m/%d %I:%M:%S %p", "2015/10/30 2:03:11 p.m."),
        ("%Y/%m/%d %I:%M:%S %p", "2015/10/30 2:03:11\u202fp.\u00a0m."),
        ("%Y/%m/%d %I:%M:%S %p", "2015/10/30 02:03:11 PM"),
        ("%Y-%m-%d %H:%M:%S", "2015-10-30 14:03:11.250"),
        ("%Y-%m-%dT%H:%M:%S%z", "2015-10-30T10:03:11-04:00"),
        ("%Y-%m-%dT%H:%M:%S%z", "2015-10-30T14:03:11Z"),
        ("%Y/%m/%d %I:%M:%S %p GMT-4", "2015/10/30 10:03:11 AM GMT-4"),
        ("%Y/%m/%d %I:%M:%S %p GMT-4", "2015/10/30 9:03:11 AM UTC−5"),
        ("%Y/%m/%d %I:%M:%S %p GMT-4", "2015/10/30 3:33:11 PM GMT+1:30"),
        ("", "2015-10-30 14:03:11"),
        ("", "30/10/2015 14:03:11"),
        ("", "30/10/2015 à 14 h 03:11"),
        ("", "30/10/2015, 14:03:11"),
        ("", "10/30/2015 2:03:11 PM"),
        ("", "2015-10-30T15:03:11+01:00"),
        ("", "2015/10/30 9:03:11 am GMT-5"),
        ("", "30.10.2015 14:03:11"),
    ],
)
def test_a_moment_is_the_same_however_it_is_written(form, stamp):
    """Fails when an offset, a half of the day or a fraction of a second is read otherwise."""
    assert times(stamp, form=form) == [pd.Timestamp("2015-10-30 14:03:11")]


@pytest.mark.parametrize(
    "stamp",
    [
        *("10/30/15 14:03", "30.10.2015 14:03", "2015-10-30 16:03+02:00", "2015-10-30T14:03Z"),
        *("30/10/2015 2:03 p.m.", "2015/10/30 14:03", "30-10-2015 14:03", "30.10.15 14:03"),
    ],
)
def test_time_stamps_without_seconds_are_found_out(stamp):
    """Fails when a way of writing that spreadsheets have must be declared."""
    assert times(stamp) == [pd.Timestamp("2015-10-30 14:03")]


@given(
    moment=st.datetimes(datetime(1971, 1, 1), datetime(2068, 1, 1)),
    form=st.sampled_from([form for form in FORMATS if "%z" in form]),
    hours=st.integers(-11, 12),
)
def test_times_of_any_offset_are_in_one_time(moment, form, hours):
    """Fails when the offset of a row is left out, or added the wrong way round."""
    moment = moment.replace(second=moment.second * ("%S" in form), microsecond=0, tzinfo=UTC)
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    assert times(there.strftime(form), form=form) == [pd.Timestamp(moment.replace(tzinfo=None))]


def test_day_and_month_that_cannot_be_told_are_asked_for(clean):
    """Fails when one of two readings is taken in silence, is not shown, or a file that tells them
    is refused.
    """
    with pytest.raises(SurveyError, match="in 'Horodateur' can be read with the day first") as told:
        clean("03/03/2024 10:00:00", "03/04/2024 10:00:00", "05/06/2024 11:00:00")
    lines = str(told.value).split("\n")[1:]
    assert lines == [
        "  timestamp_format = \"%d/%m/%Y %H:%M:%S\"  # '03/04/2024 10:00:00' is 2024-04-03",
        "  timestamp_format = \"%m/%d/%Y %H:%M:%S\"  # '03/04/2024 10:00:00' is 2024-03-04",
    ]
    assert times("03/04/2024 10:00:00", "13/06/2024 11:00:00")[0] == pd.Timestamp(
        "2024-04-03 10:00"
    )
    assert times("03/03/2024 10:00:00") == [pd.Timestamp("2024-03-03 10:00")]


@pytest.mark.parametrize("size", [600, 5000])
def test_one_format_reads_the_whole_file(clean, size):
    """Fails when each chunk chooses its own, or what comes late does not settle which it is."""
    stamps = [f"0{day}/0{month}/2024 10:00:00" for month in (1, 2) for day in range(1, 10)] * 60
    stamps = [*sorted(stamps, key=lambda stamp: (stamp[3:5], stamp[:2])), "25/02/2024 10:00:00"]
    assert len(clean(*stamps, size=size).answers) == len(stamps)


def test_seconds_may_be_left_out_by_some():
    """Fails when a spreadsheet that shows some times without seconds stops the work."""
    assert times("5/13/2024 10:00:20", "5/13/2024 10:01", "5/13/2024 9:00:00 ")[1:] == [
        pd.Timestamp("2024-05-13 10:01"),
        pd.Timestamp("2024-05-13 09:00"),
    ]


def test_the_format_of_the_tool_is_taken_where_it_reads(survey, sheet):
    """Fails when what the export's format tells is not used, or stands in the way of a file that a
    spreadsheet has saved anew.
    """
    header = ("id", "submitdate", "lastpage", *HEADER[1:])
    changes = [(FORMAT, ""), ('timestamp = "Horodateur"', 'timestamp = "submitdate"')]
    changes.append(('ignore_columns = ["Horodateur"]\n', ""))
    for stamp in ("2024-03-04 10:00:00", "3/14/2024 10:00"):
        answers = sheet((1, stamp, 9, "", "Jamais", "Oui", "a"), header=header)
        book = codebook.load(survey(*changes, answers=answers))
        assert len(cleaning.clean(intake.read(book), book).answers) == 1


@pytest.mark.parametrize("size", [1, 2, 100])
def test_time_stamps_that_cannot_be_read_are_told_together(clean, size):
    """Fails when only those of the first chunk are told, or a year out of reach ends in a
    traceback, or they hide unknown answers.
    """
    good = [f"2024-01-31 10:0{minute}:00" for minute in range(4)]
    stamps = (*good, "soon", "3024-01-01 10:00:00", "later", "1024-01-01 10:00:00", "")
    for changes in ((), ((FORMAT, ""),)):
        with pytest.raises(SurveyError) as told:
            clean(*stamps, size=size, changes=changes, often=["Jamais", "Souvant"])
        unread, far, unknown, *_ = str(told.value).split("\n")
        form = "does not have the format '%Y-%m-%d %H:%M:%S'"
        assert f"row 6, 8, 10: the time stamp 'soon' {form}" in unread
        assert "row 7, 9: the time stamp '3024-01-01 10:00:00' lies outside the years 1970" in far
        assert "row 3, question 'often': 'Souvant'" in unknown


def test_a_column_of_something_else_is_told(clean):
    """Fails when the first row is said to be in a format that nobody chose."""
    with pytest.raises(SurveyError, match="row 2: the time stamp 'yesterday' is written in no kno"):
        clean("yesterday", "today", "2024-01-31 10:00:00")
    with pytest.raises(SurveyError, match=r"'Horodateur', the `timestamp` of .* no time stamps"):
        clean("", "")
