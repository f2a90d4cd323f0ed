"""The cluster as a place to work at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.attribution import Attributor
from bot.cluster import work
from bot.cluster.attributing import ClusterAttributor
from bot.cluster.connecting import connected
from bot.cluster.embedding import ClusterEmbedder
from bot.cluster.tasks import Tasks
from bot.embedding import Embedder
from bot.errors import FrontMatterError, UnreadableDocument
from bot.library import Attribute
from bot.loading import content_of, with_side_file
from bot.records import Document
from bot.settings import EMBEDDED
from bot.workplace import Read


class Cluster:
    """The workers of a Ray cluster; they get what they need from this process, and need no folder in common."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def read(self, files: Sequence[Path]) -> Iterator[Read]:
        """Yield each file as a document, or why it cannot be one, in order.

        Raises:
            ClusterError: the cluster is gone, or its workers run another version of the bot.
        """
        for file, found in zip(files, self._tasks.in_order(self._begin, files), strict=True):
            yield _described(found, file) if isinstance(found, Document) else found

    def embedder(self, own: Embedder) -> Embedder:
        """Return the embedded model on the workers; one by name, which has keys of its own, stays in this process."""
        return ClusterEmbedder(own, self._tasks) if own.name == EMBEDDED else own

    def attribute(self, own: Attributor, documents: Sequence[Document], there: Collection[str]) -> Attribute:
        """Return what tells who says what in those of the documents whose text is not `there` already."""
        new = list({each.sha256: each for each in reversed(documents) if each.sha256 not in there}.values())
        return ClusterAttributor(own, new[::-1], self._tasks)

    def _begin(self, file: Path) -> Any:
        try:
            return self._tasks.begin(work.read, content_of(file), file.name, str(file.resolve()))
        except (UnreadableDocument, FrontMatterError) as error:
            return error


@contextmanager
def open_cluster(address: str) -> Iterator[Cluster]:
    """Give the cluster at an address: `local`, `auto` or HOST:PORT.

    Raises:
        ClusterError: the address is none, nothing answers there, or Ray is not installed.
    """
    with connected(address) as ray:
        yield Cluster(Tasks(ray))


def _described(document: Document, file: Path) -> Read:
    try:
        return with_side_file(document, file)
    except (UnreadableDocument, FrontMatterError) as error:
        return error
