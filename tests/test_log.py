"""The log of a library: what was changed and by whom, written in the transaction of the change."""

import getpass
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from documents import written
from embedders import Counting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot import open_bot
from bot.cli.commands import app
from bot.collection import Collection
from bot.errors import LibraryDamaged, QuestionError
from bot.library import Cause, Library, back_up, bring_back, open_library, rebuild
from bot.library.backups import BACKUPS, backups_in
from bot.library.catalogue import SOURCES, Catalogue
from bot.library.exchange import export
from bot.library.log import Log, account
from bot.library.rowseals import seal_all
from bot.library.schema import SCHEMA_VERSION
from bot.records import Document
from bot.works import Works

ADA = Cause("ada", "add")


def text(name: str, words: str) -> Document:
    return written(f"{name}: {words}", f"{name}.txt")


@pytest.fixture
def library(tmp_path) -> Iterator[Library]:
    with closing(open_library(tmp_path / "library", Counting())) as opened:
        yield opened


def told(library: Library) -> list[tuple[str, ...]]:
    """Who did what with which document, oldest first."""
    return [(each.who, each.change, each.through, each.document) for each in reversed(library.log())]


def execute(folder: Path, statement: str) -> None:
    """Change the catalogue as nothing of the bot does."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as connection, connection:
        assert connection.execute(statement).rowcount


def test_each_change_is_told_with_its_time_its_author_and_the_hash_of_the_text(library):
    library.add([text("wheat", "one"), text("rice", "one")], cause=ADA)
    library.add([text("wheat", "two")], cause=Cause("bob", "sync"))
    library.restore("wheat", 1, cause=Cause("bob", "restore"))
    library.relocate({"rice": "/elsewhere/rice.txt"}, Cause("bob", "sync"))
    library.remove(["rice"], Cause("ada", "remove"))
    assert told(library) == [
        ("ada", "added", "add", "wheat"),
        ("ada", "added", "add", "rice"),
        ("bob", "replaced", "sync", "wheat"),
        ("bob", "restored", "restore", "wheat"),
        ("bob", "renamed", "sync", "rice"),
        ("ada", "removed", "remove", "rice"),
    ]
    removed, renamed, restored, replaced, *_ = library.log()
    one, two = text("wheat", "one").sha256, text("wheat", "two").sha256
    assert [each.sha256 for each in (removed, renamed, restored, replaced)] == [
        None,
        text("rice", "one").sha256,
        one,
        two,
    ]
    assert removed.title == text("rice", "one").metadata.title
    assert removed.number == 6
    assert removed.at.endswith("+00:00")
    assert removed.to_dict()["who"] == "ada"


def test_what_changes_nothing_is_not_told(library):
    library.add([text("wheat", "one")], cause=ADA)
    library.add([text("wheat", "one")], cause=ADA)
    library.restore("wheat", 1, cause=ADA)
    assert len(library.log()) == 1


def test_without_a_name_it_is_the_account_that_the_process_runs_in(library, monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "gr\x1bace\n")
    library.add([text("wheat", "one")])
    library.remove(["wheat"])
    assert told(library) == [("gr?ace?", "added", "add", "wheat"), ("gr?ace?", "removed", "remove", "wheat")]


@pytest.mark.parametrize("error", [KeyError("uid"), OSError("no name"), ImportError("pwd")])
def test_an_account_without_a_name_is_said_to_be_unknown(monkeypatch, error):
    def getuser():
        raise error

    monkeypatch.setattr(getpass, "getuser", getuser)
    assert account() == "unknown"
    assert Cause.of("", "add").who == "unknown"
    assert len(Cause.of("x" * 1000, "add").who) == 200


def test_it_is_narrowed_to_a_document_a_date_and_a_number(library):
    times = iter(("2026-01-31T23:59:59+00:00", "2026-02-01T00:00:00+00:00", "2026-03-01T12:00:00+00:00"))
    library._catalogue.log = Log(library._catalogue._database, lambda: next(times))
    for name in ("wheat", "rice", "oats"):
        library.add([text(name, "one")], cause=ADA)
    assert [each.document for each in library.log()] == ["oats", "rice", "wheat"]
    assert [each.document for each in library.log(since="2026-02")] == ["oats", "rice"]
    assert [each.document for each in library.log(since="2026-02-02", limit=1)] == ["oats"]
    assert [each.document for each in library.log(limit=2)] == ["oats", "rice"]
    assert [each.number for each in library.log("rice")] == [2]
    assert library.log("rye") == ()
    with pytest.raises(QuestionError, match="“soon” \\(since\\) is no date"):
        library.log(since="soon")


def test_a_change_that_is_rolled_back_is_not_told(library):
    library.add([text("wheat", "one")], cause=ADA)
    with suppress(ZeroDivisionError), library._catalogue.transaction():
        library._catalogue.replace([], list(library.sources), ADA)
        raise ZeroDivisionError
    assert len(library.log()) == 1
    assert library.verify().sound


HARMS = {
    "UPDATE log SET who = 'eve' WHERE number = 2": "catalogue: the log is not as it was written from entry 2 on",
    "DELETE FROM log WHERE number = 2": "catalogue: the log is not as it was written from entry 3 on",
    "DELETE FROM log WHERE number = 3": "catalogue: the log lacks its newest entries",
    "INSERT INTO log VALUES (4, 'now', 'eve', 'added', 'add', 'rye', 'Rye', NULL, 'x')": (
        "catalogue: the log is not as it was written from entry 4 on"
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_log_that_was_altered_is_named_and_not_backed_up(library, harm):
    for name in ("wheat", "rice", "oats"):
        library.add([text(name, "one")], cause=ADA)
    assert library.verify().sound
    execute(library.folder, harm)
    assert HARMS[harm] in library.verify().problems
    with pytest.raises(LibraryDamaged, match="was not backed up"):
        back_up(library.folder)


def test_verify_names_a_document_of_which_the_log_says_otherwise(library):
    library.add([text("wheat", "one"), text("rice", "one")], cause=ADA)
    gone = [number for number, source in library.sources.items() if source.id == "rice"]
    with library._catalogue.transaction() as run:
        run("DELETE FROM documents WHERE number = ?", gone)
    assert "document rice: the log says otherwise of it" in library.verify().problems


def test_it_survives_a_rebuild_and_a_backup(library):
    library.add([text("wheat", "one")], cause=ADA)
    before = library.log()
    library.close()
    rebuild(library.folder, Counting())
    made = back_up(library.folder)
    with closing(open_library(library.folder, Counting())) as opened:
        assert opened.log() == before
        opened.remove(["wheat"], ADA)
    bring_back(library.folder, made)
    rebuild(library.folder, Counting())
    with closing(open_library(library.folder, Counting())) as opened:
        assert opened.log() == before
        assert opened.verify().sound


def test_a_library_from_before_there_was_a_log_grows(tmp_path):
    with closing(open_library(tmp_path, Counting())) as opened:
        opened.add([text("wheat", "one")])
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3", isolation_level=None)) as older:
        older.execute("DROP TABLE log")
        older.execute("DELETE FROM meta WHERE name = 'log'")
        older.execute("UPDATE meta SET value = '7' WHERE name = 'schema'")
        seal_all(older.execute)
    with closing(open_library(tmp_path, Counting())) as opened:
        assert opened.log() == ()
        opened.add([text("wheat", "two")], cause=ADA)
        assert told(opened) == [("ada", "replaced", "add", "wheat")]
        assert opened.verify().sound
    with closing(Catalogue(tmp_path / "catalogue.sqlite3")) as catalogue:
        assert catalogue.get("schema") == str(SCHEMA_VERSION)


def test_a_library_from_before_documents_were_listed_side_by_side_grows_without_a_backup(tmp_path):
    with closing(open_library(tmp_path, Counting())) as opened:
        opened.add([text("wheat", "one")])
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3", isolation_level=None)) as older:
        older.execute("DROP INDEX documents_listed")
        older.execute("UPDATE meta SET value = '8' WHERE name = 'schema'")
        seal_all(older.execute)
    with closing(open_library(tmp_path, Counting())) as opened:
        assert opened.verify().sound
        plan = opened._catalogue._database.all(f"EXPLAIN QUERY PLAN {SOURCES}")
    assert any("COVERING INDEX documents_listed" in row[3] for row in plan)
    assert not backups_in(tmp_path / BACKUPS)


def test_a_document_of_many_passages_has_one_entry_like_any_other(library):
    library.add([text("wheat", "It grows. " * 5_000)], cause=ADA)
    assert library.passage_count > 10
    (row,) = library._catalogue._database.all("SELECT * FROM log")
    assert len(repr(row)) < 400


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["put", "strike"]), st.sampled_from("abc"), st.integers(0, 3)), max_size=12
    )
)
def test_read_from_its_beginning_it_comes_to_what_is_listed(tmp_path_factory, steps):
    with closing(Catalogue(tmp_path_factory.mktemp("any") / "catalogue.sqlite3")) as catalogue:
        numbers: dict[str, int] = {}
        for at, (step, name, words) in enumerate(steps, 1):
            old = [numbers.pop(name)] if name in numbers else []
            new = [(at, text(name, str(words)), ())] if step == "put" else []
            catalogue.replace(new, old, ADA)
            numbers |= {name: at} if new else {}
        texts: dict[str, str | None] = {}
        for entry in reversed(catalogue.log.entries()):
            texts[entry.document] = entry.sha256
        assert {name: each for name, each in texts.items() if each} == {
            source.id: source.sha256 for source in catalogue.sources().values()
        }
        assert list(catalogue.log.problems()) == catalogue.problems() == []


# Through whatever changes a library


@pytest.fixture
def collection(library) -> Collection:
    return Collection(library, Works(), lambda address: pytest.fail(f"{address} was fetched")).by("ada")


def test_whatever_a_collection_does_is_told_in_the_name_that_it_acts_in(collection, library, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "wheat.txt").write_text("The wheat is in.")
    (folder / "rice.txt").write_text("The rice is in.")
    collection.sync(folder)
    (folder / "wheat.txt").write_text("The wheat is in, and dry.")
    (folder / "rice.txt").rename(folder / "oats.txt")
    collection.sync(folder)
    (folder / "oats.txt").unlink()
    collection.sync(folder, remove=True)
    collection.restore("wheat", 1)
    collection.remove(["wheat"])
    collection.add([folder / "wheat.txt"])
    assert told(library) == [
        ("ada", "added", "sync", "rice"),
        ("ada", "added", "sync", "wheat"),
        ("ada", "renamed", "sync", "rice"),
        ("ada", "replaced", "sync", "rice"),
        ("ada", "replaced", "sync", "wheat"),
        ("ada", "removed", "sync", "rice"),
        ("ada", "restored", "restore", "wheat"),
        ("ada", "removed", "remove", "wheat"),
        ("ada", "added", "add", "wheat"),
    ]


def test_the_briefs_that_are_shipped_come_through_index(shipped, tmp_path):
    with open_bot(shutil.copytree(shipped, tmp_path / "library")) as bot:
        entries = bot.log()
        assert {(each.who, each.change, each.through) for each in entries} == {(account(), "added", "index")}
        assert {each.document for each in entries} == {source.id for source in bot.documents()}
        bot.by("ada").remove([entries[0].document])
        assert [(each.who, each.change) for each in bot.log(limit=1)] == [("ada", "removed")]
        assert len(bot.log(entries[0].document)) == 2


def test_an_import_is_told_and_an_export_takes_no_log_along(collection, library, tmp_path):
    library.add([text("wheat", "one"), text("rice", "one")], cause=Cause("grace", "add"))
    export(library.folder, tmp_path / "all.jsonl")
    assert "grace" not in (tmp_path / "all.jsonl").read_text("utf-8")
    library.remove(["rice"], ADA)
    library.add([text("wheat", "two")], cause=ADA)
    collection.import_from(tmp_path / "all.jsonl")
    assert told(library)[-2:] == [("ada", "replaced", "import", "wheat"), ("ada", "added", "import", "rice")]


# The command line


@pytest.fixture
def real(tmp_path, embedder) -> Iterator[Library]:
    """A library that the command may open, whose embedding model is the one that is set."""
    with closing(open_library(tmp_path / "real", embedder)) as opened:
        yield opened


def run(*arguments: object):
    return CliRunner().invoke(app, ["log", *map(str, arguments)])


def test_the_command_lists_the_newest_first_and_narrows(real):
    real.add([text("wheat", "one")], cause=ADA)
    real.remove(["wheat"], Cause("bob", "remove"))
    real.add([text("rice", "one")], cause=ADA)
    where = ("--library", real.folder, "--json")
    listed = json.loads(run(*where).stdout)["log"]
    assert [(each["number"], each["who"], each["change"]) for each in listed] == [
        (3, "ada", "added"),
        (2, "bob", "removed"),
        (1, "ada", "added"),
    ]
    assert listed == [each.to_dict() for each in real.log()]
    assert [each["number"] for each in json.loads(run("-n", 1, *where).stdout)["log"]] == [3]
    assert [each["number"] for each in json.loads(run("--document", "wheat", *where).stdout)["log"]] == [2, 1]
    assert json.loads(run("--since", "2999", *where).stdout) == {"log": []}
    assert run("--since", "soon", *where).exit_code == 1
    assert run("-n", 0, *where).exit_code == 2


def test_the_command_shows_a_table_or_says_that_there_is_nothing(real, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert "The log is empty." in run("--library", real.folder).stdout
    real.add([text("wheat", "one")], cause=ADA)
    shown = run("--library", real.folder).stdout
    assert [word for word in ("ada", "added", "wheat") if word not in shown] == []
    assert real.log()[0].title in shown
