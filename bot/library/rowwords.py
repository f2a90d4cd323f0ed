"""The lexical index in tables of the catalogue's Postgres database: exact BM25 over an index of postings.

A posting says how often a term stands in a field of a passage, and how long that field is. The scores are those of
`Words`, but for tantivy's rounding of the lengths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.library.filters import NAMED, Condition, attributes, day_number
from bot.library.rows import KEY_BITS
from bot.library.words import BOOSTS, FAR, PAIR_BOOST, PAIRS, pairs_of, seal_of, texts_of
from bot.records import Metadata, Passage
from bot.terms import STOPWORDS, analyser

if TYPE_CHECKING:
    from bot.library.database import Database

K1, B = 1.2, 0.75
"""BM25's constants, as tantivy has them."""

FIELDS = (*BOOSTS, PAIRS)
_BOOSTS = {**BOOSTS, PAIRS: PAIR_BOOST}

TABLES = (
    f"""CREATE TABLE IF NOT EXISTS word_entries (
        place INTEGER NOT NULL, key INTEGER NOT NULL, number INTEGER NOT NULL, date INTEGER NOT NULL,
        seal INTEGER NOT NULL, {", ".join(f"{name} TEXT[] NOT NULL" for name in NAMED)},
        {", ".join(f"{name}_length INTEGER NOT NULL" for name in FIELDS)}, PRIMARY KEY (place, key))""",
    "CREATE INDEX IF NOT EXISTS word_entries_by_number ON word_entries (place, number)",
    """CREATE TABLE IF NOT EXISTS word_postings (
        place SMALLINT NOT NULL, field SMALLINT NOT NULL, count SMALLINT NOT NULL, length SMALLINT NOT NULL,
        key INTEGER NOT NULL, term TEXT NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS word_postings_by_term ON word_postings (term, field, place)
        INCLUDE (key, count, length)""",
    # Postings come in the order of their keys, so that those of a document are found by a few bytes a page.
    "CREATE INDEX IF NOT EXISTS word_postings_by_key ON word_postings USING brin (key) WITH (pages_per_range = 8)",
)


_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class WordRows:
    """Where a library's words lie in a database: the rows of one number, which grows with each rebuild."""

    database: Database = field(compare=False)
    number: int

    def __str__(self) -> str:
        return f"words of {self.database.where}"

    def begin(self) -> None:
        """Make the tables where there are none, and remove what an unfinished rebuild left."""
        with self.database.transaction() as run:
            for statement in TABLES:
                run(statement)
        self._drop("place = ?")

    def numbers(self) -> list[int]:
        """Return the numbers of all rows."""
        return [row[0] for row in self.database.all("SELECT DISTINCT place FROM word_entries")]

    def sweep(self) -> None:
        """Remove the rows of all other numbers."""
        if any(number != self.number for number in self.numbers()):
            self._drop("place <> ?")

    def _drop(self, which: str) -> None:
        with self.database.transaction() as run:
            for table in ("word_entries", "word_postings"):
                run(f"DELETE FROM {table} WHERE {which}", (self.number,))


class TableWords:
    """BM25 over the passages of a library, each known by its key."""

    broken = False
    """Never: a commit is whole."""

    def __init__(self, rows: WordRows) -> None:
        self._rows = rows
        self._totals: tuple[int, dict[str, float]] | None = None

    def refresh(self, rows: WordRows) -> None:
        """Go to where a rebuild has put the words; what others have written is seen without."""
        self._rows, self._totals = rows, None

    def write(self, passages: Iterable[tuple[int, int, Passage, Metadata]], gone: Iterable[int] = ()) -> None:
        """Add passages, given as key, number, passage and metadata, and drop the numbers that are gone; commit."""
        with self._rows.database.transaction() as run:
            for number in gone:
                bounds = (self._rows.number, number << KEY_BITS, (number + 1) << KEY_BITS)
                for table in ("word_entries", "word_postings"):
                    run(f"DELETE FROM {table} WHERE place = ? AND key >= ? AND key < ?", bounds)
            entries, postings = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
            for each in passages:
                entry, own = _indexed(*each)
                entries.append((self._rows.number, *entry))
                postings += own
            _insert(run, self._rows.number, entries, postings)
        self._totals = None

    def count(self) -> int:
        """Return how many passages there are."""
        return int(self._one("SELECT count(*) FROM word_entries WHERE place = ?")[0])

    def search(self, terms: Sequence[str], limit: int, condition: Condition) -> list[tuple[int, float]]:
        """Return the keys of up to `limit` passages with their BM25 scores, best first."""
        wanted = [(term, name) for term in sorted(set(terms)) for name in BOOSTS]
        wanted += [(pair, PAIRS) for pair in sorted(set(pairs_of(terms)))]
        if not wanted:
            return []
        total, lengths = self._known_totals()
        weights = [(term, FIELDS.index(name), _BOOSTS[name] * (K1 + 1), lengths[name]) for term, name in wanted]
        clauses, values = _conditions(condition, self._rows.number)
        where = f"WHERE key IN (SELECT key FROM word_entries WHERE {clauses})"
        columns = [list(each) for each in zip(*weights, strict=True)]
        if condition == Condition():
            where, values = "", []
        found = self._rows.database.all(_SEARCH.format(where=where), *columns, self._rows.number, total, *values, limit)
        return [(int(key), float(score)) for key, score in found]

    def meeting(self, condition: Condition) -> list[int]:
        """Return the keys of all passages that meet a condition."""
        clauses, values = _conditions(condition, self._rows.number)
        found = self._rows.database.all(f"SELECT key FROM word_entries WHERE {clauses}", *values)
        return [int(key) for (key,) in found]

    def frequency(self, term: str) -> int:
        """Return in how many passages a stem stands, in any field (the largest of the fields' counts).

        A stem that ends with “*” stands for all that begin with it; then 1 is returned where there is any.
        """
        own = f"place = {self._rows.number} AND field < {len(BOOSTS)}"
        if term.endswith("*"):
            query = f"SELECT 1 FROM word_postings WHERE term >= ? AND term < ? AND {own} LIMIT 1"
            return len(self._rows.database.all(query, term[:-1], f"{term[:-1]}\U0010ffff"))
        query = f"SELECT count(*) FROM word_postings WHERE term = ? AND {own} GROUP BY field"
        return max((int(row[0]) for row in self._rows.database.all(query, term)), default=0)

    def entries(self) -> list[tuple[int, int]]:
        """Return the key of every entry with the hash of what was indexed, each as often as it is there."""
        return self._rows.database.all("SELECT key, seal FROM word_entries WHERE place = ?", self._rows.number)

    def problems(self) -> list[str]:
        """Return whether postings are there of what is no entry."""
        query = """SELECT count(DISTINCT key) FROM word_postings WHERE place = ? AND NOT EXISTS
            (SELECT 1 FROM word_entries WHERE word_entries.place = word_postings.place
            AND word_entries.key = word_postings.key)"""
        lost = self._one(query)[0]
        return [f"{lost} passages have postings and no entry"] if lost else []

    def _one(self, query: str) -> Any:
        return self._rows.database.one(query, self._rows.number)

    def _known_totals(self) -> tuple[int, dict[str, float]]:
        """How many passages there are, and how long each field is on average, as of what was last written."""
        if self._totals is None:
            averages = ", ".join(f"coalesce(avg({name}_length), 0)" for name in FIELDS)
            count, *lengths = self._one(f"SELECT count(*), {averages} FROM word_entries WHERE place = ?")
            self._totals = count, {name: float(each) or 1.0 for name, each in zip(FIELDS, lengths, strict=True)}
        return self._totals


