"""Plain text: soft-wrapped lines are joined, and a first line of its own is the title."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.loading import front_matter
from bot.loading.decoding import decode
from bot.loading.normalisation import clean, normalise
from bot.loading.parsed import Parsed
from bot.records import Heading

LONGEST_TITLE = 200
# Nobody wraps prose narrower or wider than this; lines outside of it end where their author meant them to.
_WRAP_WIDTHS = range(40, 121)
_LIST_ITEM = re.compile(r"[-*•–—] |\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)] ")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'’”»)\]]*$")
_WORD_BREAK = re.compile(r"(?<!\d)[\s_-]+|[\s_-]+(?!\d)")


def read(data: bytes, name: str) -> Parsed:
    """A plain text file, which may begin with a front matter too.

    Raises:
        UnreadableDocument: it is no text.
        FrontMatterError: its front matter is incomplete or wrong.
    """
    metadata, body = front_matter.split(clean(decode(data, name)), name, strict=False)
    text = unwrap(normalise(body))
    return Parsed(text, headings_of(text), metadata=metadata)


def unwrap(text: str) -> str:
    """Normalised text with the lines of each paragraph joined where only the page's width broke them."""
    return "\n\n".join(_unwrap_block(block.split("\n")) for block in text.split("\n\n"))


def _unwrap_block(lines: list[str]) -> str:
    width = max(map(len, lines))
    joined = lines[0]
    for line, following in pairwise(lines):
        joined += (" " if _is_soft(line, following, width) else "\n") + following
    return joined


def _is_soft(line: str, following: str, width: int) -> bool:
    """Whether the break is soft: the next line's first word would not have fitted."""
    if width not in _WRAP_WIDTHS or _LIST_ITEM.match(following):
        return False
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def title_heading(text: str) -> Heading | None:
    """The first line as a heading of level 1, where it is short, no sentence, and a block by itself."""
    line, _, rest = text.partition("\n")
    if not line or len(line) > LONGEST_TITLE or _SENTENCE_END.search(line) or (rest and rest[0] != "\n"):
        return None
    return Heading(start=0, end=len(line), level=1, text=line)


def headings_of(text: str) -> tuple[Heading, ...]:
    """The heading of a text that marks none: its title, where it has one."""
    heading = title_heading(text)
    return (heading,) if heading else ()


def readable(stem: str) -> str:
    """A file's stem as a title: `north-korea_2017-12-08` is "North korea 2017-12-08"."""
    words = _WORD_BREAK.sub(" ", stem).strip()
    return words[:1].upper() + words[1:]
