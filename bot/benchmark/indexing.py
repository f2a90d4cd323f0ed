"""How fast documents are indexed, against the embedding model alone, and that against its naive use."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bot.attribution import Attributor
from bot.benchmark.naive import Naive
from bot.benchmark.spread import summary
from bot.benchmark.texts import Texts
from bot.chunking import chunk
from bot.embedding import MiniLM, embedded_model
from bot.library import Library, Progress, open_library
from bot.library.indexing import texts_of
from bot.records import Document

ROUNDS, DOCUMENTS = 5, 5
"""How often it is measured, and with how many documents of some ten passages."""

NAIVE = 20
"""One text of so many is embedded naively, too, which takes long."""


def measure_indexing(
    folder: Path, progress: Progress | None = None, rounds: int = ROUNDS, documents: int = DOCUMENTS
) -> dict[str, Any]:
    """Return passages a second of indexing and of the embedding model alone on the same texts, by turns, and the ratio.

    Each is measured by the clock and, as `cpu_ratio`, by the work of the processor, which others on a busy machine
    disturb less. `naive_ratio` is how many times as fast the model is as in its naive use, `naive_cosine` how alike
    the vectors are.
    """
    model = embedded_model()
    source = Texts(model.vocabulary()).documents()
    with closing(open_library(folder, model)) as library:
        _round(library, model, list(islice(source, documents)))
        before, measured = library.passage_count, list[dict[str, float]]()
        for done in range(rounds):
            measured.append(_round(library, model, list(islice(source, documents)), swapped=bool(done % 2)))
            if progress:
                progress(done + 1, rounds)
        passages = library.passage_count - before
    return {"passages": passages, **summary({name: [each[name] for each in measured] for name in measured[0]})}


def _round(
    library: Library, model: MiniLM, documents: Sequence[Document], *, swapped: bool = False
) -> dict[str, float]:
    chunked = [(document.metadata, chunk(document)) for document in documents]
    texts = list(dict.fromkeys(text for metadata, passages in chunked for text in texts_of(metadata, passages)))
    attribute = Attributor([*library.sources.values(), *documents])
    works: list[Callable[[], object]] = [
        lambda: library.add(documents, attribute=attribute),
        lambda: model.embed(texts),
    ]
    took = {which: _taken(works[which]) for which in ((1, 0) if swapped else (0, 1))}
    (whole, whole_work), (bare, bare_work) = took[0], took[1]
    passages = sum(len(each) for _, each in chunked)
    figures = {"passages_per_s": passages / whole, "embedder_passages_per_s": passages / bare, "ratio": bare / whole}
    return {**figures, "cpu_ratio": bare_work / whole_work, **_naive(model, texts)}


def _naive(model: MiniLM, texts: Sequence[str]) -> dict[str, float]:
    some, naive = texts[::NAIVE], Naive()
    naive.embed(some[:1])
    alone, _ = _taken(lambda: naive.embed(some))
    batched, _ = _taken(lambda: model.embed(some))
    cosines = (naive.embed(some) * model.embed(some)).sum(axis=1)
    return {"naive_ratio": alone / batched, "naive_cosine": float(np.min(cosines))}


def _taken(work: Callable[[], object]) -> tuple[float, float]:
    """The seconds that something takes by the clock, and of the processor."""
    began, at_work = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - at_work
