"""The seals of the catalogue's rows: a hash of all that is kept of a document, so that any other change shows.

Whatever a transaction changes is sealed by its commit; what changes otherwise, as on a failing disk, is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Protocol

SEALS = """CREATE TABLE IF NOT EXISTS seals (
    number INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, seal TEXT NOT NULL) STRICT"""

META = "seal"
"""The name in the table `meta` of the seal of all its other values."""


WATCH = (
    "PRAGMA temp_store = MEMORY",
    "CREATE TEMP TABLE touched (number INTEGER PRIMARY KEY)",
    *(
        f"CREATE TEMP TRIGGER touched_{table}_{change} AFTER {change} ON main.{table} "
        f"BEGIN INSERT OR IGNORE INTO touched VALUES ({row}.number); END"
        for table in ("documents", "passages")
        for change, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
    ),
)
"""What makes a connection note the documents whose rows it changes."""


class Run(Protocol):
    """Executes a statement."""

    def __call__(self, statement: str, values: Iterable[Any] = (), /) -> Any:
        """Return a cursor."""
        ...


def seal_touched(run: Run) -> None:
    """Seal what was changed; to be done last in a transaction."""
    touched = [row[0] for row in run("SELECT touched.number FROM touched JOIN documents USING (number)").fetchall()]
    _seal(run, touched)
    run("DELETE FROM touched")
    run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (META, _meta_hash(run)))


def seal_all(run: Run) -> None:
    """Seal everything as it is, after the tables have grown."""
    _seal(run, [row[0] for row in run("SELECT number FROM documents").fetchall()])
    run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (META, _meta_hash(run)))


def unsealed(run: Run) -> list[int]:
    """Return the numbers of the documents whose rows are not as they were written."""
    seals = dict(run("SELECT number, seal FROM seals").fetchall())
    numbers = [row[0] for row in run("SELECT number FROM documents ORDER BY number").fetchall()]
    return [number for number in numbers if seals.get(number) != _hash(run, number)]


def meta_is_sealed(run: Run) -> bool:
    """Whether the values of the table `meta`, and the numbers of `stale`, are as they were written."""
    row = run("SELECT value FROM meta WHERE name = ?", (META,)).fetchone()
    return bool(row and row[0] == _meta_hash(run))


def _seal(run: Run, numbers: Iterable[int]) -> None:
    for number in numbers:
        run("INSERT OR REPLACE INTO seals VALUES (?, ?)", (number, _hash(run, number)))


def _hash(run: Run, number: int) -> str:
    document = run("SELECT * FROM documents WHERE number = ?", (number,))
    passages = run("SELECT * FROM passages WHERE number = ? ORDER BY key", (number,))
    return _hash_of([*document, *passages])


def _meta_hash(run: Run) -> str:
    meta = run("SELECT * FROM meta WHERE name <> ? ORDER BY name", (META,))
    return _hash_of([*meta, *run("SELECT * FROM stale ORDER BY number")])


def _hash_of(rows: Iterable[Any]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
