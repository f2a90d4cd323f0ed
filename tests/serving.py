"""Real servers on a free port of this machine: of an application, in a thread, and the whole `ui.py`, in a process."""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from bot.page.server import listen


@contextmanager
def served(app):
    """Serve an application; gives its address, without a slash at the end."""
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@contextmanager
def running(library, start=60, log=None, **settings):
    """Run `ui.py` over a library, its log to a file; gives its address once it is ready, within `start` seconds."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    environment |= {"BOT_LIBRARY": str(library), "BOT_PORT": str(port)} | settings
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "ui.py"], cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=log
    ) as process:
        try:
            address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + start
            while not _is_ready(address):
                assert time.monotonic() < deadline, "the server was not ready in time"
                time.sleep(0.1)
            yield address
        finally:
            process.kill()


def _is_ready(address):
    try:
        return httpx.get(f"{address}/readyz", timeout=60).status_code == 200
    except (httpx.ConnectError, httpx.ReadTimeout):
        return False
