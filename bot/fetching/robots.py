"""What a site asks robots not to fetch (RFC 9309), asked once an hour."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from bot.errors import AddressError

LARGEST = 512_000
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least 500 KiB."""

LONGEST_DELAY = 10.0
"""Seconds that a site may ask to leave between two documents; a longer time is cut to it."""

_HOUR = 3_600.0
_TOO_MANY_REQUESTS = 429
_NO_RULES = ""
_NOTHING_ALLOWED = "User-agent: *\nDisallow: /"


@dataclass(frozen=True, slots=True)
class Page:
    """What came of asking for a robots.txt: a status of HTTP and a text."""

    status: int
    text: str


class Robots:
    """The rules of the sites that were asked, for one user agent. Safe for several threads."""

    def __init__(self, agent: str, clock: Callable[[], float]) -> None:
        self._agent = agent
        self._clock = clock
        self._lock = threading.Lock()
        self._rules: dict[str, tuple[float, Protego]] = {}

    def check(self, url: httpx.URL, ask: Callable[[httpx.URL], Page]) -> float:
        """Return how many seconds the site asks to leave between two documents; `ask` gets a robots.txt.

        Raises:
            AddressError: the site asks not to fetch this.
        """
        rules = self._rules_of(url, ask)
        if not rules.can_fetch(str(url), self._agent):
            raise AddressError(
                f"{url.host} asks programs not to fetch {url} (robots.txt).",
                "Open it in a browser, save it as a file, and add that.",
            )
        return min(rules.crawl_delay(self._agent) or 0.0, LONGEST_DELAY)

    def _rules_of(self, url: httpx.URL, ask: Callable[[httpx.URL], Page]) -> Protego:
        place = url.copy_with(path="/robots.txt", query=None)
        with self._lock:
            read, rules = self._rules.get(str(place), (0.0, None))
        if rules is not None and self._clock() - read < _HOUR:
            return rules
        rules = Protego.parse(_rules(ask(place)))
        with self._lock:
            self._rules[str(place)] = (self._clock(), rules)
        return rules


def _rules(page: Page) -> str:
    """The rules that a site means: none where it has no such file, all forbidden where it fails to say."""
    if page.status < 400:
        return page.text
    return _NO_RULES if page.status < 500 and page.status != _TOO_MANY_REQUESTS else _NOTHING_ALLOWED
