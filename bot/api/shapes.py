"""The JSON that the bot answers programs with; the records' `to_dict` make it."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class Citation(TypedDict):
    """The exact words of a document that support a sentence: `quote` is its text from `start` to `end`."""

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
    time: str | None
    page_label: str | None


class Sentence(TypedDict):
    """A sentence with what supports it; `own_words` marks one of the bot's, which claims nothing."""

    text: str
    own_words: bool
    citations: list[Citation]


class Side(TypedDict):
    """What one speaker or country says; one who is silent has no sentences, and a reason."""

    speaker: str | None
    country: str | None
    sentences: list[Sentence]
    reason: str | None
    own: list[str]


class Withheld(TypedDict):
    """A sentence that is not part of the answer, since the sources do not support it."""

    text: str
    reason: str


class Answer(TypedDict):
    """An answer, or why there is none; `sides` only where the question compares."""

    question: str
    standalone_question: str
    declined: bool
    reason: str | None
    confidence: float
    text: str
    sentences: list[Sentence]
    withheld: int
    unsupported: list[Withheld]
    nearest: list[Citation]
    written_by: str | None
    notice: str | None
    sides: NotRequired[list[Side]]


class Passage(TypedDict):
    """A stretch of a document, from `start` to `end`, that was found; a higher `score`, 0 to 1, is better."""

    document: str
    title: str
    kind: str
    date: str | None
    speaker: str | None
    country: str | None
    ordinal: int
    start: int
    end: int
    text: str
    heading: str | None
    page: int | None
    score: float


class Passages(TypedDict):
    """What a search found, best first."""

    passages: list[Passage]


class Source(TypedDict):
    """A document without its text; `original` is false for a brief, the duplicates are ids, the earliest first."""

    id: str
    title: str
    kind: str
    date: str | None
    speaker: str | None
    authors: list[str]
    country: str | None
    language: str | None
    passages: int
    original: bool
    sha256: str
    duplicate_of: str | None
    near_duplicates: list[str]


class Sources(TypedDict):
    """What is in the library."""

    documents: list[Source]


class Heading(TypedDict):
    """A heading of a document; `level` counts from 1, the outermost."""

    start: int
    end: int
    level: int
    text: str


class Document(Source):
    """A document with its text, in which all offsets count in code points."""

    reference: str
    text: str
    headings: list[Heading]


class Positions(TypedDict):
    """The sides of a topic; `shared` are words that several of them use."""

    topic: str
    sides: list[Side]
    shared: list[str]


class Entry(TypedDict):
    """A dated statement."""

    date: str
    title: str
    speaker: str | None
    document: str
    sentence: Sentence


class Timeline(TypedDict):
    """Dated statements, earliest first; `left_out` counts those after the last."""

    entries: list[Entry]
    left_out: int


class Match(TypedDict):
    """A place that has the words of a quotation, or nearly; each part of `diff` is a step and its text."""

    citation: Citation
    similarity: float
    diff: list[tuple[Literal["equal", "delete", "insert"], str]]


class QuotationCheck(TypedDict):
    """Whether the sources have a quotation, and who says it there."""

    quote: str
    speaker: str | None
    verdict: Literal["verbatim", "altered", "misattributed", "not found"]
    actual_speaker: str | None
    matches: list[Match]
    notes: list[str]


class DraftQuotation(QuotationCheck):
    """A quotation of a draft, and where it stands there."""

    start: int
    end: int


class Claim(TypedDict):
    """A sentence of a draft, and what bears it out."""

    text: str
    start: int
    end: int
    verdict: Literal["supported", "partly", "not found"]
    citations: list[Citation]
    notes: list[str]


class DraftCheck(TypedDict):
    """Every quotation and every claim of a draft; all offsets count in `text`."""

    quotations: list[DraftQuotation]
    claims: list[Claim]
    text: str


class Verification(TypedDict):
    """Whether the library is sound."""

    sound: bool
    documents: int
    passages: int
    problems: list[str]


class LogEntry(TypedDict):
    """A change of a document: when (UTC), by whom, through which command, and the hash of its text afterwards."""

    number: int
    at: str
    who: str
    change: Literal["added", "replaced", "renamed", "restored", "removed"]
    through: str
    document: str
    title: str
    sha256: str | None


class Log(TypedDict):
    """What was changed in the library, newest first."""

    log: list[LogEntry]


class Problem(TypedDict):
    """What is wrong, and what to do."""

    kind: str
    message: str
    hint: str


class Error(TypedDict):
    """Why a request has no answer."""

    error: Problem
