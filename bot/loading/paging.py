"""Page marks that can be trusted: a wrong page in a citation is worse than none."""

from __future__ import annotations

from dataclasses import replace

from bot.loading.parsed import Parsed


def trusted(parsed: Parsed, pages: int | None) -> Parsed:
    """The same without its page marks, unless they reach the number of pages that the file says it has.

    A word processor lays out pages anew each time; a file tells the breaks that it knows of, which may not be all.
    """
    last = max((mark.page for mark in parsed.marks if mark.page), default=1)
    return parsed if pages == last and pages > 1 else replace(parsed, marks=())
