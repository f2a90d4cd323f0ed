"""The commands for labelled data: they measure the bot, and fit its weights."""

from __future__ import annotations

import importlib.util
import json
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import platformdirs
import typer

from bot.cli import rendering
from bot.cli.application import app
from bot.cli.options import JsonOption
from bot.cli.terminal import Terminal, reporting
from bot.errors import BotError
from bot.ranking import Ranking

LibrariesOption = Annotated[
    Path | None,
    typer.Option("--libraries", metavar="DIR", help="Where the sets' libraries are kept (default: your cache)."),
]
PARTS = ("dense", "feedback", "lexical", "sentence", "titles")


@app.command(epilog="Example: bot evaluate labelled-sets scifact --json")
def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Holds a folder of labelled data a set.")],
    sets: Annotated[
        list[str] | None, typer.Argument(metavar="[SET]...", help="Only these sets (default: all).")
    ] = None,
    *,
    documents: Annotated[
        Path | None, typer.Option(metavar="PATH", help="The documents that a set asks about but does not hold.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="PART", help=f"Leave out a part of the ranking: {', '.join(PARTS)}.")
    ] = None,
    libraries: LibrariesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the bot on labelled data: retrieval, sentences, declining, citing; needs the extra “evaluate”."""
    parts = _known(tuple(without or ()))
    with reporting(as_json=as_json) as terminal:
        figures = _evaluated(terminal, folder, tuple(sets or ()), documents, parts, libraries)
        terminal.show(figures, rendering.report(figures))


@app.command(epilog="Example: bot fit labelled-sets --output weights.json")
def fit(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Holds a folder of labelled questions a set.")],
    *,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the weights go (default: into the installed bot).")
    ] = None,
    libraries: LibrariesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fit the weights of the answers on labelled questions; needs scikit-learn."""
    with reporting(as_json=as_json) as terminal:
        weights = _fitted(folder, libraries or _cache(), terminal)
        written = output or Path(str(files("bot.answering") / "weights.json"))
        _write(written, weights)
        terminal.show({"output": str(written), "weights": weights}, f"Wrote {written}.")


def _evaluated(
    terminal: Terminal,
    folder: Path,
    names: tuple[str, ...],
    documents: Path | None,
    without: tuple[str, ...],
    libraries: Path | None,
) -> dict[str, Any]:
    _need_extra()
    # What does the work takes most of a second to import, which `--help` does not need.
    from bot.embedding import load_embedder
    from bot.evaluation import Evaluation, sets_in
    from bot.settings import load_settings

    settings = load_settings()
    evaluation = Evaluation(
        libraries or _cache(),
        load_embedder(settings.embedding),
        settings,
        documents,
        Ranking().without(without),
        titles="titles" not in without,
    )
    figures = {}
    for one in sets_in(folder, names):
        if not names and evaluation.lacks_documents(one):
            terminal.note(f"{one.name} is left out: it asks about documents, which --documents PATH gives.")
            continue
        with terminal.progress(one.name) as progress:
            figures[one.name] = evaluation.measure(one, progress)
    return figures


def _known(parts: tuple[str, ...]) -> tuple[str, ...]:
    for part in parts:
        if part not in PARTS:
            raise typer.BadParameter(f"“{part}” is none of {', '.join(PARTS)}.", param_hint="--without")
    return parts


def _need_extra() -> None:
    if any(importlib.util.find_spec(name) is None for name in ("sklearn", "ir_measures")):
        raise BotError(
            "This needs scikit-learn and ir-measures, which are not installed.",
            "Run pip install 'policy-brief-bot[evaluate]'.",
        )


def _fitted(folder: Path, libraries: Path, terminal: Terminal) -> dict[str, Any]:
    _need_extra()
    # As above.
    from bot.embedding import load_embedder
    from bot.fitting import fit as fit_weights
    from bot.settings import load_settings

    return fit_weights(folder, libraries, load_embedder(load_settings().embedding), terminal.note)


def _cache() -> Path:
    return platformdirs.user_cache_path("policy-brief-bot", appauthor=False) / "evaluation"


def _write(path: Path, weights: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise BotError(f"{path} cannot be written: {error.strerror}.", "Choose another file with --output.") from error
