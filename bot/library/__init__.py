"""The store: a SQLite catalogue, which is the truth, with Chroma for vectors and tantivy for words."""

from bot.library.filters import Condition, Filters
from bot.library.indexing import Progress
from bot.library.opening import open_library, rebuild
from bot.library.store import Library, StoredPassage

__all__ = ["Condition", "Filters", "Library", "Progress", "StoredPassage", "open_library", "rebuild"]
