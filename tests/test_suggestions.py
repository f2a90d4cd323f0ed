"""Suggested questions: the library answers each, with something new."""

import shutil

import pytest

from bot.answering import Answerer
from bot.answering.weights import shipped_weights
from bot.embedding import embedded_model
from bot.library import open_library
from bot.retrieval import Retriever
from bot.suggestions import MOST, Suggester

pytestmark = pytest.mark.slow

QUESTIONS = [
    "What did Freeland say about a diplomatic solution?",
    "Who wrote the article?",
    "How do Freeland and Tillerson differ on diplomacy?",
    "What did Angela Merkel say about the meeting?",
    "What did Haley say about war?",
]


@pytest.fixture(scope="module")
def suggester(shipped, tmp_path_factory):
    """One over the shipped corpus."""
    folder = tmp_path_factory.mktemp("suggestions") / "library"
    shutil.copytree(shipped, folder)
    library = open_library(folder, embedded_model())
    retriever = Retriever(library)
    yield Suggester(library, retriever, Answerer(library, retriever, shipped_weights()))
    library.close()


def places(answer):
    of_sides = [sentence for side in answer.sides for sentence in side.sentences]
    cited = [citation for each in (*answer.sentences, *of_sides) for citation in each.citations]
    return {(each.document, each.start, each.end) for each in cited}


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_suggestion_is_answered_with_something_new(bot, suggester, question):
    answer = bot.ask(question)
    seen = places(answer)
    suggested = suggester.suggest(answer)
    assert 1 <= len(suggested) <= MOST
    assert question not in suggested
    for each in suggested:
        reply = bot.ask(each)
        assert not reply.declined
        assert places(reply) - seen
        seen |= places(reply)


def test_suggestions_are_different_and_as_many_as_wanted(bot, suggester):
    answer = bot.ask(QUESTIONS[3])
    assert len(set(suggester.suggest(answer))) == MOST
    assert suggester.suggest(answer, most=1) == suggester.suggest(answer)[:1]


def test_what_others_say_is_suggested_with_the_topic_of_the_question(bot, suggester):
    suggested = suggester.suggest(bot.ask("What did Haley say about war?"))
    assert any(each.endswith("about war?") and "Haley" not in each for each in suggested)
