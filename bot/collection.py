"""The documents of a library: what comes in, what goes, and what is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.additions import Added, Refusal
from bot.archive import problems_in
from bot.attribution import Attributor
from bot.errors import BotError, FrontMatterError
from bot.library import Cause, Library, Progress
from bot.library.exchange import Imported, import_file
from bot.loading import Given, address_of, files_in, given, is_address, read_bytes, read_document
from bot.originals import Originals, fetch_originals
from bot.records import Document, Source, Verification
from bot.syncing import Confirm, Sync, Syncer
from bot.workplace import ThisProcess, Workplace
from bot.works import Works

if TYPE_CHECKING:
    from bot.fetching import Fetched


_HERE = ThisProcess()

Fetch = Callable[[str], "Fetched"]
"""Brings the document at an address, or raises an AddressError."""


class Collection:
    """Reads files, recognises the known works among them, and keeps them in a library.

    The library's log gets `who` changes it: without a name, the account that the process runs in.
    """

    def __init__(self, library: Library, works: Works, fetch: Fetch, who: str | None = None) -> None:
        self._library = library
        self._works = works
        self._fetch = fetch
        self._who = who
        self._syncer = Syncer(
            library,
            self._read,
            lambda documents, progress: self._keep(documents, progress, "sync"),
            lambda ids: library.remove(ids, self._cause("sync")),
            lambda origins: library.relocate(origins, self._cause("sync")),
        )

    def by(self, who: str) -> Collection:
        """Return the same documents for changes by somebody of this name."""
        return Collection(self._library, self._works, self._fetch, who)

    def add(
        self,
        paths: Sequence[str | Path],
        progress: Progress | None = None,
        fetching: Progress | None = None,
        metadata: Given | None = None,
        *,
        by_name: bool = False,
        workplace: Workplace = _HERE,
    ) -> Added:
        """Add files, folders of files, and addresses; return the ids of the documents that are new or changed.

        A file of a folder that cannot be read is left out and told; where one that is named cannot, nothing is added.
        What takes long is done at the `workplace`; this process alone writes.
        Files `by_name` are known by their name and title alone, since their path will not be theirs for long.

        Raises:
            AddressError: an address is refused, or gives no document.
            UnreadableDocument: a file is missing, empty, binary or of a format that we do not read.
            FrontMatterError: a file's front matter is incomplete or wrong, or `metadata` is, or it is given for more
                than one file.
        """
        fields = _fields(paths, metadata)
        documents, refused = self._readable([path for path in paths if not is_address(path)], workplace)
        documents = [replace(each, origin=None) for each in documents] if by_name else documents
        addresses = [address_of(path) for path in paths if is_address(path)]
        for done, address in enumerate(addresses):
            if fetching:
                fetching(done, len(addresses))
            documents.append(self._fetched(address))
        if fields:
            documents = [replace(each, metadata=replace(each.metadata, **fields)) for each in documents]
        return Added(
            self._keep(documents, progress, workplace=workplace), refused, is_nothing=bool(refused) and not documents
        )

    def add_originals(self, progress: Progress | None = None) -> Originals:
        """Fetch the originals of the known works from where they are published; a brief stays where that fails."""
        return fetch_originals(
            self._works, self.sources(), self._fetched, lambda document: self._keep([document], None), progress
        )

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
            self._library.remove(gone, self._cause("index"))
        return self._keep(briefs, progress, "index")

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents; the brief of a removed original takes its place again.

        Raises:
            UnknownDocument: the library lacks one of them; then none is removed.
        """
        self._library.remove(document_ids, self._cause("remove"))

    def import_from(self, file: Path, progress: Progress | None = None, *, dry_run: bool = False) -> Imported:
        """Keep the documents of an exported file; one that is there is replaced where its text differs.

        Raises:
            UnreadableDocument: the file cannot be read, or has a line that is wrong; then nothing is kept.
        """
        return import_file(self._library, file, progress, dry_run=dry_run, cause=self._cause("import"))

    def restore(self, document_id: str, version: int) -> None:
        """Make an older text of a document the current one.

        Raises:
            UnknownDocument, UnknownVersion: the library has none of that id, or that has no such version.
            BotError: another document has this text meanwhile.
        """
        cause = self._cause("restore")
        self._library.restore(document_id, version, attribute=Attributor(self.sources()), cause=cause)

    def sources(self) -> tuple[Source, ...]:
        """Return what is in the library, in the order it was added."""
        return tuple(self._library.sources.values())

    def _readable(
        self, paths: Sequence[str | Path], workplace: Workplace
    ) -> tuple[list[Document], tuple[Refusal, ...]]:
        """The documents of files and folders, and the files of folders that cannot be read."""
        documents, refused = list[Document](), list[Refusal]()
        files = [(file, Path(path).is_dir()) for path in paths for file in files_in(path)]
        for (file, in_folder), found in zip(files, workplace.read([file for file, _ in files]), strict=True):
            if isinstance(found, Document):
                documents.append(self._works.recognise(found))
            elif in_folder:
                refused.append(Refusal.of(file, found))
            else:
                raise found
        return documents, tuple(refused)

    def _read(self, file: Path) -> Document:
        return self._works.recognise(read_document(file))

    def verify(self) -> Verification:
        """Tell whether the library is sound, and the conversations that are kept beside it."""
        found = self._library.verify()
        kept = tuple(f"conversations: {problem}" for problem in problems_in(self._library.folder))
        return replace(found, problems=found.problems + kept)

    def _fetched(self, address: str) -> Document:
        """The document at an address, whose source and origin are the address.

        Raises:
            AddressError: the address is refused, or gives no document.
            UnreadableDocument, FrontMatterError: what it gives cannot be read.
        """
        found = self._fetch(address)
        try:
            document = self._works.recognise(read_bytes(found.data, found.name, origin=found.address))
        except BotError as error:
            raise type(error)(error.message.replace(found.name, found.address), error.hint) from error
        own = document.metadata
        # What a page says of where it is may not be true.
        source = own.source if own.source and not is_address(own.source) else found.address
        return replace(document, metadata=replace(own, source=source, retrieved=found.retrieved))

    def _keep(
        self,
        documents: Sequence[Document],
        progress: Progress | None,
        through: str = "add",
        workplace: Workplace = _HERE,
    ) -> list[str]:
        sources = self.sources()
        attribute = workplace.attribute(
            Attributor([*sources, *documents]), documents, {source.sha256 for source in sources}
        )
        embedder = workplace.embedder(self._library.embedder)
        return self._library.add(
            documents, progress, attribute=attribute, embedder=embedder, cause=self._cause(through)
        )

    def _cause(self, through: str) -> Cause:
        return Cause.of(self._who, through)


def _fields(paths: Sequence[str | Path], metadata: Given | None) -> dict[str, Any]:
    """The fields of Metadata that a caller gives for the one document that is added."""
    if not metadata:
        return {}
    if len(paths) != 1 or (not is_address(paths[0]) and Path(paths[0]).is_dir()):
        raise FrontMatterError(
            "What is given of a document goes with one file or address.",
            "Add the files one by one, or put a side file such as report.pdf.yaml beside each.",
        )
    return given(metadata)
