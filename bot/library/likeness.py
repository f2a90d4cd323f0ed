"""Documents of almost the same text: the same wire story twice, a second scan, a draft and its final form.

Each text has a MinHash signature (Broder, 1997) of its stretches of nine letters, which a few misread letters leave
mostly as they are. The share of places at which two signatures agree estimates how many of all their stretches two
texts have in common. Signatures and links are in the catalogue and go with their documents.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from bot.library.database import Database
from bot.library.rowseals import Run
from bot.terms import words

Signature = NDArray[np.uint16]

STRETCH = 9
"""Letters and spaces in a stretch."""

PLACES = 256
"""Numbers in a signature; the estimate's standard error is at most 0.03."""

SEED = 9

ALIKE = 0.5
"""Two texts are almost the same where they have at least this share of their stretches in common."""

FEWEST_WORDS = 30
"""A shorter text has too few stretches to tell it from another of its kind."""

AT_ONCE = 65_536
"""Stretches that are taken up at once, so that a long text takes little memory."""

ROOM = 1024
"""Signatures for which there is room at first."""

META = "signatures"
"""The name in the table `meta` of what made the signatures."""

SIGNATURES = """CREATE TABLE IF NOT EXISTS signatures (
    number INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, signature BLOB NOT NULL) STRICT"""
ALIKE_TABLE = """CREATE TABLE IF NOT EXISTS alike (
    number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, likeness REAL NOT NULL,
    PRIMARY KEY (number, other)) STRICT"""
ALIKE_INDEX = "CREATE INDEX IF NOT EXISTS alike_by_other ON alike (other)"


def signature(text: str) -> Signature:
    """Return the signature of a text, of shape (PLACES,); of shape (0,) for a text that is too short to have one."""
    # It is imported by those who add documents only.
    from rensa import RMinHash

    found = words(text)
    if len(found) < FEWEST_WORDS:
        return np.empty(0, np.uint16)
    sketch, folded = RMinHash(PLACES, SEED), " ".join(found)
    for stretches in _stretches(folded):
        sketch.update(stretches)
    # The lower half of a number tells nearly as much as all of it (Li and König, 2010).
    return np.array(sketch.digest(), dtype=np.uint32).astype(np.uint16)


class Likeness:
    """The tables of signatures and of links between documents of almost the same text."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._signed = _Signed()

    def links(self, numbers: Container[int]) -> list[tuple[int, int]]:
        """Return each two documents that are alike, the smaller number first, of those that have the `numbers`."""
        rows = self._database.all("SELECT number, other FROM alike ORDER BY number, other")
        return [(first, second) for first, second in rows if first in numbers and second in numbers]

    def sign(self, added: Mapping[int, str]) -> None:
        """Sign new documents, given by number and text, and link them, in the caller's transaction.

        Where other signatures were noted before, or none, as in an older library, all documents are signed anew.
        """
        with self._database.transaction() as run:
            if run("SELECT value FROM meta WHERE name = ?", (META,)).fetchone() != (_maker(),):
                run("DELETE FROM alike")
                run("DELETE FROM signatures")
                run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (META, _maker()))
                self._signed = _Signed()
                texts = run("SELECT number, text FROM documents")
            else:
                texts = iter(added.items())
            self._link(run, {number: signs for number, text in texts if (signs := signature(text)).size})

    def _link(self, run: Run, new: Mapping[int, Signature]) -> None:
        if new:
            self._signed.follow(run)
        for number, signs in new.items():
            run("INSERT INTO signatures VALUES (?, ?)", (number, signs.tobytes()))
            for other, share in self._signed.alike(signs):
                # What has been removed since, or was never committed, is told apart only now.
                if run("SELECT 1 FROM signatures WHERE number = ?", (other,)).fetchone():
                    run("INSERT INTO alike VALUES (?, ?, ?)", (min(number, other), max(number, other), share))
                else:
                    self._signed.drop(other)
            self._signed.take(number, signs)


class _Signed:
    """Signatures that are kept from one commit to the next, some of them of documents that are gone since."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        # By place, since so many documents are compared at once.
        self._places = np.empty((PLACES, ROOM), np.uint16)

    def follow(self, run: Run) -> None:
        """Read what was signed since by others; a later document has a larger number."""
        last = max(self._numbers, default=0)
        for number, packed in run("SELECT number, signature FROM signatures WHERE number > ? ORDER BY number", (last,)):
            self.take(number, np.frombuffer(packed, dtype=np.uint16))

    def take(self, number: int, signs: Signature) -> None:
        """Keep one more."""
        if len(self._numbers) == self._places.shape[1]:
            self._places = np.concatenate([self._places, np.empty_like(self._places)], axis=1)
        self._places[:, len(self._numbers)] = signs
        self._numbers.append(number)

    def drop(self, number: int) -> None:
        """Forget one, whose column the last one gets."""
        at, last = self._numbers.index(number), len(self._numbers) - 1
        self._places[:, at], self._numbers[at] = self._places[:, last], self._numbers[last]
        self._numbers.pop()

    def alike(self, signs: Signature) -> list[tuple[int, float]]:
        """Return the numbers of those that are alike, each with the share of equal places."""
        there = self._places[:, : len(self._numbers)]
        same = (there == signs[:, np.newaxis]).sum(axis=0, dtype=np.uint16)
        found = np.flatnonzero(same >= ALIKE * PLACES)
        return [(self._numbers[at], float(same[at]) / PLACES) for at in found]


def _stretches(folded: str) -> Iterator[list[str]]:
    for start in range(0, max(1, len(folded) - STRETCH + 1), AT_ONCE):
        last = min(start + AT_ONCE, max(1, len(folded) - STRETCH + 1))
        yield [folded[at : at + STRETCH] for at in range(start, last)]


def _maker() -> str:
    """What signatures must have in common to be compared."""
    from rensa import RMinHash

    return f"RMinHash {RMinHash.ALGORITHM_VERSION}, {STRETCH} letters, {PLACES} places, seed {SEED}"
