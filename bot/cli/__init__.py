"""The command line: `python -m bot COMMAND`, also installed as `bot`."""

from bot.cli import evaluation
from bot.cli.commands import main

__all__ = ["evaluation", "main"]
