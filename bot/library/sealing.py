"""The seal of a part: the hash of each of its files, which is compared before a native library reads them.

Chroma writes its graph in place and in several files, so that who reads it meanwhile, or after its writer died in the
middle, gets a mixture; and to follow the links of a damaged graph may end the process. So a part is opened and written
under a lock of its own, and its seal is broken before it is written, and made anew when its files are on the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Container, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import xxhash

from bot.errors import LibraryDamaged
from bot.library.damage import REBUILD, explained, unwritten
from bot.library.locking import exclusive

SEAL = "seal.json"
LOCK = "seal.lock"
WHOLE, BROKEN = "whole", "broken"

SETTLED_NS = 2 * 10**9
"""Age of a file's time from which on a later change shows in it: the coarsest file systems count in two seconds."""

HASHES: dict[str, Callable[[], Any]] = {"xxh3": xxhash.xxh3_128, "sha256": hashlib.sha256}
"""By name. Damage is what has to show, not forgery, so the first is taken, at five times the speed; earlier versions of
the bot took the other, and named none."""

NOW, FORMERLY = HASHES

Hashes = dict[str, str]


class Torn(LibraryDamaged):
    """A writer died while it wrote the files of a part."""


@dataclass(frozen=True, slots=True)
class _Seal:
    state: str
    files: Hashes
    hash: str = NOW


class Sealed:
    """The files of a part that no transaction guards, which `patterns` name.

    Those of a folder that lacks the file called `proof` hold nothing yet, and are not looked at.
    """

    def __init__(self, path: Path, *patterns: str, proof: str | None = None) -> None:
        self._path = path
        self._patterns = patterns
        self._proof = proof
        self._known: dict[tuple[str, str], tuple[os.stat_result, str]] = {}

    @property
    def broken(self) -> bool:
        """Whether a writer is at work, or did not come to the end."""
        return self._read().state != WHOLE

    def alone(self, wait: float | None = None) -> AbstractContextManager[None]:
        """Keep everybody else from opening and writing the part.

        Raises:
            LibraryBusy: somebody is at it for longer than `wait` seconds, or else than one waits to write.
        """
        return exclusive(self._path, LOCK, wait)

    def begin(self) -> None:
        """Make the folder anew, and note that its part is being made.

        Raises:
            LibraryError: it cannot be written.
        """
        with explained(f"The part {self._path}", OSError, means=unwritten):
            shutil.rmtree(self._path, ignore_errors=True)
            self._path.mkdir(parents=True)
            self._write(_Seal(BROKEN, {}))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Break the seal, and make it anew; it stays broken where what is between fails. For who is alone."""
        self._write(replace(self._read(), state=BROKEN))
        yield
        self.renew()

    def renew(self) -> None:
        """Bring the files to the disk and seal them as they are, where they are not. For who is alone."""
        seal = self._read()
        found = replace(seal, state=WHOLE, files=self._hashes(seal.hash, durable=True))
        if found != seal:
            self._write(found if seal.hash == NOW else _Seal(WHOLE, self._hashes(NOW)))

    def check(self) -> None:
        """Compare the files with the seal. For who is alone.

        Raises:
            Torn: a writer changed them who did not come to the end.
            LibraryDamaged: a file is missing, or something else changed it.
        """
        seal = self._read()
        files = self._hashes(seal.hash)
        wrong = sorted(name for name in seal.files.keys() | files.keys() if seal.files.get(name) != files.get(name))
        if wrong and seal.state == BROKEN:
            raise Torn(f"What wrote to {self._path} was cut short.", REBUILD)
        if wrong:
            name = next((name for name in wrong if not (self._path / name).exists()), wrong[0])
            what = "is not as it was written" if (self._path / name).exists() else "is missing"
            raise LibraryDamaged(f"The part {self._path} cannot be used: its file {name} {what}.", REBUILD)

    def _hashes(self, name: str, *, durable: bool = False) -> Hashes:
        there = {path for pattern in self._patterns for path in self._path.glob(pattern) if path.is_file()}
        found = sorted(path for path in there if self._proof is None or (path.parent / self._proof).exists())
        hashes = {path.relative_to(self._path).as_posix(): self._hash(name, path, durable=durable) for path in found}
        if durable:
            for folder in {path.parent for path in found}:
                _sync(folder)
        return hashes

    def _hash(self, name: str, path: Path, *, durable: bool) -> str:
        """The hash of a file, which is only read where it changed since, or so lately that its time would not tell."""
        stat, (known, digest) = path.stat(), self._known.get((name, str(path)), (None, ""))
        if known and (known.st_ino, known.st_size, known.st_mtime_ns) == (stat.st_ino, stat.st_size, stat.st_mtime_ns):
            return digest
        if durable:
            with path.open("rb+") as written:
                os.fsync(written.fileno())
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, HASHES[name]).hexdigest()
        if time.time_ns() - stat.st_mtime_ns > SETTLED_NS:
            self._known[name, str(path)] = stat, digest
        return digest

    def _read(self) -> _Seal:
        try:
            seal: Any = json.loads((self._path / SEAL).read_bytes())
            return _Seal(seal["state"], dict(seal["files"]), _one_of(HASHES, seal.get("hash", FORMERLY)))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LibraryDamaged(f"The seal {self._path / SEAL} is missing or damaged.", REBUILD) from error

    def _write(self, seal: _Seal) -> None:
        new = self._path / f"{SEAL}.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(seal), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path / SEAL)
        _sync(self._path)


def _one_of(names: Container[str], name: str) -> str:
    if name not in names:
        raise ValueError(name)
    return name


def _sync(folder: Path) -> None:
    """Bring the names of a folder's files to the disk, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
