"""A dialogue in a text: short paragraphs of nothing but a quotation, in which two take turns."""

from __future__ import annotations

from bot.attribution.voices import Voice


class Exchange:
    """Remembers who asks and who answers, as long as paragraph follows paragraph with nothing but quotations."""

    def __init__(self) -> None:
        self._asker: Voice | None = None
        self._answerer: Voice | None = None
        self._last: Voice | None = None

    @property
    def turn(self) -> Voice | None:
        """Who speaks next, after a question and what was said to it; None outside of an exchange."""
        if not (self._asker and self._answerer):
            return None
        return self._asker if self._last == self._answerer else self._answerer

    @property
    def asker(self) -> Voice | None:
        """Who has just asked, and is not yet answered."""
        return self._asker if not self._answerer else None

    def hear(self, voice: Voice, *, asks: bool) -> None:
        """Note who speaks; a question that is told as one opens an exchange."""
        if asks and voice != self._answerer:
            self._asker, self._answerer = voice, None if voice != self._asker else self._answerer
        elif self._asker and voice.speaker != self._asker.speaker:
            self._answerer = voice
        self._last = voice

    def end(self) -> None:
        """Forget all: a paragraph tells something."""
        self._asker = self._answerer = self._last = None
