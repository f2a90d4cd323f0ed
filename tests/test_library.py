"""The library: whole at every moment, in all its parts, for every thread and process."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from documents import front_matter, holders, written

from bot import Bot
from bot.embedding import MiniLM, NamedEmbedder
from bot.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryMismatch, UnknownDocument
from bot.library import Condition, Filters, Library, locking, open_library, opening, rebuild, served
from bot.library.catalogue import Catalogue
from bot.library.exact import MOST
from bot.library.rowseals import seal_all
from bot.library.schema import SCHEMA_VERSION, TABLES
from bot.library.vectors import Vectors
from bot.loading import read_bytes
from bot.records import Metadata, Passage, Span
from bot.retrieval import Retriever

HERE = Path(__file__).parent
WHEAT = "The minister spoke about the wheat harvest in Ottawa."
RICE = "The minister spoke about the rice harvest in Tokyo."
NOWHERE: dict[str, list[str]] = {"catalogue": [], "vectors": [], "words": []}


def everywhere(*ids: str) -> dict[str, list[str]]:
    """The documents in which each part finds a word, where all agree."""
    return {part: sorted(ids) for part in NOWHERE}


class Forbidden(MiniLM):
    """The embedded model's name, for tests in which nothing may be embedded."""

    def embed(self, texts, progress=None):
        raise AssertionError(f"embeds {texts}")


@contextmanager
def opened(folder: Path, embedder) -> Iterator[Library]:
    with closing(open_library(folder, embedder)) as library:
        yield library


@pytest.fixture
def filled(tmp_path, embedder) -> Path:
    """The folder of a closed library with two documents."""
    with opened(tmp_path / "filled", embedder) as library:
        library.add([written(WHEAT, "wheat.txt"), written(RICE, "rice.txt")])
    return tmp_path / "filled"


