"""What a fresh process measures of a library: opening, memory, retrieval, filters, many users, and what it misses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from bot.benchmark.machine import resident_mb
from bot.benchmark.spread import percentile, percentiles_ms, seconds, summary
from bot.benchmark.texts import SPEAKERS, Texts
from bot.embedding import Embedder, embedded_model
from bot.library import Condition, Filters, Library, open_library
from bot.retrieval import Retriever

ROUNDS, QUESTIONS = 5, 40
"""In how many rounds it is searched, and with how many questions in each: all different, so that all are embedded."""

USERS = (1, 8, 32)
USERS_QUESTIONS = 32
"""How many search at the same time, and how many questions they have together for each round."""

COMPARED, NEAREST = 50, 10
"""How many questions are searched exactly, too, and for how many passages."""

ONE_PERCENT = Filters(speaker=SPEAKERS[0])


def measure_reading(folder: Path, embedder: Embedder, rounds: int = ROUNDS) -> dict[str, Any]:
    """Return the figures of a library, whose files were written with the vectors of `embedder`."""
    began = perf_counter()
    library = open_library(folder, embedder)
    opened = round(perf_counter() - began, 3)
    with closing(library):
        questions = iter(Texts(embedded_model().vocabulary()).questions())
        found = _retrieval(library, Retriever(library), questions, rounds)
        memory = {"rss_mb": resident_mb(), "open_s": opened}
        return {**found, **memory, "recall@10": _recall(library, list(islice(questions, COMPARED)))}


def _retrieval(library: Library, retriever: Retriever, questions: Iterator[str], count: int) -> dict[str, Any]:
    retriever.retrieve(next(questions))
    retriever.retrieve(next(questions), ONE_PERCENT)
    rounds = [[_turn(library, retriever, questions) for _ in range(QUESTIONS)] for _ in range(count)]
    whole, narrow, dense = ([[turn[at] for turn in each] for each in rounds] for at in range(3))
    ratios = [percentile(few, 50) / percentile(all_, 50) for few, all_ in zip(narrow, whole, strict=True)]
    figures = percentiles_ms(whole)
    return {
        **{f"{name}_ms": figures[name] for name in ("p50", "p95")},
        "spread": {f"{name}_ms": between for name, between in figures["spread"].items()},
        "dense_ms": percentiles_ms(dense),
        "filter": {**percentiles_ms(narrow), **_named(summary({"ratio": ratios})), "results": _fewest(rounds)},
        "users": [_crowd(retriever, users, list(islice(questions, count * USERS_QUESTIONS))) for users in USERS],
    }


def _turn(library: Library, retriever: Retriever, questions: Iterator[str]) -> tuple[float, float, float, int]:
    """The seconds of a retrieval, of one in a hundredth of the passages and what it finds, and of a dense search."""
    found: list[int] = []
    whole = seconds(retriever.retrieve, next(questions))
    narrow = seconds(lambda: found.append(len(retriever.retrieve(next(questions), ONE_PERCENT))))
    vector = library.embedder.embed_query(next(questions))
    dense = seconds(library.search_vectors, vector, NEAREST, Condition())
    return whole, narrow, dense, found[0]


def _fewest(rounds: Sequence[Sequence[tuple[float, float, float, int]]]) -> int:
    return min(turn[3] for each in rounds for turn in each)


def _named(found: dict[str, Any]) -> dict[str, Any]:
    return {"ratio": found["ratio"], "ratio_spread": found["spread"]["ratio"]}


def _crowd(retriever: Retriever, users: int, questions: Sequence[str]) -> dict[str, Any]:
    """How so many users fare who ask one question after the other."""
    took: list[float] = []
    began = perf_counter()
    with ThreadPoolExecutor(users) as pool:
        took.extend(pool.map(lambda question: seconds(retriever.retrieve, question), questions))
    each = len(questions) / (perf_counter() - began)
    times = {f"p{share}_ms": round(1000 * percentile(took, share), 2) for share in (50, 95)}
    return {"users": users, "per_s": round(each, 1), **times}


def _recall(library: Library, questions: Sequence[str]) -> float:
    """Which part of the passages nearest to each question, as an exact search finds them, the index finds."""
    vectors = np.array([library.embedder.embed_query(question) for question in questions], dtype=np.float32)
    exact = _exact(library, vectors)
    found = [dict(library.search_vectors(vector.tolist(), NEAREST, Condition())) for vector in vectors]
    shares = [len(near & there.keys()) / len(near) for near, there in zip(exact, found, strict=True)]
    return round(sum(shares) / len(shares), 4)


def _exact(library: Library, vectors: Any) -> list[set[int]]:
    """The keys of the passages nearest to each vector, by comparing it with all of them, a page at a time."""
    best: list[list[tuple[float, int]]] = [[] for _ in vectors]
    for keys, page in library.vectors():
        for row, scores in enumerate(vectors @ page.T):
            near = np.argsort(-scores)[:NEAREST]
            best[row] = sorted([*best[row], *((float(scores[at]), keys[at]) for at in near)], reverse=True)[:NEAREST]
    return [{key for _, key in each} for each in best]
