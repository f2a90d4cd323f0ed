"""Where a command's result, its progress and its errors go, and with which exit status it ends."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TextIO

import typer
from rich.console import Console, RenderableType
from rich.text import Text

from bot.cli.progress import Bar
from bot.errors import BotError

DEBUG = "BOT_DEBUG"
"""With this variable set to 1, an unexpected error shows its traceback."""

UNFOLDED = 10_000
"""Columns of what is no terminal: a file or another program gets whole lines."""


class Terminal:
    """The result goes to standard output, as text or as one JSON object, and all else to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._stdout, self._stderr = sys.stdout, sys.stderr
        _write_anything(self._stdout, "utf-8" if as_json else None)
        _write_anything(self._stderr, None)

    def show(self, result: dict[str, Any], *drawn: RenderableType) -> None:
        """Print a result: the JSON if that is asked for, else what is drawn."""
        self.show_data(result)
        self.show_drawn(*drawn)

    def show_data(self, result: dict[str, Any]) -> None:
        """Print the JSON of a result if that is asked for."""
        if self._as_json:
            self._stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
            self._stdout.flush()

    def show_drawn(self, *drawn: RenderableType) -> None:
        """Print what is drawn if no JSON is asked for."""
        if not self._as_json:
            _console(self._stdout).print(*drawn, sep="\n")
            self._stdout.flush()

    def prompt(self, text: str) -> None:
        """Ask for a line, where somebody sits before the terminal."""
        if sys.stdin.isatty():
            self._stderr.write(text)
            self._stderr.flush()

    def ask(self, question: str) -> bool | None:
        """Ask a question that is answered by yes or no, the default; None where nobody sits before the terminal."""
        if not sys.stdin.isatty():
            return None
        self.prompt(f"{_one_line(question)} [y/N] ")
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    def waiting(self, label: str) -> AbstractContextManager[object]:
        """A sign of life for as long as the block runs, on a terminal only."""
        shown = self._stderr.isatty() and not self._as_json
        return _console(self._stderr).status(label) if shown else contextlib.nullcontext()

    def note(self, message: str) -> None:
        """Print a line about what goes on, to standard error."""
        _console(self._stderr).print(Text(message), soft_wrap=True)

    def fail(self, error: BotError) -> None:
        """Print an error: one line to standard error, and with `--json` the object to standard output."""
        message = Text.assemble(("error: ", "bold red"), _one_line(str(error)))
        _console(self._stderr).print(message, soft_wrap=True)
        if self._as_json:
            self.show(error.to_dict())

    def progress(self, label: str) -> Bar:
        """A bar for long work, which shows on a terminal only and from the first step on."""
        return Bar(label, _console(self._stderr) if self._stderr.isatty() else None)

    @contextmanager
    def kept_clean(self) -> Iterator[None]:
        """With `--json`, send what anything else prints to standard error."""
        with contextlib.redirect_stdout(self._stderr) if self._as_json else contextlib.nullcontext():
            yield


class UnexpectedError(BotError):
    """A mistake of the program, not of its user."""

    def __init__(self, error: BaseException) -> None:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        super().__init__(f"unexpected error: {what}.", f"Please report it, with what {DEBUG}=1 shows.")


@contextmanager
def reporting(*, as_json: bool) -> Iterator[Terminal]:
    """Yield a terminal; what is raised becomes one line and an exit status.

    Raises:
        typer.Exit: with 1 after an error, also where the reader of standard output is gone.
    """
    terminal = Terminal(as_json=as_json)
    try:
        with terminal.kept_clean():
            yield terminal
    except (KeyboardInterrupt, SystemExit, typer.Exit):
        raise
    except BrokenPipeError:
        _drop_output()
        raise typer.Exit(1) from None
    except BotError as error:
        terminal.fail(error)
        raise typer.Exit(1) from None
    # A panic of a Rust library is no Exception, and its user deserves one line as well.
    except BaseException as error:  # noqa: BLE001
        if os.environ.get(DEBUG) == "1":
            traceback.print_exc(file=sys.stderr)
        terminal.fail(UnexpectedError(error))
        raise typer.Exit(1) from None


def _console(stream: TextIO) -> Console:
    width = None if stream.isatty() else UNFOLDED
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def _write_anything(stream: TextIO, encoding: str | None) -> None:
    """Let no character that the terminal lacks end a command."""
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding=encoding, errors="replace")


def _one_line(message: str) -> str:
    """The message without line ends and without what would steer the terminal, as a file's name may hold it."""
    return " ".join("".join(char if char.isprintable() else " " for char in message).split())


def _drop_output() -> None:
    """Write what is still buffered to nowhere, so that Python does not complain about the closed pipe on exit."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a descriptor is what is needed
        os.dup2(nowhere.fileno(), sys.__stdout__.fileno() if sys.__stdout__ else 1)
