"""A question as it was put becomes one that stands alone, and a query in the light of what was said before it."""

from bot.conversation.names import people_of
from bot.conversation.pointers import depends
from bot.conversation.question import LONGEST_QUESTION, checked
from bot.conversation.turns import Turn
from bot.conversation.understanding import Understood, speaks_of_author, standalone, understood

__all__ = [
    "LONGEST_QUESTION",
    "Turn",
    "Understood",
    "checked",
    "depends",
    "people_of",
    "speaks_of_author",
    "standalone",
    "understood",
]
