"""The documents of a library: what comes in, what goes, and what is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.archive import problems_in
from bot.attribution import Attributor
from bot.library import Library, Progress
from bot.loading import files_in, read_document
from bot.records import Document, Source, Verification
from bot.syncing import Confirm, Sync, Syncer
from bot.works import Works


class Collection:
    """Reads files, recognises the known works among them, and keeps them in a library."""

    def __init__(self, library: Library, works: Works) -> None:
        self._library = library
        self._works = works
        self._syncer = Syncer(library, self._read, self._keep, library.remove)

    def add(self, paths: Sequence[str | Path], progress: Progress | None = None) -> list[str]:
        """Add files and folders of files; return the ids of the documents that are new or changed.

        Raises:
            UnreadableDocument: a file is missing, empty, binary or of a format that we do not read.
            FrontMatterError: a file's front matter is incomplete or wrong.
        """
        found = (file for path in paths for file in files_in(path))
        return self._keep([self._read(file) for file in found], progress)

    def sync(
        self,
        folder: str | Path,
        *,
        remove: bool | Confirm = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Sync:
        """Make the library like a folder; `remove` tells whether documents shall go whose file is gone.

        Raises:
            UnreadableDocument: there is no such folder.
        """
        confirm = remove if callable(remove) else lambda _: remove
        return self._syncer.sync(folder, confirm=confirm, dry_run=dry_run, progress=progress)

    def watch(
        self,
        folder: str | Path,
        *,
        remove: bool = False,
        stop: threading.Event | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Sync]:
        """Sync a folder after each change in it; what is gone goes where `remove` is true and most stays.

        Raises:
            UnreadableDocument: the folder is not there, or no longer.
        """

        def confirm(found: Sync) -> bool:
            return remove and not found.removes_most

        return self._syncer.watch(folder, confirm=confirm, stop=stop, progress=progress)

    def index(self, progress: Progress | None = None) -> list[str]:
        """Bring the library up to date with the shipped briefs; return the ids of what is new or changed."""
        briefs = self._works.briefs()
        shipped = {brief.id for brief in briefs}
        gone = [source.id for source in self.sources() if not source.original and source.id not in shipped]
        if gone:
            self._library.remove(gone)
        return self._keep(briefs, progress)

    def restore(self, document_id: str, version: int) -> None:
        """Make an older text of a document the current one.

        Raises:
            UnknownDocument, UnknownVersion: the library has none of that id, or that has no such version.
            BotError: another document has this text meanwhile.
        """
        self._library.restore(document_id, version, attribute=Attributor(self.sources()))

    def sources(self) -> tuple[Source, ...]:
        """Return what is in the library, in the order it was added."""
        return tuple(self._library.sources.values())

    def _read(self, file: Path) -> Document:
        return self._works.recognise(read_document(file))

    def verify(self) -> Verification:
        """Tell whether the library is sound, and the conversations that are kept beside it."""
        found = self._library.verify()
        kept = tuple(f"conversations: {problem}" for problem in problems_in(self._library.folder))
        return replace(found, problems=found.problems + kept)

    def _keep(self, documents: Sequence[Document], progress: Progress | None) -> list[str]:
        attributor = Attributor([*self.sources(), *documents])
        return self._library.add(documents, progress, attribute=attributor)
