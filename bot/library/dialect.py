"""The catalogue's statements, which are SQLite's, as Postgres understands them; pure."""

from __future__ import annotations

import re
from functools import lru_cache

UPSERTS = {
    "meta": "(name) DO UPDATE SET value = excluded.value",
    "seals": "(number) DO UPDATE SET seal = excluded.seal",
}
"""For each table in which rows are replaced by their key, how that is said."""

_TYPES = (
    # Text is ordered by its code points, whatever the language of the server.
    (re.compile(r"\bTEXT\b(?!\[)"), 'TEXT COLLATE "C"'),
    (re.compile(r"\bINTEGER\b"), "BIGINT"),
    (re.compile(r"\bBLOB\b"), "BYTEA"),
    (re.compile(r"\bREAL\b"), "DOUBLE PRECISION"),
    (re.compile(r"\) STRICT\b"), ")"),
)
_REPLACING = re.compile(r"INSERT OR REPLACE INTO (\w+) (.*)", re.DOTALL)
_IGNORING = re.compile(r"INSERT OR IGNORE INTO (.*)", re.DOTALL)


@lru_cache(maxsize=512)
def translated(statement: str) -> str:
    """Return a statement of ours in the words of Postgres; its values stay in their order."""
    found = statement.strip()
    if found.startswith(("CREATE", "ALTER")):
        for pattern, replacement in _TYPES:
            found = pattern.sub(replacement, found)
    if match := _REPLACING.fullmatch(found):
        found = f"INSERT INTO {match[1]} {match[2]} ON CONFLICT {UPSERTS[match[1]]}"
    if match := _IGNORING.fullmatch(found):
        found = f"INSERT INTO {match[1]} ON CONFLICT DO NOTHING"
    found = re.sub(r"\bIS NOT (?!NULL\b)", "IS DISTINCT FROM ", found)
    return found.replace("x''", "''::bytea").replace("?", "%s")
