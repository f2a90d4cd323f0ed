"""How much a parser may take of the machine."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

OPEN_FILES = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """For one file: seconds of work and of waiting; for the process: bytes of address space."""

    cpu: int = 180
    wall: int = 300
    memory: int = 2**31

    @classmethod
    def of(cls, arguments: list[str]) -> Self:
        """The limits that `arguments` gives."""
        return cls(*map(int, arguments))

    @property
    def arguments(self) -> list[str]:
        """The limits as arguments of a command line."""
        return [str(self.cpu), str(self.wall), str(self.memory)]


def confine(limits: Limits) -> None:
    """Bound this process for good: its memory, no files written, few open, no dump of its memory when it dies.

    Windows has no such limits, and macOS none of memory; there the time alone is bounded.
    """
    if sys.platform != "win32":
        import resource  # Only POSIX has it.

        for kind, most in (
            (resource.RLIMIT_AS, limits.memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, OPEN_FILES),
            (resource.RLIMIT_CORE, 0),
        ):
            # A limit that the system does not have, or that is lower already.
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))


def allow_seconds(limits: Limits) -> None:
    """Bound the processor time that this process takes from now on; beyond it the system ends it."""
    if sys.platform != "win32":
        import resource  # As above.

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
