"""Questions that may be asked next, each of which the library is known to answer with something new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.answering import Answerer
from bot.citations import written_date
from bot.library import Filters, Library
from bot.records import Answer, Citation
from bot.retrieval import Retriever

MOST = 3
TRIED = 8
"""How many candidates are asked at most; each takes as long as a question does."""

_TOPIC = re.compile(r"\b(?:about|on|of|over|regarding)\s+(.{3,60}?)\s*\?*$", re.IGNORECASE)
_GROUPED = re.compile(r" and |, ")
_BODY = re.compile(r"\b(?:of|Council|Government|Ministry|Department|House)\b")
# “Where to find it” is no topic.
_NO_TOPIC = re.compile(r"(?:how|what|when|where|which|who|why)\b|.*[?:.]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question, with whose words or which day's have to answer it."""

    question: str
    speaker: str | None = None
    date: str | None = None

    def is_met(self, citation: Citation) -> bool:
        return self.speaker in (None, citation.speaker) and self.date in (None, citation.date)


class Suggester:
    """Suggests questions after an answer, without a chat model, which would take too long. Safe for several threads."""

    def __init__(self, library: Library, retriever: Retriever, answerer: Answerer) -> None:
        self._library = library
        self._retriever = retriever
        self._answerer = answerer

    def suggest(self, answer: Answer, most: int = MOST) -> tuple[str, ...]:
        """Return up to `most` questions, the nearest to the answer first.

        The library answers each, and not only with sentences that were cited already or for an earlier suggestion.
        """
        return tuple(islice(self._answerable(answer), most))

    def _answerable(self, answer: Answer) -> Iterator[str]:
        seen = {citation.place for citation in answer.cited}
        for candidate in islice(self._candidates(answer), TRIED):
            reply = self._answerer.answer(candidate.question, Filters())
            new = [each for each in reply.cited if each.place not in seen]
            if reply.declined or not any(map(candidate.is_met, new)):
                continue
            seen |= {citation.place for citation in new}
            yield candidate.question

    def _candidates(self, answer: Answer) -> Iterator[_Candidate]:
        """Questions, each once, by turns of each kind so that they are not all alike."""
        kinds = [self._of_others(answer), self._of_headings(answer), self._of_dates(answer)]
        asked = {_folded(answer.question), _folded(answer.standalone_question)}
        while kinds:
            kind = kinds.pop(0)
            found = next((each for each in kind if _folded(each.question) not in asked), None)
            if found:
                asked.add(_folded(found.question))
                kinds.append(kind)
                yield found

    def _of_others(self, answer: Answer) -> Iterator[_Candidate]:
        """What others, found near the answer, say about its topic."""
        topic = _topic(answer)
        if topic is None:
            return
        told = {citation.speaker for citation in answer.cited}
        told |= {side.speaker for side in answer.sides}
        for found in self._retriever.retrieve(topic if answer.declined else answer.text):
            speaker = found.source.metadata.speaker
            if speaker and speaker not in told and not _GROUPED.search(speaker) and speaker not in answer.question:
                told.add(speaker)
                yield _Candidate(_question(speaker, topic), speaker)

    def _of_headings(self, answer: Answer) -> Iterator[_Candidate]:
        """What the speakers of the answer say under other headings of the documents that it cites."""
        for citation in answer.nearest if answer.declined else answer.cited:
            document = self._library.document(citation.document)
            speaker = document.metadata.speaker
            if not speaker or _GROUPED.search(speaker):
                continue
            for heading in document.headings[1:]:
                if heading.text not in (citation.heading or "") and not _NO_TOPIC.match(heading.text):
                    yield _Candidate(_question(speaker, _in_sentence(heading.text, document.text)), speaker)

    def _of_dates(self, answer: Answer) -> Iterator[_Candidate]:
        """What else belongs to the days of the answer's sources."""
        for citation in answer.cited:
            if citation.date and len(citation.date) == len("2017-11-28"):
                yield _Candidate(f"What was said on {written_date(citation.date)}?", date=citation.date)


def _question(speaker: str, topic: str) -> str:
    article = "the " if _BODY.search(speaker) else ""
    return f"What did {article}{speaker} say about {topic}?"


def _topic(answer: Answer) -> str | None:
    """What the question is about: what follows its last “about”, else the heading of the first source."""
    found = _TOPIC.search(answer.standalone_question.strip())
    if found:
        return found[1]
    cited = [(each.heading.rpartition(" › ")[2], each.quote) for each in answer.cited if each.heading]
    return _in_sentence(*cited[0]) if cited else None


def _in_sentence(heading: str, text: str) -> str:
    """A heading as part of a sentence: its first word is small unless it is a name, which the text has large, too."""
    first, space, rest = heading.partition(" ")
    is_article = first in {"A", "An", "The"}
    is_name = first[1:] != first[1:].lower() or re.search(rf"[a-z,] {re.escape(first)}\b", text)
    return heading if is_name and not is_article else f"{first.lower()}{space}{rest}"


def _folded(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))
