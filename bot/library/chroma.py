"""A Chroma server, on which the vectors of several libraries lie, each library's in a collection of its own."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from bot.errors import BotError, LibraryDamaged, LibraryError
from bot.library.damage import REASON_LENGTH, REBUILD

if TYPE_CHECKING:
    import chromadb

PREFIX = "policy-brief-bot"
"""How the names of our collections begin; others' are left alone."""

PORTS = {"http": 8000, "https": 443}
ANSWER_SECONDS = 60.0
"""How long the server may take over one request; Chroma's own client would wait for ever."""

CONNECT_SECONDS = 10.0


class Gone(LibraryDamaged):
    """The server has no such collection, or none any more: a rebuild may have made another."""


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """A server by its address, `http(s)://[user:password@]host[:port]`; what it shows of itself has no password."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{parts.scheme}://{host}:{parts.port or PORTS[parts.scheme]}"

    def client(self) -> Any:
        """Return the client of this process.

        Raises:
            LibraryError: the server does not answer.
        """
        with self.explained():
            return _client(self.url, str(self), tuple(self._headers().items()))

    def _headers(self) -> dict[str, str]:
        parts = urlsplit(self.url)
        if parts.username is None:
            return {}
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Raise what goes wrong with the server as what a user can act on."""
        try:
            yield
        except BotError:
            raise
        except Exception as error:
            raise self._explain(error) from error

    def _explain(self, error: Exception) -> LibraryError:
        from chromadb.errors import NotFoundError

        if isinstance(error, NotFoundError):
            return Gone(f"The Chroma server {self} lacks the vectors of this library.", REBUILD)
        reason = " ".join(str(error).split())[:REASON_LENGTH].rstrip(".") or type(error).__name__
        hint = "Check that it runs, and that BOT_CHROMA_URL is its address, then try again: nothing is lost."
        return LibraryError(f"The Chroma server {self} cannot be used: {reason}.", hint)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a library's vectors lie on a server: the collection of one number, which grows with each rebuild."""

    server: ChromaServer
    library: str
    number: int

    def __str__(self) -> str:
        return f"{self.name} of {self.server}"

    @property
    def name(self) -> str:
        """The collection's name."""
        return f"{PREFIX}.{self.library}.{self.number}"

    def opened(self) -> chromadb.Collection:
        """Return the collection.

        Raises:
            Gone: there is none.
        """
        with self._client() as client:
            collection: chromadb.Collection = client.get_collection(self.name, embedding_function=None)
        return collection

    def begin(self, configuration: Any) -> None:
        """Make the collection anew, whatever an unfinished rebuild left of it."""
        with self._client() as client:
            if self.name in _names(client):
                client.delete_collection(self.name)
            client.create_collection(self.name, configuration=configuration, embedding_function=None)

    def numbers(self) -> list[int]:
        """Return the numbers of all collections of this library."""
        with self._client() as client:
            return [number for _, number in self._own(client)]

    def sweep(self) -> None:
        """Remove this library's collections of all other numbers."""
        with self._client() as client:
            for name, number in self._own(client):
                if number != self.number:
                    client.delete_collection(name)

    def _own(self, client: Any) -> list[tuple[str, int]]:
        pattern = re.compile(rf"{re.escape(f'{PREFIX}.{self.library}.')}(\d+)")
        matches = ((name, pattern.fullmatch(name)) for name in _names(client))
        return [(name, int(match[1])) for name, match in matches if match]

    @contextmanager
    def _client(self) -> Iterator[Any]:
        client = self.server.client()
        with self.server.explained():
            yield client


@cache
def _client(_: str, address: str, headers: tuple[tuple[str, str], ...]) -> Any:
    """A client, which lives as long as the process: Chroma's own do not close their connections."""
    import chromadb
    import httpx
    from chromadb.config import Settings

    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    # A client asks as it is made, and would wait for ever.
    httpx.get(f"{address}/api/v2/heartbeat", headers=dict(headers), timeout=timeout).raise_for_status()
    parts, settings = urlsplit(address), Settings(anonymized_telemetry=False)
    client: Any = chromadb.HttpClient(address, parts.port or 0, headers=dict(headers), settings=settings)
    client._server._session.timeout = timeout
    return client


def _names(client: Any) -> list[str]:
    page, found = 100, list[str]()
    while True:
        names = [each.name for each in client.list_collections(limit=page, offset=len(found))]
        found += names
        if len(names) < page:
            return found
