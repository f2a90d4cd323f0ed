"""The command line: `python -m bot COMMAND`, also installed as `bot`."""

# In the order in which `--help` lists the commands.
from bot.cli import (  # noqa: I001
    commands,
    syncing,
    history,
    log,
    exchange,
    chatting,
    comparing,
    checking,
    users,
    evaluation,
    benchmark,
)
from bot.cli.commands import main

__all__ = [
    "benchmark",
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
