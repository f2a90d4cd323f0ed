"""Web pages: the main content, with what the page says of itself."""

from __future__ import annotations

import re
from contextlib import suppress

from lxml import html

from bot.loading import markup, web_metadata
from bot.loading.blocks import Blocks
from bot.loading.decoding import decode
from bot.loading.main_content import main_content
from bot.loading.normalisation import one_line
from bot.loading.parsed import Parsed, titled

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}encoding=["']([\w.-]{1,40})""", re.I
)
_HEAD = 4096


def read(data: bytes, name: str) -> Parsed:
    """The main content of a page, with its title, author, date and language.

    Raises:
        UnreadableDocument: it is no text, or nested too deeply.
    """
    root = markup.tree(text_of(data, name), name)
    metadata = web_metadata.of(root)
    content, left_out = main_content(root)
    title = metadata.title if metadata else ""
    blocks = Blocks()
    if next(content.iter("h1"), None) is None:
        blocks.add(_heading(root, title), 1)
    markup.add(blocks, content, left_out)
    return titled(blocks.parsed(metadata))


def text_of(data: bytes, name: str) -> str:
    """The source of a page, in the encoding that it says it has where it has none of a byte-order mark.

    Raises:
        UnreadableDocument: it is no text.
    """
    declared = _CHARSET.search(data[:_HEAD])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = (declared[1] or declared[2]).decode("ascii", "ignore")
        with suppress(LookupError, UnicodeDecodeError):
            data = data.decode("cp1252" if encoding.lower() in {"iso-8859-1", "latin1"} else encoding).encode()
    return decode(data, name)


def _heading(root: html.HtmlElement, title: str) -> str:
    """The heading that a page has outside of its main content, if its title begins with it."""
    headings = [one_line(" ".join(heading.itertext())) for heading in root.iter("h1")]
    return next((heading for heading in headings if heading and title.startswith(heading)), "")
