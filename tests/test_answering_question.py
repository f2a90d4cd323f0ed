"""A question taken apart: its content, its names, whose words it asks for and the kind of answer it wants."""

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.question import Wanted, analyse, name_stems, rarity, subject_of, wanted
from bot.terms import stem

PASSAGES = 100


def analysed(text, **counts):
    """The question over a library of 100 passages in which only these words stand, so often each."""
    stems = {stem(word): count for word, count in counts.items()}

    def frequency(term):
        if term.endswith("*"):
            return sum(count for known, count in stems.items() if known.startswith(term[:-1]))
        return stems.get(term, 0)

    return analyse(text, frequency, PASSAGES)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who signed the treaty?", Wanted.PERSON),
        ("Whose idea was it?", Wanted.PERSON),
        ("Which minister resigned?", Wanted.PERSON),
        ("When did the talks end?", Wanted.DATE),
        ("In what year was it adopted?", Wanted.DATE),
        ("How many ships are there?", Wanted.NUMBER),
        ("What is the limit on crude oil?", Wanted.NUMBER),
        ("Where will they meet?", Wanted.PLACE),
        ("In which city do they meet?", Wanted.PLACE),
        ("Why did the talks fail?", Wanted.REASON),
        ("What was the reason for the delay?", Wanted.REASON),
        ("How does Mattis describe diplomacy?", Wanted.OTHER),
        ("Tell me about the talks.", Wanted.OTHER),
        ("What does he do when asked?", Wanted.OTHER),
        ("The talks failed, and when do they resume?", Wanted.DATE),
    ],
)
def test_the_first_interrogative_tells_the_kind_of_answer(question, kind):
    assert wanted(question) is kind


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("How does Tillerson describe diplomacy?", "Tillerson"),
        ("What did the Canadian government say about it?", "the Canadian government"),
        ("What did Foreign Minister Kang Kyung-wha call it?", "Foreign Minister Kang Kyung-wha"),
        ("According to Jim Mattis, what backs the diplomats?", "Jim Mattis"),
        ("what did macron say about the meeting", "macron"),
        ("When was the treaty signed?", ""),
        ("Did the ship sail?", ""),
    ],
)
def test_the_subject_is_whose_words_are_asked_for(question, subject):
    assert subject_of(question) == subject


def test_frame_words_and_the_speaker_are_not_what_a_question_is_about():
    question = analysed("What did Tillerson say about ships?", tillerson=3, ships=2)
    assert set(question.weights) == {stem("ships")}
    assert question.speaker == {stem("tillerson")}


def test_a_question_of_nothing_but_a_speaker_is_about_the_speaker():
    assert set(analysed("What did Tillerson say?", tillerson=3).weights) == {stem("tillerson")}


def test_a_rare_word_weighs_more_than_a_common_one():
    question = analysed("Which ships carry wheat?", ships=60, carry=60, wheat=1)
    assert question.weights[stem("wheat")] > question.weights[stem("ships")] > 0
    assert question.coverage(frozenset({stem("wheat")})) > 0.5


def test_rarity_is_the_inverse_document_frequency_of_bm25():
    assert rarity(10, 100) == pytest.approx(math.log(1 + 90.5 / 10.5))
    assert rarity(100, 100) > 0


@given(st.integers(0, 500), st.integers(0, 500))
def test_rarity_is_positive_and_falls_with_the_count(count, passages):
    assert rarity(count, passages) >= rarity(count + 1, passages) > 0


@given(st.text(string.ascii_letters + " ?.’'-éß世", max_size=60), st.frozensets(st.text("abcdef", max_size=5)))
def test_coverage_is_a_share_for_any_question(text, stems):
    question = analyse(text, lambda term: len(term), PASSAGES)
    assert 0 <= question.coverage(stems) <= 1 + 1e-9
    assert question.coverage(frozenset(question.weights)) == pytest.approx(1.0 if question.weights else 0.0)


def test_words_side_by_side_are_pairs():
    question = analysed("Which nuclear weapons threaten trade?")
    assert (stem("nuclear"), stem("weapons")) in question.pairs
    assert (stem("nuclear"), stem("trade")) not in question.pairs


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Did Emmanuel Macron speak?", ("Emmanuel Macron",)),
        ("What did Macron say about the meeting?", ("Macron",)),
        ("what did macron say about the meeting", ("macron",)),
        ("What did emmanuel macron say?", ("emmanuel macron",)),
        ("What is Macron’s view of sanctions?", ("Macron",)),
        ("Macron's view of sanctions is what?", ("Macron",)),
        ("Tell me about Emmanuel Macron.", ("Emmanuel Macron",)),
        ("What do Macron and Scholz want?", ("Macron", "Scholz")),
        ("What did NASA say?", ("NASA",)),
    ],
)
def test_a_name_that_the_library_lacks_is_unknown_and_given_as_written(question, names):
    assert analysed(question, meeting=5, view=5, sanctions=5).unknown == names


@pytest.mark.parametrize(
    "question",
    [
        "What did the Prime Minister say about the meeting?",
        "Did the Foreign Secretary or the President travel on Monday in March?",
        "What do critics say?",
        "Sanctions are enforced by whom?",
        "(Sanctions: who enforces them?)",
        "What did the minister say?",
        "WHAT DID THE MINISTER SAY ABOUT IT?",
    ],
)
def test_titles_days_roles_and_sentence_starts_are_no_unknown_names(question):
    assert analysed(question, meeting=5).unknown == ()


@pytest.mark.parametrize("question", ["What did the Swedish envoy say?", "Did Swedes object?", "Is Sweden neutral?"])
def test_a_demonym_is_known_where_its_country_is(question):
    assert analysed(question, Sweden=1).unknown == ()
    assert len(analysed(question).unknown) == 1


def test_a_demonym_of_a_place_outside_the_list_of_countries_is_known_by_its_root():
    assert analysed("What did the Bavarian envoy say?", Bavaria=1).unknown == ()
    assert analysed("What did the Bavarian envoy say?").unknown == ("Bavarian",)


def test_names_outweigh_titles_in_who_speaks():
    assert analysed("What did Prime Minister Trudeau say?").speaker == {stem("trudeau")}
    assert analysed("What did the writer say?").speaker == frozenset()


def test_a_headline_in_capitals_has_no_names():
    assert name_stems("MINISTERS MEET IN VANCOUVER") == frozenset()
    assert name_stems("The ministers meet in Vancouver") == {stem("vancouver")}


def test_a_role_is_found_only_near_what_it_is_of():
    role = analysed("Who is the president of South Korea?").role
    assert role is not None
    assert role.is_in([stem(word) for word in ("southkorea", "new", "president")])
    assert not role.is_in([stem(word) for word in ("president", "told", "crowds", "rally", "north", "southkorea")])
    assert not role.is_in([stem("southkorea")])
    assert analysed("Who met the president?").role is None
