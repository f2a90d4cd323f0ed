"""Long quotations are hidden from the parser, which would take their verbs for the sentence's own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from bot.records import Span

STAND_IN = "Yes"
FEWEST_WORDS = 3
_ENDS = ",.?!…—–"
_STRAIGHT = str.maketrans("“”„«»‹›", '"' * 7)
"""The parser knows these marks best; lengths stay the same."""


class Masked:
    """A stretch of a text in which quotations are replaced by one word, and the way back to the text's offsets."""

    def __init__(self, text: str, stretch: Span, quoted: Sequence[Span]) -> None:
        self.hidden: list[Span] = []
        parts: list[str] = []
        self._starts, self._origins = [0], [stretch.start]
        at, length = stretch.start, 0
        for span in quoted:
            if not self._is_hidden(text, span):
                continue
            self.hidden.append(span)
            start, end = _with_spaces(text, span)
            stand_in = STAND_IN + (text[span.end - 1] if text[span.end - 1] in _ENDS else "")
            parts += [text[at:start], stand_in]
            length += start - at
            self._note(length, span.start)
            length += len(stand_in)
            self._note(length, end)
            at = end
        parts.append(text[at : stretch.end])
        self.text = "".join(parts).translate(_STRAIGHT)
        self._places = {span.start: span for span in self.hidden}

    def _note(self, place: int, origin: int) -> None:
        self._starts.append(place)
        self._origins.append(origin)

    def _is_hidden(self, text: str, span: Span) -> bool:
        """Whether a quotation is a sentence of its own, or goes on one that was interrupted."""
        words = text[span.start : span.end].split()
        first = next((character for character in text[span.start : span.end] if character.isalpha()), "")
        whole = first.isupper() and (len(words) >= FEWEST_WORDS or text[span.end - 1] in _ENDS)
        goes_on = bool(self.hidden) and text[span.end - 1] in _ENDS and text[: span.start - 1].rstrip()[-1:] in ",."
        return whole or goes_on

    def origin(self, start: int, end: int) -> Span:
        """Return where a stretch of the masked text lies in the text; of what is hidden it has all."""
        return Span(self._at(start, last=False), self._at(end - 1, last=True))

    def _at(self, place: int, *, last: bool) -> int:
        piece = bisect_right(self._starts, place) - 1
        origin = self._origins[piece]
        hidden = self._places.get(origin) if piece % 2 else None
        if hidden:
            return hidden.end if last else hidden.start
        return origin + place - self._starts[piece] + int(last)


def _with_spaces(text: str, span: Span) -> tuple[int, int]:
    """The stretch with the spaces that French puts within its marks."""
    start, end = span.start, span.end
    while text[start - 1 : start].isspace():
        start -= 1
    while text[end : end + 1].isspace():
        end += 1
    return start, end
