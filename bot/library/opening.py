"""Opening a library: made on first use, refused where it is not ours to read, made anew on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.embedding import Embedder
from bot.errors import LibraryDamaged, LibraryError, LibraryMismatch
from bot.library.backups import restore_hint
from bot.library.catalogue import Catalogue
from bot.library.collection import ROWS
from bot.library.damage import REBUILD, damaged
from bot.library.history import KEPT
from bot.library.indexing import Attribute, Progress
from bot.library.locking import exclusive, unusable
from bot.library.making import PARTS_FORMAT, WHERE, check_where, make_anew, mend
from bot.library.places import CATALOGUE, Places, has_parts
from bot.library.sealing import Torn
from bot.library.served import made_vectors, made_words, opened_vectors, opened_words
from bot.library.servers import NO_SERVERS, Servers
from bot.library.store import Library
from bot.library.vectors import Vectors
from bot.library.words import WordIndex
from bot.records import Source

Attributing = Callable[[Iterable[Source]], Attribute]

UNFINISHED = "unfinished rebuild"
"""What an older version of the bot noted for a model while it rebuilt a library in place."""


def open_library(folder: Path, embedder: Embedder, kept: int = KEPT, servers: Servers = NO_SERVERS) -> Library:
    """Open the library in a folder, which is made on first use; it keeps so many older texts of a document.

    All of it lies in the folder, but for what is on `servers`.

    Raises:
        LibraryError: the folder cannot be made or read.
        LibraryMismatch: another embedding model or another version made it.
        LibraryDamaged: a part of it is missing or broken.
    """
    catalogue = _open_catalogue(folder, kept, servers)
    try:
        _make(catalogue, embedder)
        _check(folder, catalogue, embedder)
        return _opened(folder, catalogue, embedder)
    except BaseException:
        catalogue.close()
        raise


def rebuild(
    folder: Path,
    embedder: Embedder,
    progress: Progress | None = None,
    attributor: Attributing | None = None,
    *,
    servers: Servers = NO_SERVERS,
) -> None:
    """Make vectors and words anew from the catalogue, with the model given, and who says what.

    `attributor` tells that, given all documents; without one it stays as it is. The vectors get to the Chroma server of
    `servers`, or to the folder where there is none.

    Raises:
        LibraryError: the folder is no library, or cannot be written.
        LibraryBusy: another process is writing.
    """
    if not servers.postgres and not (folder / CATALOGUE).is_file():
        raise LibraryError(f"There is no library in {folder}.", "Choose its folder with --library or BOT_LIBRARY.")
    with closing(_open_catalogue(folder, servers=servers)) as catalogue, catalogue.alone():
        catalogue.places.sweep()
        with catalogue.transaction():
            if attributor:
                _attribute(catalogue, attributor(catalogue.sources().values()))
            make_anew(catalogue, embedder, progress)
        catalogue.swept(catalogue.stale())


def _attribute(catalogue: Catalogue, attribute: Attribute) -> None:
    for number in catalogue.sources():
        document = catalogue.document(number)
        if document is not None:
            passages = [passage for _, passage, _ in catalogue.passages_of(number).values()]
            catalogue.set_attributions(number, *attribute([(document, passages)]))


def _open_catalogue(folder: Path, kept: int = KEPT, servers: Servers = NO_SERVERS) -> Catalogue:
    path = folder / CATALOGUE
    if servers.postgres:
        return Catalogue(path, kept, servers)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        exists = path.is_file() and path.stat().st_size
    except OSError as error:
        raise unusable(folder, error) from error
    if exists:
        return Catalogue(path, kept, servers)
    with exclusive(folder):
        _refuse_orphans(folder, path)
        return Catalogue(path, kept, servers)


def _refuse_orphans(folder: Path, path: Path) -> None:
    """Refuse to begin anew where there was a library: its documents would seem never to have been there."""
    if has_parts(folder) and not (path.is_file() and path.stat().st_size):
        raise LibraryDamaged(
            f"The library {folder} has lost its catalogue {path.name}.",
            restore_hint(folder),
        )


def _make(catalogue: Catalogue, embedder: Embedder) -> None:
    """Make the parts of a new library, one process alone; the name of the model is set when they are there."""
    if catalogue.get("embedding") is not None:
        return
    with catalogue.alone():
        if catalogue.get("embedding") is None:
            made_vectors(catalogue.places.vectors).close()
            made_words(catalogue.places.words)
            catalogue.set("parts", PARTS_FORMAT)
            catalogue.set(WHERE, catalogue.places.kind)
            catalogue.set("embedding", embedder.name)


def _opened(folder: Path, catalogue: Catalogue, embedder: Embedder) -> Library:
    """Open the parts. What is listed at a moment is in them from then on, so that a lack at that moment is damage."""
    generation, listed, places = catalogue.generation, catalogue.passage_count(), catalogue.places
    # What is listed is read while the vectors are, which leave Python alone.
    with ThreadPoolExecutor(1) as pool:
        rows = pool.submit(catalogue.sources)
        vectors, words = _open_parts(catalogue, places)
    try:
        counts = {places.vectors: vectors.size, places.words: words.count()}
        if catalogue.generation == generation:
            _check_counts(counts, listed)
        return Library(folder, embedder, catalogue, vectors, words, generation, rows.result())
    except BaseException:
        vectors.close()
        raise


def _check_counts(counts: Mapping[Any, int], listed: int) -> None:
    for part, count in counts.items():
        if count < listed:
            raise damaged(f"The part {part}", ValueError(f"it has {count} of {listed} passages"))


def _open_parts(catalogue: Catalogue, places: Places) -> tuple[Vectors, WordIndex]:
    """Open the parts, which are mended first where a writer died while it wrote them."""
    words = opened_words(places.words)
    try:
        return opened_vectors(places.vectors), words
    except Torn:
        with catalogue.alone():
            mend(catalogue)
        return opened_vectors(catalogue.places.vectors), opened_words(catalogue.places.words)


def _check(folder: Path, catalogue: Catalogue, embedder: Embedder) -> None:
    made_by = catalogue.get("embedding")
    if made_by == UNFINISHED:
        raise LibraryDamaged(f"A rebuild of the library {folder} was not finished.", REBUILD)
    if made_by != embedder.name:
        _refuse_damaged(catalogue)
        raise LibraryMismatch(
            f"The library {folder} was made with the embedding model “{made_by}”, and “{embedder.name}” is set.",
            f"Set BOT_EMBEDDING={made_by}, or run `python -m bot rebuild` to make it anew with “{embedder.name}”.",
        )
    if catalogue.get("parts") != PARTS_FORMAT:
        raise LibraryMismatch(f"Another version of the bot made the library {folder}.", REBUILD)
    check_where(catalogue)
    _check_parts(catalogue)


def _refuse_damaged(catalogue: Catalogue) -> None:
    """Look closer where a catalogue says what is unlikely."""
    for problem in catalogue.problems():
        raise LibraryDamaged(f"The catalogue {catalogue.name} is damaged: {problem}.", catalogue.hint)


def _check_parts(catalogue: Catalogue) -> None:
    if not catalogue.passage_count():
        return
    places = ((catalogue.places.vectors, ROWS), (catalogue.places.words, "meta.json"))
    for part in [place / name for place, name in places if isinstance(place, Path)]:
        if not part.is_file():
            raise LibraryDamaged(f"The library lacks {part}.", REBUILD)
