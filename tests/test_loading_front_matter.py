"""Front matter is complete and right, or the error names the file, the line, the key and the remedy."""

import pytest

from bot.errors import FrontMatterError
from bot.loading.front_matter import KINDS, split
from bot.records import Metadata, Speaker

LINES = {
    "title": "A statement on something",
    "kind": "statement",
    "speaker": "Ada Example",
    "date": "2017-11-28",
    "language": "en",
    "source": "The ministry's page",
    "rights": "Crown",
}


def block(**changes):
    """A front matter with keys changed, added, or left out by None, and a body."""
    keys = {key: value for key, value in {**LINES, **changes}.items() if value is not None}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\nBody."


def metadata(**changes):
    found, _ = split(block(**changes), "a.md", strict=True)
    return found


def error(text):
    with pytest.raises(FrontMatterError) as caught:
        split(text, "a.md", strict=True)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


def test_complete_front_matter_becomes_metadata_and_leaves_the_body():
    found, body = split(block(office="Minister", organisation="Ministry", country="Canada"), "a.md", strict=True)
    assert body == "Body."
    assert found == Metadata(
        title="A statement on something",
        kind="statement",
        date="2017-11-28",
        speakers=(Speaker("Ada Example", "Minister", "Ministry", "Canada"),),
        organisations=("Ministry",),
        countries=("Canada",),
        language="en",
        source="The ministry's page",
        rights="Crown",
    )


def test_text_without_front_matter_has_no_metadata():
    assert split("Just text.\n---\nMore.", "a.md", strict=True) == (None, "Just text.\n---\nMore.")


def test_a_rule_at_the_top_of_plain_text_is_no_front_matter():
    assert split("---\nJust text.", "a.txt", strict=False) == (None, "---\nJust text.")
    assert split(block(), "a.txt", strict=False)[0] == metadata()


def test_several_speakers_have_their_own_offices_organisations_and_countries():
    found = metadata(speaker="[Ada, Ben]", office="[Minister, Secretary]", country="[Canada, United States]")
    assert found.speakers == (
        Speaker("Ada", "Minister", None, "Canada"),
        Speaker("Ben", "Secretary", None, "United States"),
    )
    assert found.countries == ("Canada", "United States")


def test_one_country_and_one_organisation_are_those_of_every_speaker():
    found = metadata(speaker="[Ada, Ben]", organisation="Ministry", country="Canada")
    assert found.speakers == (Speaker("Ada", None, "Ministry", "Canada"), Speaker("Ben", None, "Ministry", "Canada"))


def test_countries_that_match_no_speaker_belong_to_the_document_only():
    found = metadata(country="[Canada, Japan]")
    assert found.speakers == (Speaker("Ada Example"),)
    assert found.countries == ("Canada", "Japan")


def test_a_country_shared_by_parallel_speakers_is_listed_once():
    assert metadata(speaker="[Ada, Ben]", country="[Canada, Canada]").countries == ("Canada",)


def test_authors_or_an_organisation_do_instead_of_a_speaker():
    assert metadata(speaker=None, authors="[Ada, Ben]").authors == ("Ada", "Ben")
    assert metadata(speaker=None, organisation="Security Council").organisations == ("Security Council",)


@pytest.mark.parametrize("kind", [*KINDS, "communique", "Statement"])
def test_every_kind_is_accepted(kind):
    assert metadata(kind=kind).kind == kind.casefold().replace("communique", "communiqué")


def test_values_that_yaml_takes_for_something_else_stay_text():
    found = metadata(title="1984", language="no", venue="3.10")
    assert (found.title, found.language, found.venue, found.date) == ("1984", "no", "3.10", "2017-11-28")


@pytest.mark.parametrize("key", ["title", "kind", "date", "language", "source", "rights"])
def test_a_missing_key_is_named(key):
    assert f"the key {key} is missing" in error(block(**{key: None})).message


def test_nobody_whose_words_it_is_is_an_error():
    assert "authors, speaker, organisation" in error(block(speaker=None)).message


def test_an_unknown_key_is_named_with_its_line_and_the_nearest_one():
    found = error(block(organization="Ministry"))
    assert found.message == "a.md, line 9: the key organization is unknown."
    assert found.hint == "Did you mean organisation?"


def test_an_unknown_key_like_no_other_lists_the_keys():
    assert "title, kind, date" in error(block(zzz="1")).hint


@pytest.mark.parametrize("date", ["28 November 2017", "2017-13-01", "2017-02-30", "20171128", "2017-11-28T10:00:00"])
def test_a_date_that_is_none_is_named_with_its_line(date):
    assert error(block(date=date)).message == f"a.md, line 5: the date {date} is not a day of the calendar."


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"kind": "poem"}, "line 3: the kind poem is unknown"),
        ({"title": "[a, b]"}, "line 2: title is a list"),
        ({"title": "{a: b}"}, "line 2: title is not a text"),
        ({"speaker": "[[a]]"}, "line 4: speaker is not a text or a list of texts"),
        ({"speaker": "[]"}, "line 4: speaker has no value"),
        ({"title": ""}, "line 2: title has no value"),
        ({"source": "null"}, "line 7: source has no value"),
        ({"rights": '" "'}, "line 8: rights has no value"),
        ({"language": "English"}, "line 6: the language English is not a code"),
        ({"office": "[Minister, Secretary]"}, "line 9: office has 2 values and speaker has 1"),
        ({"title": "a: b"}, "line 2: the front matter is not valid YAML"),
        ({"? [a, b]": "c"}, "line 9: the key […] is unknown"),
        ({"venue": "[" * 2000}, "not valid YAML"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(changes, part):
    assert part in error(block(**changes)).message


def test_a_key_given_twice_is_an_error():
    assert error(block().replace("---\nBody", "title: Again\n---\nBody")).message.startswith(
        "a.md, line 9: the key title"
    )


def test_front_matter_that_is_not_closed_is_an_error():
    assert error("---\ntitle: A\n\nBody").message == "a.md, line 1: the front matter is not closed."


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words\n"])
def test_front_matter_that_is_no_mapping_is_an_error(content):
    assert "not a list of keys" in error(f"---\n{content}---\nBody").message


def test_empty_front_matter_lacks_its_first_key():
    assert "the key title is missing" in error("---\n---\nBody").message


def test_lines_are_counted_from_the_top_of_the_file():
    assert error("\n\n" + block(kind="poem")).message.startswith("a.md, line 5:")
