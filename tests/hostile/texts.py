"""Hostile and odd texts: plain ones, Markdown and its front matter, web pages, RTF, e-mail and subtitles."""

# ruff: noqa: E501

from __future__ import annotations

import random

from .cases import Case

WORDS = "The harbour report of the year."
KEYS = "title: A\nkind: report\nauthors: B\ndate: 2024-01-02\nlanguage: en\nsource: c\nrights: d\n"
ALIASES = "a: &a [x, x]\n" + "".join(
    f"{n}: &{n} [*{p}, *{p}, *{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)
MAIL = "From: Ada <a@example.org>\nTo: b@example.org\nSubject: {}\nDate: Tue, 2 Jan 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
TIMED = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"


def front(keys: str, body: str = WORDS) -> bytes:
    """Markdown with a front matter."""
    return f"---\n{keys}---\n{body}".encode("utf-8", "surrogatepass")


def nested_mail(depth: int) -> bytes:
    """A message in parts in parts."""
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(depth))
    return (MAIL.format("deep") + head + f"\n{WORDS}").encode()


def cases(chance: random.Random) -> list[Case]:
    """All of them."""
    either = {
        "refused": "damaged|nested|too |binary|empty|cannot|encoding|no RTF|no message|has no text|is no |no subtitles|broken|no words|lacks",
        "read": ".",
    }
    return [
        *_plain(chance, either),
        *_markdown(either),
        *_front_matter(),
        *_web(chance, either),
        *_others(chance, either),
    ]


