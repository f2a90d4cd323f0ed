"""A real Postgres server of this machine's packages, over a folder, on a port of its own."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from bot.library import PostgresServer

PASSWORD = "tangerine"
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
"""Where Debian has them, which is on nobody's path."""


class Postgres:
    """A server, which refuses to run as root and so runs as nobody there."""

    def __init__(self, folder: Path) -> None:
        self._programs = _programs()
        self._folder = folder / "data"
        folder.mkdir()
        self._user = ["setpriv", "--reuid=nobody", "--clear-groups"] if os.getuid() == 0 else []
        if self._user:
            _open_up(folder)
            shutil.chown(folder, "nobody")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        making = ["-D", self._folder, "-U", "ada", "-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256"]
        self._run("initdb", *making, f"--pwfile={secret}", "--no-sync")
        self.start()

    def start(self) -> None:
        listening = f"-c listen_addresses=127.0.0.1 -c port={self._port} -c unix_socket_directories="
        self._run("pg_ctl", "-D", self._folder, "-w", "-l", self._folder.parent / "log", "-o", listening, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._folder, "-m", "immediate", "-w", "stop")

    def database(self, name: str) -> PostgresServer:
        """Make an empty database."""
        address = f"postgresql://ada:{PASSWORD}@127.0.0.1:{self._port}"
        self._run("psql", "-q", f"{address}/postgres", "-c", f"CREATE DATABASE {name}")
        return PostgresServer(f"{address}/{name}")

    def _run(self, program: str, *arguments: object) -> None:
        command = [*self._user, str(self._programs / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _programs() -> Path:
    if PROGRAMS:
        return PROGRAMS[-1]
    if found := shutil.which("initdb"):
        return Path(found).parent
    if os.environ.get("CI"):
        pytest.fail("Postgres is missing: install postgresql")
    pytest.skip("needs Postgres: install postgresql")


def _open_up(folder: Path) -> None:
    """Let others pass through the folders above, which pytest makes for its user alone."""
    for parent in folder.parents:
        if parent.stat().st_uid == os.getuid() and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
