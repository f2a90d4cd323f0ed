"""The page: a chat in the browser, its answers beside the sources that they cite.

The names are loaded when they are first used, so that a command that shows no page does not pay for one.
"""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.page.app import application, build
    from bot.page.opening import Opening
    from bot.page.server import serve

__all__ = ["Opening", "application", "build", "serve"]

__getattr__ = lazily(
    __name__,
    {
        "bot.page.app": ("application", "build"),
        "bot.page.opening": ("Opening",),
        "bot.page.server": ("serve",),
    },
)
