"""Hostile and odd PDF files, written object by object."""

from __future__ import annotations

import hashlib
import random
import zlib
from pathlib import Path

from .cases import Case

GOOD = "harbour report"
BROKEN = "is damaged|no PDF file|cannot be read|has no pages|has no text"
FIXTURES = Path(__file__).parent.parent / "fixtures" / "pdf"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def packed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[%s]" % (b"/FlateDecode" * times))


def text_of(words: str, size: int = 12) -> bytes:
    return b"BT /F %d Tf 50 700 Td (%s) Tj ET" % (size, words.encode("latin-1"))


def objects(content: bytes | None = None, page: bytes = b"", root: bytes = b"", resources: bytes = b"") -> list[bytes]:
    """The objects of a file of one page."""
    words = stream(text_of(f"The {GOOD} of the year.")) if content is None else content
    return [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>%s>>"
        % (resources, page),
        words,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]


def pdf(parts: list[bytes], trailer: bytes = b"", head: bytes = b"%PDF-1.7\n") -> bytes:
    """A file of numbered objects with its table."""
    out, places = head, []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1,
        table,
        len(parts) + 1,
        trailer,
        len(out),
    )


def with_object_streams(extends_itself: bool = False) -> bytes:
    """A file whose objects are packed in a stream, found by a table that is a stream."""
    parts = objects()
    inner = [parts[0], parts[1], parts[2], parts[4]]
    numbers, heads, body = (1, 2, 3, 5), b"", b""
    for number, part in zip(numbers, inner, strict=True):
        heads += b"%d %d " % (number, len(body))
        body += part + b" "
    extends = b"/Extends 6 0 R" if extends_itself else b""
    holder = stream(heads + body, b"/Type/ObjStm/N 4/First %d%s" % (len(heads), extends))
    out = b"%PDF-1.7\n"
    places = {}
    for number, part in ((4, parts[3]), (6, holder)):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    places[7] = len(out)
    rows = b"\0" + bytes(4) + b"\0"
    for number in range(1, 8):
        if number in places:
            rows += b"\1" + places[number].to_bytes(4, "big") + b"\0"
        else:
            rows += b"\2" + (6).to_bytes(4, "big") + bytes([numbers.index(number)])
    table = stream(rows, b"/Type/XRef/Size 8/W[1 4 1]/Root 1 0 R")
    return out + b"7 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (table, places[7])


def encrypted(user: bytes) -> bytes:
    """A file encrypted as PDF 1.3 has it, with a password for whoever opens it, or with none."""
    filler = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded, owner_padded, identifier = (user + filler)[:32], (b"owner" + filler)[:32], b"0123456789abcdef"
    owner = _rc4(hashlib.md5(owner_padded).digest()[:5], padded)
    permitted = -44
    key = hashlib.md5(padded + owner + permitted.to_bytes(4, "little", signed=True) + identifier).digest()[:5]
    check = _rc4(key, filler)
    parts = objects(stream(_rc4(hashlib.md5(key + b"\4\0\0\0\0").digest()[:10], text_of(f"The {GOOD} of the year."))))
    entries = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P %d>>" % (owner.hex().encode(), check.hex().encode(), permitted)
    return pdf([*parts, entries], b"/Encrypt 6 0 R/ID[<%s><%s>]" % ((identifier.hex().encode(),) * 2))


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def forms(depth: int, calls: int) -> bytes:
    """Drawings that draw the next one several times each."""
    parts = objects(stream(text_of(f"The {GOOD}.") + b" /X Do"), resources=b"/XObject<</X 6 0 R>>")
    for number in range(6, 6 + depth):
        below = b"/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>" % (number + 1)
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]%s" % below
        parts.append(stream(text_of("again") + b" /X Do" * calls, entries))
    return pdf(parts)


def unmapped(points: bytes) -> bytes:
    """Text whose font says that its letters are those code points (in hexadecimal, of UTF-16)."""
    mapping = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <%s> endbfrange endcmap"
    )
    parts = objects(stream(text_of("ABCDEFGHIJKLMNOP QRSTUVW")))
    parts[4] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return pdf([*parts, stream(mapping % points)])


