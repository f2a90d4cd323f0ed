"""The archive: conversations in one SQLite file, which several threads and processes may use at once."""

from __future__ import annotations

import copy
import hashlib
import json
import secrets
import sqlite3
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.archive.codec import to_answer
from bot.archive.records import Conversation, Exchange, Rating, Summary
from bot.archive.seals import Run, is_sealed, seal
from bot.errors import LibraryDamaged, LibraryError, UnknownConversation
from bot.library import Filters
from bot.records import Answer

VERSION = 3
"""Of the tables."""

NAME_LENGTH = 80
REASON_LENGTH = 160
ID_BYTES = 16
"""Nobody may guess the id of a conversation."""

NO_FILTERS = Filters()


def now() -> str:
    """Return the instant, in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Archive:
    """Keeps conversations; from `open_archive`. Safe for several threads and processes.

    It sees the conversations of one owner: at first of nobody, which are those of whoever has the file.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, clock: Callable[[], str] = now) -> None:
        self._path = path
        self._connection = connection
        self._clock = clock
        self._lock = threading.RLock()
        self._owner = ""

    def of(self, token: str) -> Archive:
        """Return the same archive as it is for the reader who has this token, which is kept as a hash alone."""
        seen = copy.copy(self)
        seen._owner = hashlib.sha256(token.encode()).hexdigest()
        return seen

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()

    def begin(self, answer: Answer, filters: Filters = NO_FILTERS) -> Conversation:
        """Keep a first answer as a new conversation, which is named after its question."""
        conversation, instant = secrets.token_urlsafe(ID_BYTES), self._clock()
        with self._writing() as run:
            name = _named(answer.question)
            run("INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", (conversation, name, instant, instant, self._owner))
            _insert(run, conversation, 1, answer, filters)
            seal(run, conversation)
        return Conversation(conversation, name, instant, instant, (Exchange(1, answer, filters=filters),))

    def append(
        self, conversation: str, answer: Answer, filters: Filters = NO_FILTERS, *, after: int | None = None
    ) -> Exchange:
        """Keep one more answer of a conversation; `after` is how many of its exchanges stay before it, None all.

        A conversation that begins anew is named after its new first question, unless it was given a name.

        Raises:
            UnknownConversation: there is none of this id.
        """
        with self._changing(conversation) as run:
            if after is not None:
                _truncate(run, conversation, after, answer)
            query = "SELECT coalesce(max(number), 0) + 1 FROM exchanges WHERE conversation = ?"
            number = run(query, (conversation,)).fetchone()[0]
            _insert(run, conversation, number, answer, filters)
        return Exchange(number, answer, filters=filters)

    def conversations(self) -> tuple[Summary, ...]:
        """Return all conversations, the one that changed last first."""
        query = """SELECT id, name, created, changed,
            (SELECT count(*) FROM exchanges WHERE exchanges.conversation = conversations.id)
            FROM conversations WHERE owner = ? ORDER BY changed DESC, rowid DESC"""
        with self._reading() as run:
            return tuple(Summary(*row) for row in run(query, (self._owner,)).fetchall())

    def conversation(self, conversation: str) -> Conversation:
        """Return a whole conversation.

        Raises:
            UnknownConversation: there is none of this id.
            LibraryDamaged: what was kept of it cannot be read.
        """
        with self._snapshot() as run:
            query = "SELECT name, created, changed FROM conversations WHERE id = ? AND owner = ?"
            head = run(query, (conversation, self._owner)).fetchone()
            query = "SELECT number, answer, rating, filters FROM exchanges WHERE conversation = ? ORDER BY number"
            rows = run(query, (conversation,)).fetchall()
            sealed = is_sealed(run, conversation)
        if head is None:
            raise _unknown()
        if not sealed:
            raise self._damaged(conversation)
        try:
            name, created, changed = head
            return Conversation(conversation, name, created, changed, tuple(_exchange(*row) for row in rows))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(conversation) from error

    def problems(self) -> list[str]:
        """Return what is wrong with the file, as SQLite and the seals of the conversations tell."""
        with self._snapshot() as run:
            found = [row[0] for row in run("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
            listed = [row[0] for row in run("SELECT id FROM conversations ORDER BY rowid").fetchall()]
            altered = [each for each in listed if not is_sealed(run, each)]
        return found + [f"conversation {each} is not as it was written" for each in altered]

    def rename(self, conversation: str, name: str) -> None:
        """Give a conversation another name; an empty one leaves it as it is.

        Raises:
            UnknownConversation: there is none of this id.
        """
        with self._changing(conversation, touch=False) as run:
            if name.strip():
                run("UPDATE conversations SET name = ? WHERE id = ?", (_named(name), conversation))

    def rate(self, conversation: str, number: int, rating: Rating | None) -> None:
        """Keep what the reader thinks of an answer; None takes it back.

        Raises:
            UnknownConversation: there is none of this id, or it has no such exchange.
        """
        with self._changing(conversation, touch=False) as run:
            query = "UPDATE exchanges SET rating = ? WHERE conversation = ? AND number = ?"
            if not run(query, (rating, conversation, number)).rowcount:
                raise _unknown()

    def delete(self, conversation: str) -> None:
        """Forget a conversation; its text is overwritten.

        Raises:
            UnknownConversation: there is none of this id.
        """
        with self._changing(conversation, touch=False) as run:
            run("DELETE FROM conversations WHERE id = ?", (conversation,))
        with self._reading() as run:
            # Its text would stay in the log of changes.
            run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _changing(self, conversation: str, *, touch: bool = True) -> Iterator[Run]:
        """A transaction on a conversation that there has to be; it has changed then, but for its name and ratings."""
        with self._writing() as run:
            changed = self._clock() if touch else None
            query = "UPDATE conversations SET changed = coalesce(?, changed) WHERE id = ? AND owner = ?"
            if not run(query, (changed, conversation, self._owner)).rowcount:
                raise _unknown()
            yield run
            seal(run, conversation)

    @contextmanager
    def _writing(self) -> Iterator[Run]:
        with self._reading(), transaction(self._connection) as run:
            yield run

    @contextmanager
    def _snapshot(self) -> Iterator[Run]:
        """Several queries that see one state, whatever is written meanwhile."""
        with self._reading(), transaction(self._connection, "DEFERRED") as run:
            yield run

    @contextmanager
    def _reading(self) -> Iterator[Run]:
        with self._lock:
            try:
                yield self._connection.execute
            except sqlite3.Error as error:
                reason = textwrap.shorten(str(error), REASON_LENGTH, placeholder=" …")
                message = f"The conversations in {self._path} cannot be read or written: {reason}."
                if isinstance(error, sqlite3.OperationalError | sqlite3.ProgrammingError) and "decode" not in reason:
                    hint = "Check the folder and the disk, and that the bot is still open."
                    raise LibraryError(message, hint) from error
                raise LibraryDamaged(message, "Restore the file from a backup.") from error

    def _damaged(self, conversation: str) -> LibraryDamaged:
        message = f"The conversation {conversation} in {self._path} is not as it was written and cannot be read."
        return LibraryDamaged(message, "Restore the file from a backup, or delete the conversation.")


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[Run]:
    """Yield what executes a statement; commit at the end, or roll back on an error."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield connection.execute
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _named(text: str) -> str:
    """A name of one line; what SQLite cannot hold is replaced."""
    return textwrap.shorten(text.encode("utf-8", "replace").decode(), NAME_LENGTH, placeholder=" …") or "…"


def _packed(answer: Answer) -> str:
    return json.dumps(answer.to_dict())


def _insert(run: Run, conversation: str, number: int, answer: Answer, filters: Filters) -> None:
    given = {name: value for name, value in asdict(filters).items() if value is not None}
    row = (conversation, number, _packed(answer), json.dumps(given))
    run("INSERT INTO exchanges VALUES (?, ?, ?, NULL, ?)", row)


def _truncate(run: Run, conversation: str, after: int, answer: Answer) -> None:
    """Forget what comes after an exchange; where that is the first, too, its name goes with its question."""
    query = "SELECT answer FROM exchanges WHERE conversation = ? AND number = 1 AND number > ?"
    first = run(query, (conversation, after)).fetchone()
    if first:
        names = _named(answer.question), conversation, _named(json.loads(first[0])["question"])
        run("UPDATE conversations SET name = ? WHERE id = ? AND name = ?", names)
    run("DELETE FROM exchanges WHERE conversation = ? AND number > ?", (conversation, after))


def _exchange(number: int, packed: str, rating: Any, filters: str) -> Exchange:
    return Exchange(number, to_answer(json.loads(packed)), rating, Filters(**json.loads(filters)))


def _unknown() -> UnknownConversation:
    return UnknownConversation(
        "There is no such conversation.", "It was deleted, or belongs to another browser: begin a new one."
    )
