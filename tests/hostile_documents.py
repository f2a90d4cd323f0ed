"""Hostile and odd files of the formats of offices, the web and mail, each with what must become of it."""

# ruff: noqa: E501

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
REFUSED = None
"""In place of a text: the file is refused by its name."""

ENTITIES = '<!DOCTYPE l [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
)
BOMB = f"{ENTITIES}]>".encode()
LEAK = b'<!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Hostile:
    """A file and a piece of the text that is read of it, or `REFUSED`; `never` must not be in the text."""

    what: str
    name: str
    data: bytes
    text: str | None = REFUSED
    never: str = "root:"


def rewritten(made: str, path: str, change: Callable[[bytes], bytes]) -> bytes:
    """A made archive in which one part is changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(FIXTURES / made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == path else content)
    return out.getvalue()


def word(old: bytes, new: bytes) -> bytes:
    """A Word document in whose text something is put in place of something."""
    return rewritten("docx/harbour.docx", "word/document.xml", lambda part: part.replace(old, new, 1))


def odt(old: bytes, new: bytes) -> bytes:
    """An OpenDocument text likewise."""
    return rewritten("odt/pont.odt", "content.xml", lambda part: part.replace(old, new, 1))


def book(path: str, content: bytes) -> bytes:
    """A book of which one part is another."""
    return rewritten("epub/pont.epub", path, lambda _: content)


def of_offices() -> Iterator[Hostile]:
    """Word documents, OpenDocument texts and books."""
    body, tables = b"<w:body>", 40
    nested = (
        b"<w:tbl><w:tr><w:tc>" * tables + b"<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + b"</w:tc></w:tr></w:tbl>" * tables
    )
    yield Hostile("billion laughs", "a.docx", word(b"?>", b"?>" + BOMB).replace(b"Ships that", b"&j; that"))
    yield Hostile("a file by an entity", "a.docx", word(b"?>", b"?>" + LEAK))
    yield Hostile("controls nested 20,000 deep", "a.docx", word(body, body + b"<w:sdt><w:sdtContent>" * 20_000))
    yield Hostile("tables nested 40 deep", "a.docx", word(body, body + nested), "deep")
    yield Hostile("a row of a hundred thousand", "a.docx", word(b"</w:tr>", b"</w:tr>" + b"<w:tr/>" * 2000), "Berth")
    looped = rewritten(
        "docx/harbour.docx",
        "word/styles.xml",
        lambda part: part.replace(b'<w:basedOn w:val="Normal"', b'<w:basedOn w:val="Heading1"'),
    )
    yield Hostile("styles that are based on each other", "a.docx", looped, "Ships that lie")
    yield Hostile("a zip bomb", "a.docx", rewritten("docx/harbour.docx", "word/styles.xml", lambda _: bytes(10**8)))
    yield Hostile("billion laughs", "a.odt", odt(b"?>", b"?>" + BOMB))
    yield Hostile("a file by an entity", "a.odt", odt(b"?>", b"?>" + LEAK))
    yield Hostile(
        "999,999,999 spaces",
        "a.odt",
        odt(b"</office:text>", b'<text:p>a<text:s text:c="999999999"/>b</text:p></office:text>'),
        "a b",
    )
    repeated = b'<table:table-row table:number-rows-repeated="1000000000"'
    yield Hostile("a row repeated a billion times", "a.odt", odt(b"<table:table-row", repeated), "Mesure")
    yield Hostile(
        "sections nested 20,000 deep", "a.odt", odt(b"<office:text", b"<text:section>" * 20_000 + b"<office:text")
    )
    chapter, container = "EPUB/text/ch001.xhtml", "META-INF/container.xml"
    bomb = BOMB + b"<html><body>&j;</body></html>"
    yield Hostile("billion laughs in a chapter", "a.epub", book(chapter, bomb), "Dufr", never="lol")
    yield Hostile("a file by an entity", "a.epub", book(container, LEAK + b"<c>&j;</c>"))
    outside = b'<c><rootfile full-path="../../../etc/passwd"/></c>'
    yield Hostile("a package outside of the book", "a.epub", book(container, outside))


def of_the_web() -> Iterator[Hostile]:
    """Web pages."""
    for what, source, text in (
        ("boxes nested 100,000 deep", "<p>b</p>" + "<div>" * 100_000 + "x", REFUSED),
        ("bold 1,500 times", "<p>b</p>" + "<b>" * 1500 + "text of it", "text of it"),
        ("lists nested 300 deep", "<ol><li>a" * 300 + "text of it", "text of it"),
        ("a title of nothing but separators", f"<title>{' - ' * 100_000}</title><p>text of it", "text of it"),
        ("facts nested 100,000 deep", f'<script type="application/ld+json">{"[" * 100_000}</script><p>text', "text"),
        ("an encoding that does not end", f"<meta charset{' ' * 4000}<p>text of it", "text of it"),
        ("40,000 share buttons", "<div class='share'>x</div>" * 40_000 + "<p>text of it", "text of it"),
        ("a script and what is like one", "<p>text<script>root: x</script><style>root: y</style></p>", "text"),
    ):
        yield Hostile(what, "a.html", source.encode(), text)


def of_mail_and_rest() -> Iterator[Hostile]:
    """RTF, messages and subtitles."""
    rtf, mail, cue = r"{\rtf1 ", "From: a@b.example\n", "1\n00:00:01,000 --> 00:00:02,000\n"
    for what, name, source, text in (
        ("groups nested 100,000 deep", "a.rtf", rtf + "{" * 100_000 + "text", "text"),
        ("notes nested 20,000 deep", "a.rtf", rtf + r"{\footnote " * 20_000 + "x", REFUSED),
        ("rows that do not end", "a.rtf", rtf + r"\trowd " * 30_000 + "text}", "text"),
        ("links that do not end", "a.rtf", rtf + r'{\field{\*\fldinst HYPERLINK "' * 5000 + "x", REFUSED),
        ("a character beyond Unicode", "a.rtf", rtf + r"\u99999999 ?}", REFUSED),
        ("20,000 parts", "a.eml", mail + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 20_000, REFUSED),
        ("messages nested 1,000 deep", "a.eml",
         mail + "".join(f'Content-Type: multipart/mixed; boundary="{at}"\n\n--{at}\n' for at in range(1000)), REFUSED),
        ("a header of 1 MB", "a.eml", f"From: {'a' * 10**6}\n\ntext of it", "text of it"),
        ("quotations that are announced and do not come", "a.eml", mail + "\n" + "On aaaaaaaaaaaaaa\n" * 30_000 + "text", "text"),
        ("times that are none", "a.srt", "1\n99:99:99,999 --> 00:00:00,000\nx\n\n" * 1000, REFUSED),
        ("times that are none, but one", "a.srt", "1\n99:99:99,999 --> 0\nx\n\n" * 9 + cue + "text of it", "text of it"),
        ("a cue of 20,000 lines", "a.srt", cue + "text\n" * 20_000, "text text"),
        ("a tag that does not end", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<" * 10**6 + "text\n", "text"),
        ("more hours than there are", "a.vtt", f"WEBVTT\n\n{'9' * 20}:00:01.000 --> {'9' * 20}:00:02.000\nx\n", REFUSED),
    ):  # fmt: skip
        yield Hostile(what, name, source.encode(), text)
    yield Hostile("bytes that are no subtitles", "a.srt", bytes(10_000))


def damaged(seed: int = 8) -> Iterator[tuple[str, bytes]]:
    """Every made file cut in half, and with 30 bytes of it changed: names and bytes; any outcome but a crash is right."""
    rng = random.Random(seed)
    for path in sorted(FIXTURES.glob("*/*.*")):
        if path.suffix in {".docx", ".odt", ".epub", ".rtf", ".eml", ".html", ".srt", ".vtt"}:
            data = path.read_bytes()
            changed = bytearray(data)
            for _ in range(30):
                changed[rng.randrange(len(changed))] = rng.randrange(256)
            yield path.name, data[: len(data) // 2]
            yield path.name, bytes(changed)
