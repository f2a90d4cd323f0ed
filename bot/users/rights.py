"""What whoever asks a server may do."""

from __future__ import annotations

from bot.settings import Settings
from bot.users.accounts import Users


def may_edit(settings: Settings, users: Users | None, name: str | None) -> bool:
    """Tell whether who asks may change the library, and see who did; `users` are those who may log in, if anyone."""
    return not settings.read_only and (users is None or users.may_edit(name))
