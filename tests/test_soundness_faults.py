"""A disk that fails, is full or may not be written, and two who write at once: told, and nothing lost or half."""

import os
import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from killing import may_be
from mortal import NAMES, Hashed, Versions, document, text_of, versions_in
from mortals import Mortals

from bot.errors import LibraryError
from bot.library import Library, graph, open_library, rebuild

KILLS = int(os.environ.get("BOT_TEST_KILLS", "12"))
FULL = KILLS >= 200
WRITES = 10_000
"""More than there are in any step."""

START: Versions = {name: version for version, name in enumerate(NAMES[:4], 1)}


@pytest.fixture(scope="module", params=[1000, 4], ids=["small", "large"])
def start(request, tmp_path_factory) -> Path:
    """A library of a few documents, whose graph is in memory, or on the disk as that of a large one."""
    folder = tmp_path_factory.mktemp("start") / "library"
    with pytest.MonkeyPatch.context() as patch:
        for option in ("sync_threshold", "batch_size"):
            patch.setitem(graph.HNSW, option, request.param)
        with closing(open_library(folder, Hashed())) as library:
            library.add([document(name, version) for name, version in START.items()])
    return folder


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> Iterator[Mortals]:
    """What forks processes whose writes may be made to fail."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler or not hasattr(os, "fork"):
        pytest.skip("needs a C compiler")
    shim = tmp_path_factory.mktemp("shim") / "failing_writes.so"
    source = Path(__file__).with_name("failing_writes.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"], check=True)
    process = Mortals(LD_PRELOAD=str(shim))
    yield process
    process.end()


def tried(mortals: Mortals, folder: Path, *attempt: object) -> tuple[str, list[Versions], int, Versions]:
    """What came of an attempt, what was there before and shall be after it, the number of writes, and what followed."""
    mortals.born(4, "attempt", str(folder), *attempt)
    said = []
    while (heard := mortals.heard())[0] != "dead":
        assert not heard[0].startswith("failed"), heard[0]
        said.append(heard)
    assert heard[1] == 0, f"ended with {heard[1]}"
    (outcome, around), (_, writes), (_, further) = said
    return outcome, around, writes, further


def without_the_further(versions: Versions) -> Versions:
    """What the step alone has to do with."""
    return {name: version for name, version in versions.items() if name != "barley"}


@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
@pytest.mark.parametrize("kind", ["add", "remove", "synced", "rebuild"])
def test_any_write_that_fails_is_told_and_leaves_all_or_nothing_of_the_step(start, tmp_path, faulty, kind, forever):
    *_, count, _ = tried(faulty, shutil.copytree(start, tmp_path / "whole"), 8, START, kind, (WRITES, forever))
    assert 10 < count < WRITES
    for at in random.Random(8).sample(range(count), count if FULL else KILLS // 6):
        folder = shutil.copytree(start, tmp_path / "library")
        outcome, (before, after), _, further = tried(faulty, folder, 8, START, kind, (at, forever))
        if outcome != "done":
            assert "has room" in outcome or "is writable" in outcome, f"{at}: {outcome}"
        with closing(open_library(folder, Hashed())) as library:
            there = versions_in(library)
            assert there == further
            assert library.verify().problems == (), at
            for name, version in there.items():
                assert library.document(name).text == text_of(name, version)
        kept, before, after = map(without_the_further, (there, before, after))
        assert may_be(kept, [("done", after)] if outcome == "done" else [("", before), (kind, after)]), at
        shutil.rmtree(folder)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of its own."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def added(library: Library, version: int) -> bool:
    """Whether all documents could be replaced by a version; else it has to be told what to do."""
    try:
        library.add([document(name, version) for name in NAMES])
    except LibraryError as error:
        told = str(error)
        if "has room" not in told and "is writable" not in told:
            raise
        return False
    return True


def test_a_disk_that_is_full_is_told_and_takes_more_when_it_has_room(start, tmp_path):
    with mounted(tmp_path / "disk", "size=4m") as disk:
        folder = shutil.copytree(start, disk / "library")
        with closing(open_library(folder, Hashed())) as library:
            there, refused = versions_in(library), 0
            for version, room in enumerate((0, 8_192, 40_960, 131_072, 524_288), 10):
                filler = disk / "filler"
                filler.write_bytes(bytes(shutil.disk_usage(disk).free - room))
                if not added(library, version):
                    refused += 1
                newest = versions_in(library)
                assert newest in (there, dict.fromkeys(NAMES, version))
                filler.unlink()
                there = newest
                assert library.verify().problems == ()
            assert 0 < refused < 5
            assert added(library, 99)
        with closing(open_library(folder, Hashed())) as library:
            assert versions_in(library) == dict.fromkeys(NAMES, 99)
            assert library.verify().problems == ()


def test_a_file_that_may_not_grow_is_told_and_nothing_is_lost(start, tmp_path):
    """The limit that a system sets for a process reaches what native libraries write, and needs no rights."""
    folder = shutil.copytree(start, tmp_path / "library")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    refused = 0
    with closing(open_library(folder, Hashed())) as library:
        there = versions_in(library)
        for limit in (100, 1_000, 10_000, 50_000, 150_000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
            try:
                refused += not added(library, limit)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            newest = versions_in(library)
            assert newest in (there, dict.fromkeys(NAMES, limit))
            there = newest
            assert library.verify().problems == ()
    signal.signal(signal.SIGXFSZ, former)
    assert refused


def test_a_folder_that_may_only_be_read_is_an_error_that_says_what_to_do(start, tmp_path):
    with mounted(tmp_path / "disk", "size=8m") as disk:
        folder = shutil.copytree(start, disk / "library")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(LibraryError) as caught:
            open_library(folder, Hashed())
        assert str(folder) in caught.value.message
        assert "write" in caught.value.hint or "writable" in caught.value.hint
        with pytest.raises(LibraryError):
            rebuild(folder, Hashed())
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        with closing(open_library(folder, Hashed())) as library:
            assert library.verify().problems == ()


def test_two_processes_that_write_at_once_lose_nothing(start, tmp_path, mortals):
    folder = shutil.copytree(start, tmp_path / "library")
    other = Mortals()
    try:
        rounds = 4 if not FULL else 30
        writers = [(mortals, ["barley", "maize", "oats"]), (other, ["rice", "rye", "wheat"])]
        for process, names in writers:
            process.born(4, "write", str(folder), names, rounds)
        last: Versions = {}
        for process, _ in writers:
            while (heard := process.heard())[0] != "dead":
                assert heard[0] in ("done", "busy"), heard
                last |= heard[1]
        with closing(open_library(folder, Hashed())) as library:
            assert versions_in(library) == last
            assert library.verify().problems == ()
    finally:
        other.end()
