"""A library whose vectors are on a real Chroma server keeps every promise that one in a folder does."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing

import pytest
from chroma import Chroma
from documents import holders, written
from embedders import Counting
from killing import outlived
from mortals import Mortals

from bot import open_bot
from bot.errors import LibraryDamaged, LibraryError, LibraryMismatch, SettingsError
from bot.library import ChromaServer, Condition, Servers, chroma, open_library, rebuild
from bot.settings import load_settings

KILLS = int(os.environ.get("BOT_TEST_KILLS", "6"))
NEAR = [1.0, *[0.0] * 8]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    server = Chroma(tmp_path_factory.mktemp("chroma") / "data")
    yield server
    server.kill()


@pytest.fixture
def server(running):
    return running.server


def opened(folder, server):
    return closing(open_library(folder, Counting(), servers=Servers(server)))


def near(library):
    """The documents whose passages the vectors find."""
    keys = [key for key, _ in library.search_vectors(NEAR, 100, Condition())]
    return sorted(each.source.id for each in library.passages(keys).values())


def collections(server):
    return sorted(each.name for each in server.client().list_collections())


def test_documents_are_added_found_replaced_and_removed_with_no_vector_in_the_folder(tmp_path, server):
    with opened(tmp_path, server) as library:
        library.add([written("The harvest was good.", "one.txt"), written("The mine is closed.", "two.txt")])
        assert holders(library, "harvest") == {"catalogue": ["one"], "vectors": ["one", "two"], "words": ["one"]}
        library.add([written("The meadow was mown.", "one.txt")])
        library.remove(["two"])
        assert near(library) == ["one"]
        assert library.verify().problems == ()
    assert not (tmp_path / "vectors").exists()
    with opened(tmp_path, server) as library:
        assert near(library) == ["one"]


def test_another_process_sees_what_is_written_and_where_a_rebuild_puts_it(tmp_path, server):
    with opened(tmp_path, server) as reader, opened(tmp_path, server) as writer:
        writer.add([written("The harvest was good.", "one.txt")])
        assert near(reader) == ["one"]
        rebuild(tmp_path, Counting(), servers=Servers(server))
        writer.add([written("The mine is closed.", "two.txt")])
        assert near(reader) == ["one", "two"]
        assert reader.verify().problems == ()


def test_a_question_under_way_finds_what_a_rebuild_and_the_sweep_after_it_take_from_under_it(tmp_path, server):
    with opened(tmp_path, server) as reader:
        reader.add([written("The harvest was good.", "one.txt")])
        assert near(reader) == ["one"]
        rebuild(tmp_path, Counting(), servers=Servers(server))
        with opened(tmp_path, server) as writer:
            writer.verify()
        keys = [key for key, _ in reader.search_vectors(NEAR, 100, Condition())]
        assert reader.vectors_of(keys).shape == (1, 9)


def test_a_rebuild_leaves_one_collection_of_the_library_and_those_of_others(tmp_path, server):
    with opened(tmp_path / "other", server) as other:
        other.add([written("The mine is closed.", "two.txt")])
    before = collections(server)
    with opened(tmp_path / "one", server) as library:
        library.add([written("The harvest was good.", "one.txt")])
    rebuild(tmp_path / "one", Counting(), servers=Servers(server))
    with opened(tmp_path / "one", server) as library:
        library.verify()
        assert near(library) == ["one"]
    own = set(collections(server)) - set(before)
    assert [name.rpartition(".")[2] for name in own] == ["2"]
    with opened(tmp_path / "other", server) as other:
        assert near(other) == ["two"]


def test_a_copy_of_a_folder_does_not_write_to_the_vectors_of_the_original(tmp_path, server):
    with opened(tmp_path / "one", server) as library:
        library.add([written("The harvest was good.", "one.txt")])
    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    with pytest.raises(LibraryDamaged, match="lacks the vectors of this library") as caught:
        open_library(tmp_path / "copy", Counting(), servers=Servers(server))
    assert "rebuild" in caught.value.hint
    rebuild(tmp_path / "copy", Counting(), servers=Servers(server))
    with opened(tmp_path / "copy", server) as copy, opened(tmp_path / "one", server) as library:
        copy.remove(["one"])
        assert (near(library), near(copy)) == (["one"], [])


def test_a_rebuild_brings_vectors_from_the_folder_to_a_server_and_back(tmp_path, server):
    with opened(tmp_path, None) as library:
        library.add([written("The harvest was good.", "one.txt")])
    with pytest.raises(LibraryMismatch, match="in its folder"):
        open_library(tmp_path, Counting(), servers=Servers(server))
    with opened(tmp_path, None) as reader:
        rebuild(tmp_path, Counting(), servers=Servers(server))
        with pytest.raises(LibraryMismatch, match="are on a Chroma server"):
            near(reader)
    with pytest.raises(LibraryMismatch, match="on a Chroma server"):
        open_library(tmp_path, Counting())
    with opened(tmp_path, server) as reader:
        assert near(reader) == ["one"]
        rebuild(tmp_path, Counting())
        with pytest.raises(LibraryMismatch, match="are in its folder"):
            near(reader)
    with opened(tmp_path, None) as library:
        assert near(library) == ["one"]
        assert library.verify().problems == ()


def test_what_the_server_lost_is_told_by_verify(tmp_path, server):
    with opened(tmp_path, server) as library:
        library.add([written("The harvest was good.", "one.txt"), written("The mine is closed.", "two.txt")])
        name = library._catalogue.places.vectors.name
        server.client().get_collection(name, embedding_function=None).delete(where={"number": 1})
        (problem,) = library.verify().problems
        assert "1 passages missing" in problem


def test_without_the_server_an_error_says_so_and_with_it_all_goes_on(tmp_path):
    running = Chroma(tmp_path / "data")
    with opened(tmp_path / "library", running.server) as library:
        library.add([written("The harvest was good.", "one.txt")])
        running.kill()
        for use in (near, lambda library: library.add([written("The mine is closed.", "two.txt")])):
            with pytest.raises(LibraryError, match=f"The Chroma server {running.url} cannot be used") as caught:
                use(library)
            assert "BOT_CHROMA_URL" in caught.value.hint
        with pytest.raises(LibraryError, match="cannot be used"):
            open_library(tmp_path / "library", Counting(), servers=Servers(running.server))
        running.start()
        assert near(library) == ["one"]
        library.add([written("The mine is closed.", "two.txt")])
        assert near(library) == ["one", "two"]
        assert library.verify().problems == ()
    running.kill()


def test_a_server_that_never_answers_or_stops_to_is_not_waited_for_for_ever(tmp_path, running, monkeypatch):
    monkeypatch.setattr(chroma, "ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        server = ChromaServer(f"http://127.0.0.1:{mute.getsockname()[1]}")
        with pytest.raises(LibraryError, match="timed out"):
            open_library(tmp_path / "mute", Counting(), servers=Servers(server))
    again = ChromaServer(running.url.replace("127.0.0.1", "localhost"))
    with opened(tmp_path / "library", again) as library:
        os.kill(running.pid, signal.SIGSTOP)
        with pytest.raises(LibraryError, match="timed out"):
            near(library)
        os.kill(running.pid, signal.SIGCONT)


def test_a_password_is_sent_and_never_shown(monkeypatch):
    monkeypatch.setenv("BOT_CHROMA_URL", "https://ada:l%40mon@vectors.example.org")
    settings = load_settings()
    server = ChromaServer(str(settings.chroma_url.get_secret_value()))
    assert str(server) == "https://vectors.example.org:443"
    assert server._headers() == {"Authorization": "Basic YWRhOmxAbW9u"}
    assert "mon" not in f"{settings!r}{settings}{server!r}{server}"


@pytest.mark.parametrize("url", ["ftp://ada:secret@host", "http://ada:secret@host/path", "ada:secret@host"])
def test_a_wrong_address_is_refused_without_being_shown(monkeypatch, url):
    monkeypatch.setenv("BOT_CHROMA_URL", url)
    with pytest.raises(SettingsError, match="chroma_url") as caught:
        load_settings()
    assert "secret" not in str(caught.value)


def test_whatever_a_writer_is_killed_at_nothing_is_lost_and_nothing_is_half(tmp_path, running):
    mortals, servers = Mortals(MORTAL_CHROMA=running.url), Servers(running.server)
    outlived(mortals, tmp_path / "library", random.Random(9), KILLS, servers)


@pytest.mark.slow
def test_the_bot_answers_over_a_server_that_its_settings_name(tmp_path, running):
    environment = {**os.environ, "BOT_CHROMA_URL": running.url, "BOT_LIBRARY": str(tmp_path / "library")}
    asked = [sys.executable, "-m", "bot", "ask", "What did Canada say about diplomacy?", "--json"]
    answer = subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=300, check=True).stdout
    assert '"declined": false' in answer
    with open_bot(tmp_path / "library", chroma_url=running.url) as bot:
        assert bot.ask("What did Canada say about diplomacy?").to_dict()["text"] in answer
        assert bot.verify().sound
