"""The process that parses: one file after the other, so that what breaks a parser breaks nothing else."""

from __future__ import annotations

import json
import os
import select
import sys
from importlib import import_module
from typing import BinaryIO

from bot.errors import BotError, UnreadableDocument
from bot.loading.limits import Limits, allow_seconds, confine
from bot.loading.messages import packed, packed_error, receive, send

IDLE = 30.0
"""Seconds after which a process that nobody asks anything ends."""


def main(arguments: list[str]) -> None:
    """Answer what comes on standard input, a JSON frame and a file's content each, until it ends."""
    limits = Limits.of(arguments)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A parser that prints must not garble the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    confine(limits)
    while _is_asked(asked):
        try:
            request, data = json.loads(receive(asked)), receive(asked)
        except EOFError:
            return
        allow_seconds(limits)
        send(answers, answer(request["module"], data, request["name"]))


def _is_asked(stream: BinaryIO) -> bool:
    """Wait for a request; False where none comes for long."""
    # Windows cannot wait for a pipe; there the process lives until its standard input is closed.
    return sys.platform == "win32" or bool(select.select([stream], [], [], IDLE)[0])


def answer(module: str, data: bytes, name: str) -> bytes:
    """What the reader in `module` makes of a file, or its error, as the content of a frame."""
    try:
        return packed(import_module(module).read(data, name))
    except BotError as error:
        return packed_error(error)
    except MemoryError:
        return packed_error(too_much_memory(name))
    except Exception as error:  # noqa: BLE001  # a parser may raise anything at a hostile file
        return packed_error(_damaged(name, error))


def too_much_memory(name: str) -> UnreadableDocument:
    """The error of a file that takes more memory to parse than there is for it."""
    return UnreadableDocument(f"{name} takes too much memory to read.", "Split it, or save it anew as plain text.")


def _damaged(name: str, error: Exception) -> UnreadableDocument:
    problem = f"{name} cannot be read: it is damaged, or not what its ending says ({type(error).__name__})."
    return UnreadableDocument(problem, "Open it in the program that made it, and save it anew.")
