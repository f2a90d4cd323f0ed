"""A whole library as one file of JSON Lines, which any program can read, and back."""

from bot.library.exchange.exporting import export
from bot.library.exchange.importing import import_file
from bot.library.exchange.records import Header, Imported

__all__ = ["Header", "Imported", "export", "import_file"]
