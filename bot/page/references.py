"""The line that tells where a citation is from, with the bot's own words in it in the reader's language."""

from __future__ import annotations

import re

from bot.citations import written_date
from bot.page.words import Words
from bot.records import Citation, Metadata

BRIEF, ORIGINAL, TOLD = "Brief of ", " Original: ", ", as reported in: "
"""The English words of `bot.citations` around what the documents say of themselves."""


def reference(words: Words, citation: Citation) -> str:
    """The reference of a citation; names, titles and places stay as the document has them."""
    metadata = Metadata(citation.title, citation.kind, citation.date)
    return localised(words, metadata, citation.reference)


def localised(words: Words, metadata: Metadata, line: str) -> str:
    """A line that `bot.citations` made for a document, in the reader's language."""
    before, found, after = line.partition(f"“{metadata.title}”")
    if words.language == "en" or not found:
        return line
    teller, told, before = before.rpartition(TOLD)
    about, original, source = after.partition(ORIGINAL)
    parts = (
        words("reference.told", who=teller) if told else "",
        words("reference.brief") + " " if before.startswith(BRIEF) else before,
        words("reference.title", title=metadata.title),
        _about(words, metadata, about),
        " " + words("reference.original") + f" {source}" if original else "",
    )
    return "".join(parts)


def _about(words: Words, metadata: Metadata, about: str) -> str:
    """The kind and the date, each where it stands first and last."""
    kind = rf"(?<![^(\s]){re.escape(metadata.kind)}(?=[,).])"
    about = re.sub(kind, lambda _: words.kind(metadata.kind).lower(), about, count=1)
    head, found, tail = about.rpartition(written_date(metadata.date) if metadata.date else about)
    return f"{head}{words.date(metadata.date) if metadata.date and found else found}{tail}"
