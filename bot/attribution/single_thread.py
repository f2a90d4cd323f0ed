"""Products of matrices by one thread each, while many small ones are made: several would mostly wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_lock = threading.Lock()
_limits: list[Any] = []
"""One for each block that is being executed; the first has restricted the library, the last gives it back."""


@contextmanager
def single_thread() -> Iterator[None]:
    """Let numpy's library use one thread in a block, and what is executed meanwhile."""
    with _lock:
        _limits.append(_limits[0] if _limits else _controller().limit(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _lock:
            limit = _limits.pop()
            if not _limits:
                limit.restore_original_limits()


@cache
def _controller() -> Any:
    # As the parser: only what is added needs it.
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
