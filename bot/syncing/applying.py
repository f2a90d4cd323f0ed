"""A sync is carried out: files are read and added a batch at a time, and what is gone is removed at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.library import Library, Progress
from bot.records import Document
from bot.syncing.planning import After, Before, Waits, moves, never, outline, plan, stale
from bot.syncing.reading import Read, Reading, read_file
from bot.syncing.records import Entry, Refused, Scan, Seen, Sync
from bot.syncing.scanning import scan
from bot.syncing.watching import watch

BATCH_FILES = 256
BATCH_CHARACTERS = 1_000_000
"""What is read before it is added and remembered: all that an interrupted sync does again."""

Add = Callable[[Sequence[Document], Progress | None], object]
Remove = Callable[[Sequence[str]], object]
Relocate = Callable[[Mapping[str, str]], object]
Confirm = Callable[[Sync], bool]
"""Asked whether the documents that a sync would remove shall go."""


@dataclass(frozen=True, slots=True)
class Syncer:
    """Makes a library like folders; `read`, `add`, `remove` and `relocate` are how its documents come and go."""

    library: Library
    read: Read
    add: Add
    remove: Remove
    relocate: Relocate

    def sync(
        self,
        folder: str | Path,
        *,
        confirm: Confirm,
        dry_run: bool = False,
        waits: Waits = never,
        progress: Progress | None = None,
    ) -> Sync:
        """Make the library like a folder, or with `dry_run` only say what that takes.

        What is gone is removed where `confirm` agrees; a file for which `waits` is true is left for a later sync.

        Raises:
            UnreadableDocument: there is no such folder.
            LibraryBusy: another process writes for longer than half a minute.
        """
        root = Path(folder).resolve()
        found, before = scan(root), self._before(root)
        run = _Run(self, root, before, found, waits, dry_run=dry_run, progress=progress)
        drawn = replace(run.read_all(), skipped=found.skipped, others=found.others, dry_run=dry_run)
        return drawn if dry_run else run.finish(drawn, confirm)

    def watch(
        self,
        folder: str | Path,
        *,
        confirm: Confirm,
        stop: threading.Event | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Sync]:
        """Sync a folder at once and after each change in it, until `stop` is set or Ctrl-C is pressed.

        A file that is being written is left until it is still.

        Raises:
            UnreadableDocument: the folder is not there, or no longer.
        """
        root = Path(folder).resolve()
        scan(root)
        yield from watch(root, lambda waits: self.sync(root, confirm=confirm, waits=waits, progress=progress), stop)

    def _before(self, root: Path) -> Before:
        files, folder = self.library.files, str(root)
        return Before(folder, files.of(folder), files.elsewhere(folder), tuple(self.library.sources.values()))


class _Run:
    """One sync of one folder."""

    def __init__(
        self,
        syncer: Syncer,
        root: Path,
        before: Before,
        found: Scan,
        waits: Waits,
        *,
        dry_run: bool,
        progress: Progress | None,
    ) -> None:
        self._syncer, self._root, self._before, self._dry_run, self._progress = syncer, root, before, dry_run, progress
        self._library = syncer.library
        self._known = {source.sha256 for source in before.sources}
        self._outline = outline(found, before.files, self._known, waits)
        self._seen: dict[str, Seen] = {}
        self._refused = list(found.refused)

    def read_all(self) -> Sync:
        """Read what is to be read, add it where that is wanted, and say what it comes to."""
        for batch in self._batches():
            if not self._dry_run:
                self._take(batch)
        return plan(self._before, self._after())

    def finish(self, drawn: Sync, confirm: Confirm) -> Sync:
        """Let documents follow their files, and remove those that have none, where that is confirmed."""
        self._follow()
        now = self._now()
        gone = tuple(stale(now, self._texts()))
        drawn = replace(self._named(drawn, now), removed=gone)
        removing = bool(gone) and confirm(drawn)
        if removing:
            self._syncer.remove([entry.document for entry in gone if entry.document])
        staying = set() if removing else {entry.path for entry in gone}
        self._library.files.forget(self._before.folder, [each for each in self._outline.gone if each not in staying])
        return drawn if removing else replace(drawn, removed=(), kept=gone)

    def _batches(self) -> Iterator[dict[str, Reading]]:
        batch: dict[str, Reading] = {}
        size = 0
        for path in self._outline.look:
            found = read_file(self._root, path, self._before.files.get(path), self._known, self._syncer.read)
            if isinstance(found, Refused):
                self._refused.append(found)
                continue
            self._seen[path] = found.seen
            batch[path] = found
            size += len(found.document.text) if found.document else 0
            if len(batch) >= BATCH_FILES or size >= BATCH_CHARACTERS:
                yield batch
                batch, size = {}, 0
        if batch:
            yield batch

    def _take(self, batch: Mapping[str, Reading]) -> None:
        self._follow()
        documents = [reading.document for reading in batch.values() if reading.document]
        if documents:
            self._syncer.add(documents, self._share(len(batch)))
        self._library.files.remember(self._before.folder, {path: reading.seen.file for path, reading in batch.items()})
        self._tell(len(self._seen) + len(self._refused))

    def _follow(self) -> None:
        """Let documents be read from where their text is now, so that nothing else takes their place."""
        decided = {*self._seen, *(each.path for each in self._refused)}
        found = moves(self._now(), self._texts(), {*self._outline.look} - decided)
        if found:
            self._syncer.relocate(found)

    def _share(self, files: int) -> Progress:
        """Tell how far a batch is embedded as files of the whole."""
        before = len(self._seen) + len(self._refused) - files

        def told(done: int, total: int) -> None:
            self._tell(before + files * done // max(total, 1))

        return told

    def _tell(self, done: int) -> None:
        if self._progress:
            self._progress(done, len(self._outline.look))

    def _after(self) -> After:
        return After(self._outline, self._seen, tuple(sorted(self._refused, key=lambda each: each.path)))

    def _texts(self) -> dict[str, str]:
        return self._after().texts(self._before.files)

    def _now(self) -> Before:
        return replace(self._before, sources=tuple(self._library.sources.values()))

    def _named(self, drawn: Sync, now: Before) -> Sync:
        """The plan with the ids that its documents have got."""
        ids = {source.sha256: source.id for source in now.sources}
        texts = self._texts()

        def named(entries: Sequence[Entry]) -> tuple[Entry, ...]:
            return tuple(replace(entry, document=ids.get(texts[entry.path])) for entry in entries)

        return replace(drawn, added=named(drawn.added), changed=named(drawn.changed), repeated=named(drawn.repeated))
