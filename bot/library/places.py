"""Where the parts of a library lie: a rebuild makes new ones beside the old, and the catalogue says which count."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from bot.library.chroma import Shelf

CATALOGUE = "catalogue.sqlite3"
PARTS = ("vectors", "words")
FOLDER, SERVER = "folder", "server"
"""Where vectors are, as the catalogue notes it."""

_NAME = re.compile(rf"(?:{'|'.join(PARTS)})(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts are: in folders, but for the vectors where a `shelf` on a server has them.

    Their number grows with each rebuild; the first has none in its folders' names.
    """

    folder: Path
    number: int = 1
    shelf: Shelf | None = None

    @property
    def kind(self) -> str:
        """What the catalogue notes of where the vectors are."""
        return FOLDER if self.shelf is None else SERVER

    @property
    def vectors(self) -> Path | Shelf:
        """The folder of the vectors, or their shelf."""
        return self._of("vectors") if self.shelf is None else self.shelf

    @property
    def words(self) -> Path:
        """The folder of the words."""
        return self._of("words")

    def next(self) -> Places:
        """Return places that nothing lies in, not even what is left of a rebuild that was cut short."""
        numbers = [number for _, number in _part_folders(self.folder)] + (self.shelf.numbers() if self.shelf else [])
        number = max([self.number, *numbers]) + 1
        return Places(self.folder, number, self.shelf and replace(self.shelf, number=number))

    def sweep(self) -> None:
        """Remove the parts of all other numbers: those of before a rebuild, and of one that was cut short."""
        if self.shelf:
            self.shelf.sweep()
        for path, number in _part_folders(self.folder):
            if number != self.number:
                shutil.rmtree(path, ignore_errors=True)

    def _of(self, part: str) -> Path:
        return self.folder / (part if self.number == 1 else f"{part}-{self.number}")


def has_parts(folder: Path) -> bool:
    """Whether there are parts of a library in a folder."""
    return bool(_part_folders(folder))


def _part_folders(folder: Path) -> list[tuple[Path, int]]:
    matches = ((path, _NAME.fullmatch(path.name)) for path in folder.iterdir())
    return [(path, int(match[1] or 1)) for path, match in matches if match]
