"""All hostile and odd files: `python -m tests.hostile_files FOLDER` writes them, for trying other programs on them."""

from __future__ import annotations

import random
import sys
from pathlib import Path

if __package__:
    from .hostile import archives, paths, pdf_files, texts
    from .hostile.cases import Case
else:  # pytest finds the modules of this folder by their own names
    from hostile import archives, paths, pdf_files, texts
    from hostile.cases import Case

SEED = 8
KINDS = (pdf_files, archives, texts) if sys.platform == "win32" else (pdf_files, archives, texts, paths)


def cases(seed: int = SEED) -> list[Case]:
    """All of them, the same for the same seed."""
    return [case for kind in KINDS for case in kind.cases(random.Random(seed))]


def main(folder: Path) -> None:
    """Write all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases():
        case.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
