"""The command line: `python -m bot COMMAND`, also installed as `bot`."""

from bot.cli import checking, comparing, evaluation
from bot.cli.commands import main

__all__ = ["checking", "comparing", "evaluation", "main"]
