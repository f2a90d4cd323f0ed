"""What the styles of an OpenDocument text say of its paragraphs and lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

NAMESPACES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"
    for prefix, path in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
} | {"dc": "http://purl.org/dc/elements/1.1/"}


def qn(name: str) -> str:
    """A name such as `text:p` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def named(element: etree._Element) -> str:
    """The name of a paragraph's style."""
    return str(element.get(qn("text:style-name"), ""))


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles and the list styles by their name, and the names of what is not shown."""

    paragraphs: dict[str, etree._Element]
    lists: dict[str, etree._Element]
    hidden: frozenset[str]

    @classmethod
    def of(cls, *parts: etree._Element | None) -> Styles:
        """What the parts of a document say, each of which may be missing; the first one counts."""
        roots = [root for root in reversed(parts) if root is not None]
        return cls(
            {
                each.get(qn("style:name"), ""): each
                for root in roots
                for each in root.iter(qn("style:style"))
                if each.get(qn("style:family")) == "paragraph"
            },
            {each.get(qn("style:name"), ""): each for root in roots for each in root.iter(qn("text:list-style"))},
            frozenset(
                each.getparent().get(qn("style:name"), "")
                for root in roots
                for each in root.iter(qn("style:text-properties"))
                if each.get(qn("text:display")) == "none"
            ),
        )

    def names(self, style: str) -> set[str]:
        """The names of a style, which may be defined nowhere, and of those that it is based on, in small letters."""
        based_on = {each.get(qn("style:display-name")) or each.get(qn("style:name"), "") for each in self._chain(style)}
        return {name.lower() for name in based_on | {style}}

    def breaks_before(self, style: str) -> bool:
        """Whether a paragraph of a style begins a page."""
        for each in self._chain(style):
            properties = each.find("style:paragraph-properties", NAMESPACES)
            breaks = None if properties is None else properties.get(qn("fo:break-before"))
            if breaks is not None:
                return bool(breaks == "page")
            if each.get(qn("style:master-page-name")):
                return False
        return False

    def numbering(self, style: str, level: int) -> tuple[str, int]:
        """The number format of a list at a level from 1, empty for bullets, and the number that it begins with."""
        for each in self.lists.get(style, ()):
            if each.get(qn("text:level")) == str(level) and each.tag == qn("text:list-level-style-number"):
                start = each.get(qn("text:start-value"), "1")
                return each.get(qn("style:num-format"), ""), int(start) if start.isdecimal() else 1
        return "", 1

    def _chain(self, style: str) -> Iterator[etree._Element]:
        seen = set[str]()
        while style in self.paragraphs and style not in seen:
            seen.add(style)
            yield self.paragraphs[style]
            style = self.paragraphs[style].get(qn("style:parent-style-name"), "")
