"""A GGUF file run in this process by llama.cpp, which serves the OpenAI protocol on loopback, for nobody else.

A file is loaded once a process, on first use, and given back when the last one who uses it is done.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ModelError

QUIET = -1
"""llama.cpp's verbosity for no output."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where a model is served, with the key that its server asks for."""

    url: str
    key: str


class LlamaServer:
    """One file's server; it runs while somebody holds it."""

    def __init__(self, path: Path, context: int) -> None:
        self._path = path
        self._context = context
        self._lock = threading.Lock()
        self._server: Any = None
        self._served: Served | None = None

    def served(self) -> Served:
        """Return where the model is served, and load it first where need be.

        Raises:
            ModelError: llama.cpp cannot load the file.
        """
        with self._lock:
            if self._served is None:
                self._served = self._start()
            return self._served

    def close(self) -> None:
        """Stop the server and free its memory."""
        with self._lock:
            self._server, self._served = None, None

    def _start(self) -> Served:
        from xllamacpp import Server

        key = secrets.token_urlsafe(24)
        try:
            self._server = Server(_parameters(self._path, self._context, key))
        except RuntimeError as error:
            raise ModelError(f"llama.cpp cannot load {self._path}.", "Check that it is a whole GGUF file.") from error
        return Served(self._server.listening_address, key)


_HELD: dict[tuple[Path, int], tuple[LlamaServer, int]] = {}
_LOCK = threading.Lock()


def hold(path: Path, context: int) -> LlamaServer:
    """Return the server of a file, the same one for all who hold it; `release` it afterwards."""
    with _LOCK:
        server, holders = _HELD.get((path, context), (LlamaServer(path, context), 0))
        _HELD[path, context] = server, holders + 1
        return server


def release(path: Path, context: int) -> None:
    """Give a server back; the last one who does stops it."""
    with _LOCK:
        server, holders = _HELD.pop((path, context))
        if holders > 1:
            _HELD[path, context] = server, holders - 1
            return
    server.close()


def _parameters(path: Path, context: int, key: str) -> Any:
    from xllamacpp import CommonParams

    parameters = CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = context
    parameters.port = 0
    parameters.verbosity = QUIET
    parameters.api_keys = [key]
    parameters.ui = False
    parameters.endpoint_slots = False
    # No page of another origin may talk to it.
    parameters.cors_origins = "null"
    return parameters