class Peer:
    """Another process that has the library open."""

    def __init__(self, folder: Path) -> None:
        paths = os.pathsep.join([str(HERE.parent), str(HERE)])
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "peer.py"), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert self.answer() == "ready"

    def say(self, *command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def answer(self):
        assert self._process.stdout
        line = self._process.stdout.readline()
        return json.loads(line) if line else None

    def ask(self, *command: str):
        self.say(*command)
        return self.answer()

    def end(self) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        status = self._process.wait(20)
        self._process.stdout.close()
        return status


@contextmanager
def peer_of(folder: Path) -> Iterator[Peer]:
    peer = Peer(folder)
    try:
        yield peer
    finally:
        peer.end()


# What a library holds


def test_a_new_library_is_empty_and_sound(library):
    verification = library.verify()
    assert (verification.documents, verification.passages, verification.problems) == (0, 0, ())
    assert Retriever(library).retrieve("What did the minister say?") == []


def test_an_added_document_is_in_every_part_and_read_back_as_it_was(library):
    source = front_matter(
        "# Harvest\n\nThe wheat is in. It was a good year.\n\n## Costs\n\nCosts fell.", venue="Ottawa"
    )
    document = read_bytes(source.encode(), "harvest.md", "/files/harvest.md")
    assert library.add([document]) == ["harvest"]
    assert holders(library, "wheat") == everywhere("harvest")
    assert library.document("harvest") == document
    assert library.verify().sound


def test_every_stored_passage_and_sentence_is_at_its_place_with_a_vector(library):
    library.add([written("Wheat is in. It was “a good year”. " * 80, "long.txt")])
    text = library.document("long").text
    keys = [key for key, _ in library.search_vectors(library.embedder.embed_query("wheat"), 100, Condition())]
    assert len(keys) == library.passage_count > 1
    for stored in library.passages(keys).values():
        passage = stored.passage
        assert text[passage.start : passage.end] == passage.text
        assert stored.vectors.shape == (len(passage.sentences), 384)
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end


def test_adding_the_same_text_again_embeds_nothing_and_changes_nothing(filled):
    with opened(filled, Forbidden()) as library:
        generation = Catalogue(filled / "catalogue.sqlite3")
        before = generation.generation
        assert library.add([written(WHEAT, "wheat.txt"), written(RICE, "elsewhere.txt")]) == []
        assert generation.generation == before
        generation.close()


def test_the_same_text_twice_in_one_call_is_stored_once(library):
    assert library.add([written(WHEAT, "a.txt"), written(WHEAT, "b.txt")]) == ["a"]
    assert library.verify().documents == 1


def test_a_changed_file_replaces_its_document_as_a_whole(library):
    library.add([written("The zebra policy stands. " * 60, "note.txt"), written(RICE, "rice.txt")])
    assert library.add([written("The giraffe policy stands.", "note.txt")]) == ["note"]
    assert holders(library, "zebra") == {"catalogue": [], "vectors": ["note", "rice"], "words": []}
    assert holders(library, "giraffe") == {"catalogue": ["note"], "vectors": ["note", "rice"], "words": ["note"]}
    assert library.frequency("zebra") == library.frequency("zebr*") == 0
    verification = library.verify()
    assert (verification.sound, verification.documents, verification.passages) == (True, 2, 2)


def test_new_metadata_for_the_same_text_takes_effect(library):
    for title in ("Old title", "New title"):
        document = read_bytes(front_matter("Wheat is in.", title=title).encode(), "a.md", "/files/a.md")
        assert library.add([document]) == ["a"]
    (source,) = library.sources.values()
    assert source.metadata.title == "New title"
    assert library.search_words(["old"], 10, Condition()) == []
    assert library.verify().sound


def test_removing_leaves_no_trace_in_any_part(library):
    library.add([written("Only the zebra policy stands.", "zebra.txt"), written(RICE, "rice.txt")])
    library.remove(["zebra"])
    assert holders(library, "zebra") == {"catalogue": [], "vectors": ["rice"], "words": []}
    assert library.frequency("zebra") == library.frequency("zebr*") == 0
    assert library.verify().sound
    with pytest.raises(UnknownDocument, match="zebra"):
        library.document("zebra")


def test_the_stores_themselves_keep_nothing_of_a_removed_document(library):
    library.add([written("Only the zebra policy stands.", "zebra.txt"), written(RICE, "rice.txt")])
    library.remove(["zebra"])
    tables = {
        "catalogue.sqlite3": {"documents": 1, "passages": 1, "stale": 0},
        "vectors/chroma.sqlite3": {"embeddings": 1},
    }
    for file, counts in tables.items():
        with closing(sqlite3.connect(library.folder / file)) as connection:
            found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in counts}
        assert found == counts
    for path in library.folder.rglob("*"):
        assert not path.is_file() or b"zebra policy" not in path.read_bytes(), path


def test_removing_an_unknown_document_removes_none(library):
    library.add([written(WHEAT, "wheat.txt")])
    with pytest.raises(UnknownDocument, match="“barley”"):
        library.remove(["wheat", "barley"])
    assert holders(library, "wheat") == everywhere("wheat")


def test_a_document_can_come_back_after_its_removal(library):
    for _ in range(2):
        assert library.add([written(WHEAT, "wheat.txt")]) == ["wheat"]
        library.remove(["wheat"])
    library.add([written(WHEAT, "wheat.txt")])
    assert holders(library, "wheat") == everywhere("wheat")
    assert library.verify().sound


def test_adding_many_documents_tells_how_far_it_has_come(library):
    told: list[tuple[int, int]] = []
    library.add([written(f"Note {at}. It is short.", f"{at}.txt") for at in range(9)], lambda *step: told.append(step))
    done = [step[0] for step in told]
    assert done == sorted(done)
    assert {step[1] for step in told} == {done[-1]}
    assert done[-1] == 9 * 3


def test_documents_beyond_one_commit_are_all_there(library, monkeypatch):
    monkeypatch.setattr("bot.library.indexing.BATCH_PASSAGES", 4)
    library.add([written(f"Note number {at} is about wheat.", f"{at}.txt") for at in range(11)])
    assert (library.verify().sound, library.passage_count) == (True, 11)


