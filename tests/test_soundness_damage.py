"""Whatever file of a library is damaged, it is told in one line that says what to do, and can be brought back."""

import os
import random
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest
from documents import answered_question
from mortal import NAMES, Hashed, document
from mortals import Mortals

from bot.archive import open_archive
from bot.library import graph, open_library

FULL = int(os.environ.get("BOT_TEST_KILLS", "12")) >= 200
BLOCK = 4096
CATALOGUE = "catalogue.sqlite3"


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A library whose graph lies on the disk, as that of a large one does, with a conversation."""
    folder = tmp_path_factory.mktemp("whole") / "library"
    with pytest.MonkeyPatch.context() as patch:
        for option in ("sync_threshold", "batch_size"):
            patch.setitem(graph.HNSW, option, 4)
        with closing(open_library(folder, Hashed())) as library:
            library.add([document(name, version) for version, name in enumerate(NAMES, 1)])
            library.add([document("oats", 8)])
            library.remove(["rye"])
    with closing(open_archive(folder)) as archive:
        for question in ("What of wheat?", "What of rice?"):
            kept = archive.begin(answered_question(question))
            archive.append(kept.id, answered_question(f"{question} And why?"))
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def chosen(names: list[str], seed: str) -> list[str]:
    """All files in a full run, else the few that matter most and some of the others."""
    first = [name for name in names if name.endswith((".sqlite3", ".kept", "vectors/seal.json", "data_level0.bin"))]
    others = [name for name in names if name not in first]
    return names if FULL else first + random.Random(seed).sample(others, 3)


def halved(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"")


def overwritten(path: Path, block: bytes, at: int) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + block[: len(whole) - at] + whole[at + len(block) :])


def blanked(path: Path, chance: random.Random) -> None:
    overwritten(path, bytes(BLOCK), path.stat().st_size // 2 // BLOCK * BLOCK)


def scrambled(path: Path, chance: random.Random) -> None:
    overwritten(path, chance.randbytes(BLOCK), chance.randrange(1 + path.stat().st_size // BLOCK) * BLOCK)


def altered(path: Path, chance: random.Random) -> None:
    """A few bytes in the middle of something, which no format needs to notice."""
    overwritten(path, chance.randbytes(8), chance.randrange(1 + path.stat().st_size))


def removed(path: Path, chance: random.Random) -> None:
    path.unlink()


HARMS = (halved, emptied, blanked, scrambled, altered, removed)


def examined(mortals: Mortals, folder: Path, *, rebuilding: bool = False) -> tuple[str, object]:
    """What a process of its own finds, which may not die of it."""
    mortals.born(4, "examine", str(folder), rebuilding)
    (what, found), (dead, status) = mortals.heard(), mortals.heard()
    assert (dead, status) == ("dead", 0), f"ended with {status}"
    assert not what.startswith("failed"), what
    return what, found


def told(what: str, found) -> str:
    """What a process says is wrong, nothing for a sound library."""
    if what == "told":
        assert found["hint"]
        assert "\n" not in found["message"], found["message"]
        return f"{found['message']} {found['hint']}"
    return " ".join(found[0])


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_each_damaged_file_is_told_and_what_can_be_made_anew_is(whole, tmp_path, mortals, harm):
    _, (problems, before) = examined(mortals, shutil.copytree(whole, tmp_path / "before"))
    assert problems == []
    for file in chosen(files(whole), harm.__name__):
        folder = shutil.copytree(whole, tmp_path / "library")
        harm(folder / file, random.Random(f"{harm.__name__} {file}"))
        what, found = examined(mortals, folder)
        message = told(what, found)
        sys.stdout.write(f"{harm.__name__}\t{file}\t{message or 'harmless'}\n")
        if not message:
            # What lies on no page that is in use, or holds nothing, may change: then all is as it was.
            assert found[1] == before, file
        if file.partition("/")[2]:
            assert what == "found" or "bot rebuild" in message
            assert examined(mortals, folder, rebuilding=True) == ("found", [[], before]), file
        elif message:
            assert file in message or (file == CATALOGUE and message.startswith("catalogue: ")), message
            assert what == "found" or " from a backup" in message, message
        shutil.rmtree(folder)
