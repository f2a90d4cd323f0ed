"""Web pages: what is shown of their main content, and what they say of themselves."""

import pytest

from bot.errors import UnreadableDocument
from bot.loading.webpage import read

STORY = "<p>The harbour office counts ships from the first rope to the last, at every quay of the town.</p>" * 3


def parsed(body, head="", attributes=""):
    return read(f"<html {attributes}><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One<br>two <q>said</q>\n three</p>", "One\ntwo “said” three"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul><p>e", "- a\n- b\n- c\nd\n\ne"),
        ("<ol start=3><li>x<li value=7>y<li>z</ol>", "3. x\n7. y\n8. z"),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", "term\nmeaning"),
        ("<table><caption>C</caption><tr><th>A<th>B<tr><td><p>1</p><td>2<br>3</table>", "C\nA | B\n1 | 2 3"),
        ("<table><tr><td></td><td>B</td></tr></table>", "| B"),
        ("<table><tr><td>menu</td><td><table><tr><td>x<td>y</table></td></tr></table>", "menu\n\nx | y"),
        ("<table><tr><td>One cell.</td></tr><tr><td>Another.</td></tr></table>", "One cell.\n\nAnother."),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<p>a<script>alert(1)</script><style>p{}</style><!-- c --><template>t</template>b</p>", "ab"),
        ("<p>a<span hidden>x</span><span style='display: none'>y</span><i aria-hidden=true>z</i>b</p>", "ab"),
        ("<p>Plan.<sup><a href='#n1'>1</a></sup> See <a href='#s2'>2</a>.</p>", "Plan. See 2."),
        ("<p>Plan.<a href='#fn1' class='footnote-ref'>[1]</a></p><p>Note <a href='#r'>↩︎</a></p>", "Plan.\n\nNote"),
        ("<p>caf&eacute; &lt;b&gt; &amp;amp; &#x27;x&#x27;</p>", "café <b> &amp; 'x'"),
        ("<p>a</p><b>loose <p>b</b>c", "a\n\nloose\n\nbc"),
    ],
)
def test_the_text_is_what_a_browser_shows(body, text):
    assert parsed(body).text == text


def test_headings_have_their_levels_and_places():
    found = parsed("<h1>One <em>é</em></h1><p>text</p><h3>Three\nlines</h3><p>more")
    assert found.text == "One é\n\ntext\n\nThree lines\n\nmore"
    assert [(heading.start, heading.level, heading.text) for heading in found.headings] == [
        (0, 1, "One é"),
        (13, 3, "Three lines"),
    ]


def test_a_heading_outside_of_the_main_content_begins_the_text():
    page = f"<div><h1>Ropes</h1></div><div class=menu><a href=/>Home</a></div><main>{STORY}</main>"
    found = parsed(page, "<title>Ropes – The Post</title>")
    assert found.text.startswith("Ropes\n\nThe harbour office")
    assert found.metadata.title == "Ropes"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            '<script type="application/ld+json">[{"headline": "T", "author": [{"name": "A"}, "B"]}]</script>',
            ("T", "A", "B"),
        ),
        ('<meta property="og:title" content="T"><meta name="author" content="A">', ("T", "A")),
        ('<meta name="citation_title" content="T"><meta name="citation_author" content="A, B">', ("T", "A, B")),
        ('<title>T | Site</title><meta property="og:site_name" content="Site">', ("T",)),
        ('<title>T</title><script type="application/ld+json">{"headline": </script>', ("T",)),
    ],
)
def test_title_and_authors_are_found_where_sites_put_them(head, expected):
    metadata = parsed(STORY, head).metadata
    assert (metadata.title, *metadata.authors) == expected


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2017-11-28T23:30:00-05:00">', "2017-11-28"),
        ('<meta name="dcterms.date" content="28 November 2017">', "2017-11-28"),
        ('<meta name="date" content="28 novembre 2017">', "2017-11-28"),
        ('<meta name="date" content="04/05/2017">', None),
        ('<meta name="date" content="2017">', None),
        ('<meta name="date" content="2017-02-30">', None),
        ('<meta name="generator" content="LibreOffice 7.4"><meta name="date" content="2017-11-28">', None),
    ],
)
def test_a_date_is_taken_where_it_is_a_certain_day(head, date):
    assert parsed(STORY, f"<title>T</title>{head}").metadata.date == date


@pytest.mark.parametrize(("language", "code"), [("fr-CA", "fr"), ("EN", "en"), ("x-klingon", None), ("", None)])
def test_the_language_is_that_of_the_page(language, code):
    assert parsed(STORY, "<title>T</title>", f'lang="{language}"').metadata.language == code


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<meta charset="windows-1251"><p>Мир и хлеб</p>'.encode("cp1251"), "Мир и хлеб"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>Coût “x”</p>'.encode("cp1252"),
            "Coût “x”",
        ),
        ('<?xml version="1.0" encoding="utf-8"?><html><body><p>Été</p></body></html>'.encode(), "Été"),
        ('<meta charset="nonsense"><p>Été</p>'.encode(), "Été"),
        ("<p>Été</p>".encode("utf-16"), "Été"),
    ],
)
def test_the_encoding_is_the_one_that_the_page_declares(data, text):
    assert read(data, "page.html").text == text


def test_an_empty_page_has_no_text():
    assert read(b"", "page.html").text == ""
    assert parsed("<script>x</script>").text == ""


@pytest.mark.parametrize("nested", ["<div>", "<table><tr><td>", "<b>", "<ul><li>"])
def test_nesting_is_read_or_refused_and_never_cut(nested):
    assert parsed("<p>before</p>" + nested * 150 + "deep").text.split()[-1] == "deep"
    with pytest.raises(UnreadableDocument, match=r"page\.html is nested too deeply"):
        parsed("<p>before</p>" + nested * 100_000 + "deep")


def test_a_page_of_one_long_line_is_whole():
    assert parsed(f"<p>{'word ' * 2_100_000}end</p>").text.endswith("word end")
