"""Opening a library: made on first use, refused where it is not ours to read, made anew on request."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import numpy as np

from bot.embedding import Embedder
from bot.errors import LibraryDamaged, LibraryError, LibraryMismatch
from bot.library.catalogue import Catalogue
from bot.library.damage import REBUILD, damaged
from bot.library.indexing import Attribute, Counter, Progress, embed, text_count, write_parts
from bot.library.locking import exclusive, unusable
from bot.library.store import Library
from bot.library.vectors import Vectors
from bot.library.words import Words
from bot.records import Source

Attributing = Callable[[Iterable[Source]], Attribute]

UNFINISHED = "unfinished rebuild"
CATALOGUE = "catalogue.sqlite3"
PARTS = ("vectors", "words")
PARTS_FORMAT = "3"
"""What the parts hold of a passage, and how; the catalogue remembers it, since a change makes them useless."""


def open_library(folder: Path, embedder: Embedder) -> Library:
    """Open the library in a folder, which is made on first use.

    Raises:
        LibraryError: the folder cannot be made or read.
        LibraryMismatch: another embedding model or another version made it.
        LibraryDamaged: a part of it is missing or broken.
    """
    catalogue = _open_catalogue(folder)
    try:
        _make(folder, catalogue, embedder)
        _check(folder, catalogue, embedder)
        return _opened(folder, catalogue, embedder)
    except BaseException:
        catalogue.close()
        raise


def rebuild(
    folder: Path, embedder: Embedder, progress: Progress | None = None, attributor: Attributing | None = None
) -> None:
    """Make vectors and words anew from the catalogue, with the model given, and who says what.

    `attributor` tells that, given all documents; without one it stays as it is.

    Raises:
        LibraryError: the folder is no library, or cannot be written.
        LibraryBusy: another process is writing.
    """
    if not (folder / CATALOGUE).is_file():
        raise LibraryError(f"There is no library in {folder}.", "Choose its folder with --library or BOT_LIBRARY.")
    with closing(_open_catalogue(folder)) as catalogue, exclusive(folder):
        catalogue.set("embedding", UNFINISHED)
        for part in PARTS:
            shutil.rmtree(folder / part, ignore_errors=True)
        if attributor:
            _attribute(catalogue, attributor(catalogue.sources().values()))
        with closing(Vectors(folder / "vectors")) as vectors:
            _fill(catalogue, vectors, Words(folder / "words"), embedder, progress)
        catalogue.swept(catalogue.stale())
        catalogue.set("parts", PARTS_FORMAT)
        catalogue.set("embedding", embedder.name)
        catalogue.replace([], [])


def _attribute(catalogue: Catalogue, attribute: Attribute) -> None:
    for number in catalogue.sources():
        document = catalogue.document(number)
        if document is not None:
            passages = [passage for _, passage, _ in catalogue.passages_of(number).values()]
            catalogue.set_attributions(number, attribute(document, passages))


def _fill(catalogue: Catalogue, vectors: Vectors, words: Words, embedder: Embedder, progress: Progress | None) -> None:
    numbers = list(catalogue.sources())
    stored = {number: catalogue.passages_of(number) for number in numbers}
    counter = Counter(sum(text_count([row[1] for row in rows.values()]) for rows in stored.values()), progress)
    for number in numbers:
        document = catalogue.document(number)
        if document is None:
            continue
        passages = [passage for _, passage, _ in stored[number].values()]
        (rows,) = embed(embedder, [(document.metadata, passages)], counter)
        write_parts(vectors, words, [(number, document, passages)], np.asarray(rows.passages))
        catalogue.set_vectors(zip(stored[number], rows.sentences, strict=True))


def _open_catalogue(folder: Path) -> Catalogue:
    path = folder / CATALOGUE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        exists = path.is_file() and path.stat().st_size
    except OSError as error:
        raise unusable(folder, error) from error
    if exists:
        return Catalogue(path)
    with exclusive(folder):
        _refuse_orphans(folder, path)
        return Catalogue(path)


def _refuse_orphans(folder: Path, path: Path) -> None:
    """Refuse to begin anew where there was a library: its documents would seem never to have been there."""
    if any((folder / part).exists() for part in PARTS) and not (path.is_file() and path.stat().st_size):
        raise LibraryDamaged(
            f"The library {folder} has lost its catalogue {path.name}.",
            "Restore it from a backup, or choose another folder with --library.",
        )


def _make(folder: Path, catalogue: Catalogue, embedder: Embedder) -> None:
    """Make the parts of a new library, one process alone; the name of the model is set when they are there."""
    if catalogue.get("embedding") is not None:
        return
    with exclusive(folder):
        if catalogue.get("embedding") is None:
            Vectors(folder / "vectors").close()
            Words(folder / "words")
            catalogue.set("parts", PARTS_FORMAT)
            catalogue.set("embedding", embedder.name)


def _opened(folder: Path, catalogue: Catalogue, embedder: Embedder) -> Library:
    """Open the parts. What is listed at a moment is in them from then on, so that a lack at that moment is damage."""
    generation, listed = catalogue.generation, catalogue.passage_count()
    vectors, words = Vectors(folder / "vectors"), Words(folder / "words")
    counts = {"vectors": vectors.count(), "words": words.count()}
    for part, count in counts.items():
        if count < listed and catalogue.generation == generation:
            vectors.close()
            raise damaged(f"The part {folder / part}", ValueError(f"it has {count} of {listed} passages"))
    return Library(folder, embedder, catalogue, vectors, words, generation)


def _check(folder: Path, catalogue: Catalogue, embedder: Embedder) -> None:
    made_by = catalogue.get("embedding")
    if made_by == UNFINISHED:
        raise LibraryDamaged(f"A rebuild of the library {folder} was not finished.", REBUILD)
    if made_by != embedder.name:
        raise LibraryMismatch(
            f"The library {folder} was made with the embedding model “{made_by}”, and “{embedder.name}” is set.",
            f"Set BOT_EMBEDDING={made_by}, or run `python -m bot rebuild` to make it anew with “{embedder.name}”.",
        )
    if catalogue.get("parts") != PARTS_FORMAT:
        raise LibraryMismatch(f"Another version of the bot made the library {folder}.", REBUILD)
    _check_parts(folder, catalogue)


def _check_parts(folder: Path, catalogue: Catalogue) -> None:
    if not catalogue.sources():
        return
    for part in (folder / "vectors" / "chroma.sqlite3", folder / "words" / "meta.json"):
        if not part.is_file():
            raise LibraryDamaged(f"The library lacks {part}.", REBUILD)
