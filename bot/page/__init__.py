"""The page: a chat in the browser, its answers beside the sources that they cite.

The names are loaded when they are first used, so that a command that shows no page does not pay for one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.page.app import application, build
    from bot.page.opening import Opening
    from bot.page.server import serve

_HOMES = {
    "Opening": "bot.page.opening",
    "application": "bot.page.app",
    "build": "bot.page.app",
    "serve": "bot.page.server",
}

__all__ = ["Opening", "application", "build", "serve"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
