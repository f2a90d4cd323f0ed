"""Parsing in a process of its own, with limits of memory and time: a hostile file cannot take the bot along."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import BinaryIO, cast

from bot.errors import UnreadableDocument
from bot.loading.limits import Limits
from bot.loading.messages import receive, send, unpacked
from bot.loading.parsed import Parsed
from bot.loading.worker import too_much_memory

FILES = 100
"""Files that one process parses before another takes its place; bounds what leaks, and what one does to the next."""

# The process finds the same modules as this one, be they installed or in a checkout.
_START = "import json, sys; sys.path = json.loads(sys.argv[1]); from bot.loading.worker import main; main(sys.argv[2:])"
_OUT_OF_TIME = getattr(signal, "SIGXCPU", None)
_KILLED = getattr(signal, "SIGKILL", None)
# Of the environment, what a process needs to run at all: no keys.
_KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


class WorkerGone(Exception):
    """The process ended without an answer; `late` where its time was up."""

    def __init__(self, code: int, *, late: bool) -> None:
        super().__init__(code)
        self.code, self.late = code, late or -code == _OUT_OF_TIME


class Worker:
    """One process that parses."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.files = 0
        # The arguments are ours alone; nothing of a file is among them.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, json.dumps(sys.path), *limits.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )

    @property
    def is_usable(self) -> bool:
        """Whether it lives, and has not parsed too much yet."""
        return self._process.poll() is None and self.files < FILES

    def ask(self, module: str, data: bytes, name: str) -> bytes:
        """The answer about one file.

        Raises:
            WorkerGone: it ended, or was ended since it took too long.
        """
        self.files += 1
        late = threading.Event()
        timer = threading.Timer(self._limits.wall, self._end, [late])
        timer.start()
        try:
            send(self._pipe(self._process.stdin), json.dumps({"module": module, "name": name}).encode(), data)
            return receive(self._pipe(self._process.stdout))
        except (OSError, EOFError) as error:
            self.close()
            raise WorkerGone(self._process.returncode, late=late.is_set()) from error
        finally:
            timer.cancel()

    def close(self) -> None:
        """End it."""
        for stream in (self._process.stdin, self._process.stdout):
            # What is unsent to a dead process cannot be flushed.
            with suppress(OSError):
                self._pipe(stream).close()
        self._process.kill()
        self._process.wait()

    def _end(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    @staticmethod
    def _pipe(stream: object) -> BinaryIO:
        return cast("BinaryIO", stream)


class Workers:
    """Parses files, one process a file at a time; one that is free is kept for the next file."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._free: Worker | None = None

    def parse(self, module: str, data: bytes, name: str) -> Parsed:
        """What the reader in `module` makes of a file called `name`.

        Raises:
            BotError: as the reader does.
            UnreadableDocument: it takes too long or too much memory, or ends the process that parses it.
        """
        try:
            return _parsed(self._answer(module, data, name), name)
        except WorkerGone as gone:
            raise self._explain(gone, name) from gone

    def close(self) -> None:
        """End the process that is kept."""
        with self._lock:
            worker, self._free = self._free, None
        if worker:
            worker.close()

    def forget(self) -> None:
        """Leave the process that is kept to the one that this one was forked from."""
        self._lock, self._free = threading.Lock(), None

    def _answer(self, module: str, data: bytes, name: str) -> bytes:
        worker = self._take()
        try:
            answer = worker.ask(module, data, name)
        except WorkerGone as gone:
            # Another file may be to blame, or it just ended for want of work.
            if worker.files == 1 or gone.late:
                raise
            worker = Worker(self._limits)
            answer = worker.ask(module, data, name)
        self._keep(worker)
        return answer

    def _take(self) -> Worker:
        with self._lock:
            worker, self._free = self._free, None
        if worker and worker.is_usable:
            return worker
        if worker:
            worker.close()
        return Worker(self._limits)

    def _keep(self, worker: Worker) -> None:
        with self._lock:
            worker, self._free = self._free, worker  # type: ignore[assignment]
        if worker:
            worker.close()

    def _explain(self, gone: WorkerGone, name: str) -> UnreadableDocument:
        if gone.late:
            return UnreadableDocument(f"{name} takes too long to read.", "Split it, or save it anew as plain text.")
        # Where memory runs out, the system kills whom it likes.
        if -gone.code == _KILLED:
            return too_much_memory(name)
        return UnreadableDocument(
            f"{name} cannot be read: what reads such files broke on it.",
            "Open it in the program that made it, and save it anew.",
        )


def _parsed(answer: bytes, name: str) -> Parsed:
    try:
        return unpacked(answer)
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableDocument(f"{name} cannot be read: its parser answered nonsense.", "Save it anew.") from error


WORKERS = Workers(Limits())
atexit.register(WORKERS.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WORKERS.forget)
