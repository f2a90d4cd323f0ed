"""Documents of almost the same text: the same wire story twice, a second scan, a draft and its final form.

Each text has a MinHash signature (Broder, 1997) of its stretches of nine letters, which a few misread letters leave
mostly as they are. The share of places at which two signatures agree estimates how many of all their stretches two
texts have in common. Signatures and links are in the catalogue and go with their documents.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.library.database import Database
from bot.terms import words

Signature = NDArray[np.uint32]

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

SIGNATURES = """CREATE TABLE IF NOT EXISTS signatures (
    number INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, made_by TEXT NOT NULL,
    signature BLOB NOT NULL) STRICT"""
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
        return np.empty(0, np.uint32)
    sketch, folded = RMinHash(PLACES, SEED), " ".join(found)
    for stretches in _stretches(folded):
        sketch.update(stretches)
    return np.array(sketch.digest(), dtype=np.uint32)


class Likeness:
    """The tables of signatures and of links between documents of almost the same text."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def links(self, numbers: Container[int]) -> list[tuple[int, int]]:
        """Return each two documents that are alike, the smaller number first, of those that have the `numbers`."""
        rows = self._database.all("SELECT number, other FROM alike ORDER BY number, other")
        return [(first, second) for first, second in rows if first in numbers and second in numbers]

    def refresh(self) -> None:
        """Sign the documents that have no signature yet, and link them, in the caller's transaction."""
        maker = _maker()
        with self._database.transaction() as run:
            if run("DELETE FROM signatures WHERE made_by <> ?", (maker,)).rowcount:
                run("DELETE FROM alike")
            missing = "SELECT number, text FROM documents WHERE number NOT IN (SELECT number FROM signatures)"
            new = [(number, signature(text)) for number, text in run(missing)]
            signed = self._signed() if new else []
            for number, signs in new:
                run("INSERT INTO signatures VALUES (?, ?, ?)", (number, maker, signs.tobytes()))
            for number, other, share in _alike(signed, new):
                run("INSERT INTO alike VALUES (?, ?, ?)", (min(number, other), max(number, other), share))

    def _signed(self) -> list[tuple[int, Signature]]:
        rows = self._database.all("SELECT number, signature FROM signatures WHERE signature <> x''")
        return [(number, np.frombuffer(packed, dtype=np.uint32)) for number, packed in rows]


def _alike(
    signed: Sequence[tuple[int, Signature]], new: Sequence[tuple[int, Signature]]
) -> Iterator[tuple[int, int, float]]:
    """Each new document with each that is alike, of those that were signed before it."""
    told = [(number, signs) for number, signs in new if signs.size]
    if not told:
        return
    numbers = [number for number, _ in (*signed, *told)]
    every = np.stack([signs for _, signs in (*signed, *told)])
    for at, (number, signs) in enumerate(told, len(signed)):
        shares = (every[:at] == signs).mean(axis=1)
        yield from ((number, numbers[other], float(shares[other])) for other in np.flatnonzero(shares >= ALIKE))


def _stretches(folded: str) -> Iterator[list[str]]:
    for start in range(0, max(1, len(folded) - STRETCH + 1), AT_ONCE):
        last = min(start + AT_ONCE, max(1, len(folded) - STRETCH + 1))
        yield [folded[at : at + STRETCH] for at in range(start, last)]


def _maker() -> str:
    """What signatures must have in common to be compared."""
    from rensa import RMinHash

    return f"RMinHash {RMinHash.ALGORITHM_VERSION}, {STRETCH} letters, {PLACES} places, seed {SEED}"