# Briefs and originals


@pytest.mark.parametrize("few", [0, MOST])
def test_the_original_takes_its_briefs_place_in_both_searches_and_gives_it_back(library, monkeypatch, few):
    monkeypatch.setattr("bot.library.whole.MOST", few)
    brief = replace(written(WHEAT, "brief.txt"), work="harvest", original=False)
    original = replace(written("The whole wheat harvest speech, at length.", "speech.txt"), work="harvest")

    def seen() -> tuple[set[str], set[str]]:
        condition = library.condition(Filters())
        vector = library.search_vectors(library.embedder.embed_query("wheat"), 10, condition)
        lexical = library.search_words(["wheat"], 10, condition)
        return tuple({library.passages([key])[key].source.id for key, _ in hits} for hits in (vector, lexical))

    library.add([brief])
    assert seen() == ({"brief"}, {"brief"})
    library.add([original])
    assert seen() == ({"speech"}, {"speech"})
    assert [source.id for source in library.visible(Filters())] == ["speech"]
    library.remove(["speech"])
    assert seen() == ({"brief"}, {"brief"})


def test_a_brief_that_is_asked_for_by_name_is_found_though_its_original_is_there(library):
    brief = replace(written(WHEAT, "brief.txt"), work="harvest", original=False)
    library.add([brief, replace(written("The whole wheat harvest speech.", "speech.txt"), work="harvest")])
    assert [source.id for source in library.visible(Filters(document="brief"))] == ["brief"]
    assert [found.source.id for found in Retriever(library).retrieve("wheat", Filters(document="brief"))] == ["brief"]


def test_the_article_takes_the_place_of_its_brief_and_gives_it_back(article: Path, own_bot: Bot):
    question = "What did the article say about Canada and North Korea?"
    (added,) = own_bot.add(article)
    work = own_bot._library.sources[max(own_bot._library.sources)].work
    brief = next(source.id for source in own_bot.documents() if source.work == work and not source.original)
    found = {evidence.source.id for evidence in own_bot._retriever.retrieve(question, top_k=50)}
    assert added in found
    assert brief not in found
    own_bot.remove(added)
    assert brief in {evidence.source.id for evidence in own_bot._retriever.retrieve(question, top_k=50)}
    assert own_bot.verify().sound


# Other threads and processes


@pytest.mark.slow
def test_each_of_two_processes_sees_what_the_other_writes_while_both_are_open(library):
    library.add([written(WHEAT, "wheat.txt")])
    with peer_of(library.folder) as peer:
        assert peer.ask("holders", "wheat") == everywhere("wheat")
        library.add([written("The wheat and the barley are in.", "barley.txt")])
        assert peer.ask("holders", "wheat") == everywhere("wheat", "barley")
        assert peer.ask("add", "The wheat and the oats are in.", "oats.txt") == ["oats"]
        assert holders(library, "wheat") == everywhere("wheat", "barley", "oats")
        library.remove(["barley"])
        assert peer.ask("holders", "wheat") == everywhere("wheat", "oats")
        peer.ask("remove", "wheat")
        assert holders(library, "wheat") == everywhere("oats")
        assert library.frequency("barley") == 0
    assert library.verify().sound


@pytest.mark.slow
def test_two_openings_in_one_process_both_see_what_another_process_writes(library, embedder):
    with opened(library.folder, embedder) as other, peer_of(library.folder) as peer:
        for name in ("barley", "oats", "rye"):
            peer.ask("add", f"The minister spoke of {name}.", f"{name}.txt")
            for each in (library, other):
                assert holders(each, name)["words"] == [name]
        assert holders(other, "minister") == holders(library, "minister") == everywhere("barley", "oats", "rye")


