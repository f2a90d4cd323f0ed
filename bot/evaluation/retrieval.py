"""Whether retrieval finds the relevant texts: with the last turn alone and with the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.conversation import depends, understood
from bot.evaluation.corpora import Corpus
from bot.evaluation.metrics import Figures, ranking_figures
from bot.evaluation.sets import Query
from bot.library import Condition
from bot.retrieval import Query as Sought
from bot.retrieval import Retriever

DEPTH = 10
PASSAGES = 40
"""Passages asked for, so that ten texts are among them though several may be of one text."""

Runs = list[list[str]]
"""For each query the ids of the texts found, best first."""


def measured_retrieval(
    queries: Sequence[Query], retriever: Retriever, corpus: Corpus, step: Callable[[], object]
) -> dict[str, Any]:
    """Return `retrieval`, and `conversation` where queries have a history; nothing where nothing is labelled.

    Of a conversation the questions that depend on no other are told apart, too: history must not make these worse.
    """
    labelled = [query for query in queries if query.relevant]
    if not labelled:
        return {}
    alone = _runs([query.text for query in labelled], retriever, corpus, step)
    figures = {"retrieval": _figures(labelled, alone)}
    if not any(query.history for query in labelled):
        return figures
    asked = [understood(query.text, query.history).query for query in labelled]
    return figures | {"conversation": _compared(labelled, alone, _runs(asked, retriever, corpus, step))}


def _compared(queries: Sequence[Query], alone: Runs, history: Runs) -> dict[str, Figures]:
    whole = [at for at, query in enumerate(queries) if not depends(query.text)]
    chosen = [queries[at] for at in whole]
    figures = {"last_turn": _figures(queries, alone), "with_history": _figures(queries, history)}
    if not chosen:
        return figures
    return figures | {
        "standing_alone_last_turn": _figures(chosen, [alone[at] for at in whole]),
        "standing_alone_with_history": _figures(chosen, [history[at] for at in whole]),
    }


def _runs(texts: Sequence[str | Sought], retriever: Retriever, corpus: Corpus, step: Callable[[], object]) -> Runs:
    runs = []
    for text in texts:
        runs.append(list(_ranked(text, retriever, corpus))[:DEPTH])
        step()
    return runs


def _figures(queries: Sequence[Query], runs: Runs) -> Figures:
    return ranking_figures([query.relevant for query in queries], runs)


def _ranked(text: str | Sought, retriever: Retriever, corpus: Corpus) -> Iterator[str]:
    """The texts of a set, each by its best passage."""
    found = retriever.ranked(text, Condition(), PASSAGES)
    yield from dict.fromkeys(corpus.text_of(each.source.id, each.passage.start) for each in found)
