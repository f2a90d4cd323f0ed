"""Text in the character set that its server names becomes UTF-8, which every reader knows by its mark."""

from __future__ import annotations

import codecs

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
# The web means Windows-1252 by these (https://encoding.spec.whatwg.org/#names-and-labels).
_WESTERN = {"ascii", "iso8859-1", "latin-1", "us-ascii"}
# Escapes and spellings of Python's, which are no character sets of documents.
_NOT_OF_TEXTS = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}


def in_utf8(data: bytes, charset: str | None) -> bytes:
    """Bytes of text as UTF-8 with a mark; unchanged where no or a wrong character set is named, or a mark is there."""
    if not charset or data.startswith(_MARKS):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(_python_name(charset)).encode("utf-8")
    except (LookupError, UnicodeError):
        return data


def _python_name(charset: str) -> str:
    """The codec that a label means.

    Raises:
        LookupError: none.
    """
    name = codecs.lookup(charset.strip("\"' ")).name
    if name.replace("_", "-") in _NOT_OF_TEXTS:
        raise LookupError(name)
    return "cp1252" if name in _WESTERN else name