@pytest.mark.slow
def test_a_writer_that_dies_before_the_commit_leaves_a_sound_library_to_readers_and_the_next_writer(library):
    library.add([written("The zebra policy stands.", "note.txt")])
    with peer_of(library.folder) as peer:
        assert peer.ask("die_adding", "The giraffe policy stands.", "note.txt") is None
        assert peer.end() == -9
    found = Retriever(library).retrieve("giraffe policy")
    assert [evidence.passage.text for evidence in found] == ["The zebra policy stands."]
    assert library.verify().sound
    library.add([written("The giraffe policy stands.", "note.txt")])
    assert library.search_words(["zebra"], 10, Condition()) == []
    assert holders(library, "giraffe") == everywhere("note")
    assert (library.verify().sound, library.passage_count) == (True, 1)


def test_a_failed_commit_leaves_the_old_version_and_is_swept_by_the_next_write(library, monkeypatch):
    library.add([written(WHEAT, "wheat.txt")])

    def fail(*_: object) -> None:
        raise LibraryError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "replace", fail)
        with pytest.raises(LibraryError, match="full"):
            library.add([written("The wheat is gone.", "wheat.txt"), written(RICE, "rice.txt")])
    found = Retriever(library).retrieve("wheat and rice")
    assert [evidence.passage.text for evidence in found] == [WHEAT]
    library.add([written("Barley is in.", "barley.txt")])
    assert holders(library, "wheat") == {"catalogue": ["wheat"], "vectors": ["barley", "wheat"], "words": ["wheat"]}
    assert library.verify().sound


@pytest.mark.slow
def test_a_second_writer_waits_for_the_first_and_then_gives_up_with_a_clear_error(library, monkeypatch):
    with peer_of(library.folder) as peer:
        assert peer.ask("hold") == "held"
        monkeypatch.setattr(locking, "WAIT_SECONDS", 0.2)
        with pytest.raises(LibraryBusy, match="Another process is writing"):
            library.add([written(WHEAT, "wheat.txt")])
        monkeypatch.setattr(locking, "WAIT_SECONDS", 20)
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(library.add, [written(WHEAT, "wheat.txt")])
            assert not waiting.done()
            assert Retriever(library).retrieve("wheat") == []
            assert peer.ask("go on") == "released"
            assert waiting.result(20) == ["wheat"]


def test_a_catalogue_that_another_is_just_making_is_waited_for(tmp_path, embedder):
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor() as pool:
            opening_it = pool.submit(open_library, tmp_path, embedder)
            time.sleep(0.2)
            assert not opening_it.done()
            for statement in f"{TABLES} INSERT INTO meta VALUES ('schema', '{SCHEMA_VERSION}')".split(";"):
                other.execute(statement)
            seal_all(other.execute)
            other.execute("COMMIT")
            with closing(opening_it.result(20)) as library:
                assert library.add([written(WHEAT, "wheat.txt")]) == ["wheat"]


def test_only_one_of_many_makes_the_parts_of_a_new_library(tmp_path, embedder, monkeypatch):
    made: list[Path] = []

    class Slow(Vectors):
        @classmethod
        def made(cls, path: Path) -> Vectors:
            made.append(path)
            time.sleep(0.05)
            return super().made(path)

    monkeypatch.setattr(served, "Vectors", Slow)
    start = threading.Barrier(4)

    def make() -> None:
        start.wait()
        open_library(tmp_path / "new", embedder).close()

    with ThreadPoolExecutor() as pool:
        for making in [pool.submit(make) for _ in range(4)]:
            making.result()
    assert len(made) == 1


def test_a_library_whose_making_was_cut_short_is_made(tmp_path, embedder):
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with opened(tmp_path, embedder) as library:
        library.add([written(WHEAT, "wheat.txt")])
    with opened(tmp_path, embedder) as library:
        assert holders(library, "wheat") == everywhere("wheat")


