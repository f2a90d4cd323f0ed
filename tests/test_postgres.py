"""A library in a real Postgres database, with its vectors on a real Chroma server, keeps every promise."""

import os
import random
import sys
import threading
from contextlib import closing
from itertools import count

import pytest
from chroma import Chroma
from documents import front_matter, holders, written
from embedders import Counting
from killing import outlived
from mortal import NAMES, Hashed, text_of
from mortals import Mortals
from postgres import PASSWORD, Postgres

from bot import open_bot
from bot.assembly import back_up_library
from bot.errors import LibraryBusy, LibraryError, LibraryMismatch, SettingsError
from bot.library import Cause, Condition, Filters, PostgresServer, Servers, open_library, postgres, rebuild
from bot.library.catalogue import Catalogue
from bot.library.exchange import export, import_file
from bot.library.places import CATALOGUE
from bot.library.remembered import Remembered
from bot.settings import load_settings

KILLS = int(os.environ.get("BOT_TEST_KILLS", "6"))
CAUSE = Cause("ada", "remove")
NEAR = [1.0, *[0.0] * 8]
_names = (f"library_{number}" for number in count(1))


@pytest.fixture(scope="module")
def database_server(tmp_path_factory):
    server = Postgres(tmp_path_factory.mktemp("postgres") / "server")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory):
    server = Chroma(tmp_path_factory.mktemp("chroma") / "data")
    yield server
    server.kill()


@pytest.fixture
def servers(database_server, chroma_server):
    return Servers(chroma_server.server, database_server.database(next(_names)))


def opened(folder, servers):
    return closing(open_library(folder, Counting(), servers=servers))


def listed(library):
    return sorted(source.id for source in library.sources.values())


def near(library):
    keys = [key for key, _ in library.search_vectors(NEAR, 100, Condition())]
    return sorted(each.source.id for each in library.passages(keys).values())


def execute(servers, statement, *values):
    """Do what another program does to the database."""
    database = postgres.PostgresDatabase(servers.postgres)
    with closing(database), database.transaction() as run:
        return run(statement, values)


def test_documents_are_added_found_replaced_and_removed_with_nothing_in_the_folder(tmp_path, servers):
    with opened(tmp_path / "here", servers) as library:
        library.add([written("The harvest was good.", "one.txt"), written("The mine is closed.", "two.txt")])
        assert holders(library, "harvest") == {"catalogue": ["one"], "vectors": ["one", "two"], "words": ["one"]}
        assert [library.frequency(stem) for stem in ("harvest", "harv*", "meadow", "mead*")] == [1, 1, 0, 0]
        library.add([written("The meadow was mown.", "one.txt")])
        library.remove(["two"])
        assert holders(library, "meadow") == {"catalogue": ["one"], "vectors": ["one"], "words": ["one"]}
        assert library.search_words(["harvest", "mine"], 10, Condition()) == []
        assert [version.sha256 is not None for version in library.versions("one")] == [True, True]
        assert library.verify().problems == ()
    assert not (tmp_path / "here").exists()
    with opened(tmp_path / "elsewhere", servers) as library:
        assert (listed(library), near(library)) == (["one"], ["one"])


def test_a_reader_on_another_machine_sees_what_is_written_and_where_a_rebuild_puts_it(tmp_path, servers):
    with opened(tmp_path / "a", servers) as reader, opened(tmp_path / "b", servers) as writer:
        writer.add([written("The harvest was good.", "one.txt")])
        assert near(reader) == ["one"]
        rebuild(tmp_path / "b", Counting(), servers=servers)
        writer.add([written("The mine is closed.", "two.txt")])
        assert holders(reader, "mine") == {"catalogue": ["two"], "vectors": ["one", "two"], "words": ["two"]}
        assert reader.verify().problems == ()


def test_a_reader_does_not_wait_for_a_writer_and_sees_nothing_before_the_commit(tmp_path, servers):
    with opened(tmp_path, servers) as reader, opened(tmp_path, servers) as writer:
        writer.add([written("The harvest was good.", "one.txt")])
        with writer._listing.writing(), writer._catalogue.transaction():
            writer._catalogue.replace([], [1], CAUSE)
            told = []
            thread = threading.Thread(target=lambda: told.append((listed(reader), near(reader))))
            thread.start()
            thread.join(20)
            assert told == [(["one"], ["one"])]
        assert listed(reader) == []


def test_a_second_writer_waits_and_is_told_in_the_end(tmp_path, servers, monkeypatch):
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.2)
    with opened(tmp_path / "a", servers) as one, opened(tmp_path / "b", servers) as two:
        with one._listing.writing(), pytest.raises(LibraryBusy, match="Another process is writing"):
            raised_in_a_thread(lambda: two.add([written("The mine is closed.", "two.txt")]))
        two.add([written("The mine is closed.", "two.txt")])
        assert listed(one) == ["two"]


