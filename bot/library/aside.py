"""Work that is done aside, while the embedding model, which leaves Python alone, runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_Each = TypeVar("_Each")


@contextmanager
def aside(work: Iterable[_Each]) -> Iterator[Callable[[], list[_Each]]]:
    """Take what an iterable yields in a thread of its own; what the block gets waits for it, and raises what it raises.

    Where the block ends early, as by an interrupt, no more is taken.
    """
    ended = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(_until, ended, work)
        try:
            yield taken.result
        finally:
            ended.set()


def _until(ended: threading.Event, work: Iterable[_Each]) -> list[_Each]:
    found = []
    for each in work:
        found.append(each)
        if ended.is_set():
            break
    return found