def _plain(chance: random.Random, either: dict[str, str]) -> list[Case]:
    return [
        Case("good.txt", WORDS.encode(), read="harbour"),
        Case("empty.txt", b"", refused="is empty"),
        Case("blank.txt", b" \n\t\r\n" * 99, refused="is empty"),
        Case("mark-only.txt", b"\xef\xbb\xbf", refused="is empty"),
        Case("mark-of-utf-16-only.txt", b"\xff\xfe", refused="is empty"),
        Case("zeros.txt", bytes(5000), refused="binary"),
        Case("zero-inside.txt", WORDS.encode() + b"\0" + WORDS.encode(), refused="binary"),
        Case("noise.txt", chance.randbytes(60_000), refused="binary|encoding"),
        Case("program.txt", b"\x7fELF" + bytes(100), refused="a program"),
        Case("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), refused="PNG"),
        Case("archive.txt", b"PK\x03\x04" + bytes(100), refused="ZIP"),
        Case("wrong-mark.txt", b"\xef\xbb\xbf\xff\xfe\xfa", refused="marked as UTF-8"),
        Case("half-of-utf-16.txt", b"\xff\xfea\0b", refused="marked as UTF-16"),
        Case("utf-16.txt", WORDS.encode("utf-16"), read="harbour"),
        Case("utf-32.txt", WORDS.encode("utf-32"), read="harbour"),
        Case("utf-7.txt", b"+AGE-harbour", read="harbour"),
        Case("overlong.txt", b"harbour \xc0\xaf report", **either),
        Case("surrogates.txt", b"harbour \xed\xa0\x80 report", **either),
        Case("bidi.txt", "harbour \u202egpj.\u2066x\u2069 report".encode(), read="harbour gpj.x report"),
        Case(
            "tags.txt",
            ("harbour" + "".join(chr(0xE0000 + ord(c)) for c in "SECRET") + " report").encode(),
            read="harbour report",
        ),
        Case("terminal.txt", b"harbour \x1b[31m report", read=r"harbour \[31m report"),
        Case("accents.txt", ("a" + "\u0301\u0323" * 9_000).encode(), read="."),
        Case("many-accents.txt", ("a" + "\u0301\u0323" * 900_000).encode(), refused="takes too long"),
        Case("one-line.txt", b"word " * 200_000, read="word"),
        Case("one-word.txt", b"x" * 1_000_000, read="x"),
        Case("lines.txt", b"a\n" * 100_000, read="a"),
        Case("quotation-marks.txt", "“a".encode() * 30_000, read="a"),
        Case("too-large.txt", b"word " * 4_100_000, refused="too large"),
        Case("line-ends.txt", b"harbour\r\rreport\n\r\nend", read="harbour"),
        Case("no-ending", WORDS.encode(), refused="without an ending"),
        Case("other.exe", WORDS.encode(), refused="EXE files"),
    ]


def _markdown(either: dict[str, str]) -> list[Case]:
    return [
        Case("brackets.md", b"[" * 100_000 + b"a", **either),
        Case("images.md", b"![" * 8_000 + b"a" + b"](b)" * 8_000, **either),
        Case("quotes.md", b"> " * 20_000 + b"a", **either),
        Case("lists.md", "\n".join("  " * at + "- a" for at in range(1000)).encode(), **either),
        Case("emphasis.md", b"*a_ " * 20_000, **either),
        Case("ticks.md", "".join("`" * at + "a" for at in range(1, 600)).encode(), **either),
        Case("script.md", b"<script>alert(1)</script>\n\nharbour", read="harbour"),
        Case(
            "links.md",
            b"[harbour](javascript:alert(1)) ![x](file:///etc/passwd)",
            read="harbour",
        ),
        Case("references.md", b"".join(b"[a%d]: b\n" % at for at in range(20_000)) + b"harbour", read="harbour"),
        Case("table.md", b"a|" * 3000 + b"\n" + b"-|" * 3000 + b"\n" + (b"x|" * 3000 + b"\n") * 20, **either),
    ]


def _front_matter() -> list[Case]:
    wrong = "line [0-9]+: "
    return [
        Case("front-good.md", front(KEYS), read="harbour"),
        Case("front-aliases.md", front(f"{KEYS}{ALIASES}"), refused=wrong),
        Case("front-aliases-in-a-key.md", front(f"{KEYS}venue: &a [x]\ncountry: [*a, *a]\n"), refused=wrong),
        Case("front-merged.md", front(f"{KEYS}<<: *a\n"), refused=wrong),
        Case("front-alias-to-itself.md", front(f"{KEYS}country: &a [*a]\n"), refused=wrong),
        Case("front-object.md", front(f"{KEYS}venue: !!python/object/apply:os.system [id]\n"), refused=wrong),
        Case("front-deep.md", front(f"{KEYS}venue: {'[' * 5000}{']' * 5000}\n"), refused=wrong),
        Case("front-never-closed.md", b"---\n" + KEYS.encode() * 1000, refused=wrong),
        Case("front-twice.md", front(f"{KEYS}title: B\n"), refused=wrong),
        Case("front-huge-number.md", front(KEYS.replace("2024-01-02", "9" * 5000)), refused=wrong),
        Case("front-wrong-day.md", front(KEYS.replace("2024-01-02", "2024-02-30")), refused=wrong),
        Case(
            "front-long-title.md",
            front(KEYS.replace("title: A", f"title: {'long ' * 50_000}")),
            refused=wrong,
            read="long",
        ),
        Case("front-binary.md", front(f"{KEYS}venue: !!binary aGk=\n"), refused=wrong, read="harbour"),
        Case("front-bidi.md", front(KEYS.replace("title: A", "title: A\u202eB")), read="title='AB'"),
        Case("front-many-keys.md", front(KEYS + "".join(f"k{at}: x\n" for at in range(5000))), refused=wrong),
        Case("front-tabs.md", front(f"{KEYS}\tvenue: x\n"), refused=wrong),
        Case(
            "front-escapes.md",
            front(KEYS.replace("title: A", 'title: "A\\0\\e[31m\\ud800"')),
            refused=wrong,
            read="title",
        ),
        Case("front-documents.md", front(KEYS.replace("kind:", "...\nkind:")), refused=wrong),
    ]


def _web(chance: random.Random, either: dict[str, str]) -> list[Case]:
    page = "<html><head><title>T</title></head><body><p>{}</p></body></html>"
    return [
        Case("good.html", page.format(WORDS * 5).encode(), read="harbour"),
        Case("empty.html", b"", refused="empty"),
        Case("no-words.html", page.format("").encode(), refused="empty", read="T"),
        Case("deep.html", b"<div>" * 100_000 + WORDS.encode(), refused="nested too deeply"),
        Case("deep-and-closed.html", b"<b>" * 1900 + WORDS.encode() * 9 + b"</b>" * 1900, **either),
        Case("deep-tables.html", b"<table><tr><td>" * 300 + WORDS.encode() * 9, **either),
        Case("attributes.html", b"<p " + b"a=b " * 200_000 + b">" + WORDS.encode() * 9, **either),
        Case("open-tags.html", b"<a <b <c " * 50_000 + WORDS.encode(), **either),
        Case(
            "entities.html",
            page.format("harbour &#0;&#xD800;&#x202E;&#1114112;&notanentity; " * 5).encode(),
            read="harbour",
        ),
        Case(
            "doctype.html",
            b'<!DOCTYPE r [<!ENTITY i SYSTEM "file:///etc/passwd">]>' + page.format(f"{WORDS * 5} &i;").encode(),
            read="harbour",
            never="root:",
        ),
        Case(
            "script.html",
            page.format(WORDS * 5 + "<script>SECRET</script><style>SECRET</style><noscript>SECRET</noscript>").encode(),
            read="harbour",
        ),
        Case(
            "hidden.html",
            page.format(WORDS * 5 + "<span hidden>SECRET</span><i style='display:none'>SECRET</i>").encode(),
            read="harbour",
        ),
        Case("comment.html", page.format(WORDS * 5 + "<!-- SECRET -- > <![CDATA[ x ]]>").encode(), read="harbour"),
        Case(
            "frames.html",
            page.format(WORDS * 5 + '<iframe src="file:///etc/passwd"></iframe><img src=x onerror=SECRET>').encode(),
            read="harbour",
        ),
        Case("wrong-charset.html", b'<meta charset="utf-16">' + page.format(WORDS * 5).encode(), **either),
        Case("unknown-charset.html", b'<meta charset="rot13">' + page.format(WORDS * 5).encode(), **either),
        Case("bomb-charset.html", b'<meta charset="zlib">' + page.format(WORDS * 5).encode(), **either),
        Case("lines.html", page.format("<br>".join(["harbour"] * 10_000)).encode(), **either),
        Case("noise.html", chance.randbytes(50_000), **either),
        Case("zeros.html", page.format("harbour\0report").encode(), **either),
    ]


def _others(chance: random.Random, either: dict[str, str]) -> list[Case]:
    rtf = r"{\rtf1\ansi " + WORDS
    plain = MAIL.format("Harbour") + "Content-Type: text/plain; charset=utf-8\n"
    return [
        Case("good.rtf", (rtf + "}").encode(), read="harbour"),
        Case("not-closed.rtf", rtf.encode(), read="harbour"),
        Case("deep.rtf", (rtf + "{" * 100_000 + "}" * 100_001).encode(), **either),
        Case("closed-too-often.rtf", (rtf + "}" * 100_000).encode(), **either),
        Case("binary.rtf", (rtf + r"\bin999999999 x}").encode(), **either),
        Case("object.rtf", (rtf + r"{\object\objdata 5345435245540000}}").encode(), read="harbour"),
        Case("characters.rtf", (rtf + r"\u-99999999999?\u55357?\u0?\'zz\'80}").encode(), **either),
        Case("long-word.rtf", (r"{\rtf1 \x" + "1" * 100_000 + " " + WORDS + "}").encode(), **either),
        Case("no-rtf.rtf", WORDS.encode(), refused="no RTF"),
        Case("noise.rtf", b"{\\rtf1" + chance.randbytes(20_000), **either),
        Case("good.eml", (plain + f"\n{WORDS}").encode(), read="harbour"),
        Case("empty.eml", b"", refused="."),
        Case("no-body.eml", plain.encode(), refused="."),
        Case("nested.eml", nested_mail(300), **either),
        Case(
            "never-ends.eml",
            (MAIL.format("x") + "Content-Type: multipart/mixed; boundary=b\n\n--b\n").encode(),
            refused=".",
            read=".",
        ),
        Case(
            "same-boundary.eml",
            (MAIL.format("x") + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nharbour\n" * 5000).encode(),
            **either,
        ),
        Case(
            "unknown-charset.eml",
            (MAIL.format("x") + f"Content-Type: text/plain; charset=rot13\n\n{WORDS}").encode(),
            **either,
        ),
        Case(
            "packed-charset.eml",
            (MAIL.format("x") + f"Content-Type: text/plain; charset=zlib\n\n{WORDS}").encode(),
            **either,
        ),
        Case("wrong-base64.eml", (plain + f"Content-Transfer-Encoding: base64\n\n{WORDS}%%%").encode(), **either),
        Case("odd-header.eml", (MAIL.format("=?utf-8?B?4oCuQUI=?= =?x?Q?=00?=") + f"\n{WORDS}").encode(), **either),
        Case("long-header.eml", (MAIL.format("a " * 20_000) + f"\n{WORDS}").encode(), **either),
        Case("many-headers.eml", (MAIL.format("x") + "X: y\n" * 100_000 + f"\n{WORDS}").encode(), **either),
        Case(
            "many-receivers.eml",
            (MAIL.format("x").replace("To: ", "To: " + "a@b.c, " * 20_000) + f"\n{WORDS}").encode(),
            **either,
        ),
        Case(
            "odd-date.eml",
            plain.replace("2 Jan 2024", "99 Foo 99999").encode() + b"\n" + WORDS.encode(),
            read="harbour",
        ),
        Case("good.srt", TIMED.format(WORDS).encode(), read="harbour"),
        Case("no-times.srt", WORDS.encode(), **either),
        Case("huge-times.srt", f"1\n99999999999:00:01,000 --> 99999999999:00:02,000\n{WORDS}\n".encode(), **either),
        Case(
            "backwards.srt",
            (TIMED.format("later") + TIMED.format("harbour").replace("00:00:01", "00:00:00")).encode(),
            **either,
        ),
        Case("markup.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada><script>x</script>{WORDS}\n".encode(), **either),
        Case("deep.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'<b>' * 50_000}{WORDS}\n".encode(), **either),
        Case("not-vtt.vtt", WORDS.encode(), **either),
        Case("many.srt", "\n".join(TIMED.format("harbour") for _ in range(3_000)).encode(), **either),
    ]
