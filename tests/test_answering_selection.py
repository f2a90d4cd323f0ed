"""Which sentences make an answer, with what their pronouns mean, and in which order."""

import numpy as np
import pytest
from documents import front_matter
from evidence import sentences_of

from bot.answering.question import analyse
from bot.answering.selection import MOST, NEXT_TO_BEST, goes_by, said_by, select
from bot.records import Metadata, Speaker

FARMS = """Talks about farms

The minister came to the wheat fair. He praised the wheat farmers. They thanked him for wheat.

Rice is grown in the south. Barley is grown in the north. Rye is grown in the east. Oats are grown in the west."""


def texts(chosen):
    return [candidate.text for candidate in chosen]


@pytest.fixture
def farms():
    return sentences_of(FARMS)


def chosen_from(found, chances):
    """What is selected where each sentence, by a piece of its text, has this chance and the others none."""

    def previous(candidate):
        at = found.index(candidate)
        return found[at - 1] if at else None

    row = [next((chance for key, chance in chances.items() if key in each.text), 0.0) for each in found]
    return texts(select(found, np.array(row, np.float32), previous))


def test_the_likeliest_sentence_alone_answers_where_no_other_comes_near(farms):
    assert chosen_from(farms, {"Rice": 0.9, "Barley": 0.9 * NEXT_TO_BEST - 0.01}) == ["Rice is grown in the south."]


def test_sentences_near_the_best_are_told_in_the_documents_order(farms):
    chosen = chosen_from(farms, {"Rye": 0.9, "Rice": 0.8, "Barley": 0.7})
    assert chosen == ["Rice is grown in the south.", "Barley is grown in the north.", "Rye is grown in the east."]


def test_four_sentences_are_the_most(farms):
    chances = {"Rye": 0.9, "Rice": 0.8, "Barley": 0.7, "Oats": 0.6, "The minister came": 0.5}
    assert len(chosen_from(farms, chances)) == MOST == 4


def test_a_pronoun_brings_the_sentence_that_says_who_is_meant(farms):
    assert chosen_from(farms, {"He praised": 0.9}) == [
        "The minister came to the wheat fair.",
        "He praised the wheat farmers.",
    ]
    assert len(chosen_from(farms, {"They thanked": 0.9})) == 3


def test_a_pronouns_sentence_is_left_out_where_it_does_not_fit_with_its_own(farms):
    chosen = chosen_from(farms, {"Rice": 0.9, "Rye": 0.8, "They thanked": 0.7})
    assert chosen == ["Rice is grown in the south.", "Rye is grown in the east."]


def test_a_sentence_taken_along_is_told_once(farms):
    chosen = chosen_from(farms, {"He praised": 0.9, "The minister came": 0.8})
    assert chosen == ["The minister came to the wheat fair.", "He praised the wheat farmers."]


def test_no_pronoun_reaches_over_a_heading():
    found = sentences_of(front_matter("## The farmers of the north\n\nThey grow rye in farms."), "note.md")
    assert texts(found) == ["The farmers of the north", "They grow rye in farms."]
    assert chosen_from(found, {"They grow": 0.9}) == []


def test_where_the_best_cannot_stand_a_far_worse_one_does_not_answer_in_its_place():
    found = sentences_of("They grow rye in farms.\n\nRice is grown in the south.")
    assert chosen_from(found, {"They": 0.9, "Rice": 0.2}) == []
    assert chosen_from(found, {"They": 0.9, "Rice": 0.6}) == ["Rice is grown in the south."]


def test_what_is_said_in_the_same_words_is_told_once():
    found = sentences_of("Rice is grown in the south.\n\nIn the south, rice is grown in farms.")
    assert chosen_from(found, {"In the south,": 0.9, "Rice is": 0.8}) == ["In the south, rice is grown in farms."]


def test_documents_stand_one_after_the_other_the_best_first():
    found = sentences_of("Rice is grown in farms. Rye is not.", "a.txt")
    found += sentences_of("Oats feed horses on farms.", "b.txt")
    assert chosen_from(found, {"Oats": 0.9, "Rice": 0.8, "Rye": 0.7}) == [
        "Oats feed horses on farms.",
        "Rice is grown in farms.",
        "Rye is not.",
    ]


def test_nothing_is_selected_from_nothing():
    assert select([], np.empty(0, np.float32), lambda candidate: None) == []


def test_no_sentence_without_a_chance_is_selected(farms):
    assert chosen_from(farms, {}) == []


def voices_on_farms():
    own = front_matter("Farms need rain in spring.", speaker="Ada Example")
    other = front_matter("Ada Example spoke of farms. Wheat needs rain.", speaker="Bob Other", country="Sylvania")
    third = front_matter("Farms in the far west are dry.", speaker="Cy Third", country="Ruritania")
    return [each for text in (own, other, third) for each in sentences_of(text, "note.md")]


def test_of_a_speaker_whose_words_nobody_has_a_sentence_that_names_that_one_counts_more_than_its_passage():
    found = voices_on_farms()
    question = analyse("What did Ada Example say about farms?", lambda term: 1, 3)
    shares = dict(zip(texts(found), said_by(question.speaker, found).tolist(), strict=True))
    assert shares["Farms need rain in spring."] == shares["Ada Example spoke of farms."] == 1.0
    assert 1.0 > shares["Wheat needs rain."] > 0.0
    assert shares["Farms in the far west are dry."] == 0.0


def test_of_a_speaker_whose_words_there_are_only_these_count():
    found = voices_on_farms()
    question = analyse("What did Ada Example say about farms?", lambda term: 1, 3)
    shares = dict(zip(texts(found), said_by(question.speaker, found, known=True).tolist(), strict=True))
    assert [text for text, share in shares.items() if share] == ["Farms need rain in spring."]


@pytest.mark.parametrize(
    ("stems", "meant"),
    [
        ({"exampl"}, True),
        ({"minist", "farm"}, True),
        ({"sylvania"}, True),
        ({"other"}, False),
        ({"minist", "war"}, False),
    ],
)
def test_a_speaker_goes_by_name_office_and_country(stems, meant):
    speaker = Speaker("Ada Example", "Minister of Farms", "Board of Farms", "Sylvania")
    assert goes_by(speaker, frozenset(stems), Metadata("A")) is meant


def test_an_author_speaks_for_no_country():
    speaker = Speaker("Ada Example", country="Sylvania")
    assert not goes_by(speaker, frozenset({"sylvania"}), Metadata("A", authors=("Ada Example",)))
    assert goes_by(speaker, frozenset({"exampl"}), Metadata("A", authors=("Ada Example",)))


def test_every_sentence_counts_where_nobodys_words_are_asked_for(farms):
    question = analyse("Where is rice grown?", lambda term: 1, 3)
    assert said_by(question.speaker, farms).tolist() == [1.0] * len(farms)
