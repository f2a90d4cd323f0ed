"""XML of unknown origin: no entities, no network, no parts that are nested or long beyond the parser's limits."""

from __future__ import annotations

from lxml import etree

from bot.errors import UnreadableDocument


def parse_xml(data: bytes, name: str, *, what: str = "") -> etree._Element:
    """The root of an XML document; `name` is the file's and `what` the part's, for errors.

    Raises:
        UnreadableDocument: it is no XML, declares entities, or is nested deeper than 250 elements.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    part = f"its part {what}" if what else "its XML"
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"{name} is damaged: {part} cannot be parsed.", "Save it anew.") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise UnreadableDocument(f"{name} cannot be read: {part} declares entities.", "Save it anew.")
    return root
