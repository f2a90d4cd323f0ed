"""Books (EPUB 2 and 3): the chapters in their reading order, with headings and the pages of the printed book."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from urllib.parse import unquote

from lxml import etree

from bot.errors import UnreadableDocument
from bot.loading import markup
from bot.loading.blocks import Blocks
from bot.loading.containers import open_container, part
from bot.loading.decoding import decode
from bot.loading.described import describe, iso_date, language_code
from bot.loading.normalisation import one_line
from bot.loading.parsed import Parsed, titled
from bot.loading.safe_xml import parse_xml
from bot.records import Metadata

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OF_FONTS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
_CHAPTERS = frozenset({"application/xhtml+xml", "text/html", "application/xml"})
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)


def read(data: bytes, name: str) -> Parsed:
    """The text of a book.

    Raises:
        UnreadableDocument: it is no sound EPUB file, or its text is encrypted.
    """
    with open_container(data, name) as archive:
        _refuse_encrypted(archive, name)
        path = _package_path(archive, name)
        package = parse_xml(part(archive, path, name), name, what=path)
        blocks = Blocks()
        for chapter in _chapters(package, posixpath.dirname(path)):
            if chapter in archive.NameToInfo:
                markup.add(blocks, _tree(part(archive, chapter, name), name))
    return titled(blocks.parsed(_metadata(package)))


def _refuse_encrypted(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a book whose text is encrypted; its fonts may be."""
    if _ENCRYPTION in archive.NameToInfo:
        listed = part(archive, _ENCRYPTION, name)
        methods = re.findall(rb'Algorithm\s*=\s*"([^"]*)"', listed)
        if not all(method in _OF_FONTS for method in methods):
            raise UnreadableDocument(f"{name} is protected against copying.", "Add a copy without protection.")


def _package_path(archive: zipfile.ZipFile, name: str) -> str:
    container = parse_xml(part(archive, _CONTAINER, name), name, what=_CONTAINER)
    path = next((each.get("full-path") for each in container.iter("{*}rootfile")), None)
    if not path:
        raise UnreadableDocument(f"{name} is damaged: it names no package.", "Save it anew.")
    return str(path)


def _chapters(package: etree._Element, folder: str) -> list[str]:
    """The paths of the chapters in the archive, in reading order; lists of contents for machines are none."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    listed = [items[each.get("idref")] for each in package.iter("{*}itemref") if each.get("idref") in items]
    return [
        posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        for item in listed
        if item.get("media-type") in _CHAPTERS and "nav" not in item.get("properties", "").split()
    ]


def _tree(data: bytes, name: str) -> etree._Element:
    """A chapter's body; one that is no well-formed XML is mended as browsers mend a page."""
    source = _DOCTYPE.sub("", _ENTITY.sub(_character, decode(data, name)), count=1)
    try:
        root = parse_xml(source.encode(), name)
    except UnreadableDocument:
        root = markup.tree(source, name)
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
    body = root.find("body")
    return root if body is None else body


def _character(entity: re.Match[str]) -> str:
    return entity[0] if entity[1] in _XML_ENTITIES else html.unescape(entity[0])


def _metadata(package: etree._Element) -> Metadata | None:
    """What Dublin Core says of the book; of its identifiers, an address is its source."""
    found = {
        tag: [one_line("".join(each.itertext())) for each in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{tag}")]
        for tag in ("title", "creator", "publisher", "language", "date", "source", "identifier")
    }
    addresses = [each for each in (*found["source"], *found["identifier"]) if each.startswith(("https://", "http://"))]
    return describe(
        title=next(iter(found["title"]), None),
        authors=found["creator"],
        organisations=found["publisher"],
        date=next(filter(None, map(iso_date, found["date"])), None),
        language=next(filter(None, map(language_code, found["language"])), None),
        source=next(iter(addresses), None),
    )
