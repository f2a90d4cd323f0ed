"""The bot in LangChain's terms: a retriever for anybody's chain, and a runnable from question to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from bot.library import Filters
from bot.records import Answer
from bot.retrieval import TOP_K, Evidence, Retriever

if TYPE_CHECKING:
    from bot.assembly import Bot


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


def answer_chain(bot: Bot) -> Runnable[object, Answer]:
    """Return a runnable that takes a question, or a mapping with `question`, `history` and filters."""

    def ask(given: object) -> Answer:
        return bot.ask(**_arguments(given))

    async def aask(given: object) -> Answer:
        return await bot.aask(**_arguments(given))

    return RunnableLambda(ask, aask, name="policy-brief-bot")


def _arguments(given: object) -> dict[str, Any]:
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
