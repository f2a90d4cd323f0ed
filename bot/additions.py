"""What came of adding: the documents that are new or changed, and the files of folders that were refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.errors import BotError


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file of a folder that could not be read, by its path, and why."""

    file: str
    message: str
    hint: str = ""

    @classmethod
    def of(cls, file: Path, error: BotError) -> Self:
        """The refusal of a file that gave an error."""
        return cls(str(file), error.message, error.hint)

    def to_dict(self) -> dict[str, str]:
        """The JSON of one refused file."""
        return {"file": self.file, "message": self.message, "hint": self.hint}


class Added(list[str]):
    """The ids of the documents that are new or changed; `refused` are the files of folders that were left out.

    `is_nothing` says that every file of the folders was refused, and nothing else was named.
    """

    def __init__(self, ids: Iterable[str] = (), refused: tuple[Refusal, ...] = (), *, is_nothing: bool = False) -> None:
        super().__init__(ids)
        self.refused = refused
        self.is_nothing = is_nothing
