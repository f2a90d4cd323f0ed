"""What the log of a library tells: each change of a document, whoever made it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Change = Literal["added", "replaced", "renamed", "restored", "removed"]

ANYBODY = "page"
"""Who changes a library on a page without a log-in, where nobody is known by name, and no address is kept."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change of one document; `number` counts a library's changes from 1, the first.

    `at` is the instant in UTC, ISO 8601. `who` is a user of the page, an account of the machine, or ANYBODY where the
    page has no log-in; `through` is the command that did it, or does the same. A document was added, replaced,
    restored to an older text, removed, or only its file was renamed; `sha256` is that of its text then, None for one
    that is gone.
    """

    number: int
    at: str
    who: str
    change: Change
    through: str
    document: str
    title: str
    sha256: str | None

    def to_dict(self) -> dict[str, Any]:
        """One entry of the `log` JSON."""
        return asdict(self)
