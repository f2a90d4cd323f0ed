"""How many tokens a text has for the model at hand: by its server's own count where that tells, else estimated."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from functools import lru_cache

import httpx

CHARACTERS_A_TOKEN = 3.0
"""An estimate that errs on the safe side: English has some four characters a token in today's vocabularies."""

WAIT = 10.0
"""Seconds to wait for a count."""

Count = Callable[[str], int]

log = logging.getLogger(__name__)


def estimated(text: str) -> int:
    """Return an upper estimate of the tokens of a text."""
    return math.ceil(len(text) / CHARACTERS_A_TOKEN)


def counted_by(url: str, key: str) -> Count:
    """Return a count by the `/tokenize` of a llama.cpp server; where it has none, the estimate."""
    root = url.removesuffix("/").removesuffix("/v1")
    headers = {"Authorization": f"Bearer {key}"} if key else {}

    @lru_cache(maxsize=2_000)
    def count(text: str) -> int:
        try:
            # Loopback or the user's own server: no proxy of the environment stands between.
            answer = httpx.post(
                f"{root}/tokenize",
                json={"content": text},
                headers=headers,
                timeout=WAIT,
                trust_env=False,
            )
            return len(answer.raise_for_status().json()["tokens"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            log.info("The model's server does not count tokens: their number is estimated")
            return estimated(text)

    return count
