"""Time stamps: of any tool, over a change of clocks, and those that cannot be told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.answers.times import FORMATS, read_times
from helpers.codebook import SurveyError


@pytest.fixture
def read(real):
    """A function that reads time stamps by a declared format, or by none."""

    def run(*stamps, form="", own=""):
        book = replace(real, intake=real.intake | {"timestamp_format": form})
        rows = np.arange(2, len(stamps) + 2)
        return list(read_times(rows, pd.Series(stamps, dtype=object), book, own))

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
        ("", "10/30/2015 2:03:11 PM"),
    ],
)
def test_a_moment_is_the_same_however_it_is_written(read, form, stamp):
    """Fails when an offset, a half of the day or a fraction of a second is read otherwise."""
    assert read(stamp, form=form) == [pd.Timestamp("2015-10-30 14:03:11")]


@given(
    moment=st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)),
    form=st.sampled_from([form for form in FORMATS if "%z" in form]),
    hours=st.integers(-11, 12),
)
def test_times_of_any_offset_are_in_one_time(real, moment, form, hours):
    """Fails when the offset of a row is left out, or added the wrong way round."""
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    book = replace(real, intake=real.intake | {"timestamp_format": form})
    stamps = pd.Series([there.strftime(form)], dtype=object)
    assert read_times(np.array([2]), stamps, book)[0] == pd.Timestamp(moment.replace(tzinfo=None))


def test_day_and_month_that_cannot_be_told_are_asked_for(read):
    """Fails when one of two readings is taken in silence, or a file that tells them is refused."""
    with pytest.raises(SurveyError, match=r"'03/04/2024 10:00:00', can be read with the day") as e:
        read("03/04/2024 10:00:00", "05/06/2024 11:00:00")
    assert 'timestamp_format = "%d/%m/%Y %H:%M:%S"\n' in str(e.value)
    assert read("03/04/2024 10:00:00", "13/06/2024 11:00:00")[0] == pd.Timestamp("2024-04-03 10:00")
    assert read("03/03/2024 10:00:00") == [pd.Timestamp("2024-03-03 10:00")]


def test_the_format_of_the_tool_is_taken_where_the_codebook_names_none(read):
    """Fails when what the export's format tells is not used."""
    own = "%m/%d/%Y %H:%M:%S"
    assert read("03/04/2024 10:00:00", own=own) == [pd.Timestamp("2024-03-04 10:00")]


def test_time_stamps_that_cannot_be_read_are_told_together(read):
    """Fails when only the first is named, or a year out of reach ends in a traceback."""
    form = "%Y-%m-%d %H:%M:%S"
    with pytest.raises(SurveyError, match=r"row 3, 4: the time stamp 'soon' does not have the for"):
        read("2024-01-01 10:00:00", "soon", "later", form=form)
    for year in ("3024", "1024", "9999"):
        with pytest.raises(SurveyError, match=r"row 2: .* lies outside the years 1970 to 2100"):
            read(f"{year}-01-01 10:00:00", form=form)
    with pytest.raises(SurveyError, match="row 2: the time stamp 'yesterday' is written in no kno"):
        read("yesterday")
