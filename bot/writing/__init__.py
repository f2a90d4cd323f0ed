"""Evidence becomes an answer that a chat model writes: nothing of it is shown that the evidence does not support."""

from bot.writing.writer import Writer

__all__ = ["Writer"]
