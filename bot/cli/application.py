"""The application that the commands belong to, and how each opens its library."""

from __future__ import annotations

from pathlib import Path

import typer

import bot
from bot.cli.terminal import Terminal

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Ask a policy article and the official statements around it; every sentence of an answer can be checked.",
    epilog="Exit status: 0 done, which a declined answer is too; 1 an error that you can mend; 2 wrong usage.",
)


def asked_library(terminal: Terminal, library: Path | None) -> bot.Bot:
    """Open a library to be asked: the model is loaded while the rest is imported."""
    # Neither `--help` nor other commands have need of them.
    from bot.embedding import embedded_model
    from bot.settings import EMBEDDED, load_settings

    if load_settings(library=library).embedding == EMBEDDED:
        embedded_model().begin()
    return opened_library(terminal, library)


def opened_library(terminal: Terminal, library: Path | None, *, corpus: bool = True) -> bot.Bot:
    """Open a library, made on first use with the shipped corpus in it, which shows its progress."""
    with terminal.progress("Indexing the shipped corpus") as progress:
        return bot.open_bot(library, corpus=corpus, progress=progress)
