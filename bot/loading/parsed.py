"""What the reader of one format makes of a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

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


def titled(parsed: Parsed) -> Parsed:
    """The same with its title as a heading, where the text begins with it and nothing marks it as one."""
    title = parsed.metadata.title if parsed.metadata else ""
    if not title or parsed.text.partition("\n")[0] != title or (parsed.headings and parsed.headings[0].start == 0):
        return parsed
    return replace(parsed, headings=(Heading(0, len(title), 1, title), *parsed.headings))
