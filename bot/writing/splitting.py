"""A model's text, as it comes in pieces, becomes sentences, each as soon as it is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import sentencex
from markdown_it import MarkdownIt

from bot.writing.markers import MARKER, Draft, numbers_in, unmarked

LONGEST = 1_200
"""Characters in which a sentence has to end."""

_MARKERS = re.compile(rf"\s*(?:{MARKER.pattern}[.,;]?\s*)+")
_BULLET = re.compile(r"^\s*(?:#{1,6}\s+|[-*•+]\s+|\d{1,2}[.)]\s+|>+\s*)")
_HALF_MARKER = re.compile(r"\s*[\[【][^\]】]*$")
_LINE = re.compile(r".+")
_WORDS = frozenset({"text", "code_inline"})
_BREAKS = {"softbreak": " ", "hardbreak": " "}
_ENDED = re.compile(r"[.!?…][”\"’')\]】]*\s*$")


class Endless(Exception):
    """A model writes on and on without ending a sentence."""


def sentences_of(pieces: Iterable[str], language: str = "en") -> Iterator[Draft]:
    """Yield each sentence of a text that comes in pieces, with the markers that stand in it or right behind it.

    The last one comes even where its end is missing, unless it has none because the text broke off: that the caller
    knows by the error that ended the pieces.

    Raises:
        Endless: a sentence does not end.
    """
    left = ""
    for piece in pieces:
        left += piece
        whole, left = _whole(left, language)
        yield from _drafts(whole)
        if len(left) > LONGEST:
            raise Endless
    yield from _drafts(_split(left, language))


def is_ended(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return _ENDED.search(MARKER.sub("", text)) is not None


def _whole(text: str, language: str) -> tuple[list[str], str]:
    """The sentences that are whole, and what is left: the last one, to which words or markers may still come."""
    starts = _starts(text, language)
    if len(starts) > 1 and _HALF_MARKER.match(text, starts[-1]):
        starts.pop()
    end = len(text) if text.endswith("\n") else starts[-1] if starts else 0
    return _split(text[:end], language), text[end:]


def _split(text: str, language: str) -> list[str]:
    starts = _starts(text, language)
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _starts(text: str, language: str) -> list[int]:
    """Where the sentences of a text start; markers at the beginning of one belong to the one before in its line."""
    starts: list[int] = []
    for line in _LINE.finditer(text):
        for boundary in sentencex.get_sentence_boundaries(language, line.group()):
            start = line.start() + boundary["start_index"]
            markers = _MARKERS.match(text, start, line.end())
            if markers and boundary["start_index"]:
                start = markers.end()
            if text[start : line.start() + boundary["end_index"]].strip():
                starts.append(start)
    return starts


def _drafts(parts: Iterable[str]) -> Iterator[Draft]:
    for part in parts:
        text = unmarked(plain(part))
        if any(map(str.isalnum, text)):
            yield Draft(text, numbers_in(part))


def plain(text: str) -> str:
    """Return a text without Markdown and HTML, which models like to write."""
    tokens = MarkdownIt("commonmark").parseInline(_BULLET.sub("", text).strip())
    children = tokens[0].children or [] if tokens else []
    kept = (
        each.content if each.type in ("text", "code_inline") else " " * each.type.endswith("break") for each in children
    )
    return "".join(kept).strip()
