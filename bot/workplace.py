"""Where what is added is read, attributed and embedded: in this process, or on the workers of a cluster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from bot.attribution import Attributor
from bot.embedding import Embedder
from bot.errors import FrontMatterError, UnreadableDocument
from bot.library import Attribute
from bot.loading import read_document
from bot.records import Document

Read: TypeAlias = Document | UnreadableDocument | FrontMatterError
"""A file as a document, or why it cannot be one."""


class Workplace(Protocol):
    """What of an addition takes long, and may be done elsewhere."""

    def read(self, files: Sequence[Path]) -> Iterator[Read]:
        """Yield each file as a document, or why it cannot be one, in order."""
        ...

    def embedder(self, own: Embedder) -> Embedder:
        """Return what embeds as the library's own model does."""
        ...

    def attribute(self, own: Attributor, documents: Sequence[Document], there: Collection[str]) -> Attribute:
        """Return what tells who says what, as `own` does, for documents but those whose text is `there` already."""
        ...


class ThisProcess:
    """Everything is done here, one after the other."""

    def read(self, files: Sequence[Path]) -> Iterator[Read]:
        """Yield each file as a document, or why it cannot be one, in order."""
        for file in files:
            try:
                yield read_document(file)
            except (UnreadableDocument, FrontMatterError) as error:
                yield error

    def embedder(self, own: Embedder) -> Embedder:
        """Return the library's own model."""
        return own

    def attribute(self, own: Attributor, documents: Sequence[Document], there: Collection[str]) -> Attribute:  # noqa: ARG002
        """Return what tells who says what."""
        return own
