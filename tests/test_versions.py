"""The older texts of a document: kept when it is replaced, listed, restored, and gone with it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from documents import front_matter, holders, written
from embedders import Counting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.errors import BotError, LibraryDamaged, UnknownDocument, UnknownVersion
from bot.library import Library, open_library
from bot.library.catalogue import Catalogue
from bot.library.codec import facts_of, to_document
from bot.library.log import Cause
from bot.library.rowseals import seal_all
from bot.library.schema import SCHEMA_VERSION
from bot.loading import read_bytes
from bot.records import Document, Heading, Mark, Metadata, Speaker

ONE = "The wheat is in."
TWO = "The wheat is in. It was a good year."
THREE = "It was a good year, and a wet one."


@pytest.fixture
def library(tmp_path) -> Iterator[Library]:
    with closing(open_library(tmp_path / "library", Counting())) as opened:
        yield opened


def put(library: Library, *texts: str) -> None:
    """Give the document “wheat” one text after the other."""
    for text in texts:
        library.add([written(text, "wheat.txt")])


def told(library: Library) -> list[tuple[int, str, bool]]:
    return [(each.number, each.change, each.replaced is None) for each in library.versions("wheat")]


def test_a_replaced_text_is_an_older_version_and_the_list_says_what_changed(library):
    put(library, ONE, TWO, THREE, "a wet one. It was a good year, and")
    assert told(library) == [
        (1, "first", False),
        (2, "extended", False),
        (3, "reworded", False),
        (4, "rearranged", True),
    ]
    first, second, *_ = library.versions("wheat")
    assert (first.characters, first.added, first.removed) == (len(ONE), None, None)
    assert (second.characters, second.added, second.removed) == (len(TWO), 5, 0)
    assert second.sha256 == written(TWO).sha256
    assert second.replaced is not None
    assert second.replaced.endswith("+00:00")
    assert [library.version("wheat", number).text for number in (1, 2, 3)] == [ONE, TWO, THREE]
    assert library.verify().sound


def test_an_older_version_is_the_document_that_it_was(library):
    def file(body: str, **keys: str) -> Document:
        return read_bytes(front_matter(f"# Harvest\n\n{body}", **keys).encode(), "wheat.md", "/files/wheat.md")

    library.add([file(ONE, venue="Ottawa")])
    before = library.document("wheat")
    library.add([file(TWO, title="Another title")])
    assert library.version("wheat", 1) == before
    assert before.headings
    library.restore("wheat", 1)
    assert library.document("wheat") == before


def test_the_same_text_makes_no_version(library):
    put(library, ONE, ONE)
    renamed = replace(written(ONE, "wheat.txt"), metadata=Metadata(title="Another title"))
    assert library.add([renamed]) == ["wheat"]
    assert told(library) == [(1, "first", True)]


def test_words_in_another_order_are_rearranged_and_fewer_are_a_cut(library):
    put(library, "one two three", "three one two", "one two")
    assert [each.change for each in library.versions("wheat")] == ["first", "rearranged", "cut"]


def test_a_restored_text_is_found_and_cited_and_the_one_before_it_is_kept(library):
    put(library, ONE, "The barley is in.")
    assert holders(library, "barley")["words"] == ["wheat"]
    library.restore("wheat", 1)
    assert library.document("wheat").text == ONE
    assert holders(library, "barley") == {"catalogue": [], "vectors": ["wheat"], "words": []}
    assert told(library) == [(1, "first", False), (2, "reworded", False), (3, "reworded", True)]
    library.restore("wheat", 2)
    assert library.document("wheat").text == "The barley is in."
    assert library.verify().sound


def test_only_what_is_new_in_a_text_is_embedded(tmp_path):
    model = Counting()
    sentences = [f"The minister explained point {at} of the wheat policy to the assembly." for at in range(60)]
    with closing(open_library(tmp_path / "library", model)) as library:
        put(library, "\n\n".join(sentences))
        whole = model.count
        put(library, "\n\n".join([*sentences[:-1], "And that is all."]))
        changed = model.count - whole
        assert 0 < changed < whole / 10
        library.restore("wheat", 1)
        assert 0 < model.count - whole - changed < whole / 10
        assert library.verify().sound


def test_restoring_the_current_text_does_nothing(library):
    put(library, ONE, TWO)
    library.restore("wheat", 2)
    assert told(library) == [(1, "first", False), (2, "extended", True)]


def test_what_is_not_there_cannot_be_restored(library):
    put(library, ONE, TWO)
    with pytest.raises(UnknownVersion, match="no version 3") as caught:
        library.restore("wheat", 3)
    assert "python -m bot versions wheat" in caught.value.hint
    with pytest.raises(UnknownDocument):
        library.versions("rice")


def test_a_text_that_another_document_has_meanwhile_is_not_restored(library):
    put(library, ONE, TWO)
    library.add([written(ONE, "rice.txt")])
    with pytest.raises(BotError, match="“rice” has that text now"):
        library.restore("wheat", 1)
    assert library.document("wheat").text == TWO
    assert library.verify().sound


def test_a_removed_document_takes_its_versions_along_and_nothing_of_them_is_on_disk(library):
    put(library, "The zanzibar harvest.", TWO)
    library.remove(["wheat"])
    put(library, THREE)
    assert told(library) == [(1, "first", True)]
    assert not [path for path in library.folder.glob("catalogue*") if b"zanzibar" in path.read_bytes()]


@pytest.mark.parametrize(("kept", "numbers"), [(0, [1]), (2, [3, 4, 5])])
def test_only_so_many_older_texts_are_kept(tmp_path, kept, numbers):
    with closing(open_library(tmp_path / "library", Counting(), kept)) as library:
        put(library, *(f"Text number {number} of the wheat." for number in range(1, 6)))
        assert [each.number for each in library.versions("wheat")] == numbers
        assert library.versions("wheat")[-1].replaced is None
        assert library.verify().sound


def test_verify_names_a_version_that_is_not_what_was_kept_and_one_of_no_document(library):
    put(library, ONE, TWO, THREE, ONE + TWO)
    with library._catalogue.transaction() as run:
        run("UPDATE versions SET text = 'Other' WHERE version = 1")
        run("UPDATE versions SET facts = '{' WHERE version = 2")
        run("UPDATE versions SET id = 'rice' WHERE version = 3")
    assert list(library.verify().problems) == [
        "document rice: version 3 is not what was kept",
        "document wheat: version 1 is not what was kept",
        "document wheat: version 2 is not what was kept",
        "document rice: it is not listed, and has older versions",
    ]
    with pytest.raises(LibraryDamaged, match="version 2 of “wheat” cannot be read"):
        library.restore("wheat", 2)


def test_a_library_from_before_there_were_versions_grows(tmp_path):
    with closing(open_library(tmp_path, Counting())) as library:
        put(library, ONE)
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3", isolation_level=None)) as older:
        older.execute("DROP TABLE versions")
        older.execute("UPDATE meta SET value = '5' WHERE name = 'schema'")
        seal_all(older.execute)
    with closing(open_library(tmp_path, Counting())) as library:
        put(library, TWO)
        assert told(library) == [(1, "first", False), (2, "extended", True)]
    with closing(Catalogue(tmp_path / "catalogue.sqlite3")) as catalogue:
        assert catalogue.get("schema") == str(SCHEMA_VERSION)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text("ab é\n", min_size=1).filter(str.strip), min_size=2, max_size=6),
    back=st.integers(min_value=1, max_value=6),
)
def test_every_text_that_a_document_had_can_be_brought_back(tmp_path_factory, texts, back):
    with closing(Catalogue(tmp_path_factory.mktemp("any") / "catalogue.sqlite3")) as catalogue:
        documents = [replace(written(f"x{text}", "wheat.txt"), id="wheat") for text in texts]
        kept = [old for old, new in pairwise(documents) if old.sha256 != new.sha256]
        for number, document in enumerate(documents, 1):
            catalogue.replace([(number, document, [])], [number - 1], Cause("ada", "add"))
        versions = catalogue.history.versions(documents[-1])
        assert [each.sha256 for each in versions] == [each.sha256 for each in [*kept, documents[-1]]]
        number = min(back, len(versions))
        wanted = [*kept, documents[-1]][number - 1]
        assert catalogue.history.document(documents[-1], number).text == wanted.text


def test_the_facts_of_a_document_survive_json():
    speaker = Speaker("Ada", "Minister", None, "Freedonia")
    metadata = Metadata("T", "speech", "2017-01-02", ("A",), (speaker,), ("O",), ("C",), "V", "en", "S", "R")
    document = Document("i", "Text", "0" * 64, metadata, (Heading(0, 4, 1, "Text"),), "w", False, "/o", (Mark(0, 3),))
    packed = json.loads(json.dumps(facts_of(document)))
    assert to_document("i", "0" * 64, "Text", packed) == document


# The command line


@pytest.fixture
def run(shipped, tmp_path):
    """Run a command over a library of one document that was replaced once."""
    files = tmp_path / "files"
    files.mkdir()

    def invoke(*arguments):
        return CliRunner().invoke(app, [*map(str, arguments), "--library", str(tmp_path / "library")])

    for text in (ONE, TWO):
        (files / "wheat.txt").write_text(text)
        assert invoke("add", files / "wheat.txt", "--no-corpus").exit_code == 0
    return invoke


def test_the_commands_list_show_and_restore(run):
    listed = json.loads(run("versions", "wheat", "--json").stdout)
    assert listed["document"] == "wheat"
    assert [(each["number"], each["change"]) for each in listed["versions"]] == [(1, "first"), (2, "extended")]
    assert "current" in run("versions", "wheat").stdout
    assert run("versions", "wheat", "--show", 1).stdout == f"{ONE}\n"
    done = run("restore", "wheat", 1)
    assert done.stdout == "“wheat” has the text of version 1 again, as version 3.\n"
    assert run("versions", "wheat", "--show", 3).stdout == f"{ONE}\n"


def test_a_version_that_is_not_there_is_one_line(run):
    failed = run("restore", "wheat", 9)
    assert failed.exit_code == 1
    assert failed.stderr.startswith("error: “wheat” has no version 9.")
