"""The seal of a conversation: a hash of all that is kept of it, so that any change but the archive's own shows."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable

Run = Callable[..., sqlite3.Cursor]


def seal(run: Run, conversation: str) -> None:
    """Seal a conversation as it is, if it is there."""
    if run("SELECT 1 FROM conversations WHERE id = ?", (conversation,)).fetchone():
        run("INSERT OR REPLACE INTO seals VALUES (?, ?)", (conversation, _hash(run, conversation)))


def is_sealed(run: Run, conversation: str) -> bool:
    """Whether a conversation is as the archive has written it."""
    row = run("SELECT seal FROM seals WHERE conversation = ?", (conversation,)).fetchone()
    return bool(row and row[0] == _hash(run, conversation))


def _hash(run: Run, conversation: str) -> str:
    digest = hashlib.sha256()
    head = run("SELECT * FROM conversations WHERE id = ?", (conversation,))
    exchanges = run("SELECT * FROM exchanges WHERE conversation = ? ORDER BY number", (conversation,))
    for row in [*head, *exchanges]:
        digest.update(repr(row).encode())
    return digest.hexdigest()