_SEARCH = f"""
WITH wanted AS (
    SELECT * FROM unnest(?::text[], ?::smallint[], ?::float8[], ?::float8[]) AS wanted (term, field, boost, average)),
postings AS MATERIALIZED (
    SELECT wanted.*, found.key, found.count, found.length FROM wanted JOIN word_postings AS found USING (term, field)
    WHERE found.place = ?),
weights AS (
    SELECT term, field, ln(1 + (greatest(?::float8 - count(*), 0) + 0.5) / (count(*) + 0.5)) AS rarity
    FROM postings GROUP BY term, field)
SELECT key, sum(boost * rarity * count / (count + {K1} * ({1 - B} + {B} * length / average))) AS score
FROM postings JOIN weights USING (term, field) {{where}}
GROUP BY key ORDER BY score DESC, key LIMIT ?"""


def _conditions(condition: Condition, place: int) -> tuple[str, list[Any]]:
    """The clauses that a passage has to meet, with their values."""
    clauses, values = ["place = ?"], list[Any]([place])
    for name, wanted in condition.values:
        clauses, values = [*clauses, f"{name} && ?::text[]"], [*values, list(wanted)]
    if condition.numbers is not None:
        clauses, values = [*clauses, "number = ANY(?)"], [*values, list(condition.numbers)]
    if condition.since or condition.until:
        bounds = [condition.since or 1, condition.until or FAR]
        clauses, values = [*clauses, "date BETWEEN ? AND ?"], [*values, *bounds]
    if condition.hidden:
        clauses, values = [*clauses, "number <> ALL(?)"], [*values, list(condition.hidden)]
    return " AND ".join(clauses), values


def _indexed(key: int, number: int, passage: Passage, metadata: Metadata) -> tuple[_Row, list[_Row]]:
    """The entry of a passage, without its place, and its postings: field, count, length, key, term."""
    stems = {name: _stems(name, text) for name, text in texts_of(passage, metadata) if name in FIELDS}
    named = attributes(metadata, passage.voices)
    date = day_number(metadata.date) if metadata.date else 0
    lists = [list(named[name]) for name in NAMED]
    lengths = [len(stems[name]) for name in FIELDS]
    entry = (key, number, date, seal_of(number, passage, metadata), *lists, *lengths)
    return entry, [
        (FIELDS.index(name), min(count, LARGEST), min(len(found), LARGEST), key, term)
        for name, found in stems.items()
        for term, count in Counter(found).items()
        if term not in STOPWORDS
    ]


LARGEST = 32_767
"""Of a SMALLINT: a field that is longer counts as so long."""


def _stems(name: str, text: str) -> list[str]:
    return text.split() if name == PAIRS else analyser().analyze(text)


def _insert(run: Any, place: int, entries: list[tuple[Any, ...]], postings: list[tuple[Any, ...]]) -> None:
    for entry in entries:
        run(f"INSERT INTO word_entries VALUES ({', '.join('?' * len(entry))})", entry)
    if postings:
        columns = [list(each) for each in zip(*postings, strict=True)]
        run(
            f"""INSERT INTO word_postings SELECT {place}, unnest(?::smallint[]), unnest(?::smallint[]),
            unnest(?::smallint[]), unnest(?::bigint[]), unnest(?::text[])""",
            columns,
        )
