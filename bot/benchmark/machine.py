"""The machine that figures are from, and what a process takes of it."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

import psutil

MEGABYTE = 1_000_000


def machine() -> dict[str, Any]:
    """Return the cores, the memory in GB, and what runs the bot."""
    return {
        "cores": os.cpu_count() or 1,
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def resident_mb() -> float:
    """Return the megabytes that this process has in memory now."""
    return round(psutil.Process().memory_info().rss / MEGABYTE, 1)


def size_mb(folder: Path) -> float:
    """Return the megabytes of all files in a folder."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE, 1)
