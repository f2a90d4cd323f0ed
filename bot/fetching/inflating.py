"""Bodies as they come over the wire become bytes, never more of them than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from bot.errors import AddressError

CODINGS = ("gzip", "deflate")
"""What a server may pack a body with; others can unpack to more than a machine holds before anyone can count."""

_GZIP, _RAW_DEFLATE = 31, -15


def body(chunks: Iterable[bytes], coding: str, limit: int, address: str) -> bytes:
    """The body of a response, unpacked; `limit` counts its bytes both packed and unpacked.

    Raises:
        AddressError: it is larger, broken off, or packed in a way that we did not ask for.
    """
    name = coding.strip().lower().removeprefix("x-")
    if name in {"", "identity"}:
        return _joined(chunks, limit, address)
    if name not in CODINGS:
        raise AddressError(f"{address} comes packed as “{name[:40]}”, which was not asked for.", _SAVE)
    return _unpacked(_joined(chunks, limit, address), name, limit, address)


def _joined(chunks: Iterable[bytes], limit: int, address: str) -> bytes:
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if len(whole) > limit:
            raise too_large(limit, address)
    return bytes(whole)


def _unpacked(packed: bytes, name: str, limit: int, address: str) -> bytes:
    """The bytes that `packed` holds, of which never more than `limit` + 1 are made."""
    if not packed:
        return packed
    # Deflate is to come in a frame of zlib's, whose first byte has an 8 as its low half; some send it without.
    window = _GZIP if name == "gzip" else zlib.MAX_WBITS if packed[0] & 0x0F == 8 else _RAW_DEFLATE
    unpacker = zlib.decompressobj(window)
    try:
        data = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise _broken(address) from error
    if len(data) > limit:
        raise too_large(limit, address)
    # What follows the end would be a second text, which some readers see and others do not.
    if not unpacker.eof or unpacker.unused_data:
        raise _broken(address)
    return data


def too_large(limit: int, address: str) -> AddressError:
    """The error for a document that has too many bytes."""
    size = f"{limit / 1_000_000:.0f} MB" if limit >= 1_000_000 else f"{limit:,} bytes"
    return AddressError(f"{address} is larger than {size}.", "Save the part that you need as a file, and add that.")


def _broken(address: str) -> AddressError:
    return AddressError(f"{address} came incomplete or damaged.", "Try again later.")


_SAVE = "Open it in a browser, save it as a file, and add that."
