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

THREADS = -1
"""Threads that compute: as many as there are cores. They wait for each other, which is slow where others work, too."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where a model is served, with the key that its server asks for."""

    url: str
    key: str


@dataclass
class _Held:
    """A running server, and how many use it."""

    server: Any
    served: Served
    holders: int = 0


_RUNNING: dict[tuple[Path, int], _Held] = {}
_LOCK = threading.Lock()


def hold(path: Path, context: int) -> Served:
    """Return where a file is served, the same for all who hold it, and load it first where need be.

    Whoever holds it calls `release` in the end.

    Raises:
        ModelError: llama.cpp cannot load the file.
    """
    with _LOCK:
        if (path, context) not in _RUNNING:
            _RUNNING[path, context] = _started(path, context)
        held = _RUNNING[path, context]
        held.holders += 1
        return held.served


def release(path: Path, context: int) -> None:
    """Give a file's server back; the last one who does stops it and frees its memory."""
    with _LOCK:
        _RUNNING[path, context].holders -= 1
        if not _RUNNING[path, context].holders:
            del _RUNNING[path, context]


def _started(path: Path, context: int) -> _Held:
    from xllamacpp import Server

    key = secrets.token_urlsafe(24)
    try:
        server = Server(_parameters(path, context, key))
    except RuntimeError as error:
        raise ModelError(f"llama.cpp cannot load {path.name}.", "Check that it is a whole GGUF file.") from error
    return _Held(server, Served(server.listening_address, key))


def _parameters(path: Path, context: int, key: str) -> Any:
    from xllamacpp import CommonParams

    parameters = CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = context
    parameters.cpuparams.n_threads = THREADS
    parameters.port = 0
    parameters.verbosity = QUIET
    parameters.api_keys = [key]
    parameters.ui = False
    parameters.endpoint_slots = False
    # No page of another origin may talk to it.
    parameters.cors_origins = "null"
    return parameters
