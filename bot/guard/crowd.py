"""How much is done at once: so many requests are worked on, so many wait, and any beyond them are turned away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 60.0
"""Seconds that a request waits for its turn at most."""


class Full(Exception):
    """There is no place left, or none became free in time."""


class Crowd:
    """Places for `at_once` requests, and a line of at most `waiting` for them. Used by one event loop."""

    def __init__(self, at_once: int, waiting: int, patience: float = PATIENCE) -> None:
        self._most = at_once + waiting
        self._turns = asyncio.Semaphore(at_once)
        self._patience = patience
        self._present = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a turn and hold it.

        Raises:
            Full: too many wait already, or the turn did not come in time.
        """
        if self._present >= self._most:
            raise Full
        self._present += 1
        try:
            await self._turn()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._present -= 1

    async def _turn(self) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.acquire()
        except TimeoutError as error:
            raise Full from error
