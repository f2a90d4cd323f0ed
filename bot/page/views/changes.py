"""What was changed in the library lately, and by whom: for those who may change it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.page.markup import Html, element
from bot.page.words import Words
from bot.records import ANYBODY, LogEntry

NEWEST = 30
"""Changes that are listed; the command line lists all."""

PLAIN = frozenset({"add", "remove", "restore"})
"""Commands that need no word beside what they did."""


def render(words: Words, entries: Sequence[LogEntry]) -> Html:
    """The newest changes, the newest first; nothing where there are none."""
    if not entries:
        return Html()
    summary = element("summary", words("log.title"))
    lines = (_entry(words, each) for each in entries)
    # It scrolls, which has to be possible by keyboard as well.
    listed = element("ol", *lines, reversed=True, tabindex="0", aria_label=words("log.title"))
    more = element("p", words("log.more", number=NEWEST), class_="hint") if len(entries) == NEWEST else ""
    return element("details", summary, listed, more, class_="changes")


def _entry(words: Words, entry: LogEntry) -> Html:
    what = element("span", words(f"log.change.{entry.change}"), class_="what")
    title = element("span", entry.title, class_="title")
    day, time = entry.at[:10], entry.at[11:16]
    who = words("log.anybody") if entry.who == ANYBODY else entry.who
    told = words("log.told", who=who, date=words.date(day), time=time)
    through = "" if entry.through in PLAIN else f" ({entry.through})"
    return element("li", what, " ", title, " ", element("span", f"{told}{through}", class_="told"))
