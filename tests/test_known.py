"""Speakers whom other documents tell of are found as by looking at all of them, those of the nearest date first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.attribution.forms import is_form, parts_of
from bot.attribution.known import YEAR, Known
from bot.attribution.offices import holds
from bot.records import Speaker

NAMES = ["Jane Alder", "Jane Q. Alder", "Ada Alder", "Alder", "Jane Brook", "Dr. Jane Alder Brook", "Brook"]
OFFICES = ["Minister of Fish", "Foreign Minister", "Secretary of State", None]
DAYS = {"2017": 0, "2017-01-02": 1, "2017-06": 150, "2017-12-30": 359, "2018-03-01": 425, None: None}
SPEAKERS = st.builds(Speaker, st.sampled_from(NAMES), st.sampled_from(OFFICES))
TOLD = st.lists(st.tuples(SPEAKERS, st.sampled_from(list(DAYS))), max_size=12)


def nearest_first(told, day):
    """All speakers of the time, by looking at each."""
    far = [(abs(DAYS[each] - DAYS[day]), order) for order, (_, each) in enumerate(told) if each and day]
    return [told[order][0] for distance, order in sorted(far) if distance <= YEAR]


@given(TOLD, st.sampled_from(list(DAYS)), st.sampled_from(NAMES))
def test_a_form_of_a_name_means_the_nearest_who_is_called_so(told, day, name):
    wanted = (each for each in nearest_first(told, day) if is_form(parts_of(name), parts_of(each.name)))
    assert Known(told).around(day).called(parts_of(name)) == next(wanted, None)


@given(TOLD, st.sampled_from(list(DAYS)), st.sampled_from(NAMES))
def test_a_phrase_ends_with_the_names_of_those_who_are_known(told, day, name):
    phrase = f"the US Secretary of State {name}"
    wanted = dict.fromkeys(each for each in nearest_first(told, day) if phrase.endswith(f" {each.name}"))
    assert list(Known(told).around(day).ending(phrase)) == list(wanted)


@given(TOLD, st.sampled_from(list(DAYS)), st.sampled_from(["the minister", "the secretary of state", "the fish"]))
def test_an_office_is_of_the_nearest_who_held_it(told, day, phrase):
    wanted = (each for each in nearest_first(told, day) if each.office and holds(each, phrase))
    assert Known(told).around(day).holding(phrase) == next(wanted, None)
