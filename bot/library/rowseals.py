"""The seals of the catalogue's rows: a hash of all that is kept of a document, so that any other change shows.

Whatever a transaction changes is sealed by its commit; what changes otherwise, as on a failing disk, is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

SEALS = """CREATE TABLE IF NOT EXISTS seals (
    number INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, seal TEXT NOT NULL) STRICT"""

META = "seal"
"""The name in the table `meta` of the seal of all its other values."""

SYNCED_META = "synced"
"""The name in the table `meta` of the seal of what is remembered of synced files."""

LOG_META = "log"
"""The name in the table `meta` of the seal of the log's newest entry."""


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
    seal_meta(run)


def seal_all(run: Run) -> None:
    """Seal everything as it is, after the tables have grown."""
    _seal(run, [row[0] for row in run("SELECT number FROM documents").fetchall()])
    run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SYNCED_META, _synced_sum(run)))
    seal_meta(run)


def seal_meta(run: Run) -> None:
    """Seal what is noted of the library as a whole."""
    run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (META, _meta_hash(run)))


def altered(run: Run) -> Iterator[str]:
    """Yield a line for whatever is not as it was written, of the tables that there are."""
    if not meta_is_sealed(run):
        yield "what it notes of the library is not as it was written"
    synced = _meta(run, SYNCED_META)
    if synced and synced != _synced_sum(run):
        yield "what it remembers of synced folders is not as it was written"
    yield from (f"the rows of document number {each} are not as they were written" for each in _unsealed(run))
    # A catalogue that is backed up before it grows has no log.
    if run("SELECT 1 FROM meta WHERE name = 'schema' AND CAST(value AS INTEGER) >= 8").fetchone():
        yield from _log_problems(run)


def seal_synced(run: Run, gone: Iterable[Any], come: Iterable[Any]) -> None:
    """Seal what is remembered of synced files where some rows are gone and others have come."""
    before = _meta(run, SYNCED_META)
    seal = _written(int(before, 16) - _sum(gone) + _sum(come)) if before else _synced_sum(run)
    run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SYNCED_META, seal))


def _unsealed(run: Run) -> list[int]:
    seals = dict(run("SELECT number, seal FROM seals").fetchall())
    numbers = [row[0] for row in run("SELECT number FROM documents ORDER BY number").fetchall()]
    return [number for number in numbers if seals.get(number) != _hash(run, number)]


def meta_is_sealed(run: Run) -> bool:
    """Whether the values of the table `meta`, and the numbers of `stale`, are as they were written."""
    return _meta(run, META) == _meta_hash(run)


def entry_seal(before: str, values: Iterable[Any]) -> str:
    """Return the seal of an entry of the log, which holds for all entries before it as well."""
    return _hash_of([before, tuple(values)])


def last_entry_seal(run: Run) -> str:
    """Return the seal of the log's newest entry, empty where there is none."""
    return _meta(run, LOG_META)


def _log_problems(run: Run) -> Iterator[str]:
    seal = ""
    for *values, own in run("SELECT * FROM log ORDER BY number"):
        seal = entry_seal(seal, values)
        if own != seal:
            yield f"the log is not as it was written from entry {values[0]} on"
            return
    if seal != last_entry_seal(run):
        yield "the log lacks its newest entries"


def _seal(run: Run, numbers: Iterable[int]) -> None:
    for number in numbers:
        run("INSERT OR REPLACE INTO seals VALUES (?, ?)", (number, _hash(run, number)))


def _synced_sum(run: Run) -> str:
    return _written(_sum(run("SELECT * FROM synced")))


def _sum(rows: Iterable[Any]) -> int:
    """The sum of the rows' hashes, to which a row can be added without the others."""
    return sum(int(_hash_of([tuple(row)]), 16) for row in rows)


def _written(total: int) -> str:
    return f"{total % 2**256:064x}"


def _meta(run: Run, name: str) -> str:
    """What the table `meta` notes under a name; empty for nothing."""
    row = run("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


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
