"""What was last seen of the files of folders that are synced, so that a file that is the same is not read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.library.database import Database
from bot.library.rowseals import seal_synced


@dataclass(frozen=True, slots=True)
class Remembered:
    """A file as it was read: its bytes and when they changed (ns since 1970), and the SHA-256 of bytes and of text."""

    size: int
    changed: int
    content: str
    text: str


class RememberedFiles:
    """The files of all synced folders, each by its folder's absolute path and its path in there, with “/”."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, folder: str) -> dict[str, Remembered]:
        """Return the files of a folder, by path."""
        rows = self._database.all("SELECT path, size, changed, content, text FROM synced WHERE folder = ?", folder)
        return {path: Remembered(*values) for path, *values in rows}

    def elsewhere(self, folder: str) -> dict[str, str]:
        """Return the texts of other folders' files that do not lie in this one, each with the path of one of them."""
        rows = self._database.all("SELECT text, folder || '/' || path FROM synced WHERE folder <> ?", folder)
        return {text: path for text, path in sorted(rows) if not path.startswith(f"{folder}/")}

    def remember(self, folder: str, files: Mapping[str, Remembered]) -> None:
        """Note how files were read, in place of what was noted of them."""
        self._exchange(folder, files, files)

    def forget(self, folder: str, paths: Iterable[str]) -> None:
        """Drop what was noted of files."""
        self._exchange(folder, tuple(paths), {})

    def _exchange(self, folder: str, gone: Collection[str], come: Mapping[str, Remembered]) -> None:
        new = [(folder, path, each.size, each.changed, each.content, each.text) for path, each in come.items()]
        with self._database.transaction() as run:
            found = (run("SELECT * FROM synced WHERE folder = ? AND path = ?", (folder, path)) for path in gone)
            old = [row for rows in found for row in rows.fetchall()]
            for path in gone:
                run("DELETE FROM synced WHERE folder = ? AND path = ?", (folder, path))
            for values in new:
                run("INSERT INTO synced VALUES (?, ?, ?, ?, ?, ?)", values)
            seal_synced(run, old, new)
