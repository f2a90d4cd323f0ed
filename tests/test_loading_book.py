"""Books: chapters in reading order, pages of the printed book, refusals by name."""

import io
import zipfile

import pytest

from bot.errors import UnreadableDocument
from bot.loading.book import read

CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'


def epub(*chapters, metadata="", **parts):
    """The bytes of a book; `parts` replaces or adds parts, by their path with _ for / and -."""
    items = "".join(
        f'<item id="c{at}" href="ch%20{at}.xhtml" media-type="application/xhtml+xml"/>' for at in range(len(chapters))
    )
    order = "".join(f'<itemref idref="c{at}"/>' for at in range(len(chapters)))
    package = (
        f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>{items}'
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>'
        f'<spine>{order}<itemref idref="nav"/></spine></package>'
    )
    files = {"META-INF/container.xml": CONTAINER, "OPS/book.opf": package, "OPS/nav.xhtml": XHTML.format("Contents")}
    files |= {f"OPS/ch {at}.xhtml": chapter for at, chapter in enumerate(chapters)} | parts
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return out.getvalue()


def test_chapters_come_in_reading_order_with_their_headings():
    found = read(epub(XHTML.format("<h1>One</h1><p>First.</p>"), XHTML.format("<h2>Two</h2><p>Second.</p>")), "a.epub")
    assert found.text == "One\n\nFirst.\n\nTwo\n\nSecond."
    assert [(heading.level, heading.text) for heading in found.headings] == [(1, "One"), (2, "Two")]


def test_pages_are_those_of_the_printed_book():
    body = (
        '<p><span epub:type="pagebreak" title="11"/>Eleven <span epub:type="pagebreak" id="p12"/>twelve.</p>'
        '<div role="doc-pagebreak" aria-label="13">13</div><p>Thirteen.</p>'
    )
    found = read(epub(XHTML.format(body)), "a.epub")
    assert found.text == "Eleven twelve.\n\nThirteen."
    assert [(mark.page, found.text[mark.start :].split()[0]) for mark in found.marks] == [
        (11, "Eleven"),
        (12, "twelve."),
        (13, "Thirteen."),
    ]


@pytest.mark.parametrize(
    ("chapter", "text"),
    [
        (XHTML.format("<p>Caf&eacute;&nbsp;&amp; &mdash; x</p>"), "Café & — x"),
        ("<html><body><p>not <b>closed<p>next</body></html>", "not closed\n\nnext"),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">' + XHTML.format("a"), "a"),
        (
            XHTML.format("<p>Plan.<a epub:type='noteref' href='#n'>1</a></p><aside epub:type='footnote'>n</aside>"),
            "Plan.\n\nn",
        ),
        (XHTML.format("<svg><text>drawn</text></svg><p>told</p>"), "told"),
    ],
)
def test_a_chapter_is_read_as_a_browser_shows_it(chapter, text):
    assert read(epub(chapter), "a.epub").text == text


def test_what_dublin_core_says_is_the_metadata():
    metadata = (
        "<dc:title>T</dc:title><dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:publisher>P</dc:publisher>"
        "<dc:date>2017-11-28T00:00:00Z</dc:date><dc:language>fr-CA</dc:language><dc:identifier>urn:x</dc:identifier>"
        "<dc:source>https://a.example/t</dc:source>"
    )
    found = read(epub(XHTML.format("x"), metadata=metadata), "a.epub").metadata
    assert (found.title, found.authors, found.organisations) == ("T", ("A", "B"), ("P",))
    assert (found.date, found.language, found.source) == ("2017-11-28", "fr", "https://a.example/t")


@pytest.mark.parametrize(
    "data",
    [
        b"no archive",
        epub(XHTML.format("x"))[:200],
        epub(XHTML.format("x"), **{"META-INF/encryption.xml": '<EncryptionMethod Algorithm="aes256"/>'}),
        epub(XHTML.format("x"), **{"META-INF/container.xml": "<container/>"}),
        epub(
            XHTML.format("x"), **{"META-INF/container.xml": '<!DOCTYPE c [<!ENTITY e "x">]><container>&e;</container>'}
        ),
        epub(XHTML.format("x"), **{"META-INF/container.xml": '<c><rootfile full-path="../../etc/passwd"/></c>'}),
        epub(XHTML.format("<div>" * 5000 + "x" + "</div>" * 5000)),
    ],
    ids=["text", "half", "protected", "empty", "entities", "path", "deep"],
)
def test_what_is_no_sound_book_is_refused_by_name(data):
    with pytest.raises(UnreadableDocument, match=r"a\.epub"):
        read(data, "a.epub")


def test_an_entity_that_a_chapter_declares_is_not_expanded():
    bomb = '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>x &b; y</p></body></html>'
    assert "lol" not in read(epub(bomb), "a.epub").text
