"""Where the parts of a library lie: a rebuild makes new ones beside the old, and the catalogue says which count."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

CATALOGUE = "catalogue.sqlite3"
PARTS = ("vectors", "words")
_NAME = re.compile(rf"(?:{'|'.join(PARTS)})(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of the parts. Their number grows with each rebuild; the first has none in its folders' names."""

    folder: Path
    number: int = 1

    @property
    def vectors(self) -> Path:
        """The folder of the vectors."""
        return self._of("vectors")

    @property
    def words(self) -> Path:
        """The folder of the words."""
        return self._of("words")

    def next(self) -> Places:
        """Return folders that nothing lies in, not even what is left of a rebuild that was cut short."""
        numbers = [number for _, number in _part_folders(self.folder)]
        return Places(self.folder, max([self.number, *numbers]) + 1)

    def sweep(self) -> None:
        """Remove the folders of all other numbers: those of before a rebuild, and of one that was cut short."""
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
