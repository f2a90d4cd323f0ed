"""Writers that die: forked from a process that has imported everything, each tells what it begins and what is done.

A document is known by its name and version, and every sentence of it names both, so that a mixture would show. The
libraries are real, but their embedding model is a hash, so that a writer needs no second to load one.
"""

import hashlib
import json
import os
import random
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from documents import written

from bot.embedding import Vectors
from bot.library import Library, open_library, rebuild, vectors
from bot.records import Document

NAMES = ("barley", "maize", "oats", "rice", "rye", "wheat")
DIMENSIONS = 16
Versions = dict[str, int]
"""The version of each document that is there."""


class Hashed:
    """An embedding model whose vectors are made of a text's hash."""

    name = "hashed"

    def embed(self, texts: Sequence[str], progress=None) -> Vectors:
        found = np.array([self.embed_query(text) for text in texts], dtype=np.float32).reshape(-1, DIMENSIONS)
        if progress:
            progress(len(texts))
        return found

    def embed_query(self, text: str) -> Sequence[float]:
        digest = hashlib.sha512(text.encode()).digest()
        row = np.frombuffer(digest, dtype=np.uint32)[:DIMENSIONS].astype(np.float32) / 2**31 - 1
        return (row / np.linalg.norm(row)).tolist()


def text_of(name: str, version: int) -> str:
    """A version's text, of more than one passage now and then."""
    return "\n\n".join(
        f"Sentence {at} of version {version} of the {name} policy. The minister explained it to the whole assembly."
        for at in range(1, 4 + 30 * (version % 3))
    )


def document(name: str, version: int) -> Document:
    return written(text_of(name, version), f"{name}.txt")


def steps(seed: int, there: Versions) -> Iterator[tuple[str, Versions]]:
    """What a writer does, one step after another: what it is called, and the documents afterwards."""
    chance = random.Random(seed)
    version = max(there.values(), default=0)
    while True:
        kind = chance.choices(["add", "remove", "rebuild"], [6, 2, 2])[0]
        some = chance.sample(NAMES, chance.randint(1, 3))
        if kind == "add":
            version += 1
            there = there | dict.fromkeys(some, version)
        elif kind == "remove":
            there = {name: each for name, each in there.items() if name not in some}
        yield kind, there


def take(library: Library, kind: str, before: Versions, after: Versions) -> None:
    """Do one step."""
    if kind == "add":
        changed = [name for name, version in after.items() if before.get(name) != version]
        library.add([document(name, after[name]) for name in changed])
    elif kind == "remove":
        library.remove([name for name in before if name not in after])
    else:
        rebuild(library.folder, Hashed())


def live(folder: Path, seed: int, there: Versions) -> None:
    """Open a library and change it until something puts an end to it."""
    with closing(open_library(folder, Hashed())) as library:
        say("open")
        for kind, after in steps(seed, there):
            say(kind, after)
            take(library, kind, there, after)
            say("done", after)
            there = after


def say(what: str, there: Versions | None = None) -> None:
    """Write a line in one go: a reader sees all of it or nothing."""
    os.write(1, (json.dumps([what, there]) + "\n").encode())


def main() -> None:
    """For each line with a folder, a seed, what is there and how many vectors are kept in memory, fork a writer."""
    # Chroma and tantivy start their threads with the first library, which only the forked writers open.
    import chromadb  # noqa: F401

    say("ready")
    for line in sys.stdin:
        folder, seed, there, threshold = json.loads(line)
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            vectors.HNSW["sync_threshold"] = vectors.HNSW["batch_size"] = threshold
            try:
                live(Path(folder), seed, there)
            except BaseException:  # noqa: BLE001 - the other side reports it
                say("failed: " + traceback.format_exc())
            os._exit(1)
        os.setpgid(child, child)
        os.write(2, f"{child}\n".encode())
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
