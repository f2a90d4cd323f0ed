"""Ask a policy article and the statements around it; every sentence of an answer can be checked.

The names are loaded when they are first used, so that `import bot` costs nothing.
"""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.additions import Added, Refusal
    from bot.assembly import Bot, open_bot
    from bot.drafts import Claim, DraftCheck, DraftQuotation
    from bot.errors import BotError
    from bot.positions import Positions
    from bot.quotations import QuotationCheck, QuotationMatch
    from bot.records import Answer, Citation, Document, Event, Sentence, Side, Source, Verification
    from bot.syncing import Sync
    from bot.timeline import Entry, Timeline

__all__ = [
    "Added",
    "Answer",
    "Bot",
    "BotError",
    "Citation",
    "Claim",
    "Document",
    "DraftCheck",
    "DraftQuotation",
    "Entry",
    "Event",
    "Positions",
    "QuotationCheck",
    "QuotationMatch",
    "Refusal",
    "Sentence",
    "Side",
    "Source",
    "Sync",
    "Timeline",
    "Verification",
    "open_bot",
]

__getattr__ = lazily(
    __name__,
    {
        "bot.additions": ("Added", "Refusal"),
        "bot.assembly": ("Bot", "open_bot"),
        "bot.drafts": ("Claim", "DraftCheck", "DraftQuotation"),
        "bot.errors": ("BotError",),
        "bot.positions": ("Positions",),
        "bot.quotations": ("QuotationCheck", "QuotationMatch"),
        "bot.records": ("Answer", "Citation", "Document", "Event", "Sentence", "Side", "Source", "Verification"),
        "bot.syncing": ("Sync",),
        "bot.timeline": ("Entry", "Timeline"),
    },
)
