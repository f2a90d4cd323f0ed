"""Where the parts of a library lie: a rebuild makes new ones beside the old, and the catalogue says which count."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from bot.library.chroma import Shelf
from bot.library.rowwords import WordRows

CATALOGUE = "catalogue.sqlite3"
PARTS = ("vectors", "words")
FOLDER, SERVER = "folder", "server"
"""Where vectors are, as the catalogue notes it."""

_NAME = re.compile(rf"(?:{'|'.join(PARTS)})(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts are: in folders, but for vectors on a server's `shelf`, and words in a database's `rows`.

    Their number grows with each rebuild; the first has none in its folders' names.
    """

    folder: Path
    number: int = 1
    shelf: Shelf | None = None
    rows: WordRows | None = None

    @property
    def kind(self) -> str:
        """What the catalogue notes of where the vectors are."""
        return FOLDER if self.shelf is None else SERVER

    @property
    def vectors(self) -> Path | Shelf:
        """The folder of the vectors, or their shelf."""
        return self._of("vectors") if self.shelf is None else self.shelf

    @property
    def words(self) -> Path | WordRows:
        """The folder of the words, or their rows."""
        return self._of("words") if self.rows is None else self.rows

    def next(self) -> Places:
        """Return places that nothing lies in, not even what is left of a rebuild that was cut short."""
        taken = [self.number, *([] if self.rows else (number for _, number in _part_folders(self.folder)))]
        taken += [*(self.shelf.numbers() if self.shelf else ()), *(self.rows.numbers() if self.rows else ())]
        number = max(taken) + 1
        shelf, rows = self.shelf and replace(self.shelf, number=number), self.rows and replace(self.rows, number=number)
        return Places(self.folder, number, shelf, rows)

    def sweep(self) -> None:
        """Remove the parts of all other numbers: those of before a rebuild, and of one that was cut short."""
        if self.shelf:
            self.shelf.sweep()
        if self.rows:
            self.rows.sweep()
            return
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
