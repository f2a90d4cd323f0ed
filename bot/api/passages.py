"""The passages that a search finds, as programs get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.documents import Document

from bot.api import shapes
from bot.library import Filters

if TYPE_CHECKING:
    from bot import Bot


def found(bot: Bot, query: str, top_k: int, filters: Filters) -> shapes.Passages:
    """Return the passages that a query is about, best first.

    Raises:
        QuestionError: a filter has a value that nothing in the library has.
    """
    retriever = bot.retriever.model_copy(update={"top_k": top_k, "filters": filters})
    return {"passages": [_passage(each) for each in retriever.invoke(query)]}


def _passage(given: Document) -> shapes.Passage:
    data = given.metadata
    return {
        "document": data["document"],
        "title": data["title"],
        "kind": data["kind"],
        "date": data["date"],
        "speaker": data["speaker"],
        "country": data["country"],
        "ordinal": data["ordinal"],
        "start": data["start"],
        "end": data["end"],
        "text": given.page_content,
        "heading": data["heading"],
        "page": data["page"],
        "score": data["score"],
    }
