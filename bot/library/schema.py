"""The catalogue's tables: made in a new file, grown in one of an older version, refused in one of a newer."""

from __future__ import annotations

from bot.errors import LibraryDamaged, LibraryMismatch
from bot.library.database import Database
from bot.library.likeness import ALIKE_INDEX, ALIKE_TABLE, SIGNATURES
from bot.library.log import LOG, LOG_INDEX
from bot.library.rowseals import SEALS, seal_all, seal_meta

SCHEMA_VERSION = 9
ROWS_AS_OF = 8
"""The last version that changed rows: one of it or a later one grows without a backup and without new seals."""

SYNCED = """CREATE TABLE IF NOT EXISTS synced (
    folder TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL,
    content TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (folder, path)) STRICT"""
VERSIONS = """CREATE TABLE IF NOT EXISTS versions (
    id TEXT NOT NULL, version INTEGER NOT NULL, replaced TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL,
    facts TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER NOT NULL, seal TEXT NOT NULL,
    PRIMARY KEY (id, version)) STRICT"""
GROWN = {
    2: (
        "ALTER TABLE documents ADD COLUMN voices TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE passages ADD COLUMN attributions TEXT NOT NULL DEFAULT '[]'",
    ),
    3: (SYNCED,),
    4: (
        "ALTER TABLE documents ADD COLUMN marks TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE passages ADD COLUMN marks TEXT NOT NULL DEFAULT '[]'",
    ),
    5: ("ALTER TABLE passages ADD COLUMN vector BLOB NOT NULL DEFAULT x''", SEALS),
    6: (VERSIONS,),
    7: (SIGNATURES, ALIKE_TABLE, ALIKE_INDEX),
    8: (LOG, LOG_INDEX),
    9: (),
}
"""What a version of the tables has that the one before lacks; in SQLite, 9 has an index (`Database.made`)."""

TABLES = f"""
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, text TEXT NOT NULL,
    metadata TEXT NOT NULL, headings TEXT NOT NULL, work TEXT, original INTEGER NOT NULL, origin TEXT,
    voices TEXT NOT NULL DEFAULT '[]', marks TEXT NOT NULL DEFAULT '[]') STRICT;
CREATE INDEX IF NOT EXISTS documents_by_text ON documents (sha256);
CREATE TABLE IF NOT EXISTS passages (
    key INTEGER PRIMARY KEY, number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, sentences TEXT NOT NULL,
    heading TEXT, page INTEGER, vectors BLOB NOT NULL,
    attributions TEXT NOT NULL DEFAULT '[]', marks TEXT NOT NULL DEFAULT '[]',
    vector BLOB NOT NULL DEFAULT x'') STRICT;
CREATE INDEX IF NOT EXISTS passages_by_document ON passages (number);
CREATE TABLE IF NOT EXISTS stale (number INTEGER PRIMARY KEY) STRICT;
{SYNCED};
{SEALS};
{VERSIONS};
{SIGNATURES};
{ALIKE_TABLE};
{ALIKE_INDEX};
{LOG};
{LOG_INDEX};
"""


def prepare(database: Database) -> None:
    """Give a file the tables that this version reads; one of an older version with documents in it is backed up first.

    Raises:
        LibraryMismatch: a newer version made it.
    """
    if database.is_empty():
        _make(database)
    version = made_by(database)
    if version > SCHEMA_VERSION:
        raise LibraryMismatch(
            f"The library {database.where} was made by a newer version of the bot (format {version}, this "
            f"one reads {SCHEMA_VERSION}).",
            "Update the bot, or choose another folder with --library.",
        )
    if version < SCHEMA_VERSION:
        if version < ROWS_AS_OF and database.one("SELECT count(*) FROM documents")[0]:
            database.back_up()
        _grow(database)


def _make(database: Database) -> None:
    with database.transaction() as run:
        for statement in filter(str.strip, TABLES.split(";")):
            run(statement)
        database.made(run)
        run("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        seal_all(run)


def made_by(database: Database) -> int:
    """Return the version of the tables in a file."""
    row = database.one("SELECT value FROM meta WHERE name = 'schema'")
    try:
        return int(row[0]) if row else 0
    except ValueError as error:
        message = f"The catalogue {database.name} is damaged: its version is none."
        raise LibraryDamaged(message, database.hint) from error


def _grow(database: Database) -> None:
    """Give the tables of an older version what they lack; another process may have done so meanwhile."""
    with database.transaction() as run:
        version = made_by(database)
        for later in range(version + 1, SCHEMA_VERSION + 1):
            for statement in GROWN[later]:
                run(statement)
        database.made(run)
        run("UPDATE meta SET value = ? WHERE name = 'schema'", (str(SCHEMA_VERSION),))
        (seal_all if version < ROWS_AS_OF else seal_meta)(run)
