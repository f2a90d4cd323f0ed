"""Memory that nobody needs any more."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back_memory() -> None:
    """Give freed memory back to the system where the C library keeps it: glibc has hundreds of MB after an addition.

    Each thread that embeds has a heap of its own there, which only shrinks when it is asked to.
    """
    # Other systems' libraries lack the function, and give back by themselves.
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
