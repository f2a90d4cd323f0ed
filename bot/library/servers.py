"""The servers that a library is on, where it is not on its folder alone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.library.chroma import ChromaServer
from bot.library.postgres import PostgresServer


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the vectors are, and the catalogue with the words; a catalogue on a server has its vectors on one, too."""

    chroma: ChromaServer | None = None
    postgres: PostgresServer | None = None


NO_SERVERS = Servers()
