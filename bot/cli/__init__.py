"""The command line: `python -m bot COMMAND`, also installed as `bot`."""

# In the order in which `--help` lists the commands.
from bot.cli import commands, syncing, history, log, exchange, chatting, comparing, checking, users, evaluation  # noqa: I001
from bot.cli.commands import main

__all__ = [
    "chatting",
    "checking",
    "commands",
    "comparing",
    "evaluation",
    "exchange",
    "history",
    "log",
    "main",
    "syncing",
    "users",
]
