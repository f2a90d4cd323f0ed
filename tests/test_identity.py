"""Which document a text is: the same, a new version, or another."""

from dataclasses import replace

import pytest
from documents import front_matter, written

from bot.library.identity import changes
from bot.loading import read_bytes
from bot.records import Source


def source(document, passages=1):
    return Source(
        document.id,
        document.sha256,
        document.metadata,
        passages,
        original=document.original,
        work=document.work,
        origin=document.origin,
    )


def listed(*documents):
    return {number: source(document) for number, document in enumerate(documents, 1)}


def planned(documents, sources):
    return [(change.document.id, change.replaces) for change in changes(documents, sources)]


OLD = written("The old words.", "note.txt", "/a/note.txt")


def test_a_text_that_is_there_needs_nothing_wherever_it_is_read_from():
    again = [OLD, written("The old words.", "note.txt", "/b/note.txt"), written("The old words.", "other.txt")]
    assert planned(again, listed(OLD)) == []


def test_a_changed_file_is_a_new_version_of_its_document():
    assert planned([written("The new words.", "note.txt", "/a/note.txt")], listed(OLD)) == [("note", 1)]


def test_a_changed_file_keeps_the_id_that_its_document_has():
    stored = replace(OLD, id="note-2")
    assert planned([written("The new words.", "note.txt", "/a/note.txt")], listed(stored)) == [("note-2", 1)]


def test_another_file_of_the_same_name_is_another_document_in_one_call_or_in_two():
    one, other = (written(f"Words of {at}.", "note.txt", f"/{at}/note.txt") for at in "ab")
    assert planned([one, other], {}) == [("note", None), ("note-2", None)]
    assert planned([other], listed(one)) == [("note-2", None)]


def test_the_same_title_does_not_make_two_files_of_one_name_the_same_document():
    one, other = (
        read_bytes(front_matter(f"Words of {at}.").encode(), "statement.md", f"/{at}/statement.md") for at in "ab"
    )
    assert one.metadata.title == other.metadata.title
    assert planned([other], listed(one)) == [("statement-2", None)]


def test_without_a_path_the_same_name_and_title_are_a_new_version():
    one, other = (read_bytes(front_matter(f"Version {at}.").encode(), "statement.md") for at in "ab")
    assert planned([other], listed(one)) == [("statement", 1)]
    renamed = replace(other, metadata=replace(other.metadata, title="Another title"))
    assert planned([renamed], listed(one)) == [("statement-2", None)]


def test_a_brief_is_the_same_document_in_another_installation():
    one, other = (
        replace(written(f"Version {at}.", "brief.txt", f"/{at}/brief.txt"), work="w", original=False) for at in "ab"
    )
    assert planned([other], listed(one)) == [("brief", 1)]


def test_an_original_does_not_replace_a_brief_of_the_same_name():
    brief = replace(written("In short.", "speech.txt"), work="w", original=False)
    original = written("At length.", "speech.txt", "/mine/speech.txt")
    assert planned([original], listed(brief)) == [("speech-2", None)]


def test_new_metadata_of_the_same_file_is_a_new_version():
    changed = replace(OLD, metadata=replace(OLD.metadata, date="2017-11-28"))
    assert planned([changed], listed(OLD)) == [("note", 1)]
    assert planned([replace(changed, origin="/b/note.txt", id="copy")], listed(OLD)) == []


@pytest.mark.parametrize("count", [2, 3, 12])
def test_many_files_of_one_name_are_numbered(count):
    many = [written(f"Words {at}.", "note.txt", f"/{at}/note.txt") for at in range(count)]
    expected = [("note", None), *((f"note-{at}", None) for at in range(2, count + 1))]
    assert planned(many, {}) == expected