def raised_in_a_thread(work):
    """Do something as another process would, which shares no connection of this thread."""
    errors = []

    def run():
        try:
            work()
        except LibraryError as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    for error in errors:
        raise error


def test_a_writer_whose_connection_is_lost_commits_nothing(tmp_path, servers):
    with opened(tmp_path, servers) as library:
        library.add([written("The harvest was good.", "one.txt")])
        with library._listing.writing():
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            raised_in_a_thread(lambda: execute(servers, f"{others} AND datname = current_database()"))
            with pytest.raises(LibraryError, match="cannot be used"):
                library._catalogue.replace([], [1], CAUSE)
        assert listed(library) == ["one"]
        assert library.verify().problems == ()


def test_whatever_a_writer_is_killed_at_nothing_is_lost_and_nothing_is_half(tmp_path, servers, chroma_server):
    mortals = Mortals(MORTAL_CHROMA=chroma_server.url, MORTAL_POSTGRES=servers.postgres.url)
    outlived(mortals, tmp_path / "library", random.Random(10), KILLS, servers)


def test_without_the_server_an_error_says_so_and_with_it_all_goes_on(tmp_path, servers, database_server):
    with opened(tmp_path, servers) as library:
        library.add([written("The harvest was good.", "one.txt")])
        database_server.stop()
        for use in (near, lambda library: library.add([written("The mine is closed.", "two.txt")])):
            with pytest.raises(LibraryError, match=r"The catalogue postgresql://127\.0\.0\.1") as caught:
                use(library)
            assert "BOT_CATALOGUE_URL" in caught.value.hint
            assert PASSWORD not in str(caught.value)
        database_server.start()
        assert near(library) == ["one"]
        library.add([written("The mine is closed.", "two.txt")])
        assert listed(library) == ["one", "two"]
        assert library.verify().problems == ()


def test_a_password_is_never_shown(servers, monkeypatch):
    monkeypatch.setenv("BOT_CATALOGUE_URL", servers.postgres.url)
    settings = load_settings()
    wrong = PostgresServer(servers.postgres.url.replace(PASSWORD, "mandarin"))
    with pytest.raises(LibraryError, match="password authentication failed") as caught:
        postgres.PostgresDatabase(wrong)
    shown = f"{settings!r}{settings}{servers!r}{servers.postgres}{wrong!r}{caught.value}{caught.value.__cause__}"
    assert PASSWORD not in shown
    assert "mandarin" not in shown
    assert wrong.without_secrets("it was mandarin") == "it was …"


@pytest.mark.parametrize("url", ["mysql://ada:secret@host/db", "postgresql+asyncpg://ada:secret@host/db", "secret"])
def test_an_address_of_another_kind_is_refused_without_being_shown(monkeypatch, url):
    monkeypatch.setenv("BOT_CATALOGUE_URL", url)
    with pytest.raises(SettingsError, match="catalogue_url") as caught:
        load_settings()
    assert "secret" not in str(caught.value)


def test_a_catalogue_on_a_server_takes_vectors_on_one(tmp_path, servers):
    with pytest.raises(SettingsError, match="the vectors are not") as caught:
        open_bot(tmp_path, catalogue_url=servers.postgres.url)
    assert "BOT_CHROMA_URL" in caught.value.hint


def test_a_backup_is_refused_with_what_to_do_instead(tmp_path, servers, monkeypatch):
    monkeypatch.setenv("BOT_CATALOGUE_URL", servers.postgres.url)
    with pytest.raises(LibraryError, match="which `backup` does not copy") as caught:
        back_up_library(tmp_path)
    assert "pg_dump" in caught.value.hint


def test_what_a_folder_has_comes_into_a_database_and_back_by_a_file(tmp_path, servers):
    with opened(tmp_path / "folder", Servers()) as library:
        library.add([written("The harvest was good.", "one.txt"), written("The mine is closed.", "two.txt")])
        library.add([written("The meadow was mown.", "one.txt")])
    export(tmp_path / "folder", tmp_path / "one.jsonl")
    with opened(tmp_path / "none", servers) as library:
        import_file(library, tmp_path / "one.jsonl")
        assert len(library.versions("one")) == 2
        assert library.verify().problems == ()
    export(tmp_path / "none", tmp_path / "two.jsonl", servers)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_row_that_another_program_changes_is_told_by_verify(tmp_path, servers):
    with opened(tmp_path, servers) as library:
        library.add([written("The harvest was good.", "one.txt")])
        execute_unwatched = "UPDATE documents SET text = 'The harvest was bad.'"
        with library._catalogue._database._engine.connect() as connection:
            connection.exec_driver_sql("DROP TABLE pg_temp.touched")
            connection.exec_driver_sql(execute_unwatched)
            connection.commit()
            connection.invalidate()
        problems = library.verify().problems
        assert "catalogue: the rows of document number 1 are not as they were written" in problems
        assert "document one: its text is not the text that was added" in problems


