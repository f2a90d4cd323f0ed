"""Which document a text is: one that the library has, a new version of one, or another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.records import Document, Source
from bot.terms import words


@dataclass(frozen=True, slots=True)
class Change:
    """A document to be listed, under its final id, and the number of the version that it replaces."""

    document: Document
    replaces: int | None = None


def changes(documents: Iterable[Document], sources: Mapping[int, Source]) -> list[Change]:
    """Decide what is to be done for each document; what is there already needs nothing.

    A text that the library has is left alone, unless the same file now says other things about it. A file that was
    read before is a new version; so is one of the same name and title where not both are known by their path, or
    where both are briefs, whose path changes with each installation. Anything else is a new document, whose id gets
    a number where another document has it.
    """
    plan: dict[str, Change] = {}
    known = _Known(sources)
    planned: set[str] = set()
    taken = set(known.ids)
    for document in documents:
        change = None if document.sha256 in planned else known.change(document)
        if change is None:
            continue
        if change.replaces is None:
            change = Change(replace(document, id=_free_id(document.id, taken)))
        planned.add(document.sha256)
        taken.add(change.document.id)
        plan[change.document.id] = change
    return list(plan.values())


class _Known:
    """The documents of a library by what tells that another is the same, so that each is compared with few."""

    def __init__(self, sources: Mapping[int, Source]) -> None:
        self._sources = sources
        self._by_text = {source.sha256: number for number, source in sources.items()}
        self._numbers: dict[str, list[int]] = {}
        for number, source in sources.items():
            for key in {source.id, source.origin or source.id}:
                self._numbers.setdefault(key, []).append(number)
        self.ids = {source.id for source in sources.values()}

    def change(self, document: Document) -> Change | None:
        """Return what is to be done for a document, whose id is not final where it is a new one; None for nothing."""
        number = self._by_text.get(document.sha256)
        if number is not None:
            source = self._sources[number]
            if not _same_file(document, source) or _facts(document) == _facts(source):
                return None
            return Change(replace(document, id=source.id), number)
        for number in self._alike(document):
            if _same_file(document, self._sources[number]):
                return Change(replace(document, id=self._sources[number].id), number)
        return Change(document)

    def _alike(self, document: Document) -> list[int]:
        """The numbers of those that share an id or a path with a document, in order."""
        keys = {document.id, document.origin or document.id}
        return sorted({number for key in keys for number in self._numbers.get(key, ())})


class Arrivals:
    """What becomes of documents that come with their ids, as from another library."""

    def __init__(self, sources: Mapping[int, Source]) -> None:
        self._numbers = {source.id: number for number, source in sources.items()}
        self._texts = {source.id: source.sha256 for source in sources.values()}
        self._holders = {source.sha256: source.id for source in sources.values()}

    def outcome(self, document: Document) -> Literal["added", "replaced", "same", "repeated"]:
        """Tell what a document is to the library; one is repeated whose text a document of another id has."""
        if self._texts.get(document.id) == document.sha256:
            return "same"
        if document.sha256 in self._holders:
            return "repeated"
        return "replaced" if document.id in self._texts else "added"

    def holder(self, document: Document) -> str:
        """Return the id of the document that has this text."""
        return self._holders[document.sha256]

    def take(self, document: Document) -> Change | None:
        """Decide what is to be done, as if it were done at once; None for nothing."""
        if self.outcome(document) in ("same", "repeated"):
            return None
        self._holders.pop(self._texts.get(document.id, ""), None)
        self._texts[document.id] = document.sha256
        self._holders[document.sha256] = document.id
        return Change(document, self._numbers.get(document.id))


def replaced_briefs(sources: Mapping[int, Source]) -> tuple[int, ...]:
    """Return the numbers of the briefs whose original is there, too."""
    originals = {source.work for source in sources.values() if source.original and source.work}
    return tuple(number for number, source in sources.items() if not source.original and source.work in originals)


def _same_file(document: Document, source: Source) -> bool:
    if document.original and document.origin is not None and source.origin is not None:
        return document.origin == source.origin
    same_title = words(document.metadata.title) == words(source.metadata.title)
    return document.id == source.id and same_title and document.original == source.original


def _facts(document: Document | Source) -> tuple[object, ...]:
    return document.metadata, document.work, document.original


def _free_id(wanted: str, taken: set[str]) -> str:
    candidates = (f"{wanted}-{count}" for count in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in candidates if name not in taken)
