"""A Ray cluster does the work of an addition: the same library comes of it, whoever of the cluster dies meanwhile."""

import gc
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from documents import front_matter

from bot import Bot, open_bot
from bot.cluster import open_cluster
from bot.cluster.embedding import LARGEST, shares
from bot.cluster.versions import fingerprint, refuse_other
from bot.errors import ClusterError, FrontMatterError, UnreadableDocument
from bot.records import Passage

CORES = 2


def statement(number: int) -> str:
    speaker = ("Ada Example", "Bo Sample", "Cy Instance")[number % 3]
    said = " ".join(
        f"Minister {speaker} said that the harbour of town {number} would open its gate {each} in spring. "
        f"“We will not wait for winter number {each},” he added."
        for each in range(3)
    )
    return front_matter(said, title=f"Statement {number}", speaker=speaker)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents in two formats, one of them with a side file."""
    made = tmp_path_factory.mktemp("statements")
    for number in range(12):
        (made / f"statement-{number}.md").write_text(statement(number), encoding="utf-8")
    (made / "table.html").write_text("<html><body><h1>A table</h1><p>Ferries run at noon.</p></body></html>")
    (made / "table.html.yaml").write_text("title: The ferries\n")
    return made


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A cluster on this machine, which this process stays connected to; its address for other processes."""
    with warnings.catch_warnings():
        # Ray ends its processes without waiting for them.
        warnings.filterwarnings("ignore", "subprocess .* is still running", ResourceWarning)
        with open_cluster("local"):
            import ray

            yield ray.get_runtime_context().gcs_address
        gc.collect()


def contents(folder: Path) -> dict[str, object]:
    """What a sound library has: each document's hash and metadata, and its passages with who says what in them."""
    with open_bot(folder, corpus=False) as bot:
        assert bot.verify().sound
        documents = {each.id: (each.sha256, each.metadata, each.passages) for each in bot.documents()}
        return {**documents, **{key: passage for key, (passage, _) in passages(bot).items()}}


def vectors(folder: Path) -> dict[str, np.ndarray]:
    """The vectors of all passages."""
    with open_bot(folder, corpus=False) as bot:
        return {key: vector for key, (_, vector) in passages(bot).items()}


def passages(bot: Bot) -> dict[str, tuple[Passage, np.ndarray]]:
    """Every passage of a library with its vector, by document and ordinal."""
    found = {}
    for keys, rows in bot._library.vectors():
        stored = bot._library.passages(keys)
        for key, row in zip(keys, rows, strict=True):
            found[f"{stored[key].source.id} {stored[key].passage.ordinal}"] = (stored[key].passage, row)
    return found


def add(library: Path, *paths: Path, ray: str | None) -> list[str]:
    with open_bot(library, corpus=False) as bot:
        return bot.add(*paths, ray=ray)


@pytest.mark.slow
def test_the_library_is_the_same_as_without_a_cluster(folder, cluster, tmp_path):
    ids = add(tmp_path / "alone", folder, ray=None)
    assert add(tmp_path / "together", folder, ray="local") == ids
    assert contents(tmp_path / "together") == contents(tmp_path / "alone")
    alone, together = vectors(tmp_path / "alone"), vectors(tmp_path / "together")
    assert alone.keys() == together.keys()
    assert min(float(alone[key] @ together[key]) for key in alone) >= 0.9999


@pytest.mark.slow
def test_what_is_there_is_left_alone_and_what_is_new_is_added(folder, cluster, tmp_path):
    add(tmp_path / "library", folder / "statement-0.md", folder / "statement-3.md", ray="local")
    added = add(tmp_path / "library", folder, ray="local")
    assert len(added) == 11
    assert add(tmp_path / "library", folder, ray="local") == []


@pytest.mark.slow
def test_a_broken_file_of_a_folder_is_named_and_the_rest_goes_on(cluster, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(statement(1))
    (tmp_path / "in" / "b.md").write_text("---\ntitle: No more than that\nkind: statement\n---\nText.\n")
    (tmp_path / "in" / "c.pdf").write_bytes(b"%PDF-1.7 and nothing of it")
    (tmp_path / "in" / "d.txt").write_text("")
    (tmp_path / "in" / "e.md").write_text(statement(2))
    with open_bot(tmp_path / "alone", corpus=False) as bot:
        alone = bot.add(tmp_path / "in")
    with open_bot(tmp_path / "library", corpus=False) as bot:
        added = bot.add(tmp_path / "in", ray="local")
        assert list(added) == list(alone) == ["a", "e"]
        assert added.refused == alone.refused
        assert [Path(each.file).name for each in added.refused] == ["b.md", "c.pdf", "d.txt"]
        with pytest.raises(UnreadableDocument, match=r"c\.pdf"):
            bot.add(tmp_path / "in" / "c.pdf", ray="local")


def at_work() -> list[psutil.Process]:
    """The workers of the cluster that are doing something, which Ray tells by their names."""
    found = psutil.Process().children(recursive=True)
    return [each for each in found if name_of(each) in {"ray::read", "ray::embed", "ray::attribute"}]


def name_of(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return ""


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(folder, cluster, tmp_path):
    expected = add(tmp_path / "alone", folder, ray=None)
    killed = set[int]()
    over = threading.Event()

    def kill() -> None:
        while not over.is_set() and len(killed) < 2:
            for worker in at_work()[:1]:
                worker.send_signal(signal.SIGKILL)
                killed.add(worker.pid)
                time.sleep(1)
            time.sleep(0.005)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        added = add(tmp_path / "library", folder, ray="local")
    finally:
        over.set()
        killer.join()
    assert killed
    assert added == expected
    assert contents(tmp_path / "library") == contents(tmp_path / "alone")


@pytest.mark.slow
def test_a_committer_that_is_killed_leaves_nothing_half(folder, cluster, tmp_path):
    command = [sys.executable, "-m", "bot", "add", str(folder), "--no-corpus", "--ray", cluster, "--json"]
    environment = {**os.environ, "BOT_LIBRARY": str(tmp_path / "library")}
    committer = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not at_work() and committer.poll() is None:
        time.sleep(0.005)
    assert committer.poll() is None
    committer.kill()
    committer.wait()
    assert contents(tmp_path / "library") == {}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    added = json.loads(done.stdout)["added"]
    assert len(added) == 13
    assert contents(tmp_path / "library").keys() > set(added)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "there", "ray://127.0.0.1:1", "127.0.0.1:99999"])
def test_an_address_where_no_cluster_is_gives_one_clear_error(address, tmp_path):
    with open_bot(tmp_path / "library", corpus=False) as bot, pytest.raises(ClusterError, match=address):
        bot.add(__file__, ray=address)


def test_a_worker_refuses_to_work_for_another_version():
    refuse_other(fingerprint())
    with pytest.raises(ClusterError, match="another version"):
        refuse_other("0" * 64)


@pytest.mark.parametrize("kind", [UnreadableDocument, FrontMatterError, ClusterError])
def test_errors_travel_between_processes_whole(kind):
    error = pickle.loads(pickle.dumps(kind("a.pdf cannot be read.", "Save it anew.")))
    assert (type(error), error.message, error.hint) == (kind, "a.pdf cannot be read.", "Save it anew.")


def test_shares_hold_every_text_once_and_none_is_too_large():
    lengths = [10, 70_000, 5, 400, 400, 30_000, 30_000, 3]
    found = list(shares(lengths, CORES))
    assert sorted(index for share in found for index in share) == list(range(len(lengths)))
    assert all(len(share) == 1 or sum(lengths[index] for index in share) <= LARGEST for share in found)
    assert list(shares([], CORES)) == []
