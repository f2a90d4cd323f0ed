"""Processes that may die: forked from one that has imported everything, each tells what it does and finds.

A document is known by its name and version, and every sentence of it names both, so that a mixture would show. The
libraries are real, but their embedding model is a hash, so that a writer needs no second to load one.
"""

import ctypes
import hashlib
import json
import os
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from documents import near, written

from bot.archive import Archive, open_archive
from bot.embedding import Vectors
from bot.errors import BotError
from bot.library import ChromaServer, Condition, Library, PostgresServer, Servers, graph, open_library, rebuild
from bot.loading import read_document
from bot.records import Document
from bot.syncing import Syncer

NAMES = ("barley", "maize", "oats", "rice", "rye", "wheat")
FILES = ("figs", "pears", "plums")
"""The documents of a folder that is synced."""

SERVERS = Servers(
    ChromaServer(os.environ["MORTAL_CHROMA"]) if "MORTAL_CHROMA" in os.environ else None,
    PostgresServer(os.environ["MORTAL_POSTGRES"]) if "MORTAL_POSTGRES" in os.environ else None,
)
"""Where libraries are, if not in their folders alone."""

DIMENSIONS = 16
Failing = tuple[int, bool]
"""After how many writes one fails, and whether all do from then on."""

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
    yield "sync", there
    while True:
        kind = chance.choices(["add", "remove", "rebuild", "sync"], [5, 2, 2, 3])[0]
        some = chance.sample(FILES if kind == "sync" else NAMES, chance.randint(1, 3))
        if kind in ("add", "sync"):
            version += 1
            there = there | dict.fromkeys(some, version)
        if kind in ("remove", "sync"):
            gone = chance.sample(FILES, 1) if kind == "sync" else some
            there = {name: each for name, each in there.items() if name not in gone}
        yield kind, there


def take(library: Library, kind: str, before: Versions, after: Versions) -> None:
    """Do one step."""
    if kind == "add":
        changed = [name for name, version in after.items() if before.get(name) != version]
        library.add([document(name, after[name]) for name in changed])
    elif kind == "remove":
        library.remove([name for name in before if name not in after])
    elif kind == "sync":
        write_files(library, after)
        sync(library)
    elif kind == "synced":
        sync(library)
    else:
        rebuild(library.folder, Hashed(), servers=SERVERS)


def write_files(library: Library, versions: Versions) -> None:
    """Write the files of the folder that is synced."""
    folder = library.folder.with_suffix(".files")
    folder.mkdir(exist_ok=True)
    for name in FILES:
        path = folder / f"{name}.txt"
        if name in versions:
            path.write_text(text_of(name, versions[name]))
        else:
            path.unlink(missing_ok=True)


def sync(library: Library) -> None:
    """Make the library like the folder."""
    syncer = Syncer(library, read_document, library.add, library.remove, library.relocate)
    syncer.sync(library.folder.with_suffix(".files"), confirm=lambda _: True)


def live(folder: Path, seed: int, there: Versions) -> None:
    """Open a library and change it until something puts an end to it."""
    with closing(open_library(folder, Hashed(), servers=SERVERS)) as library:
        say("open")
        for kind, after in steps(seed, there):
            say(kind, after)
            take(library, kind, there, after)
            say("done", after)
            there = after


def examine(folder: Path, rebuilding: bool = False) -> None:
    """Tell what a library says of itself, and what it answers, having made its parts anew where that is asked for."""
    try:
        if rebuilding:
            rebuild(folder, Hashed(), servers=SERVERS)
        with (
            closing(open_library(folder, Hashed(), servers=SERVERS)) as library,
            closing(open_archive(folder)) as archive,
        ):
            answers = [answered(library), kept(archive)]
            say("found", [[*library.verify().problems, *archive.problems()], answers])
    except BotError as error:
        say("told", error.to_dict()["error"])


def attempt(folder: Path, seed: int, there: Versions, kind: str, failing: Failing) -> None:
    """Take one step while the disk fails, tell what came of it, and go on with another when the disk is well again."""
    with closing(open_library(folder, Hashed(), servers=SERVERS)) as library:
        there, after = begun(library, seed, there, kind)
        with failing_disk(failing[0], forever=failing[1]) as writes:
            try:
                take(library, kind, there, after)
                outcome = "done"
            except BotError as error:
                outcome = f"{error.message} | {error.hint}"
        say(outcome, [there, after])
        say("writes", writes())
        found = versions_in(library)
        further = found | {"barley": max(found.values(), default=0) + 1}
        take(library, "add", found, further)
        say("further", further)


