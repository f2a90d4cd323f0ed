"""French questions over English sources: each is put into English word by word, as far as that goes."""

from bot.french.detection import FRENCH, is_french
from bot.french.rendering import in_english

__all__ = ["FRENCH", "in_english", "is_french"]
