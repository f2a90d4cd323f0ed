"""Files that the browser sent: only these may be read by their path, which the browser names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gradio.utils import get_upload_folder

from bot.errors import UnreadableDocument


def received(paths: Iterable[object]) -> list[Path]:
    """The paths of files that were sent to this server.

    Raises:
        UnreadableDocument: a path is any other.
    """
    folder = Path(get_upload_folder()).resolve()
    found = [Path(str(path)).resolve() for path in paths]
    if not found or not all(path.is_relative_to(folder) and path.is_file() for path in found):
        raise UnreadableDocument("The file did not arrive.", "Choose it again.")
    return found
