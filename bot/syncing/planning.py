"""What a sync has to do, decided from what is known and what was read alone: no file and no library is touched."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from bot.library.remembered import Remembered
from bot.records import Source
from bot.syncing.records import Entry, Refused, Scan, Seen, Stat, Sync

Waits = Callable[[str, Stat], bool]
"""Whether a file, given by its path and stat, is to be left for a later sync."""


def never(_: str, __: Stat) -> bool:
    """Leave no file for later."""
    return False


@dataclass(frozen=True, slots=True)
class Outline:
    """What a look at a folder tells before anything is read: what to read, what is the same, gone, or out of reach."""

    look: tuple[str, ...]
    same: tuple[str, ...]
    gone: tuple[str, ...]
    held: tuple[str, ...]
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """What was known before: the folder's path and its files, the texts of other folders, and the library's sources.

    `elsewhere` maps a text to the path of a file of another synced folder that has it.
    """

    folder: str
    files: Mapping[str, Remembered]
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()

    def at(self, path: str) -> str:
        """The absolute path of a file of the folder, which is the origin of its document."""
        return f"{self.folder}/{path}"

    def below(self, origin: str | None) -> str | None:
        """The path below the folder of an origin that lies in it; None for another."""
        prefix = f"{self.folder}/"
        return origin[len(prefix) :] if origin and origin.startswith(prefix) else None


@dataclass(frozen=True, slots=True)
class After:
    """What was found: the outline, what was read of the files to look at, and what could not be."""

    outline: Outline
    seen: Mapping[str, Seen] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()

    def texts(self, files: Mapping[str, Remembered]) -> dict[str, str]:
        """The text that each file shall have in the library; one that cannot be read now keeps what it had."""
        kept = (*self.outline.same, *self.outline.held, *(each.path for each in self.refused))
        stay = {path: files[path].text for path in kept if path in files}
        return stay | {path: seen.file.text for path, seen in self.seen.items()}


def outline(found: Scan, files: Mapping[str, Remembered], texts: Container[str], waits: Waits = never) -> Outline:
    """Tell apart what is to be read and what is as it was, with its text among the library's `texts`.

    Files that wait are not read now; they and what lies in a folder that cannot be listed are held as they were.
    """
    folders = [each.path for each in found.refused]
    hidden = {path for path in files if any(path == each or path.startswith(f"{each}/") for each in folders)}
    same = [path for path, status in found.files.items() if path in files and _is_same(status, files[path], texts)]
    new = sorted(found.files.keys() - set(same))
    waiting = [path for path in new if waits(path, found.files[path])]
    look = sorted(set(new) - set(waiting))
    held = sorted((hidden - found.files.keys()) | (set(waiting) & files.keys()))
    gone = sorted(files.keys() - found.files.keys() - hidden)
    return Outline(tuple(look), tuple(same), tuple(gone), tuple(held), tuple(waiting))


def plan(before: Before, after: After) -> Sync:
    """Decide what becomes of each file that was read and of each document whose file is gone."""
    texts = after.texts(before.files)
    drawn = _Drawing(before, texts)
    fates: dict[str, list[Entry]] = {"added": [], "changed": [], "repeated": [], "unchanged": []}
    for path, seen in after.seen.items():
        if path not in drawn.moved:
            fates[drawn.fate(path, seen)].append(Entry(path, drawn.document(path, seen)))
    replaced = {entry.path for entry in fates["changed"]}
    same = len({*after.outline.same} - drawn.moved.keys()) + len(fates["unchanged"])
    return Sync(
        before.folder,
        added=tuple(fates["added"]),
        changed=tuple(fates["changed"]),
        repeated=tuple(fates["repeated"]),
        renamed=tuple(drawn.moved[path] for path in sorted(drawn.moved)),
        removed=tuple(entry for entry in stale(before, texts) if entry.path not in replaced),
        refused=after.refused,
        waiting=after.outline.waiting,
        unchanged=same,
        known=len(before.files),
    )


def stale(before: Before, texts: Mapping[str, str]) -> list[Entry]:
    """The documents that came from the folder and whose text no file of any synced folder has any more."""
    wanted = {*texts.values(), *before.elsewhere}
    own = {*before.files, *texts}
    found = [(before.below(source.origin), source) for source in before.sources if source.sha256 not in wanted]
    return sorted(
        (Entry(path, source.id) for path, source in found if path is not None and path in own),
        key=lambda entry: entry.path,
    )


def moves(before: Before, texts: Mapping[str, str], undecided: Container[str] = ()) -> dict[str, str]:
    """The documents, by id, whose file no longer has their text though another has, with that one's absolute path.

    Nothing is said of the documents of files that are `undecided`, since they are not read yet.
    """
    places = dict(before.elsewhere) | {text: before.at(path) for path, text in sorted(texts.items(), reverse=True)}
    own = {before.at(path): text for path, text in texts.items()}
    known = {before.at(path) for path in before.files} | own.keys()
    return {
        source.id: places[source.sha256]
        for source in before.sources
        if source.origin in known and source.sha256 in places and own.get(source.origin) != source.sha256
        if before.below(source.origin) not in undecided
    }


class _Drawing:
    """A plan while it is drawn; `moved` are the files that a document is read from now, and was not before."""

    def __init__(self, before: Before, texts: Mapping[str, str]) -> None:
        self._before = before
        self._by_text = {source.sha256: source for source in before.sources}
        self._by_origin = {source.origin: source for source in before.sources if source.origin}
        self._claimed: set[str] = set()
        self._moving = moves(before, texts)
        self.moved = self._moved()

    def fate(self, path: str, seen: Seen) -> str:
        """Tell whether a file is added, changed, repeated or unchanged; of two new ones with a text one is added."""
        text = seen.file.text
        source = self._by_text.get(text)
        if source is not None and source.origin == self._before.at(path):
            return "unchanged" if seen.facts in (None, facts(source)) else "changed"
        if source is not None or text in self._claimed:
            known = path in self._before.files and self._before.files[path].text == text
            return "unchanged" if known else "repeated"
        self._claimed.add(text)
        return "changed" if self.document(path, seen) else "added"

    def document(self, path: str, seen: Seen) -> str | None:
        """The document that a file's text is, or that it replaces; None for a new one."""
        source = self._by_text.get(seen.file.text)
        if source is not None:
            return source.id
        replaced = self._by_origin.get(self._before.at(path))
        return replaced.id if replaced and replaced.id not in self._moving else None

    def _moved(self) -> dict[str, Entry]:
        origins = {source.id: source.origin for source in self._before.sources}
        places = [(self._before.below(origin), document) for document, origin in self._moving.items()]
        return {
            path: Entry(path, document, self._before.below(origins[document]))
            for path, document in places
            if path is not None
        }


def facts(source: Source) -> tuple[object, ...]:
    """What is known of a document beside its text."""
    return source.metadata, source.work, source.original


def _is_same(status: Stat, file: Remembered, texts: Container[str]) -> bool:
    return (status.size, status.changed) == (file.size, file.changed) and file.text in texts
