"""What an exported file is made of, line by line, and what importing it did."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.library.history import Older
from bot.records import Document, Passage

FORMAT = "policy-brief-library"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: the format, and how much of each kind comes after it."""

    format: str
    version: int
    documents: int
    versions: int
    passages: int


@dataclass(frozen=True, slots=True)
class End:
    """The last line: how many lines come before it, and the SHA-256 of their bytes, line ends included."""

    lines: int
    sha256: str


@dataclass(slots=True)
class Entry:
    """A document with its older texts, oldest first, and its passages, in order."""

    document: Document
    older: list[Older] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Imported:
    """The ids of the documents that an import added and replaced; the same were there already.

    `repeated` have a text that another document has: its id comes after theirs.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    same: int = 0
    repeated: tuple[tuple[str, str], ...] = ()
    dry_run: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The `import` JSON."""
        repeated = [{"id": document, "document": other} for document, other in self.repeated]
        return {**asdict(self), "added": [*self.added], "replaced": [*self.replaced], "repeated": repeated}
