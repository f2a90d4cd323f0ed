"""What the styles and the numbering of a Word document say of its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from docx.oxml.ns import qn as docx_qn
from lxml import etree

from bot.loading.lists import Counters

qn = cache(docx_qn)
"""A name such as `w:p` as lxml writes it."""

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_BODY_LEVEL = 9


def value(parent: etree._Element | None, *path: str) -> str | None:
    """The `w:val` of the element at a path below `parent`, None where there is none."""
    for step in path:
        parent = parent.find(qn(step)) if parent is not None else None
    return None if parent is None else parent.get(qn("w:val"), "")


@dataclass(slots=True)
class Styles:
    """The styles by their id, the numbering by its id, and how far each list has counted.

    Numberings that share an abstract one go on with each other's count, unless one restarts it at its first item.
    """

    styles: dict[str, etree._Element]
    lists: dict[str, etree._Element]
    abstract: dict[str, etree._Element]
    counters: Counters = field(default_factory=Counters)
    restarted: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, styles: etree._Element | None, numbering: etree._Element | None) -> Styles:
        """What the document's parts say, each of which may be missing."""
        return cls(
            _by_id(styles, "w:style", "w:styleId"),
            _by_id(numbering, "w:num", "w:numId"),
            _by_id(numbering, "w:abstractNum", "w:abstractNumId"),
        )

    def name(self, properties: etree._Element | None) -> str:
        """The name of a paragraph's style, in small letters."""
        style = self.styles.get(value(properties, "w:pStyle") or "")
        return (value(style, "w:name") or "").lower()

    def level(self, properties: etree._Element | None) -> int | None:
        """A paragraph's level as a heading, from 1; None where it is none."""
        for named in (value(each, "w:name") for each in self._chain(properties)):
            found = _HEADING.fullmatch(named or "")
            if found or (named or "").lower() == "title":
                return int(found[1]) if found else 1
        outline = self._setting(properties, "w:outlineLvl")
        return int(outline) + 1 if outline and outline.isdecimal() and int(outline) < _BODY_LEVEL else None

    def breaks_before(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph begins a page."""
        setting = self._setting(properties, "w:pageBreakBefore")
        return setting is not None and setting not in {"0", "false", "off"}

    def marker(self, properties: etree._Element | None) -> str | None:
        """The marker of a paragraph that is a list's item, None for any other; it counts."""
        number = self._setting(properties, "w:numPr", "w:numId")
        if not number or number == "0":
            return None
        depth = self._setting(properties, "w:numPr", "w:ilvl") or "0"
        entry = self.lists.get(number)
        level = _level(self.abstract.get(value(entry, "w:abstractNumId") or ""), depth)
        restart = _overridden_start(entry, depth) if (number, depth) not in self.restarted else None
        self.restarted.add((number, depth))
        start = restart or value(level, "w:start") or "1"
        return self.counters.marker(
            value(entry, "w:abstractNumId") or "",
            int(depth) if depth.isdecimal() else 0,
            value(level, "w:numFmt") or "",
            int(start) if start.isdecimal() else 1,
            restart=restart is not None,
        )

    def _setting(self, properties: etree._Element | None, *path: str) -> str | None:
        """What a paragraph itself says, else its style, else what that is based on."""
        own = value(properties, *path)
        found = (value(style, "w:pPr", *path) for style in self._chain(properties))
        return own if own is not None else next((each for each in found if each is not None), None)

    def _chain(self, properties: etree._Element | None) -> Iterator[etree._Element]:
        name, seen = value(properties, "w:pStyle"), set[str]()
        while name and name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = value(self.styles[name], "w:basedOn")


def _by_id(root: etree._Element | None, tag: str, key: str) -> dict[str, etree._Element]:
    return {} if root is None else {each.get(qn(key), ""): each for each in root.iterchildren(qn(tag))}


def _level(abstract: etree._Element | None, depth: str) -> etree._Element | None:
    levels = () if abstract is None else abstract.iterchildren(qn("w:lvl"))
    return next((each for each in levels if each.get(qn("w:ilvl")) == depth), None)


def _overridden_start(entry: etree._Element | None, depth: str) -> str | None:
    overrides = () if entry is None else entry.iterchildren(qn("w:lvlOverride"))
    return next((value(each, "w:startOverride") for each in overrides if each.get(qn("w:ilvl")) == depth), None)
