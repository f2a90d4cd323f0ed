"""Dates in sentences: found as they are written, resolved against the date of the document."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timeline.dates import dates_in, order

FRIDAY = "2017-12-08"


def isos(text, base=FRIDAY, earlier=""):
    return [each.iso for each in dates_in(text, base, earlier)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The launch of 28 November 2017 was the third.", ["2017-11-28"]),
        ("It came on November 28th, 2017.", ["2017-11-28"]),
        ("It came on 2017-11-28.", ["2017-11-28"]),
        ("It was reported on 28–29 November 2017.", ["2017-11-28"]),
        ("In September 2017 the cap was set.", ["2017-09"]),
        ("This is the tenth resolution since 2006.", ["2006"]),
        ("On 28 November Canada spoke; two days later Russia did.", ["2017-11-28", "2017-11-30"]),
        ("In May 2015 he spoke.", ["2015-05"]),
        ("The war has gone on since November 2013.", ["2013-11"]),
        ("In early May, 2014, he left.", ["2014-05"]),
        ("It was founded in Jan. 2014.", ["2014-01"]),
        ("On Nov. 28, 2017, the launch took place.", ["2017-11-28"]),
        ("On Sept. 11, 2012, the consulate was attacked.", ["2012-09-11"]),
        ("In May 2,000 people left.", ["2017-05"]),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text, expected):
    assert isos(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In a statement on 28 November she said that a meeting will be held.", "2017-11-28"),
        ("She said that the meeting will be held on 16 January.", "2018-01-16"),
        ("On 16 January the ministers will meet.", "2018-01-16"),
        ("He asked them not to hold drills in December.", "2017-12"),
        ("They agreed to meet on 5 March.", "2018-03-05"),
        ("He spoke on Tuesday.", "2017-12-05"),
        ("Yesterday the Council met.", "2017-12-07"),
        ("Last week the Council met.", "2017-W48"),
        ("A year ago nobody spoke.", "2016"),
        ("He spoke on Friday.", "2017-12-08"),
        ("He will speak on Friday.", "2017-12-08"),
        ("He will speak on Monday.", "2017-12-11"),
        ("The deal was signed Friday.", "2017-12-08"),
        ("He told Reuters Thursday that it fell.", "2017-12-07"),
        ("The Senate will vote Tuesday night.", "2017-12-12"),
        ("The Council met today.", "2017-12-08"),
        ("The Council meets tonight.", "2017-12-08"),
        ("He asked on 28 November the Council to meet.", "2017-11-28"),
    ],
)
def test_what_lacks_a_year_is_the_nearest_one_that_the_verb_allows(text, expected):
    assert isos(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "It may rain.",
        "The resolution caps 2,000 barrels.",
        "Resolution 2375 was adopted.",
        "The march went on for 24 months.",
        "Version 1.2.2017 of the rule is void.",
        "The 31 February 2017 is no day.",
        "They met every Thursday.",
        "They celebrated Black Friday.",
        "He told of Thursday meetings.",
        "Sunday the shops are shut.",
        "Today’s world has changed.",
        "",
    ],
)
def test_what_is_no_date_is_none(text):
    assert isos(text) == []


def test_the_next_day_counts_from_the_date_before_it():
    assert isos("The next day they met.", earlier="On 28 November 2017 it fell.") == ["2017-11-29"]
    assert isos("The next day they met.") == ["2017-12-09"]


@pytest.mark.parametrize("text", ["He left on Friday, December 8.", "On Friday (8 December) he left."])
def test_a_weekday_with_its_date_is_one_date(text):
    assert isos(text) == ["2017-12-08"]


def test_many_dates_in_one_sentence_take_no_longer_each():
    few, many = (_seconds("He called it late and asked for 5 May 2017 " * count) for count in (100, 1000))
    assert many < 40 * few


def _seconds(text):
    start = time.perf_counter()
    assert isos(text)
    return time.perf_counter() - start


def test_without_a_base_only_a_date_with_its_year_is_resolved():
    assert isos("On 28 November it fell.", base=None) == []
    assert isos("The next day it fell.", base=None) == []
    assert isos("On 28 November 2017 it fell.", base=None) == ["2017-11-28"]


def test_a_date_says_where_it_stands():
    text = "On 28 November 2017 it fell."
    (found,) = dates_in(text, None)
    assert text[found.start : found.end].endswith("28 November 2017")


def test_dates_sort_by_their_first_day_and_the_more_precise_first():
    given_dates = ["2018", "2017-W48", "2017-11-28", "2017-11", "2017", "2017-11-27"]
    assert sorted(given_dates, key=order) == ["2017", "2017-11", "2017-11-27", "2017-W48", "2017-11-28", "2018"]


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(days)
def test_every_day_written_in_full_is_found(day):
    written = f"The Council met on {day.day} {day:%B %Y} in New York."
    assert isos(written, base=None) == [day.isoformat()]


@given(days)
def test_a_past_day_without_a_year_is_within_the_year_before_the_base(base):
    (found,) = isos("He spoke on 3 May.", base.isoformat())
    assert base - timedelta(days=366) <= date.fromisoformat(found) <= base


@given(days.filter(lambda day: day.year < 2099))
def test_a_future_day_without_a_year_is_within_the_year_after_the_base(base):
    (found,) = isos("They will meet on 3 May.", base.isoformat())
    assert base <= date.fromisoformat(found) <= base + timedelta(days=366)


@given(st.text(max_size=80))
def test_any_text_has_dates_in_order_or_none(text):
    found = dates_in(text, FRIDAY)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)
