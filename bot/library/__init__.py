"""The store: a SQLite catalogue, which is the truth, with Chroma for vectors and tantivy for words.

All of it lies in the library's folder; or the vectors on a Chroma server, and then the rest in a Postgres database.
"""

from bot.library.backups import back_up
from bot.library.chroma import ChromaServer
from bot.library.filters import Condition, Filters, Narrowing
from bot.library.indexing import Attribute, Progress
from bot.library.log import Cause
from bot.library.opening import open_library, rebuild
from bot.library.postgres import PostgresServer
from bot.library.recent import StoredPassage
from bot.library.restoring import bring_back
from bot.library.servers import Servers
from bot.library.store import Library

__all__ = [
    "Attribute",
    "Cause",
    "ChromaServer",
    "Condition",
    "Filters",
    "Library",
    "Narrowing",
    "PostgresServer",
    "Progress",
    "Servers",
    "StoredPassage",
    "back_up",
    "bring_back",
    "open_library",
    "rebuild",
]
