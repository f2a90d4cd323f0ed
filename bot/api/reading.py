"""A document as programs get it: what is known of it, with its text."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from bot.api import shapes
from bot.citations import reference
from bot.errors import UnknownDocument

if TYPE_CHECKING:
    from bot import Bot


def read(bot: Bot, document_id: str) -> shapes.Document:
    """Return a document with its text.

    Raises:
        UnknownDocument: the library has none of that id.
    """
    document = bot.document(document_id)
    source = next((each for each in bot.documents() if each.id == document_id), None)
    if source is None:
        raise UnknownDocument(f"The document {document_id} was removed just now.", "See /api/v1/documents.")
    more = {
        "reference": reference(document.metadata, original=document.original),
        "text": document.text,
        "headings": [asdict(heading) for heading in document.headings],
    }
    return cast("shapes.Document", {**source.to_dict(), **more})
