"""Logging in: by name and password, checked against hashes, with guesses slowed down."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping

from anyio import CapacityLimiter, to_thread

from bot.guard.buckets import Buckets
from bot.users import Users

GUESSES, PAUSE = 20, 15.0
"""Tries to log in that an address has at once, and the seconds after which it has another."""

HASHING = 2
"""Passwords that are hashed at once; each takes memory and time on purpose."""

MOST_KNOWN = 1_000
"""Passwords of programs that were right and need not be hashed for each request."""

Session = Callable[[Mapping[str, str]], str | None]
"""Tells who logged in on the page, from the cookies of a request."""


class Login:
    """Who a request comes from: the session of the page, or a name and a password (HTTP Basic)."""

    def __init__(self, users: Users, session: Session) -> None:
        self._users, self._session = users, session
        self.guesses = Buckets(GUESSES, PAUSE)
        self._hashing = CapacityLimiter(HASHING)
        self._key = os.urandom(32)
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def visitor(self, cookies: Mapping[str, str]) -> str | None:
        """Return who logged in on the page, as long as there is such a user.

        Raises:
            UsersError: the users cannot be read.
        """
        name = self._session(cookies)
        return name if self._users.role(name) else None

    async def program(self, authorization: str) -> str | None:
        """Return whose name and password a header carries, or None where they are not right.

        Raises:
            UsersError: the users cannot be read.
        """
        given = _credentials(authorization)
        return given[0] if given and await self.is_right(*given) else None

    async def is_right(self, name: str, password: str) -> bool:
        """Tell whether this is the password of this user.

        Raises:
            UsersError: the users cannot be read.
        """
        digest = hmac.digest(self._key, f"{name}\0{password}".encode(), hashlib.sha256)
        kept = self._users.kept(name)
        if kept is not None and self._known.get(digest) == kept:
            return True
        right = await to_thread.run_sync(self._users.check, name, password, limiter=self._hashing)
        if right and kept is not None:
            self._known[digest] = kept
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return right


def _credentials(authorization: str) -> tuple[str, str] | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon else None
