"""A second process over a library: reads commands as JSON lines, and answers each with a line."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from documents import holders, written

from bot.embedding import embedded_model
from bot.library import Library, open_library
from bot.library.catalogue import Catalogue
from bot.library.locking import exclusive


def say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def add(library: Library, text: str, name: str) -> Any:
    return library.add([written(text, name)])


def remove(library: Library, document_id: str) -> Any:
    return library.remove([document_id])


def hold(library: Library) -> Any:
    """Hold the right to write until a line comes."""
    with exclusive(library.folder):
        say("held")
        sys.stdin.readline()
    return "released"


def die_adding(library: Library, text: str, name: str) -> Any:
    """Die when vectors and words are written, and the catalogue is not."""

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    Catalogue.replace = die  # type: ignore[method-assign]
    return add(library, text, name)


COMMANDS = {"add": add, "remove": remove, "holders": holders, "hold": hold, "die_adding": die_adding}


def main(folder: str) -> None:
    library = open_library(Path(folder), embedded_model())
    say("ready")
    for line in sys.stdin:
        command, *values = json.loads(line)
        say(COMMANDS[command](library, *values))
    library.close()


if __name__ == "__main__":
    main(sys.argv[1])
