"""A graph of vectors that a writer left half written is mended from the catalogue, by whoever comes next."""

import hashlib
import json
import os
from contextlib import closing, suppress
from pathlib import Path

import pytest
from documents import near
from mortal import NAMES, Hashed, document

from bot.errors import LibraryDamaged
from bot.library import Library, collection, graph, open_library
from bot.library.sealing import Sealed


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A library whose graph lies on the disk, as that of a large one does."""
    for option in ("sync_threshold", "batch_size"):
        monkeypatch.setitem(graph.HNSW, option, 2)
    with closing(open_library(tmp_path / "library", Hashed())) as library:
        library.add([document(name, version) for version, name in enumerate(NAMES, 1)])
    return tmp_path / "library"


def tear(library: Path) -> None:
    """Leave a graph as a writer does that dies while it writes: its seal is broken, and a file is half new."""
    (graph,) = (library / "vectors").glob("*/data_level0.bin")
    with suppress(ZeroDivisionError), Sealed(library / "vectors", *collection.GRAPH, proof=collection.PROOF).writing():
        graph.write_bytes(b"\xff" * (graph.stat().st_size // 2) + graph.read_bytes()[graph.stat().st_size // 2 :])
        raise ZeroDivisionError


def nearest(library: Library) -> list[int]:
    return [key for key, _ in near(library, Hashed().embed_query("wheat"), 5)]


def test_a_torn_graph_is_mended_when_the_library_is_opened(folder):
    with closing(open_library(folder, Hashed())) as library:
        before = nearest(library)
    tear(folder)
    with closing(open_library(folder, Hashed())) as library:
        assert nearest(library) == before
        assert library.verify().problems == ()


def test_a_torn_graph_is_mended_by_the_next_writer_that_has_the_library_open(folder):
    with closing(open_library(folder, Hashed())) as library:
        tear(folder)
        library.add([document("wheat", 8)])
        assert library.verify().problems == ()
        assert len(nearest(library)) == 5


def test_a_torn_graph_is_mended_by_a_reader_that_has_to_read_it_anew(folder):
    with closing(open_library(folder, Hashed())) as reader, closing(open_library(folder, Hashed())) as writer:
        writer.add([document("wheat", 8)])
        tear(folder)
        assert len(reader.sources) == len(NAMES)
        assert len(nearest(reader)) == 5
        assert reader.verify().problems == ()


def test_a_seal_that_was_broken_before_anything_was_written_costs_nothing(folder):
    with suppress(ZeroDivisionError), Sealed(folder / "vectors", *collection.GRAPH, proof=collection.PROOF).writing():
        raise ZeroDivisionError
    with closing(open_library(folder, Hashed())) as library:
        assert library.verify().problems == ()
    assert (folder / "vectors").is_dir()
    assert not Sealed(folder / "vectors").broken


def test_a_file_that_is_written_twice_within_a_tick_of_the_clock_is_sealed_as_it_is(tmp_path):
    sealed = Sealed(tmp_path, "*.bin")
    sealed.begin()
    file = tmp_path / "graph.bin"
    file.write_bytes(b"first")
    sealed.renew()
    first = file.stat()
    file.write_bytes(b"later")
    os.utime(file, ns=(first.st_atime_ns, first.st_mtime_ns))
    sealed.renew()
    Sealed(tmp_path, "*.bin").check()


def test_a_seal_of_an_older_version_holds_until_something_is_written(tmp_path):
    sealed, file = Sealed(tmp_path, "*.bin"), tmp_path / "graph.bin"
    sealed.begin()
    file.write_bytes(b"first")
    older = {"state": "whole", "files": {"graph.bin": hashlib.sha256(b"first").hexdigest()}}
    (tmp_path / "seal.json").write_text(json.dumps(older), "utf-8")
    sealed.check()
    sealed.renew()
    assert json.loads((tmp_path / "seal.json").read_bytes()) == older
    file.write_bytes(b"other")
    with pytest.raises(LibraryDamaged, match=r"graph\.bin is not as it was written"):
        sealed.check()
    sealed.renew()
    sealed.check()
    assert json.loads((tmp_path / "seal.json").read_bytes())["hash"] == "xxh3"


def test_a_seal_by_a_hash_that_nobody_knows_is_damaged(tmp_path):
    (tmp_path / "seal.json").write_text('{"state": "whole", "files": {}, "hash": "sum"}', "utf-8")
    with pytest.raises(LibraryDamaged, match="missing or damaged"):
        Sealed(tmp_path, "*.bin").check()


def test_a_reader_does_not_wait_for_who_is_writing_vectors(folder):
    with closing(open_library(folder, Hashed())) as reader:
        with closing(open_library(folder, Hashed())) as writer:
            writer.add([document("wheat", 8)])
        with Sealed(folder / "vectors").alone():
            assert {source.id for source in reader.sources.values()} == set(NAMES)
            assert "version 8" in reader.document("wheat").text
        assert reader.verify().problems == ()


def test_a_graph_that_something_else_changed_is_damage_that_is_told(folder):
    (graph,) = (folder / "vectors").glob("*/link_lists.bin")
    graph.write_bytes(b"\xff" * graph.stat().st_size)
    with pytest.raises(LibraryDamaged, match=r"link_lists\.bin is not as it was written") as caught:
        open_library(folder, Hashed())
    assert "bot rebuild" in caught.value.hint


def test_a_graph_that_chroma_begins_anew_with_each_opening_may_be_cut_short(tmp_path):
    with closing(open_library(tmp_path / "library", Hashed())) as library:
        library.add([document(name, version) for version, name in enumerate(NAMES, 1)])
    for file in (tmp_path / "library" / "vectors").glob("*/*.bin"):
        file.write_bytes(b"")
    with closing(open_library(tmp_path / "library", Hashed())) as library:
        assert library.verify().problems == ()
        assert len(nearest(library)) == 5
