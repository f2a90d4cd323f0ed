"""Documents from the web: one address in, one document's bytes out, under limits of place, size, time and manners."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from importlib.metadata import version
from urllib.parse import urljoin

import httpcore
import httpx

from bot.errors import AddressError
from bot.fetching import naming
from bot.fetching.addresses import parse
from bot.fetching.answers import BY_HAND, explained, refuse
from bot.fetching.charset import in_utf8
from bot.fetching.connecting import STEP, CheckedBackend, CheckedTransport, Deadline, Resolver, resolve
from bot.fetching.inflating import CODINGS, body, too_large
from bot.fetching.politeness import Politeness
from bot.fetching.robots import LARGEST, Page, Robots
from bot.fetching.waiting import retry_after

AGENT = f"policy-brief-bot/{version('policy-brief-bot')} (adds single documents that its user names)"
"""What sites are told who asks; robots.txt may name `policy-brief-bot`."""

_NAME = AGENT.partition("/")[0]
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_FAILURES = (httpx.HTTPError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
ROBOTS_SIZE = 10 * LARGEST
"""Bytes of a robots.txt beyond which a site is taken not to mean it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost: bytes, seconds for all of it, redirects, and seconds between two of the same host.

    `patience` is how many seconds a busy server may ask to wait before it is asked once more.
    """

    size: int = 50_000_000
    seconds: float = 60.0
    redirects: int = 5
    delay: float = 1.0
    patience: float = 10.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came: its bytes, a file name of its format, the address that gave it, and the day (ISO 8601)."""

    data: bytes
    name: str
    address: str
    retrieved: str


class Fetcher:
    """Fetches documents from addresses that users name. Safe for several threads: no two fetches share connections.

    Clock, sleep, resolver and sockets may be given, so that tests neither wait nor ask the internet.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        limits: Limits = Limits(),
        resolver: Resolver = resolve,
        network: httpcore.NetworkBackend | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._allow_private = allow_private
        self._limits = limits
        self._resolver = resolver
        self._network = network
        self._clock = clock
        self._sleep = sleep
        self._robots = Robots(_NAME, clock)
        self._politeness = Politeness(limits.delay, clock, sleep)

    def fetch(self, address: str) -> Fetched:
        """Fetch the document at an address.

        Raises:
            AddressError: the address is none, leads to a private network, is not to be fetched by programs, does not
                answer, or gives something that is no document, is too large or takes too long.
        """
        url = self._parsed(address)
        deadline = Deadline(self._limits.seconds, self._clock)
        backend = CheckedBackend(deadline, self._resolver, self._network, allow_private=self._allow_private)
        with httpx.Client(
            transport=CheckedTransport(backend, self._ssl_context),
            headers={"User-Agent": AGENT, "Accept-Encoding": ", ".join(CODINGS), "Connection": "close"},
            timeout=STEP,
            trust_env=False,
        ) as client:
            return self._followed(_Visit(client, deadline, self._limits), url)

    @cached_property
    def _ssl_context(self) -> ssl.SSLContext:
        # The environment may name the certificates of a company (SSL_CERT_FILE); it names no proxy here.
        return httpx.create_ssl_context()

    def _parsed(self, address: str) -> httpx.URL:
        return parse(address, any_port=self._allow_private)

    def _followed(self, visit: _Visit, url: httpx.URL) -> Fetched:
        """Go where the servers send on to, by the rules of each place."""
        first, host = str(url), ""
        for _ in range(self._limits.redirects + 1):
            asked = self._robots.check(url, partial(self._robots_txt, visit, str(url)))
            if url.host != host:
                visit.deadline.extend(self._politeness.wait(url.host, asked))
            found = self._got(visit, url)
            if isinstance(found, Fetched):
                return found
            host, url = url.host, self._next(url, found)
        raise AddressError(f"{first} leads on to another address more than {self._limits.redirects} times.", BY_HAND)

    def _got(self, visit: _Visit, url: httpx.URL, *, again: bool = True) -> Fetched | str:
        """The document, or where its server sends on to."""
        with visit.answer(url) as response:
            if _leads_on(response):
                return str(response.headers["location"])
            wait = _asked_wait(response)
            if wait is None or not again or wait > self._limits.patience:
                refuse(response, str(url), wait)
                return self._document(url, response)
        visit.deadline.extend(wait)
        self._sleep(wait)
        return self._got(visit, url, again=False)

    def _document(self, url: httpx.URL, response: httpx.Response) -> Fetched:
        name = naming.name_of(url, response.headers)
        data = in_utf8(_body(response, self._limits.size), naming.charset(response.headers, name))
        return Fetched(data, name, str(url), datetime.now(UTC).date().isoformat())

    def _next(self, url: httpx.URL, location: str) -> httpx.URL:
        try:
            following = self._parsed(urljoin(str(url), location))
        except ValueError as error:
            raise AddressError(f"{url} leads on to what is no address.", BY_HAND) from error
        if url.scheme == "https" and following.scheme == "http":
            raise AddressError(
                f"{url} leads on to {following}, which is not encrypted.", "Add that one, if you trust it."
            )
        return following

    def _robots_txt(self, visit: _Visit, named: str, place: httpx.URL) -> Page:
        """The rules of a site, where it has some; its redirects are followed under the same limits."""
        for _ in range(self._limits.redirects + 1):
            with visit.answer(place, named) as response:
                if not _leads_on(response):
                    return _page(response)
            place = self._next(place, response.headers["location"])
        return Page(httpx.codes.NOT_FOUND, "")


@dataclass(frozen=True, slots=True)
class _Visit:
    """What one fetch has of its own."""

    client: httpx.Client
    deadline: Deadline
    limits: Limits

    @contextmanager
    def answer(self, url: httpx.URL, named: str | None = None) -> Iterator[httpx.Response]:
        """The response to a request, whose body is still to come; what fails meanwhile is explained."""
        try:
            with self.client.stream("GET", url) as response:
                yield response
        except _FAILURES as error:
            raise explained(error, named or str(url), self.limits.seconds) from error


def _leads_on(response: httpx.Response) -> bool:
    return response.status_code in _REDIRECTS and "location" in response.headers


def _body(response: httpx.Response, limit: int) -> bytes:
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > limit:
        raise too_large(limit, str(response.url))
    return body(response.iter_raw(), response.headers.get("content-encoding", ""), limit, str(response.url))


def _page(response: httpx.Response) -> Page:
    """A robots.txt, of which what is too long is left out (RFC 9309, 2.5)."""
    if response.status_code != httpx.codes.OK:
        return Page(response.status_code, "")
    text = _body(response, ROBOTS_SIZE)[:LARGEST]
    return Page(response.status_code, text.decode("utf-8-sig", errors="replace"))


def _asked_wait(response: httpx.Response) -> float | None:
    if response.status_code not in _BUSY:
        return None
    return retry_after(response.headers.get("retry-after", ""), datetime.now(UTC))
