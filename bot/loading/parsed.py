"""What the reader of one format makes of a file."""

from __future__ import annotations

from dataclasses import dataclass

from bot.records import Heading, Mark, Metadata


@dataclass(frozen=True, slots=True)
class Parsed:
    """Normalised text with its marks; all offsets count in `text`, in code points.

    `metadata` is what the file says of itself, None where it says nothing; a title of "" is one that it does not have.
    """

    text: str
    headings: tuple[Heading, ...] = ()
    marks: tuple[Mark, ...] = ()
    metadata: Metadata | None = None
