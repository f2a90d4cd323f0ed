"""A folder and the library are made the same: what is new is added, what changed replaced, what is gone removed."""

from bot.syncing.applying import Confirm, Syncer
from bot.syncing.records import Entry, Sync

__all__ = ["Confirm", "Entry", "Sync", "Syncer"]
