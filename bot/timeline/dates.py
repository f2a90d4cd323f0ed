"""The dates that a sentence states, resolved against the date of its document.

Own patterns find them and dateparser resolves them: its own search takes some fifty times as long, and takes words
such as “may” and figures such as “2,000” for dates.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.timeline.tenses import Tenses

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.?|April|Apr\.?|May|June|Jun\.?|July|Jul\.?|Aug(?:ust|\.)?|"
    r"Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_RANGE = rf"(?P<{{}}>{_DAY})(?:\s*[–-]\s*{_DAY}|\s+(?:and|to|or)\s+{_DAY})?"
_YEAR = r"(?:1[6-9]|20)\d{2}"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_COUNT = r"(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_BEFORE = r"(?:[Ii]n|[Oo]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Oo]f|[Dd]uring|[Bb]efore|[Aa]fter|[Tt]hroughout)"
_PART = r"(?:(?:early|mid|late)[ -]|the (?:beginning|start|middle|end|spring|summer|autumn|fall|winter) of )?"
# A weekday that a date follows is the same day: “on Thursday, March 14”.
_UNDATED = rf"(?!,? \(?(?:the )?(?:{_MONTH} {_DAY}|{_DAY} (?:of )?{_MONTH})\b)"
# American news leaves out “on” before a weekday; what follows ends the phrase, so that “Thursday meetings” is none.
_ENDED = (
    r"(?=[.,;:!?)”\"—–]|\s*$|\s[–—]|\s(?:morning|afternoon|evening|night|that|as|after|before|when|while|and|but|in|at|by|"
    r"for|to|with|from)\b)"
)
_NOT_BARE = frozenset(
    """a an the this that every each any one of and or since until till before after by from to between black good holy
    easter ash bloody super""".split()
)
_DATE = re.compile(
    rf"\b(?P<iso>{_YEAR}-[01]\d-[0-3]\d)\b"
    rf"|(?<![\d.,-])\b{_RANGE.format('first')} (?:of )?(?P<month>{_MONTH})(?![\w-])(?:,? (?P<year>{_YEAR})\b)?"
    rf"|\b(?P<month_us>{_MONTH}) {_RANGE.format('first_us')}(?![\d–-]|,\d)(?:,? (?P<year_us>{_YEAR})\b)?"
    rf"|\b(?P<month_year>{_MONTH},? {_YEAR})\b"
    rf"|\b{_BEFORE} {_PART}(?P<month_only>{_MONTH})(?![\w-])(?!\.?,? (?:Day|{_DAY}|{_YEAR})\b(?!,\d))"
    rf"|\b(?P<relative>(?:[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)(?![’'])"
    rf"|(?:[Ll]ast|[Nn]ext|[Tt]his) (?:week|month|year|{_WEEKDAY}))\b"
    rf"|\b[Oo]n (?P<weekday>{_WEEKDAY})\b{_UNDATED}"
    rf"|(?<=[A-Za-z\d”\"] )(?P<bare_weekday>{_WEEKDAY})\b{_UNDATED}{_ENDED}"
    r"|\b[Tt]he (?P<beside>next|following|previous) (?P<beside_unit>day|week|month|year)\b"
    rf"|\b(?P<count>{_COUNT}) (?P<unit>day|week|month|year)s? (?P<way>later|earlier|ago)\b"
    rf"|\b{_BEFORE} {_PART}(?P<bare_year>{_YEAR})\b(?!-\d\d-\d|[-–]\w*[a-z]|,\d)"
    r"(?! (?:per cent|percent|barrels|troops|people))"
)
_PRECISION = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that stands in a text from `start` to `end`, in ISO 8601 as precise as it is written there."""

    start: int
    end: int
    iso: str


def dates_in(text: str, base: str | None, earlier: str = "") -> list[Dated]:
    """Return the dates that a sentence states, in order; none that needs a base date where there is none.

    `base` is the ISO date of the document. A month, a weekday or a day of the month without a year is the last one up
    to the base, or the next one from it on where the verb nearest before it, else after it, speaks of the future. “The
    next day” and “two days later” count from the date before them in the sentence or in `earlier`, the text above it.
    """
    anchor = _last(earlier, base)
    tenses = Tenses(text)
    found: list[Dated] = []
    for match in _DATE.finditer(text):
        iso = _iso(match, tenses, base, anchor)
        if iso:
            found.append(Dated(match.start(), match.end(), iso))
            anchor = iso
    return found


