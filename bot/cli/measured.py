"""How the figures of a benchmark look in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

Figures = Mapping[str, Any]

Columns = Sequence[tuple[str, Callable[[Figures], str]]]
"""Headings, each with what stands below it in a row."""

COLUMNS: Columns = (
    ("passages", lambda row: f"{row['passages']:,}"),
    ("p50 ms", lambda row: _spread(row, "p50_ms")),
    ("p95 ms", lambda row: _spread(row, "p95_ms")),
    ("recall@10", lambda row: f"{row['recall@10']:.3f}"),
    ("1 % filter", lambda row: f"× {row['filter']['ratio']:.2f}, {row['filter']['results']} found"),
    ("32 users p95 ms", lambda row: f"{row['users'][-1]['p95_ms']:.0f}"),
    ("memory MB", lambda row: f"{row['rss_mb']:,.0f}"),
    ("disk MB", lambda row: f"{row['disk_mb']:,.0f}"),
    ("open s", lambda row: f"{row['open_s']:.2f}"),
    ("add ms/passage", lambda row: f"{row['add_ms_per_passage']:.2f}"),
)

OTHERS: Columns = (
    ("library", lambda row: f"{row['name']}"),
    ("set", lambda row: f"{row['set']}"),
    ("passages/s", lambda row: f"{row['passages_per_s']['median']:.4g}"),
    ("search p50 ms", lambda row: f"{row['search_ms']['p50']:.4g}"),
    ("p95 ms", lambda row: f"{row['search_ms']['p95']:.4g}"),
    ("cold s", lambda row: f"{row['cold_s']['median']:.2f}"),
    ("memory MB", lambda row: f"{row['rss_mb']:,.0f}"),
    ("installed MB", lambda row: "" if row["install_mb"] is None else f"{row['install_mb']:,}"),
    ("nDCG@10", lambda row: f"{row['ndcg@10']:.3f}"),
)


def figures(found: Figures) -> Iterator[RenderableType]:
    """What was measured: a table of single figures, one with a line for each size, and one of other libraries."""
    machine = found["machine"]
    yield Text(f"{machine['cores']} cores, {machine['memory_gb']} GB. In brackets: the 5th and 95th percentile.\n")
    yield _single(found["index"], found["ask"])
    yield Text()
    yield _rows(COLUMNS, found["search"])
    if found["peers"]:
        yield Text()
        yield _rows(OTHERS, found["peers"])


def _single(index: Figures, ask: Figures) -> Table:
    table = Table("figure", "value", box=None, pad_edge=False, header_style="bold")
    table.add_row("indexing, passages/s", _spread(index, "passages_per_s"))
    table.add_row("the embedding model alone, passages/s", _spread(index, "embedder_passages_per_s"))
    table.add_row("indexing as a share of that: by the clock", _spread(index, "ratio"))
    table.add_row("and of the processor's work", _spread(index, "cpu_ratio"))
    table.add_row("the model against its naive use", f"× {_spread(index, 'naive_ratio')}")
    table.add_row("cold question, s", _spread(ask, "cold_s"))
    table.add_row("that against importing what it needs", f"× {_spread(ask, 'cold_ratio')}")
    table.add_row("warm question, p50 ms", _spread(ask["warm_ms"], "p50"))
    table.add_row("warm question, p95 ms", _spread(ask["warm_ms"], "p95"))
    return table


def _rows(columns: Columns, rows: Sequence[Figures]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, _ in columns:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(*(drawn(row) for _, drawn in columns))
    return table


def _spread(found: Figures, name: str) -> str:
    low, high = found["spread"][name]
    return f"{found[name]:.4g} [{low:.4g}–{high:.4g}]"
