"""Ranks the texts of a set for its queries, with the last turn alone and with the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.conversation import standalone
from bot.evaluation.corpora import Corpus
from bot.evaluation.metrics import Figures, ranking_figures
from bot.evaluation.sets import Query
from bot.library import Condition
from bot.retrieval import Retriever

DEPTH = 10
PASSAGES = 40
"""Passages asked for, so that ten texts are among them though several may be of one text."""


def measured_retrieval(
    queries: Sequence[Query], retriever: Retriever, corpus: Corpus, step: Callable[[], object]
) -> dict[str, Any]:
    """Return `retrieval`, and `conversation` where queries have a history; nothing where nothing is labelled."""
    labelled = [query for query in queries if query.relevant]
    if not labelled:
        return {}
    alone = _figures(labelled, [query.text for query in labelled], retriever, corpus, step)
    if not any(query.history for query in labelled):
        return {"retrieval": alone}
    asked = [standalone(query.text, query.history, ()) for query in labelled]
    history = _figures(labelled, asked, retriever, corpus, step)
    return {"retrieval": alone, "conversation": {"last_turn": alone, "with_history": history}}


def _figures(
    queries: Sequence[Query], texts: Sequence[str], retriever: Retriever, corpus: Corpus, step: Callable[[], object]
) -> Figures:
    runs = []
    for text in texts:
        runs.append(list(_ranked(text, retriever, corpus))[:DEPTH])
        step()
    return ranking_figures([query.relevant for query in queries], runs)


def _ranked(text: str, retriever: Retriever, corpus: Corpus) -> Iterator[str]:
    """The texts of a set, each by its best passage."""
    found = retriever.ranked(text, Condition(), PASSAGES)
    yield from dict.fromkeys(corpus.text_of(each.source.id, each.passage.start) for each in found)
