"""A catalogue on a Postgres server, where several machines read and write it."""

from __future__ import annotations

import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from bot.errors import LibraryBusy, LibraryDamaged, LibraryError
from bot.library.damage import REASON_LENGTH
from bot.library.database import Database
from bot.library.dialect import translated
from bot.library.locking import WAIT_SECONDS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

RESTORE = "Restore the database from a dump (pg_restore), or choose another with BOT_CATALOGUE_URL."
CHECK = "Check that Postgres runs, and that BOT_CATALOGUE_URL is right, then try again: nothing that was kept is lost."

POLL_SECONDS = 0.05
CONNECTIONS = 32
"""How many threads of a process are served at once."""

NEW_CONNECTION = (
    "SET lock_timeout = '10s'",
    # A machine that is gone without a word gives its lock back after a minute, not after hours.
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
    "CREATE TEMP TABLE touched (number BIGINT PRIMARY KEY)",
)
"""What each connection begins with; the table takes the numbers of the documents whose rows it changes."""

WRITING, COMMITTING = "write", "commit"
"""The two locks: who holds the first alone may change what is in the library; the second lasts a transaction."""

_LOCK_KEY = "hashtextextended('policy-brief-bot ' || %s || ' ' || current_schema(), 0)"

_NOTE = """CREATE OR REPLACE FUNCTION note_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('pg_temp.touched') IS NOT NULL THEN
        INSERT INTO pg_temp.touched VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.number ELSE NEW.number END)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$"""
WATCH = (
    _NOTE,
    *(
        f"CREATE OR REPLACE TRIGGER note_touched AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION note_touched()"
        for table in ("documents", "passages")
    ),
)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A database by its address for SQLAlchemy; what it shows of itself has no password."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        return f"postgresql://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"

    @property
    def address(self) -> str:
        """The address with the driver that we use, where it names none."""
        scheme, _, rest = self.url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else self.url

    def without_secrets(self, text: str) -> str:
        """Return another program's message without the password, should it have put it there."""
        password = urlsplit(self.url).password
        for secret in {password, unquote(password)} if password else ():
            text = text.replace(secret, "…")
        return text


