"""Positions side by side: each side with its dated sentences, and which of its words are shared or its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.page.markup import Html, element, join
from bot.page.turns import number_of
from bot.page.views.chips import chip
from bot.page.words import Words
from bot.records import Citation, Sentence, Side


def render(words: Words, sides: Sequence[Side], citations: Sequence[Citation], shared: Sequence[str] = ()) -> Html:
    """The columns, with a line above them on the words that several sides use; nothing without sides."""
    if not sides:
        return Html()
    columns = element("div", *(_side(words, side, citations, shared) for side in sides), class_="sides")
    return join(_legend(words, shared, any(side.own for side in sides)), columns)


def _legend(words: Words, shared: Sequence[str], has_own: bool) -> Html:  # noqa: FBT001 - as in `tools`
    if not shared and not has_own:
        return Html()
    common = element("mark", ", ".join(shared), class_="shared") if shared else words("sides.none")
    both = element("span", words("sides.shared"), " ", common)
    own = element("span", element("mark", words("sides.own.sample"), class_="telling"), " ", words("sides.own.legend"))
    return element("p", both, own if has_own else "", class_="legend")


def _side(words: Words, side: Side, citations: Sequence[Citation], shared: Sequence[str]) -> Html:
    """A side with its sentences, or why it has none."""
    name = side.speaker or side.country or ""
    country = element("span", side.country, class_="country") if side.speaker and side.country else ""
    silent = "" if side.sentences else element("p", words("sides.silent"), class_="silent")
    reason = element("p", words.message(side.reason), class_="reason") if side.reason else ""
    said = (_said(words, sentence, side, citations, shared) for sentence in side.sentences)
    own = element("p", words("sides.own"), " ", ", ".join(side.own), class_="own-words") if side.own else ""
    content = (element("h3", name, " ", country), silent, reason, *said, own)
    return element("section", *content, class_=None if side.sentences else "is-silent")


def _said(words: Words, sentence: Sentence, side: Side, citations: Sequence[Citation], shared: Sequence[str]) -> Html:
    numbered = {number_of(each, citations): each for each in sentence.citations}
    chips = (chip(words, number, each) for number, each in numbered.items())
    text = element("span", *marked(sentence.text, shared, side.own), class_="cited-sentence")
    return element("p", _told_by(words, sentence, side.speaker or side.country or ""), text, *chips, class_="said")


def _told_by(words: Words, sentence: Sentence, name: str) -> Html:
    """When a sentence of a side was said, and by whom, where that is not the side itself."""
    first = next(iter(sentence.citations), None)
    if first is None:
        return Html()
    speaker = first.speaker if first.speaker != name else None
    when = words.date(first.date) if first.date else words("date.none")
    return element("span", when, " · " if speaker else "", speaker or "", class_="when")


def marked(text: str, shared: Sequence[str], own: Sequence[str]) -> Iterator[Html]:
    """A sentence with the words that are shared, and those of its own side, marked."""
    known = {each.casefold(): "shared" for each in shared} | {each.casefold(): "telling" for each in own}
    if not known:
        yield join(text)
        return
    longest = sorted(map(re.escape, known), key=len, reverse=True)
    pieces = re.split(rf"\b({'|'.join(longest)})\b", text, flags=re.IGNORECASE)
    for at, piece in enumerate(pieces):
        yield element("mark", piece, class_=known[piece.casefold()]) if at % 2 else join(piece)
