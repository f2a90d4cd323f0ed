"""A real Chroma server on a port of this machine, which tests start, kill and start again."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.library import ChromaServer

START_SECONDS = 60


class Chroma:
    """A server over a folder, on a port that stays its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self.server = ChromaServer(self.url)
        self.start()

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(self._folder)]
        command += ["--host", "127.0.0.1", "--port", str(self._port)]
        with (self._folder.with_suffix(".log")).open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the Chroma server has ended"
            assert time.monotonic() < deadline, "the Chroma server was not ready in time"
            time.sleep(0.05)

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(20)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).status_code == 200
        except httpx.TransportError:
            return False
