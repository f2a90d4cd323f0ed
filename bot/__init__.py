"""Ask a policy article and the statements around it; every sentence of an answer can be checked.

The names are loaded when they are first used, so that `import bot` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.assembly import Bot, open_bot
    from bot.errors import BotError
    from bot.records import Answer, Citation, Document, Event, Sentence, Source, Verification

_HOMES = {
    "bot.assembly": ("Bot", "open_bot"),
    "bot.errors": ("BotError",),
    "bot.records": ("Answer", "Citation", "Document", "Event", "Sentence", "Source", "Verification"),
}

__all__ = [
    "Answer",
    "Bot",
    "BotError",
    "Citation",
    "Document",
    "Event",
    "Sentence",
    "Source",
    "Verification",
    "open_bot",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
