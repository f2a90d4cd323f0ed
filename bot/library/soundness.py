"""Is a library sound: every passage there exactly once, in each of its parts, at its exact place."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from bot.errors import LibraryDamaged
from bot.library.catalogue import Catalogue
from bot.library.rows import key_of
from bot.library.vectors import Vectors
from bot.library.words import Words
from bot.records import Document, Passage

SHOWN = 5
"""How many ids a problem names before it only counts."""


def problems(catalogue: Catalogue, vectors: Vectors, words: Words) -> list[str]:
    """Return one line for each kind of damage, none for a sound library."""
    found = [f"catalogue: {problem}" for problem in catalogue.problems()]
    keys: list[int] = []
    for number, source in catalogue.sources().items():
        document = catalogue.document(number)
        passages = catalogue.passages_of(number)
        keys += passages
        if document is not None:
            rows = [(key, passage, len(rows)) for key, (_, passage, rows) in passages.items()]
            found += [f"document {source.id}: {problem}" for problem in _document_problems(number, document, rows)]
    found += _key_problems("vectors", vectors.keys, keys)
    found += _key_problems("words", words.keys, keys)
    return found


def _document_problems(number: int, document: Document, rows: list[tuple[int, Passage, int]]) -> Iterator[str]:
    if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
        yield "its text is not the text that was added"
    if [key for key, _, _ in rows] != [key_of(number, ordinal) for ordinal in range(len(rows))] or not rows:
        yield "passages are missing"
    for _, passage, vectors in rows:
        if document.text[passage.start : passage.end] != passage.text:
            yield f"passage {passage.ordinal} is not at its place"
        if vectors != len(passage.sentences):
            yield f"passage {passage.ordinal} lacks vectors of its sentences"


def _key_problems(part: str, read: Callable[[], list[int]], listed: Iterable[int]) -> Iterator[str]:
    try:
        counts, wanted = Counter(read()), set(listed)
    except LibraryDamaged as error:
        yield f"{part}: {error.message}"
        return
    yield from _count(part, "missing", wanted - counts.keys())
    yield from _count(part, "not listed by the catalogue", counts.keys() - wanted)
    yield from _count(part, "there more than once", {key for key, count in counts.items() if count > 1})


def _count(part: str, what: str, keys: set[int]) -> Iterator[str]:
    if keys:
        names = ", ".join(str(key) for key in sorted(keys)[:SHOWN])
        yield f"{part}: {len(keys)} passages {what} ({names}{', …' if len(keys) > SHOWN else ''})"
