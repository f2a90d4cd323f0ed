"""How long a question takes: the first of a fresh process, and further ones of a running one."""

from __future__ import annotations

import subprocess
from itertools import islice, product
from pathlib import Path
from typing import Any

from bot.assembly import Bot, open_bot
from bot.benchmark.processes import fresh
from bot.benchmark.spread import percentiles_ms, seconds, summary
from bot.library import Progress

COLD, ROUNDS = 5, 5
"""How many fresh processes are asked, and in how many rounds the running one is."""

QUESTION = "What did Canada say about diplomacy?"
SPEAKERS = ("Freeland", "Tillerson", "Lavrov", "Haley", "Mattis", "Canada", "China", "Japan", "Russia", "South Korea")
TOPICS = ("a diplomatic solution", "sanctions", "the missile launch", "maritime interdiction", "pressure", "oil")

NEEDED = (
    "import chromadb_rust_bindings, numpy, onnxruntime, pydantic_settings, rich.console, tantivy, tokenizers, typer"
)
"""What a question cannot be answered without, of Chroma its engine alone."""


def measure_asking(folder: Path, progress: Progress | None = None) -> dict[str, Any]:
    """Return the seconds of a fresh `python -m bot ask`, and the milliseconds of a warm one, over the shipped corpus.

    `imports_s` is how long a fresh process takes to import what it cannot do without; `cold_ratio` compares the two.
    """
    with open_bot(folder) as bot:
        warm = _warm(bot)
    measured, compiled = [], folder.with_name(f"{folder.name}-compiled")
    for done in range(COLD + 1):
        asked = _cold(compiled, "-m", "bot", "ask", QUESTION, "--library", str(folder))
        measured.append((asked, _cold(compiled, "-c", NEEDED)))
        if progress:
            progress(done + 1, COLD + 1)
    # The first brings the files into the system's memory, and compiles them.
    cold, imports = zip(*measured[1:], strict=True)
    ratios = [whole / least for whole, least in measured[1:]]
    return {**summary({"cold_s": cold, "imports_s": imports, "cold_ratio": ratios}), "warm_ms": warm}


def _cold(compiled: Path, *arguments: str) -> float:
    """The seconds of a fresh process whose modules are compiled, as an installer leaves them."""
    return seconds(lambda: fresh(*arguments, compiled=compiled, check=True, stdout=subprocess.DEVNULL))


def _warm(bot: Bot) -> dict[str, Any]:
    questions = [f"What did {who} say about {topic}?" for topic, who in product(TOPICS, SPEAKERS)]
    bot.ask(QUESTION)
    size = len(questions) // ROUNDS
    asked = iter(questions)
    return percentiles_ms([[seconds(bot.ask, each) for each in islice(asked, size)] for _ in range(ROUNDS)])
