"""Documents of almost the same text: the same wire story twice, a second scan, a draft and its final form.

Each text has a MinHash signature (Broder, 1997) of its stretches of nine letters, which a few misread letters leave
mostly as they are. The share of places at which two signatures agree estimates how many of all their stretches two
texts have in common. Signatures and links are in the catalogue and go with their documents.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

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
                texts = run("SELECT number, text FROM documents")
            else:
                texts = iter(added.items())
            self._link(run, {number: signs for number, text in texts if (signs := signature(text)).size})

    def _link(self, run: Run, new: Mapping[int, Signature]) -> None:
        rows = self._database.all("SELECT number, signature FROM signatures") if new else []
        for number, signs in new.items():
            run("INSERT INTO signatures VALUES (?, ?)", (number, signs.tobytes()))
        packed = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.uint16).reshape(-1, PLACES)
        for number, other, share in _alike([row[0] for row in rows], packed, new):
            run("INSERT INTO alike VALUES (?, ?, ?)", (min(number, other), max(number, other), share))


def _alike(numbers: Sequence[int], signed: Signature, new: Mapping[int, Signature]) -> Iterator[tuple[int, int, float]]:
    """Each new document with each that is alike, of those that were signed before it: (documents, PLACES)."""
    every = [*numbers, *new]
    # By place, since so many documents are compared at once.
    places = np.ascontiguousarray(np.concatenate([signed, *(signs[np.newaxis] for signs in new.values())]).T)
    for at, (number, signs) in enumerate(new.items(), len(numbers)):
        same = (places[:, :at] == signs[:, np.newaxis]).sum(axis=0, dtype=np.uint16)
        found = np.flatnonzero(same >= ALIKE * PLACES)
        yield from ((number, every[other], float(same[other]) / PLACES) for other in found)


def _stretches(folded: str) -> Iterator[list[str]]:
    for start in range(0, max(1, len(folded) - STRETCH + 1), AT_ONCE):
        last = min(start + AT_ONCE, max(1, len(folded) - STRETCH + 1))
        yield [folded[at : at + STRETCH] for at in range(start, last)]


def _maker() -> str:
    """What signatures must have in common to be compared."""
    from rensa import RMinHash

    return f"RMinHash {RMinHash.ALGORITHM_VERSION}, {STRETCH} letters, {PLACES} places, seed {SEED}"
