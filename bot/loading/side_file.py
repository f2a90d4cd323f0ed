"""A side file says of a document what the document does not: `report.pdf.yaml` stands beside `report.pdf`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.errors import UnreadableDocument
from bot.loading.decoding import decode
from bot.loading.files import read_file
from bot.loading.front_matter import stated
from bot.loading.normalisation import clean

ENDING = ".yaml"
_LARGEST = 100_000


def beside(path: Path) -> Path | None:
    """The side file of a file, None where it has none."""
    side = path.with_name(path.name + ENDING)
    try:
        return side if side.is_file() or side.is_symlink() else None
    except OSError:
        # A name that is as long as one may be has none beside it.
        return None


def read(path: Path) -> dict[str, Any]:
    """The fields of Metadata that the side file of the file at `path` gives.

    Raises:
        UnreadableDocument: it is a link, too large, or no text.
        FrontMatterError: a key in it is unknown or wrong.
    """
    side = beside(path)
    if side is None:
        return {}
    if side.is_symlink():
        # Its content would come into messages, and with it that of a file elsewhere.
        raise UnreadableDocument(f"{side.name} is a link, not a file.", "Put the file itself there.")
    return stated(clean(decode(read_file(side, _LARGEST), side.name)), side.name)