@pytest.mark.slow
def test_threads_ask_add_and_remove_at_once(library):
    retriever = Retriever(library)
    library.add([written(WHEAT, "wheat.txt")])
    stop = threading.Event()

    def read() -> int:
        count = 0
        while not stop.is_set():
            for evidence in retriever.retrieve("wheat harvest number 3"):
                whole = library.document("wheat").text
                assert evidence.source.id != "wheat" or evidence.passage.text == whole
                count += 1
        return count

    def write(name: str) -> None:
        for version in range(4):
            library.add([written(f"Harvest number {version} of {name}.", f"{name}.txt")])
        library.remove([name])

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for done in [pool.submit(write, name) for name in ("barley", "oats")]:
                done.result()
        finally:
            stop.set()
        assert all(reader.result() for reader in readers)
    assert holders(library, "harvest") == everywhere("wheat")
    assert library.verify().sound


@pytest.mark.slow
def test_a_document_that_is_replaced_again_and_again_is_there_at_every_moment(library):
    library.add([written("Version 0 of the wheat policy.", "wheat.txt")])

    def write() -> None:
        for version in range(1, 11):
            library.add([written(f"Version {version} of the wheat policy.", "wheat.txt")])

    with ThreadPoolExecutor() as pool:
        writing, reads = pool.submit(write), 0
        while not writing.done():
            assert library.document("wheat").text.startswith("Version ")
            assert library.opening("wheat").text.endswith("wheat policy.")
            reads += 1
        writing.result()
    assert reads > 10


def test_what_is_committed_while_a_reader_catches_up_is_seen_the_next_time(library, embedder, monkeypatch):
    with opened(library.folder, embedder) as writer:
        refresh = library._words.refresh

        def overtaken(path: Path) -> None:
            refresh(path)
            monkeypatch.undo()
            writer.add([written("The oats are in.", "oats.txt")])

        monkeypatch.setattr(library._words, "refresh", overtaken)
        writer.add([written("The barley is in.", "barley.txt")])
        assert {source.id for source in library.sources.values()} >= {"barley"}
        assert holders(library, "oats") == {"catalogue": ["oats"], "vectors": ["barley", "oats"], "words": ["oats"]}


# Opening, damage and rebuilding


def test_a_library_keeps_what_it_has_when_it_is_opened_again(filled, embedder):
    with opened(filled, embedder) as library:
        assert holders(library, "minister") == everywhere("rice", "wheat")
        assert library.verify().sound


def test_a_library_of_another_embedding_is_refused_with_both_ways_out(filled, embedder):
    with pytest.raises(LibraryMismatch, match="“minilm”") as caught:
        open_library(filled, NamedEmbedder("other:model", embedder))
    assert "BOT_EMBEDDING=minilm" in caught.value.hint
    assert "python -m bot rebuild" in caught.value.hint


def test_a_rebuild_with_another_embedding_makes_the_library_that_ones(filled, embedder):
    other = NamedEmbedder("other:model", embedder)
    rebuild(filled, other)
    with opened(filled, other) as library:
        assert library.verify().sound
    with pytest.raises(LibraryMismatch):
        open_library(filled, embedder)


def test_a_library_of_a_newer_version_is_refused_and_left_alone(filled, embedder):
    with closing(Catalogue(filled / "catalogue.sqlite3")) as catalogue:
        catalogue.set("schema", str(SCHEMA_VERSION + 1))
    with pytest.raises(LibraryMismatch, match="newer version") as caught:
        open_library(filled, embedder)
    assert "Update the bot" in caught.value.hint
    with pytest.raises(LibraryMismatch):
        rebuild(filled, embedder)


def test_parts_of_another_format_are_refused_until_they_are_made_anew(filled, embedder):
    with closing(Catalogue(filled / "catalogue.sqlite3")) as catalogue:
        catalogue.set("parts", "1")
    with pytest.raises(LibraryMismatch, match="Another version") as caught:
        open_library(filled, embedder)
    assert "rebuild" in caught.value.hint
    rebuild(filled, embedder)
    with opened(filled, embedder) as library:
        assert library.verify().sound


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil(path: Path) -> None:
    path.write_bytes(b"garbage" * 500)


