"""Odd things in a folder: pipes, links, devices, and names that trick whoever shows or opens them."""

from __future__ import annotations

import os
import random
from pathlib import Path

from .cases import Case

WORDS = b"The harbour report of the year."


def cases(_: random.Random) -> list[Case]:
    """All of them; for systems that have such files."""
    names = {
        "new\nline.txt": "harbour",
        "bell\x07and\x1b[31mred.txt": "harbour",
        "turned\u202etxt.exe": None,
        "turned\u202eexe.txt": "harbour",
        "-rf.txt": "harbour",
        "$(id).txt": "harbour",
        "<script>alert(1)<x>.txt": "harbour",
        "'; DROP TABLE documents;--.txt": "harbour",
        "..txt": "harbour",
        "...txt": "harbour",
        "CON.txt": "harbour",
        "trailing .txt ": None,
        "声明🚀.txt": "harbour",
        "cafe\u0301.txt": "harbour",
        "a" * 250 + ".txt": "harbour",
        "invisible\u200b\u2066.txt": "harbour",
        "UPPER.TXT": "harbour",
        "two.pdf.txt": "harbour",
        "%2e%2e%2fetc.txt": "harbour",
        "%s%n{0}.txt": "harbour",
    }
    named = [
        Case(name, WORDS, read=read, refused=None if read else "cannot be added|is empty|are not read")
        for name, read in names.items()
    ]
    return [
        *named,
        Case("pipe.txt", make=os.mkfifo, refused="a device or a pipe"),
        Case("pipe.pdf", make=os.mkfifo, refused="a device or a pipe"),
        Case("folder.txt", make=Path.mkdir, refused="is a folder"),
        Case("zero.txt", make=lambda path: path.symlink_to("/dev/zero"), refused="a device or a pipe"),
        Case("nowhere.txt", make=lambda path: path.symlink_to("not-there"), refused="There is no file"),
        Case("round.txt", make=lambda path: path.symlink_to(path.name), refused="cannot be read"),
        Case(
            "memory.txt", make=lambda path: path.symlink_to("/proc/self/mem"), refused="cannot be read|changed|is empty"
        ),
        Case("status.txt", make=lambda path: path.symlink_to("/proc/self/status"), refused="changed while"),
        Case("sparse.txt", make=lambda path: _sparse(path, 2 * 10**9), refused="too large"),
        Case("sparse.pdf", make=lambda path: _sparse(path, 10**12), refused="too large"),
        Case("no\udcff-text.txt", WORDS, refused="is no text"),
    ]


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)
