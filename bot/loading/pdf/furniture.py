"""What stands on every page and is no part of the text: running heads and feet, and the numbers of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.loading.pdf.glyphs import Segment

_LINES = 3
"""How many lines at the upper and at the lower edge of a page may be furniture."""

_NEAR = 4.0
"""Points by which the place of a running head may differ from page to page."""

_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|p\.|seite)\s*)?#(?:\s*(?:/|of|sur|von|de)\s*#)?\W*", re.IGNORECASE)

_Key = tuple[str, bool, int]


def without_furniture(pages: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """The segments of each page without those that come back at the edges of other pages, and without page numbers."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for edge in edges for key in {near for each, outer in edge for near in _keys(each, outer)})
    return [_kept(page, edge, seen) for page, edge in zip(pages, edges, strict=True)]


def _edges(page: Sequence[Segment]) -> list[tuple[Segment, bool]]:
    """The segments of the outermost lines, from the edges inwards, and whether they are at the upper edge."""
    return [(each, upper) for upper in (True, False) for line in _outermost(page, upper=upper) for each in line]


def _outermost(page: Sequence[Segment], *, upper: bool) -> list[list[Segment]]:
    """The outermost lines of a page, each as its segments."""
    found: list[list[Segment]] = []
    for segment in sorted(page, key=lambda each: -each.box.top if upper else each.box.bottom):
        if found and segment.box.shares_line(found[-1][0].box):
            found[-1].append(segment)
        elif len(found) == _LINES:
            break
        else:
            found.append([segment])
    return found


def _keys(segment: Segment, upper: bool) -> Iterable[_Key]:  # noqa: FBT001  # it is half of a pair
    """What a segment says, numbers aside, and about where: two that are near share one of two keys."""
    place = int(segment.box.bottom // _NEAR)
    said = _NUMBERS.sub("#", segment.text)
    return (said, upper, place), (said, upper, place + 1)


def _kept(page: Sequence[Segment], edges: Iterable[tuple[Segment, bool]], seen: Counter[_Key]) -> list[Segment]:
    gone = {id(each) for each, upper in edges if max(seen[key] for key in _keys(each, upper)) > 1}
    gone |= {id(each) for each, _ in edges if _is_page_number(each, page)}
    return [segment for segment in page if id(segment) not in gone]


def _is_page_number(segment: Segment, page: Sequence[Segment]) -> bool:
    """Whether a segment at an edge is a number by itself, with nothing beyond it and a gap to the text."""
    if not _PAGE_NUMBER.fullmatch(_NUMBERS.sub("#", segment.text)):
        return False
    box = segment.box
    gaps = [max(other.box.bottom - box.top, box.bottom - other.box.top) for other in page if other is not segment]
    above = all(other.box.top <= box.top + 1 for other in page)
    below = all(other.box.bottom >= box.bottom - 1 for other in page)
    return (above or below) and min(gaps, default=0.0) > box.height
