"""What a worker of a cluster does: it gets all that it needs, and writes nothing.

An error that a user can mend is given back, not raised: Ray would tell it in words of its own.
"""

from __future__ import annotations

from bot.attribution import Attributor
from bot.cluster.versions import refuse_other
from bot.embedding import Vectors, embedded_model
from bot.errors import BotError
from bot.loading import read_bytes
from bot.records import Attribution, Document, Metadata


def read(version: str, data: bytes, name: str, origin: str) -> Document | BotError:
    """Read the content of a file, as `read_bytes` does."""
    try:
        refuse_other(version)
        return read_bytes(data, name, origin)
    except BotError as error:
        return error


def embed(version: str, texts: list[str]) -> Vectors | BotError:
    """Embed texts with the embedded model, which a worker loads once."""
    try:
        refuse_other(version)
        return embedded_model().embed(texts)
    except BotError as error:
        return error


def attribute(
    version: str, attributor: Attributor, text: str, metadata: Metadata
) -> tuple[Attribution, ...] | BotError:
    """Tell who says what in a text."""
    try:
        refuse_other(version)
        return attributor.attributions(text, metadata)
    except BotError as error:
        return error
