"""What was said and done, in order of date."""

from bot.timeline.chronicler import Chronicler
from bot.timeline.entries import Entry, Timeline

__all__ = ["Chronicler", "Entry", "Timeline"]
