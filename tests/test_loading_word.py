"""Word documents: what a reader of the accepted document sees, on which page where the file tells it."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.errors import UnreadableDocument
from bot.loading.word import read

RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def p(*runs, properties=""):
    """A paragraph of XML runs, or of texts."""
    inner = "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def document(*blocks, pages=1, **core):
    """The bytes of a document with these blocks, which says that it has so many pages."""
    made = docx.Document()
    for key, value in core.items():
        setattr(made.core_properties, key, value)
    body = made.element.body
    for block in blocks:
        namespaces = nsdecls("w", "r") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        element = parse_xml(f"<w:body {namespaces}>{block}</w:body>")
        for child in element:
            body.insert(len(body) - 1, child)
    for relation in made.part.package.rels.values():
        if relation.reltype.endswith("/extended-properties"):
            part = relation.target_part
            part._blob = part.blob.replace(b"<Pages>1</Pages>", b"<Pages>%d</Pages>" % pages)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def parsed(*blocks, **known):
    return read(document(*blocks, **known), "report.docx")


def pages_of(found):
    return {mark.page: found.text[mark.start :].strip().split("\n")[0] for mark in found.marks}


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (p("One", "<w:r><w:br/></w:r>", "two", "<w:r><w:tab/></w:r>", "three"), "One\ntwo three"),
        (p("a", '<w:del w:id="1" w:author="x"><w:r><w:delText>gone</w:delText></w:r></w:del>', "b"), "ab"),
        (p("a", '<w:ins w:id="1" w:author="x"><w:r><w:t>new</w:t></w:r></w:ins>', "b"), "anewb"),
        (p("a", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", "b"), "ab"),
        (p("a", '<w:hyperlink r:id="rId1"><w:r><w:t> link</w:t></w:r></w:hyperlink>'), "a link"),
        (p("<w:r><w:instrText>PAGE</w:instrText></w:r>", "1"), "1"),
        (f"<w:sdt><w:sdtContent>{p('controlled')}</w:sdtContent></w:sdt>", "controlled"),
        (p("Contents 1", properties='<w:pStyle w:val="TOC1"/>') + p("Text"), "Contents 1\n\nText"),
        (
            p(
                "Box: <",
                "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p>"
                "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p>"
                "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>",
            ).replace("Box: <<", "Box: &lt;<"),
            "Box: <\n\nin the box",
        ),
    ],
)
def test_the_text_is_that_of_the_accepted_document(block, text):
    assert parsed(block).text == text


def cell(*paragraphs):
    return f"<w:tc>{''.join(map(p, paragraphs))}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def test_a_table_is_a_line_a_row_and_one_that_only_places_text_is_not():
    deleted = row(cell("x"), cell("y"), properties='<w:trPr><w:del w:id="1" w:author="x"/></w:trPr>')
    data = f"<w:tbl>{row(cell('A', 'b'), cell('C'))}{deleted}{row(cell(''), cell('D'))}</w:tbl>"
    assert parsed(p("Before"), data, p("After")).text == "Before\n\nA b | C\n| D\n\nAfter"
    placed = f"<w:tbl>{row(cell('One.', 'Two.', 'Three.', 'Four.'), cell('Side'))}</w:tbl>"
    assert parsed(placed).text == "One.\n\nTwo.\n\nThree.\n\nFour.\n\nSide"


def test_list_items_have_the_markers_that_word_shows():
    made = docx.Document()
    for text, style in (("a", "List Number"), ("b", "List Number"), ("c", "List Bullet"), ("d", "Normal")):
        made.add_paragraph(text, style=style)
    out = io.BytesIO()
    made.save(out)
    assert read(out.getvalue(), "a.docx").text == "1. a\n2. b\n- c\n\nd"


def test_headings_are_told_by_style_and_by_outline_level():
    found = parsed(
        p("Title", properties='<w:pStyle w:val="Title"/>'),
        p("First", properties='<w:pStyle w:val="Heading1"/>'),
        p("Own", properties='<w:outlineLvl w:val="2"/>'),
        p("Body", properties='<w:outlineLvl w:val="9"/>'),
    )
    assert [(heading.level, heading.text) for heading in found.headings] == [(1, "Title"), (1, "First"), (3, "Own")]
    assert found.metadata.title == "Title"


def test_pages_are_those_of_words_last_layout():
    found = parsed(p("One. ", RENDERED, "Two."), p(RENDERED, "Three."), pages=3)
    assert pages_of(found) == {1: "One. Two.", 2: "Two.", 3: "Three."}


def test_breaks_give_pages_where_they_reach_the_number_of_pages():
    broken = [
        p("One."),
        p('<w:r><w:br w:type="page"/></w:r>'),
        p("Two."),
        p("Three.", properties="<w:pageBreakBefore/>"),
    ]
    assert pages_of(parsed(*broken, pages=3)) == {1: "One.", 2: "Two.", 3: "Three."}
    assert parsed(*broken, pages=4).marks == ()


@pytest.mark.parametrize(
    ("core", "title", "authors"),
    [
        ({"title": "A plan", "author": "Ada Example; Bo Sample"}, "A plan", ("Ada Example", "Bo Sample")),
        ({"title": "Microsoft Word - draft3.doc", "author": "python-docx"}, "", ()),
        ({"title": "", "author": ""}, "", ()),
    ],
)
def test_title_and_authors_are_taken_where_a_person_gave_them(core, title, authors):
    metadata = parsed(p("Text."), **core).metadata
    assert ((metadata.title, metadata.authors) if metadata else ("", ())) == (title, authors)


def test_the_day_on_which_a_file_was_made_is_no_date_of_its_words():
    assert parsed(p("Text."), title="T").metadata.date is None


@pytest.mark.parametrize(
    "data",
    [b"\xd0\xcf\x11\xe0" + bytes(600), b"no archive", b"", document(p("x"))[:2000]],
    ids=["password", "text", "empty", "half"],
)
def test_what_is_no_sound_word_document_is_refused_by_name(data):
    with pytest.raises(UnreadableDocument, match=r"report\.docx"):
        read(data, "report.docx")
