"""A process joins a Ray cluster, or starts one on this machine for as long as it needs it."""

from __future__ import annotations

import logging
import os
import re
import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from types import ModuleType
from typing import Any

from bot.errors import ClusterError

LOCAL = "local"
AUTO = "auto"
_HOST_AND_PORT = re.compile(r"(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})", re.ASCII)
_PATIENCE = 5.0
_STARTS = 2
"""A first start, whose modules Python has yet to compile, may take longer than Ray waits for its own parts (15 s)."""

_QUIET = {"RAY_USAGE_STATS_ENABLED": "0"}
# By this name Ray tells whether machines other than this may join; without, all that it starts listens on loopback.
_ALONE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}


@contextmanager
def connected(address: str) -> Iterator[ModuleType]:
    """Give Ray, connected to `local` (made here, gone afterwards), `auto` (the one of this machine) or HOST:PORT.

    Where this process is connected to one already, that one is used, and stays.

    Raises:
        ClusterError: the address is none, nothing answers there, or Ray is not installed.
    """
    _refuse_other_things(address)
    ray = _ray(address)
    # Ray tells of a worker that died on standard output, which is the caller's.
    with redirect_stdout(sys.stderr):
        if ray.is_initialized():
            yield ray
            return
        _connect(ray, address)
        try:
            yield ray
        finally:
            ray.shutdown()


def _refuse_other_things(address: str) -> None:
    """Refuse what is no address, and one that nothing listens at, for which Ray would wait for half a minute."""
    if address in (LOCAL, AUTO):
        return
    parts = _HOST_AND_PORT.fullmatch(address)
    if parts is None or not 0 < int(parts["port"]) < 2**16:
        raise ClusterError(f"“{address}” is no address of a Ray cluster.", "Say local, auto or HOST:PORT.")
    try:
        socket.create_connection((parts["host"].strip("[]"), int(parts["port"])), _PATIENCE).close()
    except OSError as error:
        raise _unreachable(address, error.strerror or str(error)) from error


def _ray(address: str) -> ModuleType:
    """Ray, which reads what is in the environment when it is imported, and whose processes inherit that."""
    settings = {**_QUIET, **_ALONE, "RAY_AUTH_TOKEN": secrets.token_hex(32)} if address == LOCAL else _QUIET
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        hint = "Install it: pip install 'policy-brief-bot[ray]'."
        raise ClusterError("Ray is not installed.", hint) from error
    return ray


def _connect(ray: ModuleType, address: str) -> None:
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    if address == LOCAL:
        quiet["include_dashboard"] = False
    for _ in range(_STARTS if address == LOCAL else 1):
        try:
            ray.init(address, **quiet)
        except Exception as error:  # noqa: BLE001  # Ray raises errors of many kinds here, Exception itself among them
            ray.shutdown()
            failure = error
        else:
            return
    raise _unreachable(address, str(failure)) from failure


def _unreachable(address: str, reason: str) -> ClusterError:
    problem = "No Ray cluster can be started here" if address == LOCAL else f"No Ray cluster answers at {address}"
    hint = "Check that Ray runs there and that this machine belongs to it: `ray status`, `ray start --address=…`."
    return ClusterError(f"{problem}: {' '.join(reason.split()).rstrip('.')}.", "" if address == LOCAL else hint)
