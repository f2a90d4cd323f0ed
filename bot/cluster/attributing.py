"""Who says what, found out by a cluster ahead of the documents' turn to be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.attribution import Attributor, spread
from bot.cluster import work
from bot.cluster.tasks import Tasks
from bot.records import Attribution, Document, Passage


class ClusterAttributor:
    """Gives documents' passages who says what in them; `documents` are those that will be asked for, in that order."""

    def __init__(self, own: Attributor, documents: Sequence[Document], tasks: Tasks) -> None:
        self._own = own
        self._coming = {each.sha256 for each in documents}
        self._ahead = self._begun(documents, tasks)

    def __call__(self, documents: Sequence[tuple[Document, Sequence[Passage]]]) -> Iterator[tuple[Passage, ...]]:
        """Yield each document's passages with who says what in them.

        Raises:
            ClusterError: the cluster is gone.
        """
        return (self._one(document, passages) for document, passages in documents)

    def _one(self, document: Document, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        while document.sha256 in self._coming:
            text, said = next(self._ahead)
            self._coming.discard(text)
            if text == document.sha256:
                return spread(said, passages)
        return next(self._own([(document, passages)]))

    def _begun(self, documents: Sequence[Document], tasks: Tasks) -> Iterator[tuple[str, tuple[Attribution, ...]]]:
        own = tasks.share(self._own)
        found = tasks.in_order(lambda each: tasks.begin(work.attribute, own, each.text, each.metadata), documents)
        for document, said in zip(documents, found, strict=True):
            yield document.sha256, said
