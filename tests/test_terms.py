"""Words as the index knows them: names folded alike, accents and possessives gone, no empty words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import LONGEST_KEPT, STOPWORDS, content_stems, content_terms, content_words, stem, words


def folded(text: str) -> list[str]:
    return content_terms(text)


@pytest.mark.parametrize(
    "names",
    [
        ("US", "U.S.", "USA", "U.S.A.", "United States", "United States of America", "united states", "u.s."),
        ("UN", "U.N.", "United Nations", "united nations"),
        ("UK", "U.K.", "United Kingdom", "Britain", "united kingdom"),
        ("EU", "E.U.", "European Union"),
        ("DPRK", "D.P.R.K.", "North Korea", "Democratic People's Republic of Korea", "north korea", "North Koreans"),
        ("ROK", "South Korea", "Republic of Korea", "South Korean", "south korea"),
        ("Canada", "Canadian", "Canadians", "canada", "canadian"),
    ],
)
def test_the_forms_of_a_name_are_one(names):
    assert len({tuple(folded(name)) for name in names}) == 1


@pytest.mark.parametrize("text", ["Tell us about it.", "tell us about it", "Us too", "Let us go."])
def test_the_pronoun_us_is_no_country(text):
    assert "usamerica" not in words(text)


@pytest.mark.parametrize("text", ["Kim Jong Un", "kim jong un"])
def test_a_name_that_looks_like_an_abbreviation_is_no_organisation(text):
    assert words(text) == ["kim", "jong", "un"]


@pytest.mark.parametrize("text", ["USB", "BUS", "FUNDS", "AUKUS", "busy"])
def test_an_abbreviation_within_a_word_is_none(text):
    assert words(text) == [text.lower()]


@pytest.mark.parametrize(
    "text", ["the U.S.-led talks", "the US’s talks", "the U.S.'s talks", "(US) talks", "US/UN talks"]
)
def test_punctuation_after_a_name_hides_it_not(text):
    assert "usamerica" in words(text)
    assert "talk" in folded(text)


def test_a_capital_stands_for_its_country_and_for_itself():
    for text in ("Ottawa", "ottawa"):
        assert words(text) == ["canada", "ottawa"]


@pytest.mark.parametrize("text", ["Québec", "Que\u0301bec", "québec", "que\u0301bec", "QUÉBEC", "quebec"])
def test_accents_and_case_do_not_matter_however_they_are_encoded(text):
    assert words(text) == ["quebec"]


@pytest.mark.parametrize("text", ["Canada's", "Canada’s", "Canadas'", "the Canadians’"])
def test_possessives_do_not_matter(text):
    assert folded(text)[0] in {"canada"}


def test_stems_bring_the_forms_of_a_word_together():
    assert len({stem(word) for word in ("sanction", "sanctions", "sanctioned", "sanctioning")}) == 1


def test_content_words_are_in_order_each_as_often_as_it_stands():
    assert content_words("The talks about the talks were not about talks in Rome, were they?")[:3] == ["talks"] * 3
    assert content_words("What did they do to you, and why?") == []


def test_words_that_carry_no_content_are_folded_words_themselves():
    assert all(words(word) == [word] for word in STOPWORDS)


@given(st.text())
def test_any_text_has_words_in_small_letters(text):
    assert all(word == word.lower() and " " not in word for word in words(text))


@given(st.lists(st.sampled_from(["US", "Ottawa", "Québec", "talks", "us", "the", "2017"]), max_size=8))
def test_the_content_terms_of_a_text_are_the_stems_of_its_content_words(pieces):
    text = " ".join(pieces)
    assert content_terms(text) == [stem(word) for word in content_words(text)]
    assert content_stems(text) == frozenset(content_terms(text))
    assert not set(content_words(text)) & STOPWORDS


@pytest.mark.parametrize("times", [1, LONGEST_KEPT])
def test_what_a_caller_does_to_the_terms_of_a_text_changes_nothing_for_the_next(times):
    text = "Sanctions bite. " * times
    content_terms(text).append("changed")
    assert content_terms(text) == ["sanction", "bite"] * times
    assert content_stems(text) == {"sanction", "bite"}
