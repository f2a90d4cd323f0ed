"""Addresses as users write them become addresses that may be fetched, in one spelling only."""

from __future__ import annotations

import ipaddress
import re

import httpx

from bot.errors import AddressError

PORTS = {"http": 80, "https": 443}
LONGEST = 2_000
# Below this, other ports than the usual ones belong to services that are no web servers, such as mail.
_FIRST_FREE_PORT = 1024
_UNWRITABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
# What the C library reads as a number, such as 0x7f.1, 017700000001 or 2130706433.
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
_HINT = "Write it as in https://www.example.org/statement.html."


def parse(text: str, *, any_port: bool = False) -> httpx.URL:
    """The address, without its fragment, its host in small ASCII letters and without a final dot.

    Raises:
        AddressError: it is no http or https address, its host is written in an odd way, or it holds a password or a
            port that no web server has (unless `any_port`).
    """
    written = text.strip()
    if len(written) > LONGEST:
        raise AddressError(f"The address {written[:60]}… is longer than {LONGEST:,} characters.", _HINT)
    if _UNWRITABLE.search(written):
        raise _wrong(written, "has a space, a backslash or a control character in it")
    try:
        url = httpx.URL(written)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise _wrong(written, "is not one that the web knows") from error
    if url.scheme not in PORTS:
        raise _wrong(written, "begins neither with https:// nor with http://")
    if url.userinfo:
        bare = str(url.copy_with(username=None, password=None))
        raise AddressError(f"{bare} was given with a user name in it.", "Leave out what stands before the @.")
    if url.port is not None and not _is_for_web(url.port, any_port=any_port):
        raise AddressError(f"{written} names port {url.port}, which is not for the web.", "Leave the port out.")
    return url.copy_with(host=_host(url, written), fragment=None)


def _is_for_web(port: int, *, any_port: bool) -> bool:
    return (any_port and 0 < port < _FIRST_FREE_PORT) or port in PORTS.values() or _FIRST_FREE_PORT <= port <= 65_535


def _host(url: httpx.URL, written: str) -> str:
    """The host in its one spelling."""
    # ASCII by IDNA 2008, which refuses characters that some readers fold to others, such as full-width digits.
    host = url.raw_host.decode("ascii").lower().removesuffix(".")
    if not host or host.startswith(".") or ".." in host:
        raise _wrong(written, "has no host" if not host else "has a host with a dot too many")
    if ":" in host:
        return _literal(host, written)
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _literal(host, written)
    return host


def _literal(host: str, written: str) -> str:
    """A numeric host, which has one way to be written."""
    try:
        if "%" not in host:
            return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    raise _wrong(written, "has a host that is a number in an odd spelling")


def _wrong(written: str, problem: str) -> AddressError:
    return AddressError(f"The address {_without_password(written)} {problem}.", _HINT)


def _without_password(written: str) -> str:
    """The address as a message may show it."""
    return re.sub(r"//[^/?#]*@", "//", written)
