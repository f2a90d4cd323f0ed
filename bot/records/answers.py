"""What the bot says: sentences with the citations that support them, and the answers made of these."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer from a sentence to the exact words of a document: `quote == text[start:end]`.

    `page` counts the pages of the file from 1, `page_label` is what is printed on it where that differs; `time` is
    into a recording. All are of where the words start.
    """

    document: str
    title: str
    kind: str
    date: str | None
    speaker: str | None
    country: str | None
    start: int
    end: int
    quote: str
    heading: str | None
    page: int | None
    reference: str
    time: str | None = None
    page_label: str | None = None

    @property
    def place(self) -> tuple[str, int, int]:
        """What makes a citation the same as another: the document and the stretch."""
        return self.document, self.start, self.end

    def to_dict(self) -> dict[str, Any]:
        """The `citation` JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer; `own_words` marks the bot's wording, which is not a claim from a source."""

    text: str
    own_words: bool
    citations: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Any]:
        """The `sentence` JSON."""
        return {
            "text": self.text,
            "own_words": self.own_words,
            "citations": [citation.to_dict() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that a model wrote and the sources do not support, with the reason, for whoever asks to see it."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one speaker or country says on a topic, in order of date; `speaker` is None where a country is meant.

    A silent side has no sentences. `reason` says why it is silent, or why a country stands for a speaker. `own` are
    words of its sentences that no other side uses, most telling first.
    """

    speaker: str | None
    country: str | None
    sentences: tuple[Sentence, ...] = ()
    reason: str | None = None
    own: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """One side of the `positions` JSON."""
        sentences = [sentence.to_dict() for sentence in self.sentences]
        return {**asdict(self), "sentences": sentences, "own": list(self.own)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot says to a question, or why it declines.

    `confidence` is the estimated probability, 0 to 1, that the sources answer the question. `unsupported` are
    sentences that are not shown because nothing supports them. `nearest` are the passages closest to a declined
    question, best first. `sides` are those of a question that compares.

    `written_by` names the chat model that wrote the sentences; None where they are the sources' own. `notice` tells
    what the user should know of how the answer came about.
    """

    question: str
    standalone_question: str
    declined: bool
    reason: str | None
    confidence: float
    sentences: tuple[Sentence, ...]
    unsupported: tuple[Withheld, ...] = ()
    nearest: tuple[Citation, ...] = ()
    sides: tuple[Side, ...] = ()
    written_by: str | None = None
    notice: str | None = None

    @property
    def cited(self) -> tuple[Citation, ...]:
        """Every citation of the sentences and of those of its sides, in order."""
        of_sides = (sentence for side in self.sides for sentence in side.sentences)
        return tuple(citation for each in (*self.sentences, *of_sides) for citation in each.citations)

    @property
    def withheld(self) -> int:
        """How many sentences are not shown."""
        return len(self.unsupported)

    @property
    def text(self) -> str:
        """The sentences as one running text."""
        return " ".join(sentence.text for sentence in self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """The `answer` JSON; it has `sides` only where there are any."""
        sides = {"sides": [side.to_dict() for side in self.sides]} if self.sides else {}
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "declined": self.declined,
            "reason": self.reason,
            "confidence": self.confidence,
            "text": self.text,
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "withheld": self.withheld,
            "unsupported": [asdict(each) for each in self.unsupported],
            "nearest": [citation.to_dict() for citation in self.nearest],
            "written_by": self.written_by,
            "notice": self.notice,
            **sides,
        }


@dataclass(frozen=True, slots=True)
class Event:
    """One step of an answer as it is made: each sentence, and last the whole answer.

    `so_far` is the answer with this sentence, where more of it may come.
    """

    kind: Literal["sentence", "answer"]
    sentence: Sentence | None = None
    answer: Answer | None = None
    so_far: Answer | None = None

    def to_dict(self) -> dict[str, Any]:
        """The event with the JSON of what it carries."""
        carried = self.sentence or self.answer
        return {"kind": self.kind, self.kind: carried.to_dict() if carried else None}
