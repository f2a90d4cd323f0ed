"""A conversation as a file, as a link that the script follows at once."""

from __future__ import annotations

import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot import exports
from bot.exports.wording import noted
from bot.page.markup import Html, element
from bot.page.references import reference
from bot.page.words import Words
from bot.records import Answer, Citation, Source

Writer = Callable[..., str | bytes]
"""What `bot.exports` has for a format: from a name, answers, sources by id and, but for JSON, the words to use."""

FORMATS: dict[str, tuple[str, str]] = {
    "md": ("as_markdown", "text/markdown;charset=utf-8"),
    "docx": ("as_word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "json": ("as_json", "application/json"),
}
"""For the suffix of each format, what writes it, and its media type."""

NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class File:
    """A file to be saved: its name, its media type, and its bytes."""

    name: str
    kind: str
    content: bytes

    @classmethod
    def of(cls, words: Words, suffix: str, name: str, answers: Sequence[Answer], sources: Mapping[str, Source]) -> Self:
        """A conversation in the format of this suffix."""
        writer, kind = FORMATS[suffix]
        # Named, not imported: what writes Word files takes a tenth of a second to import.
        write: Writer = getattr(exports, writer)
        # JSON is for programs, in every language the same.
        written = write(name, answers, sources, *([] if suffix == "json" else [_wording(words)]))
        content = written.encode() if isinstance(written, str) else written
        return cls(f"{_plain(name)}.{suffix}", kind, content)


def render(words: Words, file: File) -> Html:
    """The link; its id tells a second export of the same from the first."""
    address = f"data:{file.kind};base64,{b64encode(file.content).decode()}"
    told = words("export.saved", name=file.name)
    return element("a", file.name, href=address, download=file.name, data_saved=secrets.token_hex(8), data_told=told)


def _wording(words: Words) -> exports.Wording:
    """The words of a file, with the slots that it fills."""

    def referenced(citation: Citation, source: Source | None) -> str:
        return noted(citation, source) if words.language == "en" else reference(words, citation)

    return exports.Wording(
        references=words("file.references"),
        nearest=words("file.nearest"),
        understood=words("file.understood", question="{question}"),
        declined=words("file.declined", reason="{reason}"),
        withheld=words("file.withheld", number="{number}"),
        written=words("file.written", model="{model}"),
        somebody=words("file.somebody"),
        place=words("file.place", document="{document}", start="{start}", end="{end}"),
        quoted=words("file.quoted", quote="{quote}"),
        message=words.message,
        reference=referenced,
    )


def _plain(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^\w]+", "-", name).strip("-_")[:NAME_LENGTH].strip("-_") or "conversation"