def test_what_is_remembered_of_synced_files_is_kept_and_sealed(tmp_path, servers):
    with opened(tmp_path, servers) as library:
        library.files.remember("/f", {name: Remembered(1, 2, "content", "text") for name in ("a", "b")})
        library.files.remember("/f", {"a": Remembered(1, 3, "content", "text")})
        library.files.forget("/f", ["b"])
        assert library.files.of("/f") == {"a": Remembered(1, 3, "content", "text")}
        assert library.verify().problems == ()
        execute(servers, "UPDATE synced SET size = 9")
        assert any("synced" in problem for problem in library.verify().problems)


def test_a_text_that_the_database_cannot_keep_is_refused_and_nothing_of_it_stays(tmp_path, servers):
    with opened(tmp_path, servers) as library:
        document = written("The harvest was good.", "one.txt")
        object.__setattr__(document, "text", "The harvest\0 was good.")
        with pytest.raises(LibraryError, match=r"U\+0000"):
            library.add([document])
        assert listed(library) == []
        assert library.verify().problems == ()


def test_a_database_of_a_newer_version_is_refused(tmp_path, servers):
    with opened(tmp_path, servers):
        execute(servers, "UPDATE meta SET value = '999' WHERE name = 'schema'")
    with pytest.raises(LibraryMismatch, match="newer version"):
        open_library(tmp_path, Counting(), servers=servers)


def test_two_schemas_of_one_database_hold_two_libraries(tmp_path, servers):
    execute(servers, "CREATE SCHEMA other")
    there = Servers(servers.chroma, PostgresServer(f"{servers.postgres.url}?options=-csearch_path%3Dother"))
    with opened(tmp_path, servers) as one, opened(tmp_path, there) as two:
        one.add([written("The harvest was good.", "one.txt")])
        with one._listing.writing():
            raised_in_a_thread(lambda: two.add([written("The mine is closed.", "two.txt")]))
        assert (near(one), near(two)) == (["one"], ["two"])
        assert (one.verify().problems, two.verify().problems) == ((), ())


def test_a_user_who_may_not_make_what_is_needed_is_told(tmp_path, servers):
    execute(servers, "CREATE ROLE eve LOGIN PASSWORD 'mandarin'")
    execute(servers, "REVOKE TEMP ON DATABASE " + servers.postgres.url.rpartition("/")[2] + " FROM PUBLIC")
    eve = PostgresServer(servers.postgres.url.replace(f"ada:{PASSWORD}", "eve:mandarin"))
    with pytest.raises(LibraryError, match="permission denied"):
        open_library(tmp_path, Counting(), servers=Servers(servers.chroma, eve))


def test_without_the_packages_an_error_names_what_to_install(servers, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(LibraryError, match="are missing") as caught:
        postgres.PostgresDatabase(servers.postgres)
    assert "policy-brief-bot[server]" in caught.value.hint


def test_many_threads_are_served_at_once(tmp_path, servers):
    with opened(tmp_path, servers) as library:
        library.add([written("The harvest was good.", "one.txt")])
        told = []
        threads = [threading.Thread(target=lambda: told.append(near(library))) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert told == [["one"]] * 40


def test_words_are_ranked_as_in_a_folder_with_and_without_filters(tmp_path, servers):
    texts = [
        front_matter(
            text_of(name, version),
            title=f"The {name} policy",
            date=f"2017-0{1 + version}-03",
            speaker=("Ada Example", "Bob Sample")[version % 2],
        )
        for version, name in enumerate(NAMES)
    ]
    documents = [written(text, f"{number}.md") for number, text in enumerate(texts)]
    alone = closing(open_library(tmp_path / "folder", Hashed()))
    with alone as library, closing(open_library(tmp_path / "none", Hashed(), servers=servers)) as other:
        for each in (library, other):
            each.add(documents)
        for terms in (["rye", "polici"], ["minist", "assembl", "whole"], ["version", "2", "barley"], ["nowhere"]):
            for filters in (
                Filters(),
                Filters(speaker="Ada Example"),
                Filters(since="2017-03", until="2017-05"),
                Filters(document="3"),
            ):
                wanted = library.search_words(terms, 50, library.condition(filters))
                got = other.search_words(terms, 50, other.condition(filters))
                assert dict(got) == pytest.approx(dict(wanted), rel=0.04)
                assert bool(got) == (terms != ["nowhere"])
        assert [other.frequency(term) for term in ("rye", "minist", "asse*")] == [
            library.frequency(term) for term in ("rye", "minist", "asse*")
        ]


def test_a_catalogue_can_be_read_while_it_changes_as_of_one_moment(tmp_path, servers):
    with opened(tmp_path, servers) as library:
        library.add([written("The harvest was good.", "one.txt")])
        with closing(Catalogue(tmp_path / CATALOGUE, servers=servers)) as catalogue, catalogue.snapshot():
            before = catalogue.passage_count()
            raised_in_a_thread(lambda: library.add([written("The mine is closed.", "two.txt")]))
            assert catalogue.passage_count() == before == 1
