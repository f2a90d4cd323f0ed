"""OpenDocument texts: what a reader of the accepted document sees, and refusals by name."""

import io
import zipfile

import pytest

from bot.errors import UnreadableDocument
from bot.loading.open_document import read
from bot.loading.open_document_styles import NAMESPACES

DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
STYLES = """
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="a"
 text:start-value="2"/><text:list-level-style-bullet text:level="2"/></text:list-style>
"""


def odt(body, pages=1, manifest="", prologue="", styles=STYLES):
    """The bytes of a text document."""
    content = (
        f"{prologue}<office:document-content {DECLARED}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta {DECLARED}><meta:document-statistic meta:page-count="{pages}"/></office:document-meta>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in (("content.xml", content), ("meta.xml", meta), ("META-INF/manifest.xml", manifest)):
            archive.writestr(path, text)
    return out.getvalue()


def p(text, style=""):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p('One<text:s text:c="3"/>two<text:line-break/>three<text:tab/>four'), "One two\nthree four"),
        (p('a<text:span text:style-name="T1">hidden</text:span>b'), "ab"),
        (p("a<office:annotation><text:p>comment</text:p></office:annotation>b"), "ab"),
        (f"<text:tracked-changes>{p('gone')}</text:tracked-changes>{p('stays')}", "stays"),
        (f"<text:section>{p('inside')}</text:section>", "inside"),
        (f"<text:table-of-content>{p('Contents')}</text:table-of-content>{p('Text')}", "Text"),
        (p("a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>b"), "ab\n\nbox"),
        (p("a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>n</text:p></text:note-body>"
           "</text:note>b"), "ab\n\n1. n"),
    ],
)  # fmt: skip
def test_the_text_is_that_of_the_accepted_document(body, text):
    assert read(odt(body), "a.odt").text == text


def test_lists_have_their_markers_and_nest():
    inner = f"<text:list><text:list-item>{p('x')}</text:list-item></text:list>"
    items = "".join(f"<text:list-item>{p(text)}{more}</text:list-item>" for text, more in (("one", inner), ("two", "")))
    body = f'{p("Before")}<text:list text:style-name="L1">{items}</text:list>{p("After")}'
    assert read(odt(body), "a.odt").text == "Before\n\nb. one\n- x\nc. two\n\nAfter"


def test_a_table_is_a_line_a_row():
    cells = "".join(f"<table:table-cell>{p(text)}</table:table-cell>" for text in ("a", "b"))
    rows = f"<table:table-row>{cells}</table:table-row>" * 2
    assert (
        read(odt(p("Before") + f"<table:table>{rows}</table:table>" + p("After")), "a.odt").text
        == "Before\n\na | b\na | b\n\nAfter"
    )


def test_pages_are_told_only_where_they_reach_the_number_of_pages():
    body = p("One.") + p("Two.", "P1") + p("two <text:soft-page-break/>three")
    found = read(odt(body, pages=3), "a.odt")
    assert [(mark.page, found.text[mark.start :].split()[0]) for mark in found.marks] == [
        (1, "One."),
        (2, "Two."),
        (3, "three"),
    ]
    assert read(odt(body, pages=4), "a.odt").marks == ()


@pytest.mark.parametrize(
    "data",
    [
        b"no archive",
        odt(p("x"))[:300],
        odt(p("x"), manifest="<manifest:encryption-data/>"),
        odt("<text:p>not closed"),
        odt(p("&lol;"), prologue='<!DOCTYPE x [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;">]>'),
        odt("<text:section>" * 5000 + "</text:section>" * 5000),
    ],
    ids=["text", "half", "password", "broken", "entities", "deep"],
)
def test_what_is_no_sound_text_document_is_refused_by_name(data):
    with pytest.raises(UnreadableDocument, match=r"a\.odt"):
        read(data, "a.odt")
