"""Which documents repeat another: of those of almost the same text, all but the one that came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.records import Source


def earlier_ones(links: Iterable[tuple[int, int]], sources: Mapping[int, Source]) -> dict[int, tuple[int, ...]]:
    """Return for each document that repeats others their numbers, the earliest first.

    A document is earlier by its date; one without a date comes after those with one, in the order of adding.
    """
    found: dict[int, set[int]] = {}
    for pair in links:
        first, second = sorted(pair, key=lambda number: _age(number, sources))
        found.setdefault(second, set()).add(first)
    return {
        number: tuple(sorted(others, key=lambda other: _age(other, sources)))
        for number, others in sorted(found.items())
    }


def linked(earlier: Mapping[int, tuple[int, ...]], sources: Mapping[int, Source]) -> dict[int, Source]:
    """Return the sources, each with the ids of those that it is almost the same as."""
    alike: dict[int, list[int]] = {}
    for number, others in earlier.items():
        for other in others:
            alike.setdefault(number, []).append(other)
            alike.setdefault(other, []).append(number)
    told = {
        number: replace(
            sources[number],
            duplicate_of=sources[earlier[number][0]].id if number in earlier else None,
            near_duplicates=tuple(sources[other].id for other in sorted(others, key=lambda each: _age(each, sources))),
        )
        for number, others in alike.items()
    }
    return {**sources, **told}


def _age(number: int, sources: Mapping[int, Source]) -> tuple[str, int]:
    return sources[number].metadata.date or "9999", number
