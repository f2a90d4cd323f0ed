"""Markdown becomes the text that a reader of the rendered page would see, with its headings marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.loading import front_matter
from bot.loading.decoding import decode
from bot.loading.normalisation import clean, normalise, one_line
from bot.loading.parsed import Parsed
from bot.records import Heading

_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
# The library drops what is nested deeper; each level takes a few frames of the stack.
_DEEPEST = 100
_LITERAL = {"fence", "code_block", "html_block"}


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of rendered text; `close` puts it on the line after its predecessor, without a blank line."""

    text: str
    level: int | None
    close: bool


@dataclass(slots=True)
class _Rendering:
    """The blocks so far, and where in lists and tables the walk stands."""

    blocks: list[_Block] = field(default_factory=list)
    depth: int = 0
    close: bool = False
    marker: str = ""
    cells: list[str] | None = None

    def add(self, text: str, level: int | None = None) -> None:
        """Append a block, unless it is empty; inside a list or a table the next one follows closely."""
        if text:
            prefix = "" if level else self.marker
            self.blocks.append(_Block(prefix + text, level, self.close))
            self.marker, self.close = "", self.depth > 0


def read(data: bytes, name: str) -> Parsed:
    """A Markdown file, which may begin with a front matter.

    Raises:
        UnreadableDocument: it is no text.
        FrontMatterError: its front matter is incomplete or wrong.
    """
    metadata, body = front_matter.split(clean(decode(data, name)), name, strict=True)
    text, headings = render(body)
    return Parsed(text, headings, metadata=metadata)


def render(source: str) -> tuple[str, tuple[Heading, ...]]:
    """The normalised text of a Markdown source and its headings, in order, with their offsets in that text."""
    rendering = _Rendering()
    level: int | None = None
    for token in MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").parse(clean(source)):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline":
            _add_inline(rendering, token, level)
            level = None
        elif token.type in _LITERAL:
            rendering.add(normalise(token.content))
        else:
            _step(rendering, token)
    return _join(rendering.blocks)


def _add_inline(rendering: _Rendering, token: Token, level: int | None) -> None:
    text = _inline(token.children or ())
    if rendering.cells is not None:
        rendering.cells.append(one_line(text))
    else:
        rendering.add(one_line(text) if level else normalise(text), level)


def _step(rendering: _Rendering, token: Token) -> None:
    """Follow a token that opens or closes a list, a list item, a table or a row."""
    if token.type in {"bullet_list_open", "ordered_list_open", "table_open"}:
        rendering.depth += 1
    elif token.type in {"bullet_list_close", "ordered_list_close", "table_close"}:
        rendering.depth -= 1
        rendering.close = rendering.depth > 0
    elif token.type == "list_item_open":
        rendering.marker = f"{token.info}. " if token.info else "- "
    elif token.type == "list_item_close":
        rendering.marker = ""
    elif token.type == "tr_open":
        rendering.cells = []
    elif token.type == "tr_close":
        row, rendering.cells = " | ".join(rendering.cells or ()), None
        rendering.add(row.strip())


def _inline(tokens: Sequence[Token]) -> str:
    """The text of inline tokens: link texts, images' alternative texts, raw HTML as it stands."""
    return "".join(_inline(token.children) if token.children else _piece(token) for token in tokens)


def _piece(token: Token) -> str:
    return _BREAKS.get(token.type, token.content)


def _join(blocks: Sequence[_Block]) -> tuple[str, tuple[Heading, ...]]:
    parts: list[str] = []
    headings: list[Heading] = []
    end = 0
    for block in blocks:
        gap = "" if not parts else "\n" if block.close else "\n\n"
        start = end + len(gap)
        end = start + len(block.text)
        parts.append(gap + block.text)
        if block.level:
            headings.append(Heading(start, end, block.level, block.text))
    return "".join(parts), tuple(headings)
