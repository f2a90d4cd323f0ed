"""The store: a SQLite catalogue, which is the truth, with Chroma for vectors and tantivy for words.

The vectors lie in the library's folder, or on a Chroma server.
"""

from bot.library.backups import back_up
from bot.library.chroma import ChromaServer
from bot.library.filters import Condition, Filters, Narrowing
from bot.library.indexing import Progress
from bot.library.log import Cause
from bot.library.opening import open_library, rebuild
from bot.library.restoring import bring_back
from bot.library.store import Library, StoredPassage

__all__ = [
    "Cause",
    "ChromaServer",
    "Condition",
    "Filters",
    "Library",
    "Narrowing",
    "Progress",
    "StoredPassage",
    "back_up",
    "bring_back",
    "open_library",
    "rebuild",
]