def begun(library: Library, seed: int, there: Versions, kind: str) -> tuple[Versions, Versions]:
    """What there is before a step and shall be after it; of a sync the files are there already, and differ."""
    some, newer = random.Random(seed).sample(sorted(there), 2), max(there.values()) + 1
    if kind == "synced":
        there = there | dict.fromkeys(FILES, newer)
        take(library, "sync", {}, there)
        after = {name: version + (name == FILES[0]) for name, version in there.items() if name != FILES[1]}
        write_files(library, after)
        return there, after
    afterwards = {
        "add": there | dict.fromkeys([*some, "rye"], newer),
        "remove": {name: there[name] for name in there if name not in some},
    }
    return there, afterwards.get(kind, there)


@contextmanager
def failing_disk(after: int, *, forever: bool) -> Iterator[Callable[[], int]]:
    """Make a write fail after so many, or all from then on; yields what tells how many there were."""
    library = ctypes.CDLL(None)
    counter = ctypes.c_long.in_dll(library, "writes")
    counter.value = 0
    ctypes.c_long.in_dll(library, "fail_forever").value = forever
    ctypes.c_long.in_dll(library, "fail_after").value = after
    try:
        yield lambda: counter.value
    finally:
        ctypes.c_long.in_dll(library, "fail_after").value = -1


def versions_in(library: Library) -> Versions:
    """Which version of each document a library has."""
    documents = [library.document(source.id) for source in library.sources.values()]
    return {each.id: int(each.text.split()[4]) for each in documents}


def answered(library: Library) -> list[object]:
    """The texts of a library, and which passages both searches find."""
    texts = {source.id: library.document(source.id).text for source in library.sources.values()}
    vectors = [Hashed().embed_query(text) for text in sorted(texts.values())]
    close = [library.search_vectors(vector, 1, Condition()) for vector in vectors]
    close += [near(library, vector, 1) for vector in vectors]
    words = [library.search_words([name, "minist"], 50, Condition()) for name in NAMES]
    keys = [sorted(key for key, _ in hits) for hits in [*close, *words]]
    passages = library.passages([key for each in keys for key in each])
    return [texts, keys, {key: stored.passage.text for key, stored in sorted(passages.items())}]


def kept(archive: Archive) -> list[object]:
    """The conversations of an archive."""
    names = [(each.id, each.name) for each in archive.conversations()]
    return [names, [repr(archive.conversation(each)) for each, _ in names]]


def say(what: str, more: object = None) -> None:
    """Write a line in one go: a reader sees all of it or nothing."""
    os.write(1, (json.dumps([what, more]) + "\n").encode())


def write(folder: Path, names: Sequence[str], rounds: int) -> None:
    """Add, replace and remove some documents again and again, and tell which version of each is there."""
    with closing(open_library(folder, Hashed(), servers=SERVERS)) as library:
        for version in range(10, 10 + rounds):
            library.add([document(name, version) for name in names])
            library.remove(names[:1])
            library.add([document(names[0], version + 1)])
            say("done", dict.fromkeys(names, version) | {names[0]: version + 1})


LIVES = {"write": write, "live": live, "examine": examine, "attempt": attempt}


def main() -> None:
    """For each line with a folder, what to do there, and how many vectors are kept in memory, fork a process."""
    # Chroma and tantivy start their threads with the first library, which only the forked ones open.
    import chromadb  # noqa: F401

    say("ready")
    for line in sys.stdin:
        threshold, what, folder, *more = json.loads(line)
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            graph.HNSW["sync_threshold"] = graph.HNSW["batch_size"] = threshold
            try:
                LIVES[what](Path(folder), *more)
            except BaseException:  # noqa: BLE001 - the other side reports it
                say("failed: " + traceback.format_exc())
            os._exit(0)
        os.setpgid(child, child)
        os.write(2, f"{child}\n".encode())
        say("dead", os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
