"""The command that measures speed, memory and scale."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import measured
from bot.cli.application import app
from bot.cli.options import JsonOption
from bot.cli.terminal import Terminal, reporting

DEFAULT = (1_000, 10_000)

ScratchOption = Annotated[
    Path | None,
    typer.Option("--folder", metavar="DIR", help="Where it makes its libraries, for a while."),
]

PeersOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Show the figures of other libraries, which tests/peers/measure.py printed."),
]


@app.command(epilog="Example: bot benchmark --passages 1000 --passages 100000 --json")
def benchmark(
    *,
    passages: Annotated[
        list[int] | None,
        typer.Option(min=1, max=10_000_000, metavar="N", help="Search among so many passages; may be repeated."),
    ] = None,
    folder: ScratchOption = None,
    peers: PeersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure speed, memory and scale on this machine: indexing, questions, and search at several sizes."""
    with reporting(as_json=as_json) as terminal, tempfile.TemporaryDirectory(dir=folder) as scratch:
        others = _peers(peers)
        figures = _measured(terminal, Path(scratch), passages or list(DEFAULT)) | {"peers": others}
        terminal.show(figures, *measured.figures(figures))


def _peers(file: Path | None) -> list[dict[str, Any]]:
    """The rows of a file; read first, so that one that cannot be is told before an hour of measuring."""
    from bot.benchmark import read_peers

    return read_peers(file) if file else []


def _measured(terminal: Terminal, scratch: Path, sizes: list[int]) -> dict[str, Any]:
    # What does the work takes most of a second to import, which `--help` does not need.
    from bot import benchmark as measure

    with terminal.progress("Indexing") as progress:
        index = measure.measure_indexing(scratch / "indexed", progress)
    with terminal.progress("Asking") as progress:
        ask = measure.measure_asking(scratch / "asked", progress)
    search = []
    for size in sizes:
        with terminal.progress(f"Searching among {size:,} passages") as progress:
            search.append(measure.measure_search(scratch / str(size), size, progress))
    return {"machine": measure.machine(), "index": index, "ask": ask, "search": search}
