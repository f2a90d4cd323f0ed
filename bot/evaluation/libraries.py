"""A set's library: real, kept in a cache, known by what the set holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.attribution import Attributor
from bot.embedding import Embedder
from bot.errors import LibraryDamaged, LibraryMismatch
from bot.evaluation.corpora import Corpus
from bot.library import Library, Progress, open_library


@contextmanager
def library_of(corpus: Corpus, folder: Path, embedder: Embedder, progress: Progress | None = None) -> Iterator[Library]:
    """Yield a library that holds exactly this corpus, kept in a folder for each content; nothing is embedded twice."""
    with closing(_opened(folder / corpus.identity, embedder)) as library:
        attribute = Attributor(corpus.documents)
        library.add(corpus.documents, progress, chunker=corpus.chunk, attribute=attribute)
        yield library


def _opened(folder: Path, embedder: Embedder) -> Library:
    """Open the cached library; one that cannot be used, of another model or version, is made anew."""
    try:
        return open_library(folder, embedder)
    except (LibraryMismatch, LibraryDamaged):
        shutil.rmtree(folder, ignore_errors=True)
        return open_library(folder, embedder)