def cases(chance: random.Random) -> list[Case]:
    """All of them."""
    good = pdf(objects())
    real = (FIXTURES / "groff.pdf").read_bytes()
    either = {"refused": f"{BROKEN}|takes too", "read": "."}
    made = [
        Case("good.pdf", good, read=GOOD),
        Case("empty.pdf", b"", refused=BROKEN),
        Case("header-only.pdf", b"%PDF-1.7\n", refused=BROKEN),
        Case("end-only.pdf", b"%PDF-1.7\n%%EOF", refused=BROKEN),
        Case("text-named.pdf", b"Only words, and no PDF file at all.", refused=BROKEN),
        Case("zeros.pdf", b"%PDF-1.7\n" + bytes(10**6), refused=BROKEN),
        Case("noise.pdf", b"%PDF-1.7\n" + chance.randbytes(10**5), refused=BROKEN),
        Case("no-table.pdf", good[: good.index(b"xref")] + b"trailer<</Root 1 0 R>>", read=GOOD),
        Case("wrong-table.pdf", good.replace(b"startxref\n", b"startxref\n9"), read=GOOD),
        Case("junk-before.pdf", chance.randbytes(500) + good, read=GOOD),
        Case("junk-after.pdf", good + bytes(3000), **either),
        Case("object-streams.pdf", with_object_streams(), read=GOOD),
        Case("object-stream-extends-itself.pdf", with_object_streams(extends_itself=True), **either),
        Case("encrypted.pdf", encrypted(b"secret"), refused="is encrypted"),
        Case("encrypted-without-password.pdf", encrypted(b""), read=GOOD),
        Case(
            "unknown-encryption.pdf",
            pdf([*objects(), b"<</Filter/Odd/V 9>>"], b"/Encrypt 6 0 R"),
            refused="is encrypted",
        ),
        Case("count-lies.pdf", good.replace(b"/Count 1>>", b"/Count 9>>"), **either),
        Case(
            "count-is-huge.pdf",
            pdf([*objects()[:1], b"<</Type/Pages/Kids[3 0 R]/Count 999999999>>", *objects()[2:]]),
            **either,
            never="x^",
        ),
        Case("pages-go-round.pdf", pdf([objects()[0], b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]), refused=BROKEN),
        Case(
            "too-many-pages.pdf",
            pdf([objects()[0], b"<</Type/Pages/Kids[%s]/Count 5001>>" % (b"3 0 R " * 5001), *objects()[2:]]),
            refused="has 5,001 pages",
        ),
        Case("deep-arrays.pdf", pdf([*objects(), b"[" * 200_000 + b"]" * 200_000], b"/Info 6 0 R"), **either),
        Case("deep-dictionaries.pdf", pdf(objects(root=b"/A" + b"<</A" * 50_000 + b" 1" + b">>" * 50_000)), **either),
        Case(
            "length-is-itself.pdf",
            pdf(objects(b"<</Length 4 0 R>>stream\n" + text_of(GOOD) + b"\nendstream")),
            **either,
        ),
        Case(
            "length-lies.pdf", pdf(objects(b"<</Length 999999999>>stream\n" + text_of(GOOD) + b"\nendstream")), **either
        ),
        Case("negative-length.pdf", pdf(objects(b"<</Length -9>>stream\n" + text_of(GOOD) + b"\nendstream")), **either),
        Case("tables-go-round.pdf", pdf(objects(), b"/Prev 9"), **either),
        Case("flate-bomb.pdf", pdf(objects(packed(b" " * 10**8))), refused="takes too|has no text|broke on it"),
        Case(
            "flate-bomb-of-text.pdf",
            pdf(objects(packed(text_of("boom ") * 10**5))),
            refused="takes too|broke on it",
            read="boom",
        ),
        Case(
            "nested-flate-bomb.pdf",
            pdf(objects(packed(bytes(3 * 10**7), 4))),
            refused="takes too|has no text|broke on it",
        ),
        Case(
            "drawing-draws-itself.pdf",
            pdf(
                [
                    *objects(stream(text_of(f"The {GOOD}.") + b" /X Do"), resources=b"/XObject<</X 6 0 R>>"),
                    stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
                ]
            ),
            read=GOOD,
        ),
        Case("drawings-to-the-power.pdf", forms(40, 9), refused="takes too|broke on it"),
        Case("drawings-nested.pdf", forms(500, 1), read=GOOD),
        Case("blank.pdf", pdf(objects(stream(b""))), refused="has no text"),
        Case(
            "image-only.pdf",
            pdf(
                [
                    *objects(stream(b"500 0 0 500 0 0 cm /I Do"), resources=b"/XObject<</I 6 0 R>>"),
                    stream(
                        bytes(300),
                        b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceRGB/BitsPerComponent 8",
                    ),
                ]
            ),
            refused="has no text",
        ),
        Case(
            "huge-image.pdf",
            pdf(
                [
                    *objects(stream(text_of(GOOD) + b" /I Do"), resources=b"/XObject<</I 6 0 R>>"),
                    stream(
                        b"",
                        b"/Type/XObject/Subtype/Image/Width 99999/Height 99999/ColorSpace/DeviceRGB/BitsPerComponent 8",
                    ),
                ]
            ),
            read=GOOD,
        ),
        Case("private-letters.pdf", unmapped(b"E000"), refused="does not tell which letters"),
        Case("letters-turned-round.pdf", unmapped(b"2000"), **either),
        Case(
            "script-on-opening.pdf",
            pdf(objects(root=b"/OpenAction<</S/JavaScript/JS(app.alert\\('SECRET'\\))>>")),
            read=GOOD,
        ),
        Case("launch-on-opening.pdf", pdf(objects(root=b"/OpenAction<</S/Launch/F(/bin/sh)>>")), read=GOOD),
        Case("form-with-secret.pdf", pdf(objects(root=b"/AcroForm<</XFA(SECRET)/Fields[]>>")), read=GOOD),
        Case("annotations-go-round.pdf", pdf(objects(page=b"/Annots[3 0 R 3 0 R]")), read=GOOD),
        Case("invisible-text.pdf", pdf(objects(stream(b"3 Tr " + text_of(f"recognised {GOOD}")))), read="recognised"),
        Case("control-characters.pdf", pdf(objects(stream(text_of("a\\000b\\033c harbour report")))), read=GOOD),
        Case("no-box.pdf", good.replace(b"/MediaBox[0 0 612 792]", b"/Mxxx1Box[0 0 612 792]"), read=GOOD),
        Case("huge-box.pdf", good.replace(b"[0 0 612 792]", b"[0 0 9e9 9e9]"), **either),
        Case("box-of-no-size.pdf", good.replace(b"[0 0 612 792]", b"[9 9 9 9]    "), **either),
        Case(
            "far-away.pdf",
            pdf(objects(stream(b"BT /F 12 Tf 999999999 -999999999 Td (%s) Tj ET" % GOOD.encode()))),
            **either,
        ),
        Case("no-size.pdf", pdf(objects(stream(text_of(GOOD, 0)))), **either),
        Case(
            "huge-size.pdf", pdf(objects(stream(b"BT /F 99999999999999999999 Tf (%s) Tj ET" % GOOD.encode()))), **either
        ),
        Case("on-one-spot.pdf", pdf(objects(packed(text_of("x") * 5_000))), **either),
        Case(
            "one-letter-a-line.pdf",
            pdf(objects(packed(b"BT /F 1 Tf 1 TL 0 9999 Td " + b"(word) Tj T* " * 5_000 + b"ET"))),
            **either,
        ),
        Case("no-font.pdf", good.replace(b"/Font<</F 5 0 R>>", b"/Xont<</F 5 0 R>>"), **either),
        Case("font-is-itself.pdf", pdf([*objects()[:4], b"5 0 R"]), **either),
        Case(
            "odd-labels.pdf",
            pdf(objects(root=b"/PageLabels<</Nums[0<</S/r/St -5/P(%s)>>]>>" % (b"p" * 5000))),
            read=GOOD,
        ),
        Case("labels-go-round.pdf", pdf([*objects(root=b"/PageLabels 6 0 R"), b"<</Kids[6 0 R]>>"]), **either),
        Case(
            "long-title.pdf",
            pdf([*objects(), b"<</Title(%s)>>" % (b"long " * 10**5)], b"/Info 6 0 R"),
            read=r"title='(long ?){1,60}'",
        ),
        Case("odd-title.pdf", pdf([*objects(), b"<</Title<FEFFD800004100000042202E>>>"], b"/Info 6 0 R"), read=GOOD),
        Case("odd-date.pdf", pdf([*objects(), b"<</CreationDate(D:20249999)>>"], b"/Info 6 0 R"), read="date=None"),
        Case("rotated.pdf", pdf(objects(page=b"/Rotate 90")), read=GOOD),
        Case(
            "watermark.pdf",
            pdf(objects(stream(text_of(GOOD) + b" BT /F 60 Tf .7 .7 -.7 .7 100 100 Tm (SECRET) Tj ET"))),
            read=GOOD,
        ),
        Case("archive-behind.pdf", good + b"PK\x03\x04" + bytes(100), **either),
        Case("page-as.txt", good, refused="is a PDF file"),
        Case("page-as.md", good, refused="is a PDF file"),
        Case("page-as.html", good, refused="PDF"),
        Case("page-as.docx", good, refused="damaged|no Word"),
        Case("page-as.rtf", good, refused="no RTF"),
    ]
    made += [Case(f"cut-{share}.pdf", real[: len(real) * share // 100], **either) for share in (10, 30, 50, 70, 90, 99)]
    made += [Case(f"mutated-{number}.pdf", mutated(real, chance), **either) for number in range(12)]
    return made


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with some of its bytes changed, taken out or doubled."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 60)):
        at, deed = chance.randrange(len(out)), chance.randrange(3)
        if deed == 0:
            out[at] = chance.randrange(256)
        elif deed == 1:
            del out[at : at + chance.randint(1, 40)]
        else:
            out[at:at] = out[at : at + chance.randint(1, 200)]
    return bytes(out)
