"""E-mail: what the sender wrote, and nobody else, with who that is."""

import pytest

from bot.errors import UnreadableDocument
from bot.loading.mail import read

HEAD = "From: =?utf-8?q?Ada_Ex=C3=A4mple?= <ada@x.example>\nDate: Mon, 3 Mar 2025 23:10:00 -0500\nSubject: Ropes\n"


def parsed(body, head=HEAD):
    return read(f"{head}\n{body}".encode(), "a.eml")


def html(body):
    return parsed(body, HEAD + "Content-Type: text/html; charset=utf-8\n").text


def test_headers_are_the_metadata_and_no_text():
    found = parsed("Hello.")
    assert found.text == "Hello."
    assert (found.metadata.title, found.metadata.authors, found.metadata.date) == (
        "Ropes",
        ("Ada Exämple",),
        "2025-03-03",
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Yes.\n\nOn Mon, Bo Sample\n<bo@x.example> wrote:\n> Will you\n> come?\n", "Yes."),
        ("Yes.\n\nLe 3 mars 2025, Bo Sample a écrit :\n\n> Viendrez-vous ?\n", "Yes."),
        ("> Will you come?\n\nYes.\n", "Yes."),
        ("Yes.\n-- \nAda\nPhone 555", "Yes."),
        ("> Only a quotation.\n", "> Only a quotation."),
    ],
)
def test_what_somebody_else_wrote_and_signatures_are_left_out(body, text):
    assert parsed(body).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Yes.</p><blockquote type=cite>Will you?</blockquote>", "Yes."),
        ("<p>Yes.</p><div class=gmail_quote>On Monday: <blockquote>Will you?</blockquote></div>", "Yes."),
        ("<p>She said:</p><blockquote>No.</blockquote>", "She said:\n\nNo."),
        ("<div class=gmail_quote>All is quoted.</div>", "All is quoted."),
        ("<table role=presentation><tr><td>One</td><td>two</td></tr></table>", "One\n\ntwo"),
    ],
)
def test_quoted_messages_in_html_are_left_out(body, text):
    assert html(body) == text


def test_flowed_text_is_joined_where_it_flows():
    head = HEAD + "Content-Type: text/plain; format=flowed\n"
    assert parsed("One line \nthat flows.\nAnother.\n", head).text == "One line that flows.\nAnother."


def test_the_plain_text_is_taken_and_attachments_are_not():
    head = HEAD + 'Content-Type: multipart/mixed; boundary="b"\n'
    parts = (
        "Content-Type: text/html\n\n<p>html</p>",
        "Content-Type: text/plain\n\nplain",
        "Content-Type: text/csv\n\na,b",
    )
    inner = 'Content-Type: multipart/alternative; boundary="c"\n\n' + "".join(f"--c\n{part}\n" for part in parts[:2])
    body = f"--b\n{inner}--c--\n--b\nContent-Disposition: attachment\n{parts[2]}\n--b--\n"
    assert parsed(body, head).text == "plain"


@pytest.mark.parametrize("charset", ["utf-8", "no-such-charset", "us-ascii", "iso-8859-1"])
def test_a_wrong_charset_is_mended(charset):
    head = HEAD + f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n"
    text = "L’été à Genève." if charset != "iso-8859-1" else "L'été à Genève."
    encoded = "iso-8859-1" if charset == "iso-8859-1" else "utf-8"
    assert read(f"{head}\n{text}".encode(encoded), "a.eml").text == text


@pytest.mark.parametrize(
    "data",
    [
        b"Just words, and no headers at all.",
        b"",
        f"{HEAD}\n".encode(),
        f"{HEAD}Content-Type: image/png\n\nxyz".encode(),
        f"{HEAD}Content-Type: multipart/mixed\n\nno boundary".encode(),
        HEAD.encode()
        + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (at, at) for at in range(5000)),
    ],
    ids=["text", "empty", "no body", "picture", "no boundary", "deep"],
)
def test_what_is_no_message_with_text_is_refused_by_name(data):
    with pytest.raises(UnreadableDocument, match=r"a\.eml"):
        read(data, "a.eml")


@pytest.mark.parametrize("header", ["Date: yesterday", "Date: Mon, 99 Foo 2025", "From: <", "Subject: =?utf-8?b?!!?="])
def test_a_broken_header_is_left_out(header):
    assert parsed("Hello.", f"Message-ID: <1@x>\n{header}\n").text == "Hello."
