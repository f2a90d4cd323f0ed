r"""Signs in the source of an RTF file where its structure is: headings, cells, rows, pages, notes.

A sign is a character of Unicode's private use area, which becomes a part of the text as any other character does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HEADING = "\ue000"
"""The sign of a heading of level 1; those of the other levels follow it."""
CELL, ROW, ROW_START, PAGE, NOTE = "\ue00a", "\ue00b", "\ue00c", "\ue00d", "\ue00e"

_LEVELS = 9
_WORDS = {"cell": CELL, "nestcell": CELL, "row": ROW, "nestrow": ROW, "trowd": ROW_START, "page": PAGE, "pagebb": PAGE}
_KEYWORD = re.compile(
    r"\\[\\{}]|\\(?:(?P<level>outlinelevel|s)(?P<number>\d{1,4})"
    r"|(?P<word>cell|nestcell|row|nestrow|trowd|page|pagebb))(?![a-z\d-]) ?"
)
_BRACE = re.compile(r"\\[{}\\]|[{}]")
_FOOTNOTE = re.compile(r"\{(?:\\\*)?\s*\\footnote(?![a-z])(?:\s*\\ftnalt(?![a-z]))?")
_STYLE = re.compile(r"\{\\s(\d{1,4})(?!\d)[^{}]*?\s(?:heading (\d)|(title));", re.IGNORECASE)
# With it, striprtf would put the address of a link into the text.
_LINK = re.compile(r"HYPERLINK", re.IGNORECASE)


def signed(source: str) -> str:
    """The source with signs in it, and with the notes moved to its end."""
    levels = _levels(source)

    def with_sign(found: re.Match[str]) -> str:
        if found["word"]:
            kept = found[0] if _WORDS[found["word"]] in {PAGE, ROW_START} else ""
            return kept + _sign(_WORDS[found["word"]])
        if not found["level"]:
            return found[0]
        number = int(found["number"])
        level = levels.get(number) if found["level"] == "s" else number + 1
        return found[0] + (_sign(chr(ord(HEADING) + level - 1)) if level and level <= _LEVELS else "")

    body, notes = _without_notes(_LINK.sub("LINK", source))
    end = body.rindex("}") if "}" in body else len(body)
    moved = "".join(f"{{\\par {_sign(NOTE)}{note}}}" for note in notes)
    return _KEYWORD.sub(with_sign, body[:end] + moved + "}")


def group_of(source: str, start: int) -> int:
    """Where the group ends that opens at `start`: after its closing brace, or at the end of the source."""
    depth = 0
    for brace in _BRACE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.end()
    return len(source)


def _sign(sign: str) -> str:
    """A sign as a group of its own, so that what follows it stays as it is."""
    return f"{{\\uc0\\u{ord(sign)} }}"


def _levels(source: str) -> dict[int, int]:
    """The levels of the styles that are headings, by their numbers."""
    start = source.find("{\\stylesheet")
    if start < 0:
        return {}
    sheet = source[start : group_of(source, start)]
    return {int(number): int(level) if level else 1 for number, level, _ in _STYLE.findall(sheet)}


def _without_notes(source: str) -> tuple[str, list[str]]:
    """The source without its footnotes and endnotes, and what stands in those."""
    kept, notes, at = list[str](), list[str](), 0
    for opening in _footnotes(source):
        end = group_of(source, opening.start())
        kept.append(source[at : opening.start()])
        notes.append(source[opening.end() : end - 1])
        at = end
    return "".join(kept) + source[at:], notes


def _footnotes(source: str) -> Iterator[re.Match[str]]:
    end = 0
    while (found := _FOOTNOTE.search(source, end)) is not None:
        yield found
        end = group_of(source, found.start())
