"""What is searched for a question in a conversation, and how much history is read for it."""

import pytest

from bot.conversation import understood
from bot.conversation.names import people_of
from bot.conversation.turns import BUDGET, LONGEST_ANSWER, MOST_EXCHANGES, Exchange, exchanges
from bot.conversation.understanding import CONTEXT, RICH, SPARSE, WEIGHT
from bot.records import Metadata, Source, Speaker
from bot.retrieval import Query

HISTORY = [("user", "What did Tillerson say about sanctions?"), ("assistant", "They work, said Tillerson.")]
LAST = "What did Tillerson say about sanctions? They work, said Tillerson."


def searched(question, history=HISTORY):
    return understood(question, history).query


def test_without_a_history_a_question_is_searched_as_it_is():
    assert searched("Why?", []) == Query("Why?")


def test_a_question_put_after_another_is_searched_alone_in_the_last_exchange():
    assert understood("Why?", HISTORY).question == "What did Tillerson say about sanctions? Why?"
    assert searched("Why?") == Query("Why?", LAST, WEIGHT)
    assert not understood("Why?", HISTORY).is_whole


def test_a_question_that_is_filled_in_is_searched_so_in_the_last_exchange():
    assert searched("And Mattis?") == Query("What did Mattis say about sanctions?", LAST, WEIGHT)
    assert understood("And Mattis?", HISTORY).is_whole


def test_a_question_with_a_name_or_number_of_its_own_is_searched_without_history():
    assert searched("When did Mattis visit Canada?").weight == 0.0
    assert searched("When was resolution 2375 adopted?").weight == 0.0


@pytest.mark.parametrize(
    ("question", "weight"),
    [
        ("Which ships were stopped?", WEIGHT),
        (
            "Which ships with coal for factories were stopped, searched and released?",
            pytest.approx(WEIGHT * (RICH - 6) / (RICH - SPARSE)),
        ),
        ("Which rusty ships with coal for steel factories were stopped, searched, fined and finally released?", 0.0),
    ],
)
def test_the_more_a_question_says_the_less_its_history_counts(question, weight):
    assert searched(question).weight == weight


def test_history_is_cut_into_exchanges_with_what_was_answered():
    turns = [("assistant", "Hello."), ("user", "A  b?"), ("user", "C?"), ("assistant", "D."), ("assistant", "E.")]
    assert exchanges(turns) == [Exchange("A b?"), Exchange("C?", "D. E.")]
    assert exchanges([("assistant", "Hello."), ("user", "  ")]) == []


def test_old_exchanges_are_dropped_first_when_the_budget_is_spent():
    turns = [turn for at in range(10) for turn in (("user", f"Question {at}?"), ("assistant", "word " * 200))]
    kept = exchanges(turns)
    assert sum(each.length for each in kept) <= BUDGET
    assert [each.asked for each in kept] == [f"Question {at}?" for at in range(6, 10)]


def test_the_last_exchange_is_read_whatever_its_length():
    kept = exchanges([("user", "old?"), ("user", "word " * 2 * BUDGET), ("assistant", "word " * 2 * BUDGET)])
    assert len(kept) == 1
    assert kept[0].length == 2 * BUDGET + LONGEST_ANSWER


def test_there_is_a_limit_to_the_exchanges_too():
    assert len(exchanges([("user", "Why?")] * 100)) == MOST_EXCHANGES


def test_the_context_is_the_beginning_of_the_last_exchange():
    query = searched("Why?", [("user", "Who?"), ("assistant", "word " * 500)])
    assert query.context.split() == ["Who?", *["word"] * (CONTEXT - 1)]


def test_a_dropped_turn_is_no_longer_in_focus():
    filler = [turn for _ in range(10) for turn in (("user", "Is there more?"), ("assistant", "word " * 200))]
    assert "Tillerson" not in understood("What did he say about ships?", [*HISTORY, *filler]).question


def test_the_people_of_a_library_are_those_who_speak_and_those_who_write():
    data = Metadata("Notes", speakers=(Speaker("Ann Lee"),), authors=("Bo Roe",))
    source = Source("a", "0" * 64, data, 1, original=True, voices=(Speaker("Cy Day"),))
    assert people_of([source, source]) == ("Ann Lee", "Cy Day", "Bo Roe")
