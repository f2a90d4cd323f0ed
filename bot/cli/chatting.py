"""The command that holds a conversation in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import bot
from bot.cli import compared, rendering
from bot.cli.application import app, asked_library
from bot.cli.options import JsonOption, LibraryOption
from bot.cli.terminal import Terminal, reporting
from bot.errors import QuestionError

PROMPT = "> "


@app.command(epilog="Example: bot chat --library my-briefs")
def chat(*, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Hold a conversation, a question a line, in which later ones may point back; an empty line ends it."""
    with reporting(as_json=as_json) as terminal, asked_library(terminal, library) as opened:
        answers = list(_conversation(terminal, opened))
        terminal.show_data({"answers": [answer.to_dict() for answer in answers]})


def _conversation(terminal: Terminal, opened: bot.Bot) -> Iterator[bot.Answer]:
    """Each answer, shown as soon as it is there; a question that cannot be used is told, and the next one asked."""
    history: list[tuple[str, str]] = []
    for question in _questions(terminal):
        try:
            with terminal.waiting("Reading the sources"):
                answer = opened.ask(question, history)
        except QuestionError as error:
            terminal.note(str(error))
            continue
        history += [("user", question), ("assistant", answer.text or answer.reason or "")]
        if answer.standalone_question.strip() != question:
            terminal.note(f"Understood as: {answer.standalone_question}")
        terminal.show_drawn(*(compared if answer.sides else rendering).answer(answer))
        yield answer


def _questions(terminal: Terminal) -> Iterator[str]:
    """The lines of standard input up to an empty one."""
    terminal.prompt(PROMPT)
    for line in sys.stdin:
        if not line.strip():
            return
        yield line.strip()
        terminal.prompt(PROMPT)
