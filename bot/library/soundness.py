"""Is a library sound: every passage there exactly once, in each of its parts, at its exact place, as it was written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from bot.errors import LibraryDamaged
from bot.library.catalogue import Catalogue
from bot.library.rows import key_of
from bot.library.vectors import Row, Vectors, row_of
from bot.library.words import WordIndex, seal_of
from bot.records import Document, Passage

SHOWN = 5
"""How many ids a problem names before it only counts."""

TOLERANCE = 2e-3
"""By how much a number of a vector may differ from the catalogue's, which has half its digits."""

Halves = NDArray[np.float16]
_Expected = Mapping[int, tuple[Halves | None, Row, int]]
"""By key what the parts have to hold of a passage: its vector, what is noted with it, the hash of what is indexed."""


def problems(catalogue: Catalogue, vectors: Vectors, words: WordIndex) -> list[str]:
    """Return one line for each kind of damage, none for a sound library."""
    found = [f"catalogue: {problem}" for problem in catalogue.problems()]
    expected: dict[int, tuple[Halves | None, Row, int]] = {}
    for number, source in catalogue.sources().items():
        try:
            found += [f"document {source.id}: {each}" for each in _document_problems(catalogue, number, expected)]
        except LibraryDamaged as error:
            found.append(f"document {source.id}: {error.message}")
    found += catalogue.history.problems()
    found += catalogue.log.problems()
    found += _told("vectors", lambda: _vector_problems(vectors, expected))
    found += _told("words", lambda: _word_problems(words, expected))
    return found


def _document_problems(
    catalogue: Catalogue, number: int, expected: dict[int, tuple[Halves | None, Row, int]]
) -> Iterator[str]:
    document, stored, rows = catalogue.document(number), catalogue.passages_of(number), catalogue.vectors_of(number)
    if document is None:
        return
    for at, (key, (_, passage, _)) in enumerate(stored.items()):
        facts = (number, passage, document.metadata)
        vector = rows[at].astype(np.float16) if len(rows) == len(stored) else None
        expected[key] = vector, row_of(*facts), seal_of(*facts)
    yield from _text_problems(number, document, [(key, each, len(own)) for key, (_, each, own) in stored.items()])


def _text_problems(number: int, document: Document, rows: list[tuple[int, Passage, int]]) -> Iterator[str]:
    if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
        yield "its text is not the text that was added"
    if [key for key, _, _ in rows] != [key_of(number, ordinal) for ordinal in range(len(rows))] or not rows:
        yield "passages are missing"
    for _, passage, vectors in rows:
        if document.text[passage.start : passage.end] != passage.text:
            yield f"passage {passage.ordinal} is not at its place"
        if vectors != len(passage.sentences):
            yield f"passage {passage.ordinal} lacks vectors of its sentences"


def _told(part: str, find: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return [f"{part}: {problem}" for problem in find()]
    except LibraryDamaged as error:
        return [f"{part}: {error.message}"]


def _vector_problems(vectors: Vectors, expected: _Expected) -> Iterator[str]:
    yield from vectors.problems()
    there: Counter[int] = Counter()
    moved, other = set(), set()
    for page in vectors.entries():
        there.update(page.keys())
        for key in page.keys() & expected.keys():
            (vector, row), (wanted, facts, _) = page[key], expected[key]
            if wanted is not None and (vector.shape != wanted.shape or np.abs(vector - wanted).max() > TOLERANCE):
                moved.add(key)
            if _sets(row) != _sets(facts):
                other.add(key)
    yield from _key_problems(there, expected.keys())
    yield from _count("whose vector is not the one that was written", moved)
    yield from _count("that do not say what they may be filtered by", other)


def _word_problems(words: WordIndex, expected: _Expected) -> Iterator[str]:
    yield from words.problems()
    entries = words.entries()
    yield from _key_problems(Counter(key for key, _ in entries), expected.keys())
    yield from _count(
        "whose words are not those of the catalogue",
        {key for key, seal in entries if key in expected and expected[key][2] != seal},
    )


def _key_problems(there: Counter[int], listed: Iterable[int]) -> Iterator[str]:
    wanted = set(listed)
    yield from _count("missing", wanted - there.keys())
    yield from _count("not listed by the catalogue", there.keys() - wanted)
    yield from _count("there more than once", {key for key, count in there.items() if count > 1})


def _count(what: str, keys: set[int]) -> Iterator[str]:
    if keys:
        names = ", ".join(str(key) for key in sorted(keys)[:SHOWN])
        yield f"{len(keys)} passages {what} ({names}{', …' if len(keys) > SHOWN else ''})"


def _sets(row: Row) -> dict[str, set[object]]:
    return {name: set(_listed(value)) for name, value in row.items()}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
