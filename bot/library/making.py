"""Making the parts anew from the catalogue: beside those that are there, which count until the new ones are whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

import numpy as np

from bot.embedding import Embedder
from bot.embedding import Vectors as Matrix
from bot.errors import LibraryMismatch
from bot.library.catalogue import Catalogue
from bot.library.indexing import BATCH_PASSAGES, Counter, Progress, embed, text_count, write_parts
from bot.library.places import FOLDER, SERVER
from bot.library.sealing import Torn
from bot.library.served import made_vectors, made_words, opened_vectors
from bot.records import Document, Passage

PARTS_FORMAT = "4"
"""What the parts hold of a passage, and how; the catalogue remembers it, since a change makes them useless."""

WHERE = "vectors"
"""The name in the table `meta` of where the vectors are."""

_Entry = tuple[int, Document, Sequence[Passage], Matrix]
"""A document by its number, its passages, and their vectors, of shape (passages, dimensions)."""


def make_anew(catalogue: Catalogue, embedder: Embedder, progress: Progress | None) -> None:
    """Embed all that is listed, and make parts of it; within a transaction, with whose commit they count."""
    _make(catalogue, _embedded(catalogue, embedder, progress))
    catalogue.set("embedding", embedder.name)


def mend(catalogue: Catalogue) -> None:
    """Make the parts anew from the vectors that the catalogue has, where they are torn. For who alone writes.

    Raises:
        Torn: they are, and an older version of the bot has left no vectors in the catalogue.
    """
    try:
        opened_vectors(catalogue.places.vectors).close()
    except Torn as torn:
        with catalogue.transaction():
            _make(catalogue, _remembered(catalogue, torn))
        catalogue.swept(catalogue.stale())


def check_where(catalogue: Catalogue) -> None:
    """Raise LibraryMismatch where the vectors are not where the settings say."""
    there, here = catalogue.get(WHERE) or FOLDER, catalogue.places.kind
    if there != here:
        told = "on a Chroma server" if there == SERVER else "in its folder"
        change = "Set BOT_CHROMA_URL to it" if there == SERVER else "Unset BOT_CHROMA_URL"
        raise LibraryMismatch(
            f"The vectors of the library {catalogue.where} are {told}.",
            f"{change}, or run `python -m bot rebuild` to have them where the settings say.",
        )


def _make(catalogue: Catalogue, entries: Iterable[_Entry]) -> None:
    places = catalogue.places.next()
    words = made_words(places.words)
    with closing(made_vectors(places.vectors)) as vectors:
        for batch in _batches(entries):
            documents = [(number, document, passages) for number, document, passages, _ in batch]
            write_parts(vectors, words, documents, np.concatenate([rows for *_, rows in batch]))
    catalogue.set("place", str(places.number))
    catalogue.set("parts", PARTS_FORMAT)
    catalogue.set(WHERE, places.kind)
    catalogue.advance()


def _embedded(catalogue: Catalogue, embedder: Embedder, progress: Progress | None) -> Iterator[_Entry]:
    counter = Counter(sum(text_count(passages) for *_, passages in _listed(catalogue)), progress)
    for number, document, passages in _listed(catalogue):
        (rows,) = embed(embedder, [(document.metadata, passages)], counter)
        catalogue.set_vectors(number, rows.sentences, list(rows.passages))
        yield number, document, passages, rows.passages


def _remembered(catalogue: Catalogue, torn: Torn) -> Iterator[_Entry]:
    for number, document, passages in _listed(catalogue):
        rows = catalogue.vectors_of(number)
        if len(rows) != len(passages):
            raise torn
        yield number, document, passages, np.stack(rows)


def _listed(catalogue: Catalogue) -> Iterator[tuple[int, Document, list[Passage]]]:
    for number in catalogue.sources():
        document = catalogue.document(number)
        if document is not None:
            yield number, document, [passage for _, passage, _ in catalogue.passages_of(number).values()]


def _batches(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    """Yield documents until there are enough passages for one commit."""
    batch: list[_Entry] = []
    for entry in entries:
        batch.append(entry)
        if sum(len(passages) for _, _, passages, _ in batch) >= BATCH_PASSAGES:
            yield batch
            batch = []
    if batch:
        yield batch
