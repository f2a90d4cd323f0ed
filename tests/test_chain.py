"""The bot in other people's LangChain: a retriever and a runnable."""

import asyncio
import threading

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from bot import Answer, Bot
from bot.chain import LibraryRetriever
from bot.errors import QuestionError
from bot.library import Filters
from bot.retrieval import Retriever

QUESTION = "What did Chrystia Freeland say about North Korea?"


def test_the_retriever_gives_documents_with_their_exact_place(bot: Bot):
    assert isinstance(bot.retriever, BaseRetriever)
    documents = bot.retriever.invoke(QUESTION)
    assert 1 < len(documents) <= 8
    for document in documents:
        place = document.metadata
        assert isinstance(document, Document)
        assert bot.document(place["document"]).text[place["start"] : place["end"]] == document.page_content
        assert document.id == f"{place['document']}#{place['ordinal']}"
        assert place["title"] == bot.document(place["document"]).metadata.title
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)


def test_the_retriever_takes_a_number_and_filters(bot: Bot):
    finder = bot.retriever.finder
    narrow = LibraryRetriever(finder=finder, top_k=2, filters=Filters(speaker="Freeland"))
    documents = narrow.invoke("missile launch")
    assert len(documents) == 2
    assert all("Freeland" in document.metadata["speaker"] for document in documents)
    with pytest.raises(QuestionError):
        LibraryRetriever(finder=finder, filters=Filters(speaker="Nobody Known")).invoke("missile launch")


def test_the_retriever_answers_alike_in_every_way_of_calling(bot: Bot):
    alone = bot.retriever.invoke(QUESTION)
    assert bot.retriever.batch([QUESTION, "diplomacy"])[0] == alone
    assert asyncio.run(bot.retriever.ainvoke(QUESTION)) == alone
    assert list(bot.retriever.stream(QUESTION)) == [alone]


def test_the_retriever_works_in_a_chain_of_somebody_elses(bot: Bot):
    joined = RunnableLambda(lambda documents: " / ".join(each.metadata["title"] for each in documents))
    chain = {"context": bot.retriever | joined, "question": RunnablePassthrough()} | RunnableLambda(
        lambda parts: f"{parts['question']} -> {parts['context']}"
    )
    expected = f"{QUESTION} -> " + " / ".join(each.metadata["title"] for each in bot.retriever.invoke(QUESTION))
    assert chain.invoke(QUESTION) == expected
    assert chain.batch([QUESTION, QUESTION]) == [expected, expected]
    assert asyncio.run(chain.ainvoke(QUESTION)) == expected


def test_the_chain_answers_a_question_in_every_way_of_calling(bot: Bot):
    assert isinstance(bot.chain, Runnable)
    answer = bot.chain.invoke(QUESTION)
    assert isinstance(answer, Answer)
    assert answer == bot.ask(QUESTION)
    assert bot.chain.batch([QUESTION, {"question": QUESTION}]) == [answer, answer]
    assert list(bot.chain.stream(QUESTION)) == [answer]
    assert asyncio.run(bot.chain.ainvoke({"question": QUESTION})) == answer
    assert asyncio.run(bot.chain.abatch([QUESTION])) == [answer]


def test_the_chain_takes_history_and_filters_with_the_question(bot: Bot):
    given = {"question": "What about sanctions?", "history": [("user", QUESTION)], "country": "Canada"}
    assert bot.chain.invoke(given) == bot.ask("What about sanctions?", history=[("user", QUESTION)], country="Canada")
    with pytest.raises(QuestionError):
        bot.chain.invoke({"question": QUESTION, "speaker": "Nobody Known"})


def test_the_chain_refuses_an_empty_question(bot: Bot):
    for empty in ("", "  ", {"question": ""}):
        with pytest.raises(QuestionError):
            bot.chain.invoke(empty)


def test_the_chain_can_be_continued(bot: Bot):
    chain = bot.chain | RunnableLambda(lambda answer: answer.to_dict()["question"])
    assert chain.invoke(QUESTION) == QUESTION


def test_the_event_loop_goes_on_while_a_question_is_asked(bot: Bot, monkeypatch):
    """`ask` waits here for the loop's own step, which never comes if the loop is blocked."""
    ask, stepped = Bot.ask, threading.Event()

    def waiting(self, *args, **filters):
        assert stepped.wait(5), "the loop stood still"
        stepped.clear()
        return ask(self, *args, **filters)

    monkeypatch.setattr(Bot, "ask", waiting)

    async def step() -> None:
        await asyncio.sleep(0.01)
        stepped.set()

    async def events() -> list:
        return [event async for event in bot.astream(QUESTION)]

    async def run():
        answered = [
            (await asyncio.gather(call, step()))[0] for call in (bot.aask(QUESTION), bot.chain.ainvoke(QUESTION))
        ]
        return answered, (await asyncio.gather(events(), step()))[0]

    (first, second), streamed = asyncio.run(run())
    assert first == second == streamed[-1].answer
    assert [event.sentence for event in streamed[:-1]] == list(first.sentences)


def test_the_retriever_does_not_block_the_event_loop(bot: Bot, monkeypatch):
    retrieve, stepped = Retriever.retrieve, threading.Event()

    def waiting(self, *args):
        assert stepped.wait(5), "the loop stood still"
        return retrieve(self, *args)

    monkeypatch.setattr(Retriever, "retrieve", waiting)

    async def step() -> None:
        await asyncio.sleep(0.01)
        stepped.set()

    async def run() -> list[Document]:
        return (await asyncio.gather(bot.retriever.ainvoke(QUESTION), step()))[0]

    assert asyncio.run(run())
