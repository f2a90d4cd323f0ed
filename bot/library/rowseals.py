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

_SYNCED = ("folder", "path", "size", "changed", "content", "text")
_STEPS = (("INSERT", "new", 1), ("UPDATE", "old", -1), ("UPDATE", "new", 1), ("DELETE", "old", -1))

WATCH = (
    "PRAGMA temp_store = MEMORY",
    "CREATE TEMP TABLE touched (number INTEGER PRIMARY KEY)",
    *(
        f"CREATE TEMP TRIGGER touched_{table}_{change} AFTER {change} ON main.{table} "
        f"BEGIN INSERT OR IGNORE INTO touched VALUES ({row}.number); END"
        for table in ("documents", "passages")
        for change, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
    ),
    "CREATE TEMP TABLE touched_files (sign INTEGER, folder, path, size, changed, content, text)",
    *(
        f"CREATE TEMP TRIGGER touched_files_{change}_{row} AFTER {change} ON main.synced BEGIN "
        f"INSERT INTO touched_files VALUES ({sign}, {', '.join(f'{row}.{name}' for name in _SYNCED)}); END"
        for change, row, sign in _STEPS
    ),
)
"""What makes a connection note the documents whose rows it changes, and the synced files that come and go."""


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
    _seal_synced(run)
    run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (META, _meta_hash(run)))


def seal_all(run: Run) -> None:
    """Seal everything as it is, after the tables have grown."""
    _seal(run, [row[0] for row in run("SELECT number FROM documents").fetchall()])
    run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SYNCED_META, _synced_sum(run)))
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


def _seal_synced(run: Run) -> None:
    """Add the files that came, and take away those that went: of many there are, few change at once."""
    touched = run("SELECT * FROM touched_files").fetchall()
    if touched:
        before = _meta(run, SYNCED_META)
        seal = _sum(int(before, 16), touched) if before else _synced_sum(run)
        run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SYNCED_META, seal))
        run("DELETE FROM touched_files")


def _synced_sum(run: Run) -> str:
    return _sum(0, run(f"SELECT 1, {', '.join(_SYNCED)} FROM synced"))


def _sum(seal: int, rows: Iterable[Any]) -> str:
    """A sum of hashes, which is the same in whatever order the rows come."""
    for sign, *values in rows:
        seal += sign * int(_hash_of([values]), 16)
    return f"{seal % 2**256:064x}"


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