def empty(path: Path) -> None:
    path.write_bytes(b"")


PARTS = ("vectors/chroma.sqlite3", "words/meta.json", "words/*.term", "words/*.idx", "words/*.fast")


@pytest.mark.parametrize("harm", [halve, spoil, empty, Path.unlink])
@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_part_is_one_clear_line_and_a_rebuild_mends_it(filled, embedder, part, harm):
    for path in filled.glob(part):
        harm(path)
    with pytest.raises(LibraryDamaged) as caught:
        open_library(filled, embedder)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600
    assert "python -m bot rebuild" in caught.value.hint
    rebuild(filled, embedder)
    with opened(filled, embedder) as library:
        assert library.verify().sound
        assert holders(library, "minister") == everywhere("rice", "wheat")


@pytest.mark.parametrize("part", ["vectors", "words"])
def test_a_missing_part_is_damage_that_a_rebuild_mends(filled, embedder, part):
    shutil.rmtree(filled / part)
    with pytest.raises(LibraryDamaged, match=part):
        open_library(filled, embedder)
    rebuild(filled, embedder)
    with opened(filled, embedder) as library:
        assert library.verify().sound


@pytest.mark.parametrize("harm", [halve, spoil, empty, Path.unlink])
def test_a_damaged_or_lost_catalogue_is_told_and_no_empty_library_takes_its_place(filled, embedder, harm):
    harm(filled / "catalogue.sqlite3")
    for _ in range(2):
        with pytest.raises(LibraryDamaged) as caught:
            open_library(filled, embedder)
    assert "backup" in caught.value.hint


def test_a_file_of_another_program_is_no_catalogue(tmp_path, embedder):
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3")) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(LibraryDamaged):
        open_library(tmp_path, embedder)


def test_verify_finds_each_kind_of_damage(filled, embedder):
    with opened(filled, embedder) as library:
        (first, second) = library.sources
        with library._catalogue.transaction() as run:
            run("UPDATE documents SET text = 'Other ' || text WHERE number = ?", (first,))
        library._vectors.remove([second])
        problems = library.verify().problems
    assert [problem.partition(" (")[0] for problem in problems] == [
        "document wheat: its text is not the text that was added",
        "document wheat: passage 0 is not at its place",
        "vectors: 1 passages missing",
    ]


def test_verify_finds_what_no_document_lists_and_what_is_there_twice(filled, embedder):
    with opened(filled, embedder) as library:
        number, source = next(iter(library.sources.items()))
        ((key, (_, passage, _)),) = library._catalogue.passages_of(number).items()
        library._words.write([(at, number, passage, source.metadata) for at in (key, 999 << 20)])
        problems = library.verify().problems
    assert [problem.partition(" (")[0] for problem in problems] == [
        "words: 1 passages not listed by the catalogue",
        "words: 1 passages there more than once",
    ]


