"""The bot in LangChain's terms: a retriever for anybody's chain, and a runnable from question to answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForChainRun,
    CallbackManagerForChainRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig

from bot.embedding import Embedder
from bot.library import Filters
from bot.records import Answer, Event
from bot.retrieval import TOP_K, Evidence, Retriever, observer

if TYPE_CHECKING:
    from bot.assembly import Bot

Question = object
"""A question as text, or a mapping with `question`, `history` and filters."""


class ModelEmbeddings(Embeddings):
    """An embedding model of the bot's as LangChain knows them."""

    def __init__(self, model: Embedder) -> None:
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of texts, each of length 1."""
        return self._model.embed(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of one query, of length 1."""
        return list(self._model.embed_query(text))


class LibraryRetriever(BaseRetriever):
    """Finds passages as LangChain documents, whose metadata give the exact place of each and its score."""

    finder: Retriever
    top_k: int = TOP_K
    filters: Filters | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the signature is LangChain's
    ) -> list[Document]:
        return [_document(evidence) for evidence in self.finder.retrieve(query, self.filters, self.top_k)]


class AnswerChain(Runnable[Question, Answer]):
    """The bot as a runnable: a question, or a mapping with `question`, `history` and filters, becomes an answer.

    `stream` yields the answer as far as it is made where a chat model writes it, and last the whole. Callbacks see
    the retrieval and the model's run within the chain's.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self.name = "policy-brief-bot"

    def invoke(self, input: Question, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002, ARG002
        """Return the answer to one question."""
        return self._call_with_config(self._ask, input, config, run_type="chain")

    async def ainvoke(self, input: Question, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002, ARG002
        """Do what `invoke` does, and let the event loop go on."""
        return await self._acall_with_config(self._aask, input, config, run_type="chain")

    def stream(self, input: Question, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Answer]:  # noqa: A002, ARG002
        """Yield the answer so far after each sentence that a model writes, and the whole answer."""
        yield from self._transform_stream_with_config(iter([input]), self._answers, config, run_type="chain")

    async def astream(
        self,
        input: Question,  # noqa: A002
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> AsyncIterator[Answer]:
        """Do what `stream` does, and let the event loop go on."""

        async def given() -> AsyncIterator[Question]:
            yield input

        async for answer in self._atransform_stream_with_config(given(), self._aanswers, config, run_type="chain"):
            yield answer

    def _ask(self, given: Question, run_manager: CallbackManagerForChainRun) -> Answer:
        with _observed(run_manager):
            return self._bot.ask(**_arguments(given))

    async def _aask(self, given: Question, run_manager: AsyncCallbackManagerForChainRun) -> Answer:
        with _observed(run_manager.get_sync()):
            return await self._bot.aask(**_arguments(given))

    def _answers(self, given: Iterator[Question], run_manager: CallbackManagerForChainRun) -> Iterator[Answer]:
        with _observed(run_manager):
            for event in self._bot.stream(**_arguments(next(given))):
                yield from _after(event)

    async def _aanswers(
        self, given: AsyncIterator[Question], run_manager: AsyncCallbackManagerForChainRun
    ) -> AsyncIterator[Answer]:
        with _observed(run_manager.get_sync()):
            async for event in self._bot.astream(**_arguments(await anext(given))):
                for answer in _after(event):
                    yield answer


def _after(event: Event) -> Iterator[Answer]:
    """Yield the answer as far as it is made; one that is whole at once comes once."""
    made = event.answer or event.so_far
    if made:
        yield made


@contextmanager
def _observed(within: CallbackManagerForChainRun) -> Iterator[None]:
    """Tell the callbacks of each search of the library, as of a retriever's run."""

    def observe(query: str) -> Callable[[Sequence[Evidence]], object]:
        run = within.get_child().on_retriever_start({"name": "library"}, query)
        return lambda found: run.on_retriever_end([_document(each) for each in found])

    token = observer.set(observe)
    try:
        yield
    finally:
        observer.reset(token)


def _arguments(given: Question) -> dict[str, Any]:
    return dict(given) if isinstance(given, dict) else {"question": str(given)}


def _document(evidence: Evidence) -> Document:
    passage, source = evidence.passage, evidence.source
    place = {"document": source.id, "ordinal": passage.ordinal, "start": passage.start, "end": passage.end}
    about = {"heading": passage.heading, "page": passage.page, "score": evidence.score}
    return Document(
        id=f"{source.id}#{passage.ordinal}",
        page_content=passage.text,
        metadata={**source.to_dict(), **place, **about},
    )
