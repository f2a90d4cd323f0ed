"""A library of a given size, made by the bot's own means, and how it is to search in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any

from bot.attribution import Attributor
from bot.benchmark.jitter import Jittered
from bot.benchmark.machine import size_mb
from bot.benchmark.processes import fresh
from bot.benchmark.reading import ROUNDS
from bot.benchmark.spread import seconds
from bot.benchmark.texts import Texts
from bot.chunking import chunk
from bot.embedding import embedded_model
from bot.errors import BotError
from bot.library import Library, Progress, open_library
from bot.library.indexing import Attribute, texts_of, unattributed
from bot.records import Document

TOGETHER = 500
"""Documents that are added in one call."""

EMBEDDED = 8
"""Documents whose vectors are the model's own, and of which it is told who says what in them."""


def measure_search(
    folder: Path, passages: int, progress: Progress | None = None, rounds: int = ROUNDS
) -> dict[str, Any]:
    """Make a library of at least so many passages; return how a fresh process opens it and searches in it.

    `add_ms_per_passage` is what adding takes without the model's work, `again_s` a second adding of the same.

    Raises:
        BotError: the process that searches fails.
    """
    model = embedded_model()
    source = Texts(model.vocabulary())
    embedder = Jittered(model, *_part(source))
    with closing(open_library(folder, embedder)) as library:
        added, took = _fill(library, source, passages, progress)
        again = seconds(lambda: library.add(islice(source.documents(), added)))
        size = library.passage_count
    made = {"documents": added, "add_ms_per_passage": round(1000 * took / size, 3), "again_s": round(again, 3)}
    return {"passages": size, **_read(folder, model.name, rounds), "disk_mb": size_mb(folder), **made}


def _part(source: Texts) -> tuple[list[str], list[str]]:
    """What is embedded of the first documents, and those of it that are sentences, which are not searched for."""
    documents = [(document.metadata, chunk(document)) for document in islice(source.documents(), EMBEDDED)]
    texts = list(chain.from_iterable(texts_of(*each) for each in documents))
    sentences = [passage.quote(span) for _, passages in documents for passage in passages for span in passage.sentences]
    return texts, sentences


def _fill(library: Library, source: Texts, passages: int, progress: Progress | None) -> tuple[int, float]:
    """Add documents until there are enough passages; return how many they are, and the seconds that it took."""
    documents, added, took = source.documents(), 0, 0.0
    while library.passage_count < passages:
        more = list(islice(documents, _wanted(library, added, passages)))
        took += seconds(_add, library, more)
        added += len(more)
        if progress:
            progress(min(library.passage_count, passages), passages)
    return added, took


def _wanted(library: Library, added: int, passages: int) -> int:
    """How many documents more, by the passages that one has had so far."""
    each = library.passage_count / added if added else 10
    return min(TOGETHER, max(1, round((passages - library.passage_count) / each)))


def _add(library: Library, documents: Sequence[Document]) -> None:
    library.add(documents, attribute=unattributed if library.passage_count else _attribute_some(documents))


def _attribute_some(documents: Sequence[Document]) -> Attribute:
    """Tell who says what in the first documents alone, which takes half as long as the model's work."""
    attributor, some = Attributor(documents), {document.id for document in documents[:EMBEDDED]}
    return lambda entries: (
        next(attributor([(document, passages)])) if document.id in some else passages for document, passages in entries
    )


def _read(folder: Path, model: str, rounds: int) -> dict[str, Any]:
    """What a fresh process measures, whose memory holds nothing but the library."""
    done = fresh("-m", "bot.benchmark", str(folder), model, str(rounds), capture_output=True, text=True)
    if done.returncode:
        reason = next(iter(done.stderr.splitlines()[-1:]), "no reason was given")
        raise BotError(f"The search in {folder} could not be measured: {reason}", "Ask for fewer passages.")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
