"""Passwords, of which only a slow hash with a salt of its own is kept (scrypt, RFC 7914)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache

COST, BLOCK, PARALLEL = 2**15, 8, 1
"""scrypt's N, r and p: 32 MiB and about a tenth of a second for each guess."""

MEMORY = 128 * COST * BLOCK * 2
LEAST = 8
"""Characters that a password has at least."""

MOST = 1_000
"""Characters that are looked at; none of a longer one is right."""


def hashed(password: str) -> str:
    """Return what is kept of a password: the parameters, the salt and the hash."""
    salt = os.urandom(16)
    return "$".join(("scrypt", str(COST), str(BLOCK), str(PARALLEL), _text(salt), _text(_key(password, salt))))


def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one that was kept, in a time that does not depend on how much of it is right."""
    _, cost, block, parallel, salt, key = kept.split("$")
    made = hashlib.scrypt(
        password[:MOST].encode(),
        salt=base64.b64decode(salt),
        n=int(cost),
        r=int(block),
        p=int(parallel),
        maxmem=MEMORY,
    )
    return hmac.compare_digest(made, base64.b64decode(key)) and len(password) <= MOST


def _key(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL, maxmem=MEMORY)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


@cache
def nobody() -> str:
    """What a password is compared with where there is no such user, so that this takes as long."""
    return hashed("nobody")
