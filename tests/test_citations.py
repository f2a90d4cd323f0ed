"""Citations point at exact words, and their reference lines say where these are from."""

from dataclasses import replace

import pytest
from documents import front_matter
from hypothesis import given
from hypothesis import strategies as st

from bot.chunking import chunk
from bot.citations import attribution_of, cite, is_exact, reference, written_date
from bot.loading import read_bytes
from bot.records import Attribution, Document, Mark, Metadata, Passage, Source, Span, Speaker

FREELAND = Metadata(
    title="Statement by Canada",
    kind="statement",
    date="2017-11-28",
    speakers=(Speaker("Chrystia Freeland", "Minister of Foreign Affairs", "Global Affairs Canada", "Canada"),),
    countries=("Canada",),
    venue="Ottawa",
    source="the ministry's news page.",
)


def source_of(document: Document) -> Source:
    return Source(document.id, document.sha256, document.metadata, 1, original=document.original)


def test_every_sentence_is_cited_with_the_exact_words_of_its_document():
    body = "# Launch\n\nCanada “condemned” it.\u2003The U.S. agreed 🚀. So did Japan.\n\n## Talks\n\nTalks are next."
    document = read_bytes(front_matter(body).encode(), "a.md")
    citations = [cite(source_of(document), passage, span) for passage in chunk(document) for span in passage.sentences]
    assert len(citations) > 3
    assert all(is_exact(citation, document) for citation in citations)
    assert citations[-1].quote == "Talks are next."
    assert (citations[-1].document, citations[-1].heading) == ("a", "Launch › Talks")


@given(st.text(min_size=1), st.integers(0, 50), st.data())
def test_any_span_of_a_passage_is_cited_exactly(text, before, data):
    document = Document("a", "x" * before + text, "", Metadata("A"))
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(before + start, before + data.draw(st.integers(start + 1, len(text))))
    passage = Passage("a", 0, before, before + len(text), text, (span,))
    citation = cite(source_of(document), passage, span)
    assert citation.quote == document.text[span.start : span.end]
    assert is_exact(citation, document)


@pytest.mark.parametrize("span", [Span(9, 12), Span(10, 16), Span(12, 12), Span(13, 12), Span(0, 3), Span(15, 18)])
def test_a_span_outside_its_passage_is_refused(span):
    passage = Passage("a", 0, 10, 15, "words", (Span(10, 15),))
    with pytest.raises(ValueError, match="is not within 10 to 15 of a"):
        cite(Source("a", "", Metadata("A"), 1, original=True), passage, span)


def test_a_citation_that_is_moved_or_of_another_document_is_not_exact():
    document = Document("a", "Canada condemned it.", "", Metadata("A"))
    passage = Passage("a", 0, 0, 20, document.text, (Span(0, 20),))
    citation = cite(source_of(document), passage, Span(0, 6))
    assert is_exact(citation, document)
    assert not is_exact(replace(citation, start=1, end=7), document)
    assert not is_exact(citation, replace(document, id="b"))


def test_a_citation_tells_whose_words_it_holds():
    document = Document("a", "Words.", "", FREELAND)
    passage = Passage("a", 0, 0, 6, "Words.", (Span(0, 6),), "Launch", 3, marks=(Mark(0, 3),))
    told = cite(source_of(document), passage, Span(0, 6)).to_dict()
    assert told == {
        "document": "a",
        "title": "Statement by Canada",
        "kind": "statement",
        "date": "2017-11-28",
        "speaker": "Chrystia Freeland",
        "country": "Canada",
        "start": 0,
        "end": 6,
        "quote": "Words.",
        "heading": "Launch",
        "page": 3,
        "reference": "Chrystia Freeland, “Statement by Canada”, statement, Ottawa, 28 November 2017, p. 3.",
        "time": None,
        "page_label": None,
    }


def test_the_reference_of_an_original_says_who_what_where_and_when():
    assert reference(FREELAND) == "Chrystia Freeland, “Statement by Canada”, statement, Ottawa, 28 November 2017."


def test_the_reference_of_a_brief_says_that_it_is_one_and_where_the_original_is():
    assert reference(FREELAND, original=False) == (
        "Brief of “Statement by Canada” (Chrystia Freeland, statement, Ottawa, 28 November 2017). "
        "Original: the ministry's news page."
    )


def test_a_reference_without_metadata_is_the_title_and_the_kind():
    assert reference(Metadata("Notes")) == "“Notes”, document."
    assert reference(Metadata("Notes"), original=False) == "Brief of “Notes” (document)."


def test_a_reference_names_all_speakers_else_the_authors_else_the_organisations():
    joint = replace(FREELAND, speakers=(Speaker("Chrystia Freeland"), Speaker("Rex Tillerson")))
    assert reference(joint).startswith("Chrystia Freeland and Rex Tillerson, “")
    written = replace(FREELAND, speakers=(), authors=("Levon Sevunts",), organisations=("Radio Canada",))
    assert reference(written).startswith("Levon Sevunts, “")
    assert reference(replace(written, authors=())).startswith("Radio Canada, “")


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2017-11-28", "28 November 2017"),
        ("2018-01-05", "5 January 2018"),
        ("2017-11", "November 2017"),
        ("2017", "2017"),
    ],
)
def test_a_date_is_written_out_as_precisely_as_it_is_known(iso, expected):
    assert written_date(iso) == expected


def test_a_reference_names_who_is_reported_where_that_is_not_who_the_document_is_by():
    metadata = Metadata("Talks", "article", "2017-12-08", authors=("Ann Writer",))
    source = Source("talks", "0", metadata, 1, original=True)
    text = "Roe said that it rains. It rains."
    said = Attribution(14, 22, Span(0, 22), Speaker("Jane Roe"), "Roe", "report")
    passage = Passage("talks", 0, 0, len(text), text, (Span(0, 23), Span(24, 33)), attributions=(said,))
    reported, own = (cite(source, passage, span) for span in passage.sentences)
    assert (reported.speaker, own.speaker) == ("Jane Roe", "Ann Writer")
    assert reported.reference == "Jane Roe, as reported in: Ann Writer, “Talks”, article, 8 December 2017."
    assert own.reference == "Ann Writer, “Talks”, article, 8 December 2017."


def test_a_stretch_in_pieces_is_said_by_who_says_most_of_it():
    said = [
        Attribution(0, 10, Span(0, 20), Speaker("Jane Roe"), "Roe", "report"),
        Attribution(30, 40, Span(30, 50), Speaker("Tom Birch"), "Birch", "report"),
    ]
    assert attribution_of(said, Span(0, 10), Span(12, 15)) == said[0]
    assert attribution_of(said, Span(30, 40)) == said[1]
    assert attribution_of(said, Span(21, 29)) is None
