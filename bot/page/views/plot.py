"""Dated statements as a plot: a row a speaker, time from left to right, and a button for each statement.

The points are placed by style rules and are real buttons, so that a keyboard and a screen reader reach them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.page.markup import Html, element
from bot.page.views.chips import carried
from bot.page.words import Words
from bot.timeline.dates import order
from bot.timeline.entries import Entry

ROWS = 8
"""Speakers that get a row of their own; the others share one."""

COLUMNS = 28
"""Points that fit side by side; those of about the same day are stacked."""

TICKS = 5
"""Dates that are written below the plot."""

MIDDLE = {len("2017-W48"): 3, len("2017-11"): 14, len("2017"): 182}
"""Days from the first to the middle one of a week, a month and a year, by the length of their dates."""

LONGEST = 160
"""Characters of a statement in a point's label."""

LEAST = timedelta(days=28)
"""The shortest period that is drawn, so that a single day is not stretched over the whole width."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Which day is how far from the left."""

    first: date
    last: date

    def column(self, day: date) -> int:
        """The column of a day, from 0; what lies outside is drawn at the edge."""
        share = (day - self.first) / (self.last - self.first)
        return min(max(round(share * (COLUMNS - 1)), 0), COLUMNS - 1)

    def day(self, share: float) -> date:
        """The day at a share of the width, 0 to 1."""
        return self.first + (self.last - self.first) * share


def render(words: Words, entries: Sequence[Entry]) -> Html:
    """The plot; a statement from long before the others stands at the edge, with its own date in its label."""
    scale = _scale([_day(each) for each in entries])
    rows = (_row(words, speaker, listed, scale) for speaker, listed in _rows(words, entries))
    content = element("div", *rows, _axis(words, scale), class_="plot")
    # Scrolls sideways on a narrow screen: hence the tab stop.
    return element("div", content, class_="plot-frame", role="group", tabindex=0, aria_label=words("timeline.plot"))


def _rows(words: Words, entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    counted = Counter(each.speaker for each in entries if each.speaker)
    shown = [name for name, _ in counted.most_common(ROWS)]
    yield from ((name, [each for each in entries if each.speaker == name]) for name in shown)
    others = [each for each in entries if each.speaker not in shown]
    if others:
        yield words("timeline.others"), others


def _row(words: Words, speaker: str, entries: Sequence[Entry], scale: Scale) -> Html:
    heights: Counter[int] = Counter()
    points = []
    for each in entries:
        column = scale.column(_day(each))
        points.append(_point(words, each, column, heights[column]))
        heights[column] += 1
    track = element("div", *points, class_="track", style=f"--high:{max(heights.values())}")
    label = element("span", speaker, class_="speaker")
    count = element("span", str(len(entries)), class_="count")
    return element("div", element("div", label, " ", count, class_="row-label"), track, class_="row")


def _point(words: Words, entry: Entry, column: int, height: int) -> Html:
    citation = entry.sentence.citations[0]
    when = words.date(entry.date)
    who = entry.speaker or words("timeline.nobody")
    label = words("timeline.point", date=when, speaker=who, text=_short(entry.sentence.text))
    style = f"--at:{column / (COLUMNS - 1):.4f};--up:{height}"
    carries = carried(words, citation) | {"data_when": when}
    return element("button", type="button", class_="point", style=style, aria_label=label, **carries)


def _axis(words: Words, scale: Scale) -> Html:
    shares = [at / (TICKS - 1) for at in range(TICKS)]
    ticks = (element("span", words.date(f"{scale.day(each):%Y-%m-%d}"), style=f"--at:{each:.4f}") for each in shares)
    return element("div", element("div", class_="row-label"), element("div", *ticks, class_="ticks"), class_="axis")


def _scale(days: Sequence[date]) -> Scale:
    """From the first to the last day, leaving out at most a twentieth that lie long before the others."""
    ordered = sorted(days)
    first, last = ordered[len(ordered) // 20], ordered[-1]
    return Scale(min(first, last - LEAST), last)


def _day(entry: Entry) -> date:
    """The middle of what an entry's date may mean: a day, a week, a month or a year."""
    first, _ = order(entry.date)
    return date.fromisoformat(first) + timedelta(days=MIDDLE.get(len(entry.date), 0))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
