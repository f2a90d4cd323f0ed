"""Hostile and odd archives: Word documents, OpenDocument texts and EPUB books."""

# ruff: noqa: E501

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
from collections.abc import Callable

from .cases import Case

WORDS = "The harbour report of the year."
ENTITIES = (
    '<!DOCTYPE r [<!ENTITY a "SECRET SECRET "><!ENTITY b "'
    + "&a;" * 10
    + '">'
    + "".join(f'<!ENTITY {here} "{f"&{before};" * 10}">' for before, here in zip("bcdefgh", "cdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'
QUADRATIC = '<!DOCTYPE r [<!ENTITY i "' + "SECRET " * 20_000 + '">]>'
BROKEN = (
    "damaged|no Word|no OpenDocument|no EPUB|not an? |is no|lacks|entit|cannot be read|declares|XML|type declaration"
)

Parts = dict[str, str | bytes]


def archive(parts: Parts, packing: int = zipfile.ZIP_DEFLATED, odd: str | None = None) -> bytes:
    """The parts as an archive; `odd` is one more part of that name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in [*parts.items(), *([(odd, "x")] if odd is not None else [])]:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else packing)
    return buffer.getvalue()


def docx(body: str | None = None, head: str = "") -> Parts:
    """The parts of a Word document."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    packages = "http://schemas.openxmlformats.org/package/2006"
    offices = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    body = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>" if body is None else body
    return {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{types}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" Type="{offices}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {space}><w:body>{body}</w:body></w:document>",
    }


def odt(body: str | None = None, head: str = "") -> Parts:
    """The parts of an OpenDocument text."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    body = f"<text:p>{WORDS}</text:p>" if body is None else body
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}"/>',
        "content.xml": f"{head}<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
    }


def epub(body: str | None = None, head: str = "") -> Parts:
    """The parts of a book."""
    body = f"<p>{WORDS}</p>" if body is None else body
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "a.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Harbour report</dc:title></metadata><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>',
        "c.xhtml": f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{body}</body></html>',
    }


Maker = Callable[..., Parts]
FORMATS: dict[str, tuple[Maker, str, str]] = {
    "docx": (docx, "word/document.xml", "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"),
    "odt": (odt, "content.xml", "<text:p>{}</text:p>"),
    "epub": (epub, "c.xhtml", "<p>{}</p>"),
}


def lying(data: bytes) -> bytes:
    """An archive whose list says that a part is small."""
    out, at = bytearray(data), data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", out, at + 24, 10)
    return bytes(out)


def marked_encrypted(data: bytes) -> bytes:
    """An archive whose parts say that they are encrypted."""
    out, at = bytearray(data), -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        out[at + 8] |= 1
    return bytes(out)


def cases(chance: random.Random) -> list[Case]:
    """All of them, for each format."""
    return [case for suffix in FORMATS for case in _cases(suffix, chance)]


def _cases(suffix: str, chance: random.Random) -> list[Case]:
    parts_of, main, paragraph = FORMATS[suffix]
    good = archive(parts_of())
    bomb = archive({**parts_of(), "bomb.xml": bytes(20_000_000)})
    deep = paragraph.format("").split("></", 1)[0].split(">")[0] + ">"
    tag = deep.strip("<>").split()[0]
    either = {"refused": f"{BROKEN}|nested|too (?:long|deep|much)|unpacks|encrypted|two parts|leads out", "read": "."}

    def case(name: str, content: bytes, refused: str | None = None, read: str | None = None) -> Case:
        return Case(f"{name}.{suffix}", content, refused, read, never="SECRET|root:|daemon:")

    def with_body(text: str, head: str = "") -> bytes:
        return archive(parts_of(paragraph.format(text), head))

    return [
        case("good", good, read="harbour report"),
        case("empty", b"", BROKEN),
        case("no-archive", WORDS.encode(), BROKEN),
        case("empty-archive", archive({}), BROKEN),
        case("cut", good[: len(good) // 2], BROKEN),
        case(
            "no-main-part",
            archive({name: part for name, part in parts_of().items() if name != main}),
            f"{BROKEN}|empty",
        ),
        case("empty-main-part", archive({**parts_of(), main: ""}), f"{BROKEN}|empty"),
        case("broken-main-part", archive({**parts_of(), main: "<a><b></a>"}), f"{BROKEN}|empty"),
        case("binary-main-part", archive({**parts_of(), main: chance.randbytes(5000)}), f"{BROKEN}|empty|binary"),
        case("bomb", bomb, "unpacks to"),
        case("bomb-in-main-part", archive({**parts_of(), main: b"<a>" + b" " * 20_000_000 + b"</a>"}), "unpacks to"),
        case("size-lies", lying(archive({**parts_of(), "z": bytes(900_000)})), **either),
        case("many-parts", archive({**parts_of(), **{f"x/{at}": "" for at in range(10_001)}}), "parts; at most"),
        case("leads-out", archive(parts_of(), odd="../../../../tmp/evil"), "leads out"),
        case("absolute", archive(parts_of(), odd="/etc/cron.d/evil"), "leads out"),
        case("windows-path", archive(parts_of(), odd="..\\..\\evil"), "leads out"),
        case("drive", archive(parts_of(), odd="C:evil"), "leads out"),
        case("twice", archive(parts_of(), odd=main), "two parts of one name"),
        case("encrypted", marked_encrypted(good), "encrypted"),
        case("billion-laughs", with_body("harbour report &i;", ENTITIES), **either),
        case("outside-entity", with_body("harbour report &i;", OUTSIDE), **either),
        case("parameter-entity", with_body("harbour report", PARAMETER), **either),
        case("quadratic-entity", with_body("&i;" * 20_000, QUADRATIC), **either),
        case("deep", archive(parts_of(f"{deep}" * 100_000 + WORDS + f"</{tag}>" * 100_000)), **either),
        case("long-line", with_body(" ".join(str(chance.random()) for _ in range(20_000))), read=r"0\.\d+"),
        case("controls", with_body("harbour\u202e report\u2066 \ufffe\U000e0041"), **either),
        case("zeros", with_body("harbour &#0; report"), **either),
        case(
            "utf-16",
            archive(
                {
                    **parts_of(),
                    main: ('<?xml version="1.0" encoding="UTF-16"?>' + str(parts_of()[main])).encode("utf-16"),
                }
            ),
            **either,
        ),
        case(
            "utf-7",
            archive({**parts_of(), main: '<?xml version="1.0" encoding="UTF-7"?>' + str(parts_of()[main])}),
            **either,
        ),
        case("as-old-office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "password|before 2007|damaged|no "),
    ] + [case(f"mutated-{at}", _mutated(good, chance), **either) for at in range(3)]


def _mutated(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)
