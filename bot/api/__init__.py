"""The bot for programs: a REST API and a server of the Model Context Protocol, beside the page.

The name is loaded when it is first used, so that a command that serves nothing does not pay for it.
"""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.api.mounting import mount

__all__ = ["mount"]

__getattr__ = lazily(__name__, {"bot.api.mounting": ("mount",)})
