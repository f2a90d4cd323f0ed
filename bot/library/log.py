"""The log of a library: what was added, replaced, renamed, restored and removed, when, by whom, and through what.

It is written in the transaction of the change that it tells of, so that neither is there without the other, and it is
only ever added to. Each entry's seal is made of the entry and of the seal before it; the last one is noted in `meta`.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.library.database import Database
from bot.library.filters import check_date
from bot.library.history import now
from bot.library.rowseals import LOG_META, entry_seal, last_entry_seal
from bot.records import Change, Document, LogEntry, Source

LOG = """CREATE TABLE IF NOT EXISTS log (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, change TEXT NOT NULL, through TEXT NOT NULL,
    document TEXT NOT NULL, title TEXT NOT NULL, sha256 TEXT, seal TEXT NOT NULL) STRICT"""
LOG_INDEX = "CREATE INDEX IF NOT EXISTS log_by_document ON log (document)"

LONGEST_NAME = 200
NOBODY = "unknown"
RESTORE = "restore"
ALL = 2**62
"""More entries than there can be."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Who changes a library, and through which command, or what does the same."""

    who: str
    through: str

    @classmethod
    def of(cls, who: str | None, through: str) -> Cause:
        """The cause with a name that can be shown; without one, that of the account which this process runs in."""
        name = account() if who is None else who
        return cls("".join(each if each.isprintable() else "?" for each in name[:LONGEST_NAME]) or NOBODY, through)


def account() -> str:
    """Return the name of the account that this process runs in, as far as the machine tells it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return NOBODY


class Log:
    """The table of changes in a library's catalogue."""

    def __init__(self, database: Database, clock: Callable[[], str] = now) -> None:
        self._database = database
        self._clock = clock

    def note(self, cause: Cause, changes: Iterable[tuple[Change, Document | Source]]) -> None:
        """Write down what the caller's transaction changes."""
        with self._database.transaction() as run:
            seal, at = last_entry_seal(run), self._clock()
            first = run("SELECT coalesce(max(number), 0) + 1 FROM log").fetchone()[0]
            for number, (change, each) in enumerate(changes, first):
                sha256 = None if change == "removed" else each.sha256
                values = (number, at, cause.who, change, cause.through, each.id, each.metadata.title, sha256)
                seal = entry_seal(seal, values)
                run("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, seal))
            run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (LOG_META, seal))

    def entries(
        self, document: str | None = None, since: str | None = None, limit: int | None = None
    ) -> tuple[LogEntry, ...]:
        """Return the changes, newest first: of one document, from a day, month or year (UTC) on, so many at most.

        Raises:
            QuestionError: `since` is no date.
        """
        wheres, values = ["number > 0"], list[Any]()
        if document is not None:
            wheres, values = [*wheres, "document = ?"], [*values, document]
        if since is not None:
            check_date("since", since)
            wheres, values = [*wheres, "at >= ?"], [*values, since]
        query = f"SELECT {_COLUMNS} FROM log WHERE {' AND '.join(wheres)} ORDER BY number DESC LIMIT ?"
        rows = self._database.all(query, *values, ALL if limit is None else limit)
        return tuple(LogEntry(*row) for row in rows)

    def problems(self) -> Iterator[str]:
        """Yield a line for each document of which the log's last word is not what the catalogue lists."""
        for (name,) in self._database.all(_CONTRADICTED):
            yield f"document {name}: the log says otherwise of it"


def changes_of(
    added: Sequence[Document], struck: Sequence[Source], cause: Cause
) -> Iterator[tuple[Change, Document | Source]]:
    """Yield what becomes of documents where some are listed and some are struck, which they may take the place of."""
    before, after = {old.id for old in struck}, {new.id for new in added}
    taking: Change = "restored" if cause.through == RESTORE else "replaced"
    yield from (("removed", old) for old in struck if old.id not in after)
    yield from ((taking if new.id in before else "added", new) for new in added)


_COLUMNS = "number, at, who, change, through, document, title, sha256"

_CONTRADICTED = """SELECT log.document FROM log LEFT JOIN documents ON documents.id = log.document
    WHERE log.number = (SELECT max(number) FROM log AS later WHERE later.document = log.document)
    AND log.sha256 IS NOT documents.sha256 ORDER BY log.document"""
