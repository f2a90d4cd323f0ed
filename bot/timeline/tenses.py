"""Whether what stands at a place of a text is to come, by the verb beside it; pure."""

from __future__ import annotations

import re
from bisect import bisect_left

# So far an “asked” looks for its “to”: without a bound many of them in one sentence take quadratic time.
_FAR = 160
_ASKED = r"(?:ask|urg|agree|plan|expect|call|want|hope|intend|promis|demand|invit|undertak|commit|schedul)(?:s|ed|d)?"
_FUTURE = (
    r"(?:will|shall|is to|are to|is going to|are going to|is due to|are due to|is set to|are set to|"
    rf"{_ASKED}\b(?:(?!\bthat\b)[^.;]){{0,{_FAR}}}?\bto)"
)
_SAID = (
    r"(?:said|told|was|were|had|did|met|held|spoke|made|took|began|came|went|saw|gave|put|sent|rose|fell|left|"
    r"[a-z]{2,}ed)"
)
_TENSE = re.compile(
    rf"\b(?:(?P<future>{_FUTURE})\b(?:\s+(?:not|also|soon|be|have|been))*(?:\s+\w+)?|(?P<past>{_SAID}))\b"
)
_CLAUSE_END = re.compile(r"[.;:!?\n]")


class Tenses:
    """The verbs of a text that tell a tense, found once for all its places."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._verbs = [*_TENSE.finditer(text)]
        self._starts = [verb.start() for verb in self._verbs]

    def is_future(self, start: int, end: int) -> bool:
        """Tell whether the verb nearest before a stretch, else the first after it, speaks of the future."""
        before = self._before(start)
        if before is not None:
            # “Asked on 5 May to leave”: what is to come is told after the stretch, and the asking is past.
            return before["future"] is not None and before.end() <= start
        after = bisect_left(self._starts, end)
        return after < len(self._verbs) and self._verbs[after]["future"] is not None

    def has_verb_before(self, start: int) -> bool:
        """Tell whether such a verb stands before a place in the same clause."""
        before = self._before(start)
        return before is not None and not _CLAUSE_END.search(self._text, min(before.end(), start), start)

    def _before(self, start: int) -> re.Match[str] | None:
        at = bisect_left(self._starts, start) - 1
        return self._verbs[at] if at >= 0 else None
