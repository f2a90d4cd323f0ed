"""What stands before the whole server: who may ask, how much, and what every reply carries.

The name is loaded when it is first used, so that a command that serves nothing does not pay for it.
"""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.guard.guard import Guard

__all__ = ["Guard"]

__getattr__ = lazily(__name__, {"bot.guard.guard": ("Guard",)})
