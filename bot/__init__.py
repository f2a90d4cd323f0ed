"""Ask a policy article and the statements around it; every sentence of an answer can be checked.

The names are loaded when they are first used, so that `import bot` costs nothing.
"""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.assembly import Bot, open_bot
    from bot.errors import BotError
    from bot.records import Answer, Citation, Document, Event, Sentence, Source, Verification

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

__getattr__ = lazily(
    __name__,
    {
        "bot.assembly": ("Bot", "open_bot"),
        "bot.errors": ("BotError",),
        "bot.records": ("Answer", "Citation", "Document", "Event", "Sentence", "Source", "Verification"),
    },
)
