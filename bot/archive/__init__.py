"""Conversations that survive a restart: what was asked and answered, with every citation, kept beside the library."""

from bot.archive.codec import to_answer
from bot.archive.opening import open_archive, problems_in
from bot.archive.records import Conversation, Exchange, Rating, Summary
from bot.archive.store import Archive

__all__ = ["Archive", "Conversation", "Exchange", "Rating", "Summary", "open_archive", "problems_in", "to_answer"]
