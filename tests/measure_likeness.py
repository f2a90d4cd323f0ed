"""How well altered copies are told from other texts, and what that costs: `python tests/measure_likeness.py FOLDER`.

FOLDER holds `scifact/corpus.jsonl`, whose abstracts are the texts; every alteration is seeded.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from altered import alterations

from bot.library.database import Database
from bot.library.likeness import ALIKE, PLACES, Likeness, signature
from bot.library.schema import prepare

BASES, MANY = 400, 10_000


def main(folder: Path) -> None:
    """Print the figures."""
    lines = (folder / "scifact" / "corpus.jsonl").read_text("utf-8").splitlines()
    texts = [f"{row['title']}\n\n{row['text']}" for row in map(json.loads, lines)]
    _print(f"threshold {ALIKE}, {PLACES} places, {BASES} texts altered, {len(texts)} texts that are no copies")
    signed = [signature(text) for text in texts]
    others = _pairs(signed)
    _print(f"pairs of different texts that are linked: {len(others)} of {len(texts) * (len(texts) - 1) // 2}")
    right = wrong = 0
    vocabulary = sorted({word for text in texts for word in text.split()})
    for name, alter in alterations(vocabulary).items():
        copies = [signature(alter(text, random.Random(at))) for at, text in enumerate(texts[:BASES])]
        found, false = _against(copies, signed)
        right, wrong = right + found, wrong + false
        _print(f"{name:28} recall {found / BASES:.3f}  wrong links {false}")
    _print(f"precision over all copies {right / (right + wrong):.4f}")
    _cost(texts)


def _against(copies: Sequence[np.ndarray], signed: Sequence[np.ndarray]) -> tuple[int, int]:
    """How many copies are linked with their own text, and how many links there are with another."""
    every = np.stack(signed)
    linked = [np.flatnonzero((every == copy).mean(axis=1) >= ALIKE) for copy in copies]
    right = sum(at in found for at, found in enumerate(linked))
    return right, sum(map(len, linked)) - right


def _pairs(signed: Sequence[np.ndarray]) -> list[tuple[int, int]]:
    every = np.stack(signed)
    return [
        (at, int(other))
        for at in range(1, len(every))
        for other in np.flatnonzero((every[:at] == every[at]).mean(axis=1) >= ALIKE)
    ]


def _cost(texts: Sequence[str]) -> None:
    """Print what signing and linking takes a document, in a catalogue that has MANY, alone and 100 at once."""
    numbered = enumerate(_endless(texts), 1)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "catalogue.sqlite3")
        prepare(database)
        _timed(database, {})
        _print(f"{_timed(database, dict(islice(numbered, MANY))) / MANY:.2f} ms a document for the first {MANY}")
        _print(f"{_timed(database, dict(islice(numbered, 1))):.2f} ms for one more")
        _print(f"{_timed(database, dict(islice(numbered, 100))) / 100:.2f} ms a document for 100 more")
        database.close()


def _timed(database: Database, added: Mapping[int, str]) -> float:
    """Milliseconds that it takes to sign and link documents, the writing of their own rows left out."""
    with database.transaction() as run:
        columns = [row[1] for row in run("PRAGMA table_info(documents)").fetchall()]
        for number, text in added.items():
            row = {"number": number, "id": str(number), "sha256": "", "text": text, "original": 1}
            values = [row.get(name, None if name in ("work", "origin") else "[]") for name in columns]
            run(f"INSERT INTO documents VALUES ({','.join('?' * len(columns))})", values)
    began = time.perf_counter()
    Likeness(database).sign(added)
    return 1000 * (time.perf_counter() - began)


def _endless(texts: Sequence[str]) -> Iterator[str]:
    """The texts, and then two halves of different ones put together."""
    yield from texts
    for step in range(1, len(texts)):
        for at, text in enumerate(texts):
            yield text[: len(text) // 2] + texts[(at + step) % len(texts)][-400:]


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
