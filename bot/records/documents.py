"""What the library holds: documents with what is known of them, and the passages that are searched."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.records.marks import Mark


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text, `0 <= start < end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of a document; `level` counts from 1, the outermost."""

    start: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a document's words belong to, in the office held on its date."""

    name: str
    office: str | None = None
    organisation: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a stretch of a document, where that is not the document as a whole.

    `start` and `end` bound what is said, without the words that report it; `frame` is from the first to the last
    character of both. `speaker` is None where the text does not say who; `mention` is how the text writes the
    speaker nearby. A `quotation` stands in quotation marks and a `report` renders what was said in other words.
    """

    start: int
    end: int
    frame: Span
    speaker: Speaker | None
    mention: str | None
    kind: Literal["quotation", "report"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document besides its text.

    `date` is ISO 8601 (`2017-11-28`), `language` an ISO 639-1 code. `authors` wrote the document, `speakers`
    are whose words it renders; a resolution has neither, only organisations. `retrieved` is the day (ISO 8601) on
    which it came from the web, which makes it no other document.
    """

    title: str
    kind: str = "document"
    date: str | None = None
    authors: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    organisations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    venue: str | None = None
    language: str | None = None
    source: str | None = None
    rights: str | None = None
    retrieved: str | None = field(default=None, compare=False)

    @property
    def speaker(self) -> str | None:
        """Whose words the document is by default: its speakers, else its authors, else its organisations."""
        names = tuple(speaker.name for speaker in self.speakers) or self.authors or self.organisations
        return " and ".join(names) or None

    @property
    def country(self) -> str | None:
        """The one country of the document; None where there are several or none."""
        return self.countries[0] if len(self.countries) == 1 else None


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its normalised text; `sha256` is the hash of that text in UTF-8.

    `work` names the entry in the catalogue of known works that this document is, or is a brief of; `original` is
    False for a brief. `origin` is the path or the address that it was read from. `marks`, in order, tell the page or
    the time.
    """

    id: str
    text: str
    sha256: str
    metadata: Metadata
    headings: tuple[Heading, ...] = ()
    work: str | None = None
    original: bool = True
    origin: str | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable span of a document, made of whole sentences.

    `ordinal` counts the document's passages from 0; `heading` is the path of headings above it, outermost first,
    joined by " › ". `attributions` are those that reach into it, in order; of two that nest the outer comes first.
    `page` is where it starts; `marks` are those of its document that any of it stands under.
    """

    document: str
    ordinal: int
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    heading: str | None = None
    page: int | None = None
    attributions: tuple[Attribution, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def voices(self) -> tuple[Speaker, ...]:
        """Whom the passage quotes or reports, each once."""
        return tuple(dict.fromkeys(each.speaker for each in self.attributions if each.speaker))

    def attributed(self, span: Span) -> tuple[Attribution, ...]:
        """Return the attributions that reach into a span of the passage."""
        return tuple(each for each in self.attributions if each.start < span.end and span.start < each.end)

    def quote(self, span: Span) -> str:
        """Return the words of a span that lies within the passage."""
        return self.text[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as the list of sources shows it, without its text; `voices` are whom it quotes or reports.

    `near_duplicates` are the ids of documents of almost the same text, the earliest first, and `duplicate_of` is the
    first of those that came before it, which is cited in its place.
    """

    id: str
    sha256: str
    metadata: Metadata
    passages: int
    original: bool
    work: str | None = None
    origin: str | None = None
    voices: tuple[Speaker, ...] = ()
    duplicate_of: str | None = None
    near_duplicates: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The `sources` JSON of one document."""
        data = self.metadata
        return {
            "id": self.id,
            "title": data.title,
            "kind": data.kind,
            "date": data.date,
            "speaker": data.speaker,
            "authors": list(data.authors),
            "country": data.country,
            "language": data.language,
            "passages": self.passages,
            "original": self.original,
            "sha256": self.sha256,
            "duplicate_of": self.duplicate_of,
            "near_duplicates": list(self.near_duplicates),
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a library is sound: `problems` names what is not."""

    documents: int
    passages: int
    problems: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """True where nothing is wrong."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """The `verify` JSON."""
        return {"sound": self.sound, **asdict(self), "problems": list(self.problems)}


@dataclass(frozen=True, slots=True)
class Version:
    """One text that a document has or had; `number` counts from 1, the oldest, and `characters` are code points.

    `replaced` is the instant in UTC, ISO 8601, at which the next one took its place; None for the current text.
    `added` and `removed` count the words that it has and the version before it lacks, and the other way round; they
    are None for the oldest that is kept.
    """

    number: int
    replaced: str | None
    sha256: str
    characters: int
    added: int | None = None
    removed: int | None = None

    @property
    def change(self) -> str:
        """What became of the version before, in a word: first, rearranged, extended, cut or reworded."""
        if self.added is None:
            return "first"
        return _CHANGES[bool(self.added), bool(self.removed)]

    def to_dict(self) -> dict[str, Any]:
        """One version of the `versions` JSON."""
        return {**asdict(self), "change": self.change}


_CHANGES = {(False, False): "rearranged", (True, False): "extended", (False, True): "cut", (True, True): "reworded"}
