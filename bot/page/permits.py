"""What a reader of the page may do: all may ask, and with a log-in only editors change the library."""

from __future__ import annotations

import gradio as gr

from bot import Bot
from bot.records import ANYBODY
from bot.users import Users, may_edit


class Permits:
    """What the users of a page may do; without users everyone may do everything that the page is set to allow."""

    def __init__(self, users: Users | None = None) -> None:
        self._users = users

    def may_edit(self, bot: Bot, request: gr.Request | None) -> bool:
        """Tell whether who asks may add and remove documents."""
        return may_edit(bot.settings, self._users, self._user(request))

    def name(self, request: gr.Request | None) -> str:
        """Return what the library's log calls whoever asks; without a log-in nobody is known by name, or address."""
        return self._user(request) or ANYBODY

    def _user(self, request: gr.Request | None) -> str | None:
        return request.username if request and self._users else None
