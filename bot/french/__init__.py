"""French questions over English sources: each is put into English word by word, as far as that goes."""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.french.detection import FRENCH, is_french
    from bot.french.rendering import in_english

__all__ = ["FRENCH", "in_english", "is_french"]

__getattr__ = lazily(
    __name__, {"bot.french.detection": ("FRENCH", "is_french"), "bot.french.rendering": ("in_english",)}
)