def test_vectors_beyond_one_page_are_stored_found_and_removed(tmp_path):
    rows = np.random.default_rng(0).normal(size=(6_000, 8)).astype(np.float32)
    with closing(Vectors.made(tmp_path / "vectors")) as vectors:
        passage = Passage("a", 0, 0, 1, "A", (Span(0, 1),))
        vectors.add([(at, at // 5_500, passage, Metadata("A")) for at in range(6_000)], rows)
        assert sorted(key for page in vectors.entries() for key in page) == list(range(6_000))
        assert vectors.search(rows[4_321].tolist(), 1) == [(4_321, pytest.approx(1.0))]
        vectors.remove([0])
        assert sorted(key for page in vectors.entries() for key in page) == list(range(5_500, 6_000))


def test_a_lost_graph_of_vectors_is_damage_though_chroma_still_lists_their_ids(tmp_path):
    rows = np.random.default_rng(0).normal(size=(1_500, 8)).astype(np.float32)
    with closing(Vectors.made(tmp_path / "vectors")) as vectors:
        passage = Passage("a", 0, 0, 1, "A", (Span(0, 1),))
        vectors.add([(at, 0, passage, Metadata("A")) for at in range(1_500)], rows)
        vectors.search(rows[0].tolist(), 1)
        for folder in [path for path in (tmp_path / "vectors").iterdir() if path.is_dir()]:
            shutil.rmtree(folder)
    with pytest.raises(LibraryDamaged, match=r"bin is missing"):
        Vectors(tmp_path / "vectors")


def test_a_rebuild_changes_no_answer_of_a_library_that_is_open(library, embedder):
    grains = ("wheat", "rice", "barley", "oats", "rye", "maize")
    library.add([written(f"The minister was pleased with the {grain} harvest.", f"{grain}.txt") for grain in grains])

    def ranked() -> list[tuple[str, float]]:
        return [(each.source.id, round(each.score, 4)) for each in Retriever(library).retrieve("the oats harvest")]

    before = ranked()
    rebuild(library.folder, embedder)
    assert ranked() == before
    assert len(before) == len(grains)
    assert library.verify().sound


def test_a_rebuild_that_was_cut_short_leaves_the_library_as_it_was(filled, embedder):
    class Failing(MiniLM):
        def embed(self, texts, progress=None):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(filled, Failing())
    with opened(filled, embedder) as library:
        assert holders(library, "minister") == everywhere("rice", "wheat")
        assert library.verify().sound
    assert not list(filled.glob("*-2"))


def test_a_rebuild_in_place_that_an_older_version_left_unfinished_must_be_run_again(filled, embedder):
    with closing(Catalogue(filled / "catalogue.sqlite3")) as catalogue:
        catalogue.set("embedding", opening.UNFINISHED)
    with pytest.raises(LibraryDamaged, match="not finished") as caught:
        open_library(filled, embedder)
    assert "python -m bot rebuild" in caught.value.hint
    rebuild(filled, embedder)
    with opened(filled, embedder) as library:
        assert library.verify().sound


def test_the_parts_before_a_rebuild_go_with_the_next_write(filled, embedder):
    rebuild(filled, embedder)
    with opened(filled, embedder) as library:
        library.remove(["rice"])
        assert holders(library, "minister") == everywhere("wheat")
    assert sorted(path.name for path in filled.iterdir() if path.is_dir()) == ["vectors-2", "words-2"]


def test_there_is_nothing_to_rebuild_in_a_folder_that_is_no_library(tmp_path, embedder):
    with pytest.raises(LibraryError, match="no library"):
        rebuild(tmp_path, embedder)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error_that_says_what_to_do(tmp_path, embedder):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be used") as caught:
        open_library(tmp_path / "file" / "library", embedder)
    assert "--library" in caught.value.hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_that_may_not_be_written_is_an_error_that_says_what_to_do(tmp_path, embedder):
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(LibraryError, match="cannot be used"):
        open_library(tmp_path / "locked" / "library", embedder)


def test_a_closed_library_says_so(filled, embedder):
    library = open_library(filled, embedder)
    library.close()
    with pytest.raises(LibraryError, match="closed"):
        library.verify()
    library.close()


QUIET = """
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append((event, args)) if event.startswith("socket.") else None)
from bot.embedding import embedded_model
from bot.library import open_library, Filters
from bot.retrieval import Retriever
from pathlib import Path
library = open_library(Path(sys.argv[1]), embedded_model())
assert Retriever(library).retrieve("wheat")
library.verify()
library.close()
touched = [each for each in seen if each[0] in ("socket.connect", "socket.getaddrinfo", "socket.sendto")]
assert not touched, touched
"""


@pytest.mark.slow
def test_opening_and_searching_opens_no_connection(filled):
    ran = subprocess.run([sys.executable, "-c", QUIET, str(filled)], cwd=HERE.parent, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_telemetry_is_off(library):
    assert library._vectors._collection._client.get_settings().anonymized_telemetry is False
