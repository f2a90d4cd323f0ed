"""A server that is killed while it takes documents and answers has lost nothing that it said was there."""

import json
import os
import random
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from mortal import document, text_of
from serving import running

from bot.library import graph, open_library

KILLS = int(os.environ.get("BOT_TEST_KILLS", "2"))

pytestmark = pytest.mark.slow

Acknowledged = dict[str, str]
"""The texts that the server said it has, by the title that their file gives."""


@pytest.fixture(scope="module")
def start(tmp_path_factory, embedder) -> Path:
    """A library whose graph is written to the disk often, as that of a large one is now and then."""
    folder = tmp_path_factory.mktemp("start") / "library"
    with pytest.MonkeyPatch.context() as patch:
        for option in ("sync_threshold", "batch_size"):
            patch.setitem(graph.HNSW, option, 4)
        with closing(open_library(folder, embedder)) as library:
            library.add([document("oats", 1)])
    return folder


class Asker(threading.Thread):
    """Asks a server again and again until it is gone."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self._client = httpx.Client(base_url=address, timeout=60)
        self.failed: list[str] = []
        self.times = 0

    def run(self) -> None:
        try:
            while True:
                self.step()
                self.times += 1
        except httpx.TransportError:
            return
        except Exception as error:  # noqa: BLE001 - the test reports it
            self.failed.append(repr(error))

    def step(self) -> None:
        answer = self._client.post("/api/v1/ask", json={"question": "What did the minister explain to the assembly?"})
        assert answer.status_code == 200, answer.text
        assert "text" in answer.json()


class Adder(Asker):
    """Sends files as the page does, and remembers which the server said are there."""

    def __init__(self, address: str, seed: int) -> None:
        super().__init__(address)
        self._chance, self._seed = random.Random(seed), seed
        self.acknowledged: Acknowledged = {}

    def step(self) -> None:
        name = f"crop{self._seed}x{self.times}"
        text = text_of(name, self._chance.choice((0, 3, 1)))
        sent = self._client.post("/gradio_api/upload", files={"files": (f"{name}.txt", text.encode())})
        self._raise("add_files", {"files": sent.json()})
        self.acknowledged[name] = text

    def _raise(self, event: str, data: object) -> None:
        """Raise an event of the page, and wait until it is done."""
        session = f"{self._seed}-{self.times}"
        wired = self._client.get("/config").json()["dependencies"]
        handler, part = next((each, at) for each in wired for at, name in each["targets"] if name == event)
        asked = {"data": [None] * len(handler["inputs"]), "fn_index": handler["id"], "session_hash": session}
        asked |= {"event_data": data, "trigger_id": part}
        self._client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        with self._client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
            for line in events.iter_lines():
                told = json.loads(line.removeprefix("data: ") or "{}")
                if told.get("msg") == "process_completed":
                    assert told["success"], told
                    return
        raise httpx.ReadError("the events ended early")


def killed(folder: Path, seed: int) -> Acknowledged:
    """Serve a library for a random while; return what the server said it took before it was killed."""
    with running(folder, start=240) as address:
        threads = [Adder(address, seed), Asker(address)]
        for thread in threads:
            thread.start()
        chance, deadline = random.Random(seed), time.monotonic() + 120
        enough = chance.randrange(1, 5)
        while threads[0].times < enough and not threads[0].failed and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 1))
    for thread in threads:
        thread.join(60)
        assert not thread.failed
    sys.stdout.write(f"kill {seed}: {threads[0].times} added, {threads[1].times} answered\n")
    return threads[0].acknowledged


def test_what_a_killed_server_acknowledged_is_there_and_the_library_is_sound(start, embedder):
    there: Acknowledged = {}
    for kill in range(KILLS):
        there |= killed(start, kill)
        with closing(open_library(start, embedder)) as library:
            assert library.verify().problems == ()
            texts = {library.document(source.id).text.strip() for source in library.sources.values()}
        assert {text.strip() for text in there.values()} <= texts
        # One document of the library's own, and with each kill at most one that was there before it was said.
        assert len(texts) <= len(there) + 2 + kill
    assert there
