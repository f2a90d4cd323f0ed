"""SQLite's statements in the words of Postgres."""

import pytest

from bot.library.dialect import translated
from bot.library.schema import TABLES


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT a FROM b WHERE c = ? AND d = ?", "SELECT a FROM b WHERE c = %s AND d = %s"),
        ("INSERT OR IGNORE INTO stale VALUES (?)", "INSERT INTO stale VALUES (%s) ON CONFLICT DO NOTHING"),
        (
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            "INSERT INTO meta VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        ),
        ("SELECT a WHERE b IS NOT c AND d IS NOT NULL", "SELECT a WHERE b IS DISTINCT FROM c AND d IS NOT NULL"),
        (
            "CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB DEFAULT x'', s TEXT) STRICT",
            "CREATE TABLE t (n BIGINT PRIMARY KEY, v BYTEA DEFAULT ''::bytea, s TEXT COLLATE \"C\")",
        ),
        ("CREATE TABLE t (s TEXT[])", "CREATE TABLE t (s TEXT[])"),
    ],
)
def test_a_statement_is_said_as_postgres_says_it(ours, theirs):
    assert translated(ours) == theirs


@pytest.mark.parametrize("statement", TABLES.split(";"))
def test_no_word_that_only_sqlite_knows_is_left_in_the_tables(statement):
    assert not {"STRICT", "BLOB", "INTEGER", "REAL"} & set(translated(statement).replace(",", " ").split())
