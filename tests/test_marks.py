"""Pages and times: a citation has those of where its words start, from the file to the reopened library."""

import sqlite3
from contextlib import closing
from dataclasses import replace

from documents import written
from hypothesis import given
from hypothesis import strategies as st

from bot.chunking import chunk
from bot.citations import cite
from bot.exports.chicago import chicago_note
from bot.library import open_library
from bot.records import Mark, Source, Span, mark_at, marks_within

TEXT = "The council met in May. It adopted a plan for the coast. Nobody objected to it. A second reading follows."
FIRST_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, text TEXT NOT NULL,
    metadata TEXT NOT NULL, headings TEXT NOT NULL, work TEXT, original INTEGER NOT NULL, origin TEXT) STRICT;
CREATE TABLE passages (
    key INTEGER PRIMARY KEY, number INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, sentences TEXT NOT NULL,
    heading TEXT, page INTEGER, vectors BLOB NOT NULL) STRICT;
CREATE TABLE stale (number INTEGER PRIMARY KEY) STRICT;
INSERT INTO meta VALUES ('schema', '1');
"""
PAGES = (Mark(0, 1, label="i"), Mark(24, 2), Mark(30, 3))


def report(marks=PAGES):
    return replace(written(TEXT, "report.txt"), marks=marks)


def citations(document):
    source = Source(document.id, document.sha256, document.metadata, 1, original=True)
    return [cite(source, passage, span) for passage in chunk(document) for span in passage.sentences]


def test_each_sentence_has_the_page_that_it_starts_on():
    cited = citations(report())
    assert [(each.page, each.page_label) for each in cited] == [(1, "i"), (2, None), (3, None), (3, None)]
    assert [each.reference.rpartition(", ")[2] for each in cited] == ["p. i.", "p. 2.", "p. 3.", "p. 3."]


def test_a_passage_has_the_page_that_it_starts_on_and_the_marks_within_it():
    (passage,) = chunk(report())
    assert (passage.page, passage.marks) == (1, PAGES)


def test_a_recording_has_times_instead():
    cited = citations(report((Mark(0, second=5), Mark(57, second=3725))))
    assert [each.time for each in cited] == ["0:00:05", "0:00:05", "1:02:05", "1:02:05"]
    assert cited[2].reference.endswith(", 1:02:05.")
    assert cited[2].to_dict()["time"] == "1:02:05"
    assert cited[2].page is None


def test_a_note_names_the_printed_page_or_the_time():
    document = report()
    source = Source(document.id, document.sha256, document.metadata, 1, original=True)
    first, second, *_ = citations(document)
    assert chicago_note(source, first).endswith("(document, n.d.), i.")
    assert chicago_note(source, second).endswith("(document, n.d.), 2.")
    assert chicago_note(source, citations(report((Mark(0, second=65),)))[0]).endswith("(document, n.d.), 0:01:05.")


def test_text_before_the_first_mark_has_no_place():
    assert mark_at((Mark(3, 1),), 2) is None
    assert [each.page for each in citations(report((Mark(57, 9),)))] == [None, None, 9, 9]


@given(st.sets(st.integers(0, 50)), st.integers(0, 50), st.integers(1, 20))
def test_the_marks_of_a_stretch_are_those_that_its_characters_stand_under(starts, start, length):
    marks = tuple(Mark(each, each + 1) for each in sorted(starts))
    under = [mark_at(marks, offset) for offset in range(start, start + length)]
    assert marks_within(marks, start, start + length) == tuple(dict.fromkeys(mark for mark in under if mark))


def test_marks_are_kept_by_the_library(tmp_path, embedder):
    with closing(open_library(tmp_path, embedder)) as library:
        library.add([report()])
    with closing(open_library(tmp_path, embedder)) as library:
        (stored,) = library.passages([(1 << 20)]).values()
        assert library.document("report").marks == PAGES
        assert (stored.passage.page, stored.passage.marks) == (1, PAGES)
        assert cite(stored.source, stored.passage, Span(24, 56)).page == 2


def test_a_library_of_the_first_version_grows_marks(tmp_path, embedder):
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3")) as connection:
        connection.executescript(FIRST_TABLES)
    with closing(open_library(tmp_path, embedder)) as library:
        library.add([report()])
        assert library.document("report").marks == PAGES
