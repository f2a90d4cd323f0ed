"""Which files a path stands for."""

from __future__ import annotations

import re
from pathlib import Path

from bot.errors import UnreadableDocument
from bot.loading.formats import SUFFIXES, is_supported

_ADDRESS = re.compile(r"https?:/{1,2}", re.IGNORECASE)


def is_address(path: str | Path) -> bool:
    """Whether a path is an http or https address, which a path of the file system never is."""
    return bool(_ADDRESS.match(str(path).lstrip()))


def address_of(path: str | Path) -> str:
    """The address that a path is; a `Path` of it has lost a slash."""
    return _ADDRESS.sub(lambda scheme: f"{scheme[0].rstrip('/')}//", str(path).strip(), count=1)


def files_in(path: str | Path) -> list[Path]:
    """Return the file itself, or all files of a folder that we read, sorted; hidden ones are left out.

    Raises:
        UnreadableDocument: a folder holds none, or the path is an address.
    """
    if is_address(path):
        raise UnreadableDocument(f"{path} is an address; we read files.", "Save the text as a file, and add that.")
    path = Path(path)
    if not path.is_dir():
        return [path]
    home = path.resolve()
    # What lies elsewhere was not asked for: a link in a folder that others fill may lead anywhere.
    here = (file for file in path.rglob("*") if is_supported(file) and file.resolve().is_relative_to(home))
    inside = (file for file in here if file.is_file())
    found = sorted(file for file in inside if not _is_hidden(file.relative_to(path)))
    if not found:
        raise UnreadableDocument(
            f"The folder {path} holds no {' or '.join(SUFFIXES)} file.", "Add some, or name a file."
        )
    return found


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)
