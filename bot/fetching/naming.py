"""What a fetched document is called, so that the reader of its format takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx

from bot.errors import AddressError
from bot.loading import SUFFIXES

LONGEST_NAME = 120

SUFFIX_OF: Mapping[str, str] = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "message/rfc822": ".eml",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
}
"""The ending that stands for a media type, of which those count that `bot.loading` reads."""

# What servers say of files that they know nothing about: the name tells.
_UNTOLD = {
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/force-download",
    "application/x-download",
}
_TEXTS = {".txt", ".text", ".md", ".markdown", ".srt", ".vtt"}
# Other formats say themselves in which character set they are, or are none.
_IN_A_CHARSET = {*_TEXTS, ".html", ".htm", ".xhtml"}
_NOT_IN_NAMES = re.compile(r"[^\w.()\[\] -]+")


def name_of(url: httpx.URL, headers: httpx.Headers) -> str:
    """A name for the document at an address, whose ending is that of its format.

    Raises:
        AddressError: it is of a format that is not read.
    """
    name = _clean(_disposed(headers) or PurePosixPath(unquote(url.path)).name)
    own = PurePosixPath(name).suffix.lower()
    stem = (name.removesuffix(PurePosixPath(name).suffix) if own else name)[:LONGEST_NAME].strip(" .-")
    suffix = _suffix(media_type(headers), own, url)
    return f"{stem if any(map(str.isalpha, stem)) and stem != 'index' else f'{url.host} {stem}'.strip()}{suffix}"


def media_type(headers: httpx.Headers) -> str:
    """The media type in small letters, without its parameters; "" where there is none."""
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower()


def charset(headers: httpx.Headers, name: str) -> str | None:
    """The character set that the server names for a document called `name`, where that is plain or marked-up text."""
    if PurePosixPath(name).suffix not in _IN_A_CHARSET:
        return None
    found = _header("Content-Type", headers.get("content-type", "")).get_param("charset")
    return found if isinstance(found, str) else None


def _suffix(kind: str, own: str, url: httpx.URL) -> str:
    """The ending of the format: the media type's, but for what the type leaves open."""
    is_untold = kind in _UNTOLD or (kind == "text/plain" and own in _TEXTS)
    suffix = own if is_untold and own in SUFFIXES else SUFFIX_OF.get(kind, "")
    if suffix in SUFFIXES:
        return suffix
    told = f"“{kind[:80]}”" if kind else "something of a kind that its server does not tell"
    raise AddressError(f"{url} is {told}, which is not read.", f"Formats that are read: {', '.join(SUFFIXES)}.")


def _disposed(headers: httpx.Headers) -> str:
    """The file name that the server proposes, without any folder."""
    name = _header("Content-Disposition", headers.get("content-disposition", "")).get_filename()
    return re.split(r"[\\/]", name or "")[-1]


def _header(name: str, value: str) -> Message:
    message = Message()
    message[name] = "".join(char for char in value if char.isprintable())
    return message


def _clean(name: str) -> str:
    return _NOT_IN_NAMES.sub("-", name).strip(" .-")
