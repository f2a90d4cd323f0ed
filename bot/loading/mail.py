"""E-mail (.eml): what the sender wrote, with who that is, when and about what."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast

from lxml import etree

from bot.errors import UnreadableDocument
from bot.loading import markup, plain
from bot.loading.blocks import Blocks
from bot.loading.decoding import decode
from bot.loading.described import describe, language_code
from bot.loading.normalisation import normalise, one_line
from bot.loading.parsed import Parsed
from bot.records import Metadata

# The parser takes the square of their number.
_MOST_BOUNDARIES = 5_000
_HEADERS = frozenset({"from", "date", "subject", "received", "message-id"})
# The line above what somebody else wrote, which mail programs put there.
_WROTE = re.compile(
    r"^(?:On|Le|Am|El) [^\n]{5,200}(?:\n(?!>)[^\n]{1,150})?(?:wrote|écrit|schrieb|escribió) ?:[ ]*\n(?=[ ]*\n?>)", re.M
)
_QUOTED = re.compile(r"^ ?>[^\n]*\n?", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_QUOTES = re.compile(r"gmail_quote|moz-cite-prefix|yahoo_quoted|divRplyFwdMsg|protonmail_quote", re.IGNORECASE)


def read(data: bytes, name: str) -> Parsed:
    """What the sender of a message wrote: the plain text where it has one, without the messages that it quotes.

    Attachments are documents of their own, and not read.

    Raises:
        UnreadableDocument: it is no message, or has no text of its own.
    """
    if data.count(b"\n--") > _MOST_BOUNDARIES:
        raise UnreadableDocument(f"{name} has too many parts to be read.", "Save its text as text.")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = message.get_body(("plain", "html"))
        metadata, content = _metadata(message), _content(part) if part else None
    except Exception as error:  # the package raises many kinds of errors on headers that are broken
        raise UnreadableDocument(f"{name} is damaged: it cannot be read as e-mail.", "Save it as text.") from error
    if not _HEADERS & {header.lower() for header in message}:
        raise UnreadableDocument(f"{name} is no e-mail: it has no headers.", "Save it as .txt if it is text.")
    if part is None or not content:
        raise UnreadableDocument(f"{name} has no text of its own.", "Save what is attached to it, and add that.")
    blocks = Blocks()
    source = _decoded(part, content, name)
    if part.get_content_type() == "text/html":
        root = markup.tree(source, name)
        markup.add(blocks, root, frozenset(_quotes(root)))
    else:
        is_flowed = part.get_param("format") == "flowed"
        blocks.add(_own(_flowed(source)) if is_flowed else plain.unwrap(_own(normalise(source))))
    return blocks.parsed(metadata)


def _content(part: MIMEPart) -> bytes:
    return cast("bytes", part.get_payload(decode=True) or b"")


def _decoded(part: MIMEPart, content: bytes, name: str) -> str:
    """The text of a part, by the character set that it names where that is right."""
    charset = part.get_content_charset()
    with suppress(LookupError, UnicodeDecodeError):
        if charset and charset != "us-ascii":
            return content.decode(charset)
    return decode(content, name)


def _metadata(message: EmailMessage) -> Metadata | None:
    """What the headers say; the sender is the author."""
    senders = getaddresses([_header(message, "From")])
    date = None
    with suppress(ValueError, TypeError, IndexError):
        date = parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    return describe(
        title=_header(message, "Subject"),
        authors=[display or address for display, address in senders],
        date=date,
        language=language_code(_header(message, "Content-Language").split(",")[0]),
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header's text; empty where there is none, or where it is broken so that it cannot be taken apart."""
    with suppress(ValueError, LookupError, TypeError, AttributeError, MessageError):
        return one_line(str(message.get(name, "")))
    return ""


def _flowed(source: str) -> str:
    """Text of RFC 3676: a line that ends with a space goes on in the next one."""
    lines = (line.removeprefix(" ") for line in source.replace("\r\n", "\n").split("\n"))
    joined = "".join(line if line.endswith(" ") and line[:1] not in {"-", ">"} else f"{line}\n" for line in lines)
    return normalise(joined)


def _own(text: str) -> str:
    """The text without what it quotes and without the signature, unless nothing else is there."""
    own = normalise(_QUOTED.sub("", _WROTE.sub("", text + "\n")))
    signature = _SIGNATURE.search(own)
    return (own[: signature.start()] if signature else own).strip() or text


def _quotes(root: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold what the message quotes, unless nothing else is there."""
    quotes = [
        element
        for element in root.iter("blockquote", "div")
        if element.get("type") == "cite" or _QUOTES.search(f"{element.get('class', '')} {element.get('id', '')}")
    ]
    quoted = sum(len("".join(element.itertext()).strip()) for element in quotes)
    own = len("".join(root.itertext()).strip()) - quoted
    return iter(quotes if own > 0 else ())
