"""What a sync sees of a folder, and what it makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.library.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Stat:
    """A file as the file system lists it: its size in bytes, and when it was changed, in ns since 1970."""

    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or folder that cannot be read, and why; `kept` where the library keeps what it was before."""

    path: str
    message: str
    hint: str = ""
    kept: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The JSON of one refused file."""
        return {"path": self.path, "message": self.message, "hint": self.hint, "kept": self.kept}


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is left out on purpose, and why."""

    path: str
    reason: str

    def to_dict(self) -> dict[str, str]:
        """The JSON of one skipped file."""
        return {"path": self.path, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Scan:
    """What a folder holds, by path below it with “/”; `others` counts the files of formats that are not read."""

    files: Mapping[str, Stat] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()
    refused: tuple[Refused, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of a file: how it is remembered, and what its document says of itself beside its text.

    `facts` is None where the bytes are those that were read before, so that nothing was made of them anew.
    """

    file: Remembered
    facts: tuple[object, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A file with the id of its document; None where that is not given yet. `before` is where a renamed one was."""

    path: str
    document: str | None = None
    before: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """The JSON of one file."""
        was = {"from": self.before} if self.before else {}
        return {"path": self.path, "document": self.document, **was}


@dataclass(frozen=True, slots=True)
class Sync:
    """What a sync did, or with `dry_run` would do; each tuple is in the order of its paths.

    `kept` are documents whose file is gone and that were not removed; `repeated` are files whose text is that of
    another document; `waiting` are files that are still being written; `unchanged` counts the files that are the
    same, `known` those that were there before, and `others` those of formats that are not read.
    """

    folder: str
    added: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    renamed: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()
    repeated: tuple[Entry, ...] = ()
    refused: tuple[Refused, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    waiting: tuple[str, ...] = ()
    unchanged: int = 0
    others: int = 0
    known: int = 0
    dry_run: bool = False

    @property
    def removes_most(self) -> bool:
        """Whether more than half of what was there is gone, as where a disk is not mounted."""
        return 2 * len(self.removed) > self.known

    @property
    def is_idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.added or self.changed or self.renamed or self.removed)

    def to_dict(self) -> dict[str, Any]:
        """The `sync` JSON."""
        lists = ("added", "changed", "renamed", "removed", "kept", "repeated", "refused", "skipped")
        listed = {name: [each.to_dict() for each in getattr(self, name)] for name in lists}
        listed["waiting"] = list(self.waiting)
        counts = {"unchanged": self.unchanged, "other_formats": self.others}
        return {"folder": self.folder, **listed, **counts, "dry_run": self.dry_run}
