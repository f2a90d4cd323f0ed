"""The older versions of a document, above its text: to be read and, unless the page is read-only, to be restored."""

from __future__ import annotations

from collections.abc import Sequence

from bot.page.markup import Html, element
from bot.page.words import Words
from bot.records import Version


def versions(
    words: Words, document: str, found: Sequence[Version], shown: int | None = None, *, read_only: bool = False
) -> Html:
    """All versions, the newest first, of which one is `shown`; nothing where there is only the current one."""
    if len(found) < 2:
        return Html()
    summary = element("summary", words.count("versions.count", len(found) - 1))
    listed = (_version(words, document, each, shown, read_only=read_only) for each in reversed(found))
    return element("details", summary, element("ol", *listed, reversed=True), class_="versions", open=shown is not None)


def older(words: Words, version: Version) -> Html:
    """That the text which is shown is none that answers are made of."""
    told = words("versions.shown", number=version.number, date=words.date(_day(version)))
    return element("p", told, class_="note", role="status")


def restored(words: Words, number: int) -> Html:
    """That an older text is the current one again."""
    return element("p", words("versions.restored", number=number), class_="done", role="status")


def _version(words: Words, document: str, version: Version, shown: int | None, *, read_only: bool) -> Html:
    is_current = version.replaced is None
    is_shown = is_current if shown is None else shown == version.number
    read_label = words("versions.read.label", number=version.number)
    restore_label = words("versions.restore.label", number=version.number)
    read = _button(words("versions.read"), read_label, version, data_older=document)
    restore = _button(words("versions.restore"), restore_label, version, data_restoring=document)
    number = element("span", words("versions.number", number=version.number), class_="number")
    told = element("span", _told(words, version), class_="told")
    buttons = ("" if is_shown else read, "" if is_current or read_only else restore)
    return element("li", number, told, *buttons, aria_current="true" if is_shown else None)


def _button(text: str, label: str, version: Version, **data: str) -> Html:
    return element("button", text, type="button", aria_label=label, **data, data_number=version.number)


def _told(words: Words, version: Version) -> str:
    when = words("versions.replaced", date=words.date(_day(version))) if version.replaced else words("versions.current")
    size = words.count("versions.characters", version.characters)
    return f"{when} · {size} · {words(f'versions.change.{version.change}')}"


def _day(version: Version) -> str:
    return (version.replaced or "")[:10]
