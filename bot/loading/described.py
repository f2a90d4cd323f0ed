"""What a file says of itself, in the words that files have for it, becomes metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.loading.normalisation import one_line
from bot.records import Metadata, Speaker

_ISO_DATE = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_MONTH_NAME = re.compile(r"[^\W\d_]{3,}")
_YEAR = re.compile(r"\b\d{4}\b")
_LONGEST_DATE = 60
_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2})(?:[-_]\w+)*\s*")
_LONGEST = 500


def describe(
    *,
    title: str | None = None,
    authors: Iterable[str] = (),
    speakers: Iterable[Speaker] = (),
    organisations: Iterable[str] = (),
    date: str | None = None,
    language: str | None = None,
    source: str | None = None,
) -> Metadata | None:
    """The metadata of a file that says this of itself; None where it says nothing."""
    found = Metadata(
        title=_short(title),
        authors=tuple(dict.fromkeys(filter(None, map(_short, authors)))),
        speakers=tuple(dict.fromkeys(speakers)),
        organisations=tuple(dict.fromkeys(filter(None, map(_short, organisations)))),
        date=date,
        language=language,
        source=_short(source) or None,
    )
    return None if found == Metadata(title="") else found


def iso_date(text: str | None) -> str | None:
    """A day as ISO 8601 writes it; None for what names no day, or one that could be read in two ways.

    `2017-11-28T23:30-05:00` and `28 November 2017` are days; `04/05/2017` and `2017` are none.
    """
    iso = _ISO_DATE.match(text or "")
    if iso:
        return _day(*map(int, iso.groups()))
    if not text or len(text) > _LONGEST_DATE or not _MONTH_NAME.search(text) or not _YEAR.search(text):
        return None
    # It takes half a second to import, which a file with a plain date does not need.
    import dateparser  # type: ignore[import-untyped]

    found = dateparser.parse(text, languages=["en", "fr"], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return found.date().isoformat() if found else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def language_code(text: str | None) -> str | None:
    """The code of two letters at the beginning of a tag such as `en-CA`; None where there is none."""
    found = _LANGUAGE.fullmatch(text or "")
    return found[1].lower() if found else None


def _short(text: str | None) -> str:
    line = one_line(text or "")
    return line if len(line) <= _LONGEST else ""