class PostgresDatabase(Database):
    """What `Database` is, over a pool of connections; a thread has one for as long as it writes, or reads one state."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self.before_commit: Callable[[Any], object] | None = None
        self._here = threading.local()
        self._engine = _engine(server)
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with self._explained():
            if self.one("SHOW server_encoding")[0] != "UTF8":
                raise LibraryError(f"The database {server} is not in UTF-8.", "Make one with `createdb -E UTF8`.")

    @property
    def where(self) -> str:
        """The database, as messages name it."""
        return str(self.server)

    @property
    def name(self) -> str:
        """The same."""
        return self.where

    @property
    def hint(self) -> str:
        """How a catalogue comes back that is damaged."""
        return RESTORE

    def place(self) -> str:
        """Return what tells a copy of the catalogue from it."""
        return " ".join(self.one("SELECT current_database(), current_schema()"))

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def is_empty(self) -> bool:
        """Whether it has no tables."""
        return self.one("SELECT to_regclass('meta')")[0] is None

    def integrity(self) -> list[str]:
        """Return none: whether a server's files are sound, it does not tell."""
        return []

    def forget(self) -> None:
        """Do nothing: the server's own vacuum takes away what was removed."""

    def back_up(self) -> None:
        """Do nothing: tables grow in one transaction."""

    def watch(self) -> None:
        """Nothing is to be done: the tables have triggers."""

    def made(self, run: Any) -> None:
        """Have the tables note what is changed."""
        for statement in WATCH:
            run(statement)

    def one(self, query: str, *values: Any) -> Any:
        """Return the first row of a query, or None."""
        return next(iter(self.all(query, *values)), None)

    def all(self, query: str, *values: Any) -> list[Any]:
        """Return every row of a query."""
        with self._explained():
            current = self._current
            if current is not None:
                return _rows(_executed(current, query, values))
            with self._reading.connect() as connection:
                return _rows(_executed(connection, query, values))

    @contextmanager
    def snapshot(self) -> Iterator[Any]:
        """Yield a function that executes a query; all of them see one state, whatever is committed meanwhile."""
        with self._explained():
            if self._current is not None:
                yield _runner(self._current)
                return
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            with self._engine.connect() as fresh, self._being(fresh.execution_options(**options)) as connection:
                yield _runner(connection)

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """Yield a function that executes a statement; commit at the end, or roll back on an error.

        One within another of the same thread is a part of it. Others wait for it.
        """
        with self._explained():
            if self._current is not None:
                yield _runner(self._current)
                return
            with self._writable() as connection, self._being(connection):
                run = _runner(connection)
                try:
                    run(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})", (COMMITTING,))
                    yield run
                    if self.before_commit:
                        self.before_commit(run)
                    connection.commit()
                except BaseException:
                    connection.rollback()
                    raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right to write, for all machines.

        It belongs to the connection on which the block's transactions are: whoever has lost it cannot commit.

        Raises:
            LibraryBusy: another process holds it for longer than half a minute.
        """
        with self._explained(), self._engine.connect() as connection:
            self._take(connection)
            self._here.held = connection
            try:
                yield
            finally:
                self._here.held = None
                self._leave(connection)

    def _take(self, connection: Connection) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while not _executed(connection, f"SELECT pg_try_advisory_lock({_LOCK_KEY})", (WRITING,)).scalar():
            connection.commit()
            if time.monotonic() > deadline:
                message = f"Another process is writing to the library of {self.where}."
                raise LibraryBusy(message, "Try again when it is done.")
            time.sleep(POLL_SECONDS)
        connection.commit()

    def _leave(self, connection: Connection) -> None:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            _executed(connection, f"SELECT pg_advisory_unlock({_LOCK_KEY})", (WRITING,))
            connection.commit()
        except SQLAlchemyError:
            # The lock went with the connection, or goes with it now.
            connection.invalidate()

    @property
    def _current(self) -> Connection | None:
        return getattr(self._here, "current", None)

    @contextmanager
    def _being(self, connection: Connection) -> Iterator[Connection]:
        """Make a connection the one that all statements of the thread go to."""
        self._here.current = connection
        try:
            yield connection
        finally:
            self._here.current = None

    @contextmanager
    def _writable(self) -> Iterator[Connection]:
        held = getattr(self._here, "held", None)
        if held is not None:
            yield held
            return
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        from psycopg import Error
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except (SQLAlchemyError, Error) as error:
            # What SQLAlchemy says itself has the statement with its texts.
            raise self._explain_error(error) from getattr(error, "orig", None)

    def _explain_error(self, error: Exception) -> LibraryError:
        from psycopg import errors

        origin = getattr(error, "orig", None) or error
        told = " ".join(self.server.without_secrets(str(origin)).split())
        reason = textwrap.shorten(told, REASON_LENGTH, placeholder=" …").rstrip(".")
        if isinstance(origin, errors.LockNotAvailable):
            return LibraryBusy(f"Another process is writing to {self.where}.", "Try again when it is done.")
        if "NUL (0x00)" in told:
            return LibraryError("A text has the character U+0000, which Postgres cannot keep.", "Take it out.")
        if isinstance(origin, (errors.UndefinedTable, errors.UndefinedColumn, errors.DataCorrupted)):
            return LibraryDamaged(f"The catalogue {self.where} is damaged: {reason}.", RESTORE)
        return LibraryError(f"The catalogue {self.where} cannot be used: {reason}.", CHECK)


def _engine(server: PostgresServer) -> Engine:
    """Return a pool of connections, none of which is made yet."""
    try:
        # Only those with a catalogue on a server have them installed.
        import psycopg  # noqa: F401
        from sqlalchemy import create_engine, event
        from sqlalchemy.exc import ArgumentError
    except ImportError as error:
        hint = "pip install 'policy-brief-bot[server]'"
        raise LibraryError("The packages for a catalogue on Postgres are missing.", hint) from error
    pool = {"pool_size": 8, "max_overflow": CONNECTIONS - 8, "pool_pre_ping": True}
    try:
        engine = create_engine(server.address, hide_parameters=True, connect_args={"connect_timeout": 10}, **pool)
    except (ArgumentError, ValueError, ImportError) as error:
        hint = "Write it as postgresql://user:password@host:5432/database in BOT_CATALOGUE_URL."
        raise LibraryError("The address of the catalogue is none of a Postgres database.", hint) from error
    event.listen(engine, "connect", _begin)
    return engine


def _begin(connection: Any, _: object) -> None:
    with connection.cursor() as cursor:
        for statement in NEW_CONNECTION:
            cursor.execute(statement)
    connection.commit()


def _runner(connection: Connection) -> Callable[..., Any]:
    def run(statement: str, values: Sequence[Any] = (), /) -> Any:
        return _executed(connection, statement, values)

    return run


def _executed(connection: Connection, statement: str, values: Sequence[Any] = ()) -> Any:
    return connection.exec_driver_sql(translated(statement), tuple(values))


def _rows(result: Any) -> list[Any]:
    return [tuple(row) for row in result] if result.returns_rows else []
