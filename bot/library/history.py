"""The older texts of documents: what a replaced document said, for as many replacements as are kept.

A version's number counts a document's texts from 1, the oldest; the current text has the next number after them.
Whoever is removed takes all of them along.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.errors import LibraryDamaged, UnknownVersion
from bot.library.codec import facts_of, to_document
from bot.library.database import Database
from bot.records import Document, Version

KEPT = 20
"""Older texts of one document that are kept where no setting says otherwise."""


def now() -> str:
    """Return the instant, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Older:
    """An older text with what is known of it; `replaced`, `added` and `removed` tell of the one that took its place."""

    number: int
    replaced: str
    added: int
    removed: int
    document: Document


class History:
    """The table of older texts in a library's catalogue."""

    def __init__(self, database: Database, kept: int = KEPT, clock: Callable[[], str] = now) -> None:
        self._database = database
        self._kept = kept
        self._clock = clock

    def keep(self, old: Document, new: Document) -> None:
        """Note a text that another takes the place of, in the caller's transaction; the same text is no version."""
        if old.sha256 == new.sha256:
            return
        added, removed = _changed(old.text, new.text)
        self.adopt([Older(self._next(old.id), self._clock(), added, removed, old)])

    def adopt(self, older: Iterable[Older]) -> None:
        """Note older texts as they are, in order and in the caller's transaction; those beyond the bound go."""
        with self._database.transaction() as run:
            for each in older:
                run("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(each))
                run(_TRIM, (each.document.id, each.document.id, self._kept))

    def count(self) -> int:
        """Return how many older texts are kept."""
        return int(self._database.one("SELECT count(*) FROM versions")[0])

    def older(self, document_id: str) -> Iterator[Older]:
        """Yield the older texts of a document, oldest first."""
        query = "SELECT version, replaced, added, removed FROM versions WHERE id = ? ORDER BY version"
        for number, replaced, added, removed in self._database.all(query, document_id):
            yield Older(number, replaced, added, removed, self._older(document_id, number))

    def forget(self, document_id: str) -> None:
        """Remove all older texts of a document, in the caller's transaction."""
        with self._database.transaction() as run:
            run("DELETE FROM versions WHERE id = ?", (document_id,))

    def versions(self, current: Document) -> tuple[Version, ...]:
        """Return the older texts of a document, oldest first, and then its current one."""
        query = """SELECT version, replaced, sha256, length(text), added, removed FROM versions
            WHERE id = ? ORDER BY version"""
        rows = self._database.all(query, current.id)
        texts = [row[:4] for row in rows] + [(self._next(current.id), None, current.sha256, len(current.text))]
        changes = [(None, None), *(row[4:] for row in rows)]
        return tuple(Version(*text, *change) for text, change in zip(texts, changes, strict=True))

    def document(self, current: Document, version: int) -> Document:
        """Return an older text of a document as the document that it was, or the current one.

        Raises:
            UnknownVersion: the document has no text of that number.
            LibraryDamaged: what was kept of it cannot be read.
        """
        return current if version == self._next(current.id) else self._older(current.id, version)

    def _older(self, document_id: str, version: int) -> Document:
        query = "SELECT sha256, text, facts FROM versions WHERE id = ? AND version = ?"
        row = self._database.one(query, document_id, version)
        if row is None:
            hint = f"`python -m bot versions {document_id}` lists those that it has."
            raise UnknownVersion(f"“{document_id}” has no version {version}.", hint)
        sha256, text, facts = row
        try:
            return to_document(document_id, sha256, text, json.loads(facts))
        except ValueError as error:
            message = f"The version {version} of “{document_id}” cannot be read."
            raise LibraryDamaged(message, self._database.hint) from error

    def problems(self) -> list[str]:
        """Return one line for each older text that is not what was kept, or of no document."""
        rows = self._database.all("SELECT * FROM versions ORDER BY id, version")
        listed = {row[0] for row in self._database.all("SELECT id FROM documents")}
        changed = [f"document {row[0]}: version {row[1]} is not what was kept" for row in rows if not _is_sealed(row)]
        lost = sorted({row[0] for row in rows} - listed)
        return changed + [f"document {name}: it is not listed, and has older versions" for name in lost]

    def _next(self, document_id: str) -> int:
        """The number of a document's current text."""
        return int(
            self._database.one("SELECT coalesce(max(version), 0) + 1 FROM versions WHERE id = ?", document_id)[0]
        )


_TRIM = """DELETE FROM versions WHERE id = ? AND version NOT IN
    (SELECT version FROM versions WHERE id = ? ORDER BY version DESC LIMIT ?)"""


def _row(older: Older) -> tuple[Any, ...]:
    old, facts = older.document, json.dumps(facts_of(older.document), ensure_ascii=False)
    values = (old.id, older.number, older.replaced, old.sha256, old.text, facts, older.added, older.removed)
    return (*values, _seal(values))


def _is_sealed(row: tuple[Any, ...]) -> bool:
    *values, seal = row
    return bool(seal == _seal(values) and hashlib.sha256(row[4].encode()).hexdigest() == row[3])


def _seal(values: Iterable[Any]) -> str:
    """The hash of all that is kept of an older text."""
    return hashlib.sha256(repr(tuple(values)).encode()).hexdigest()


def _changed(old: str, new: str) -> tuple[int, int]:
    """Count the words that a new text has and the old one lacks, and the other way round."""
    before, after = Counter(old.split()), Counter(new.split())
    return (after - before).total(), (before - after).total()
