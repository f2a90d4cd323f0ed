"""An exported file comes into a library: all of it is checked before any of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.library.exchange.reading import entries
from bot.library.exchange.records import Entry, Imported
from bot.library.identity import Arrivals
from bot.library.indexing import BATCH_PASSAGES, Counter, Progress, text_count
from bot.library.log import Cause
from bot.library.store import Library


def import_file(
    library: Library,
    file: Path,
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
    cause: Cause | None = None,
) -> Imported:
    """Keep the documents of a file, each with its id; one that the library has is replaced where its text differs.

    Raises:
        UnreadableDocument: the file cannot be read, or has a line that is wrong; then nothing is kept.
        LibraryError: the library cannot be written.
    """
    found, texts = _plan(library, file, dry_run=dry_run)
    if not dry_run:
        counter = Counter(texts, progress)
        for batch in _batches(entries(file)):
            library.adopt(batch, counter, cause)
    return found


def _plan(library: Library, file: Path, *, dry_run: bool) -> tuple[Imported, int]:
    """Read all of a file; return what becomes of it, and how many texts have to be embedded."""
    arrivals, texts = Arrivals(library.sources), 0
    outcomes: dict[str, list[str]] = {"added": [], "replaced": [], "same": []}
    repeated: list[tuple[str, str]] = []
    for entry in entries(file):
        outcome = arrivals.outcome(entry.document)
        if outcome in outcomes:
            outcomes[outcome].append(entry.document.id)
        if outcome == "repeated":
            repeated.append((entry.document.id, arrivals.holder(entry.document)))
        if arrivals.take(entry.document):
            texts += text_count(entry.passages)
    added, replaced = tuple(outcomes["added"]), tuple(outcomes["replaced"])
    return Imported(added, replaced, len(outcomes["same"]), tuple(repeated), dry_run), texts


def _batches(found: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in found:
        if batch and sum(len(each.passages) for each in [*batch, entry]) > BATCH_PASSAGES:
            yield batch
            batch = []
        batch.append(entry)
    if batch:
        yield batch