def order(iso: str) -> tuple[str, int]:
    """Return what dates sort by: their first day, and at the same day the more precise first."""
    return f"{_first_day(iso):%Y-%m-%d}", -len(iso)


def _last(text: str, base: str | None) -> str | None:
    """The last date that a text states by itself."""
    tenses = Tenses(text)
    matches = [match for match in _DATE.finditer(text) if not match["beside"] and not match["count"]]
    isos = (_iso(match, tenses, base, None) for match in reversed(matches))
    return next((iso for iso in isos if iso), base)


def _iso(match: re.Match[str], tenses: Tenses, base: str | None, anchor: str | None) -> str | None:
    """The date that a match means, as precise as it is."""
    if match["bare_weekday"] and not _is_dated(match, tenses):
        return None
    expression, precision = _expression(match)
    counts = match["beside"] or match["way"] in ("later", "earlier")
    since = anchor if counts else base
    if since is None and not re.search(_YEAR, expression):
        return None
    future = tenses.is_future(match.start(), match.end())
    moment = _resolved(expression, _from(match, _first_day(since or "2000"), future=future), future=future)
    return f"{moment:{_PRECISION[precision]}}" if moment else None


def _is_dated(match: re.Match[str], tenses: Tenses) -> bool:
    """Whether a weekday without “on” tells when something was or will be: “signed Thursday”, not “every Thursday”."""
    word = match.string[: match.start()].rsplit(maxsplit=1)[-1]
    return word.casefold() not in _NOT_BARE and tenses.has_verb_before(match.start())


def _from(match: re.Match[str], base: datetime, *, future: bool) -> datetime:
    """The day that a date is resolved from, so that the base itself counts.

    The resolver's future leaves out the day itself, and so does its past with a weekday, but not with other dates.
    """
    start = base.replace(day=1) if match["month_only"] else base
    is_weekday = match["weekday"] or match["bare_weekday"]
    is_yearless = match["month"] or match["month_us"] or match["month_only"] or is_weekday
    if is_yearless and future:
        return start - timedelta(days=1)
    return start + timedelta(days=1) if is_weekday else base


def _expression(match: re.Match[str]) -> tuple[str, str]:
    """What dateparser is asked for, and how precise it is."""
    part = match.groupdict()
    if part["iso"]:
        return part["iso"], "day"
    if part["month"] or part["month_us"]:
        day, month = part["first"] or part["first_us"], part["month"] or part["month_us"]
        return f"{day} {month} {part['year'] or part['year_us'] or ''}".strip(), "day"
    if part["month_year"] or part["month_only"]:
        return part["month_year"] or part["month_only"], "month"
    if part["beside"]:
        return _counted("1", part["beside_unit"], "earlier" if part["beside"] == "previous" else "later")
    if part["count"]:
        return _counted(part["count"], part["unit"], part["way"])
    if part["bare_year"]:
        return f"January {part['bare_year']}", "year"
    written = (part["relative"] or part["weekday"] or part["bare_weekday"]).replace("onight", "oday")
    return written, next((unit for unit in ("week", "month", "year") if written.endswith(unit)), "day")


def _counted(count: str, unit: str, way: str) -> tuple[str, str]:
    return (f"in {count} {unit}" if way == "later" else f"{count} {unit} ago"), unit


@lru_cache(maxsize=4096)
def _resolved(expression: str, base: datetime, *, future: bool) -> datetime | None:
    # It takes a tenth of a second to import, which only a timeline needs.
    import dateparser  # type: ignore[import-untyped]

    settings = {
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "future" if future else "past",
        "PREFER_DAY_OF_MONTH": "first",
        "TIMEZONE": "UTC",
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        moment: datetime | None = dateparser.parse(expression, languages=["en"], settings=settings)
    return moment


def _first_day(iso: str) -> datetime:
    if "W" in iso:
        return datetime.strptime(f"{iso}-1", "%G-W%V-%u")
    year, month, day = [*map(int, iso.split("-")), 1, 1][:3]
    return datetime(year, month, day)
