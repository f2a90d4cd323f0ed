"""Which version of the bot a process runs: that of two which work together has to be the same."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import bot
from bot.errors import ClusterError


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return the SHA-256 of the bot's own modules: a change that no release has yet tells, too."""
    home = Path(bot.__file__).parent
    found = hashlib.sha256()
    for file in sorted(home.rglob("*.py")):
        content = file.read_bytes()
        found.update(f"{file.relative_to(home).as_posix()} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def refuse_other(expected: str) -> None:
    """Raise ClusterError where this process runs another version than the one that it works for."""
    if fingerprint() != expected:
        raise ClusterError(
            "A worker of the cluster runs another version of the bot.",
            "Install the same version on all of its machines, and start Ray there again.",
        )
