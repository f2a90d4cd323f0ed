"""Backups: whole at every moment, of a library in use, and a way back from a damaged catalogue."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from documents import written
from embedders import Counting
from typer.testing import CliRunner

from bot.archive import open_archive
from bot.cli.commands import app
from bot.errors import LibraryBusy, LibraryDamaged, LibraryError
from bot.library import Library, back_up, backups, bring_back, open_library, rebuild
from bot.library.backups import MANIFEST, UNFINISHED, backups_in
from bot.library.rowseals import seal_all
from bot.records import Answer

CATALOGUE = "catalogue.sqlite3"
CONVERSATIONS = "conversations.sqlite3"
ANSWER = Answer("How was the harvest?", "How was the harvest?", True, "Nobody says.", 0.1, ())


@pytest.fixture
def folder(tmp_path) -> Path:
    """The folder of a closed library with one document and one conversation."""
    with closing(open_library(tmp_path / "library", Counting())) as library:
        library.add([written("The wheat is in.", "wheat.txt")])
    with closing(open_archive(tmp_path / "library")) as archive:
        archive.begin(ANSWER)
    return tmp_path / "library"


def opened(folder: Path) -> closing[Library]:
    return closing(open_library(folder, Counting()))


def ids(folder: Path) -> list[str]:
    with opened(folder) as library:
        assert library.verify().sound
        return [source.id for source in library.sources.values()]


def spoil(path: Path) -> None:
    path.write_bytes(b"garbage" * 2_000)


def test_a_backup_has_all_that_is_needed_in_files_that_need_no_others(folder, tmp_path):
    made = back_up(folder, tmp_path / "backups")
    assert sorted(path.name for path in made.iterdir()) == [MANIFEST, CATALOGUE, CONVERSATIONS]
    with closing(sqlite3.connect(made / CATALOGUE)) as copy:
        assert copy.execute("SELECT id, text FROM documents").fetchall() == [("wheat", "The wheat is in.")]
        assert copy.execute("PRAGMA journal_mode").fetchall() == [("delete",)]


def test_a_library_of_its_own_can_be_made_from_a_backup(folder, tmp_path):
    made = back_up(folder, tmp_path / "backups")
    bring_back(tmp_path / "other", made)
    rebuild(tmp_path / "other", Counting())
    assert ids(tmp_path / "other") == ["wheat"]
    with closing(open_archive(tmp_path / "other")) as archive:
        assert [summary.name for summary in archive.conversations()] == ["How was the harvest?"]


def test_a_backup_while_others_read_and_write_is_of_one_moment(folder, tmp_path):
    stop = threading.Event()

    def write() -> None:
        with opened(folder) as library:
            for at in range(1_000):
                if stop.is_set():
                    return
                library.add([written(f"The {name} of {at} are in.", f"{name}.txt") for name in ("rye", "rice")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(folder, tmp_path / "backups") for _ in range(4)]
    finally:
        stop.set()
        writer.join()
    for at, backup in enumerate(made):
        bring_back(tmp_path / f"library-{at}", backup)
        rebuild(tmp_path / f"library-{at}", Counting())
        with opened(tmp_path / f"library-{at}") as library:
            assert library.verify().sound
            texts = [library.document(source.id).text for source in library.sources.values()]
        # Each pair was committed in one.
        assert sorted(len(texts) for texts in _by_number(texts).values()) in ([1], [1, 2])
    assert ids(folder)[0] == "wheat"


def _by_number(texts: list[str]) -> dict[str, list[str]]:
    numbers = {text.split()[3] for text in texts}
    return {number: [text for text in texts if text.split()[3] == number] for number in numbers}


def test_only_the_newest_are_kept_and_nothing_but_backups_is_removed(folder, tmp_path):
    destination = tmp_path / "backups"
    (destination / "holiday").mkdir(parents=True)
    start = datetime(2026, 11, 28, tzinfo=UTC)
    for day in range(5):
        made = back_up(folder, destination, keep=3, clock=lambda at=start + timedelta(days=day): at)
    assert made.name == "library-20261202T000000Z"
    assert [path.name for path in backups_in(destination)] == [f"library-202611{day}T000000Z" for day in ("30",)] + [
        "library-20261201T000000Z",
        "library-20261202T000000Z",
    ]
    assert (destination / "holiday").is_dir()
    again = back_up(folder, destination, clock=lambda: start + timedelta(days=4))
    assert again.name == "library-20261202T000000Z-2"
    assert backups_in(destination)[-1] == again


def test_a_backup_that_fails_leaves_nothing_and_removes_nothing(folder, tmp_path, monkeypatch):
    older = back_up(folder, tmp_path / "backups")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_write_manifest", fail)
    with pytest.raises(LibraryError, match="No space left") as caught:
        back_up(folder, tmp_path / "backups", keep=1)
    assert "has room" in caught.value.hint
    assert list((tmp_path / "backups").iterdir()) == [older]


def test_a_disk_that_takes_no_more_is_told(folder, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        with pytest.raises(LibraryError, match=r"could not be copied|cannot be used") as caught:
            back_up(folder, tmp_path / "backups")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert "room" in caught.value.hint
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_a_killed_backup_left_is_no_backup_and_goes_a_day_later(folder, tmp_path):
    left = tmp_path / "backups" / f"{UNFINISHED}x"
    left.mkdir(parents=True)
    (left / MANIFEST).write_text("{}")
    back_up(folder, tmp_path / "backups")
    assert left.exists()
    assert left not in backups_in(tmp_path / "backups")
    os.utime(left, (0, 0))
    back_up(folder, tmp_path / "backups")
    assert not left.exists()


def test_there_is_nothing_to_back_up_in_a_folder_that_is_no_library_and_no_place_in_a_file(folder, tmp_path):
    with pytest.raises(LibraryError, match="no library"):
        back_up(tmp_path)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="file cannot be used"):
        back_up(folder, tmp_path / "file")


@pytest.mark.parametrize("name", [CATALOGUE, CONVERSATIONS])
def test_what_is_damaged_is_not_backed_up(folder, tmp_path, name):
    older = back_up(folder, tmp_path / "backups")
    spoil(folder / name)
    with pytest.raises(LibraryDamaged, match="damaged"):
        back_up(folder, tmp_path / "backups", keep=1)
    assert backups_in(tmp_path / "backups") == [older]


def test_a_row_that_was_changed_behind_the_librarys_back_is_not_backed_up(folder):
    with closing(sqlite3.connect(folder / CATALOGUE)) as catalogue, catalogue:
        catalogue.execute("UPDATE documents SET text = 'The wheat is lost.'")
    with pytest.raises(LibraryDamaged, match="document number 1 are not as they were written"):
        back_up(folder)


@pytest.mark.parametrize("harm", [spoil, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_damaged_catalogue_names_the_last_backup_which_brings_all_of_it_back(folder, harm):
    back_up(folder)
    last = back_up(folder)
    with opened(folder) as library:
        library.add([written("The rye is in.", "rye.txt")])
    harm(folder / CATALOGUE)
    with pytest.raises(LibraryDamaged) as caught:
        open_library(folder, Counting())
    assert f"rebuild --library {folder} --from-backup {last}`" in caught.value.hint
    replaced = bring_back(folder, last)
    rebuild(folder, Counting())
    assert ids(folder) == ["wheat"]
    assert replaced.parent == folder


def test_conversations_that_are_sound_are_left_as_they_are(folder, tmp_path):
    made = back_up(folder, tmp_path / "backups")
    with closing(open_archive(folder)) as archive:
        archive.begin(ANSWER)
    bring_back(folder, made)
    with closing(open_archive(folder)) as archive:
        assert len(archive.conversations()) == 2
    spoil(folder / CONVERSATIONS)
    replaced = bring_back(folder, made)
    with closing(open_archive(folder)) as archive:
        assert len(archive.conversations()) == 1
    assert (replaced / CONVERSATIONS).read_bytes().startswith(b"garbage")


@pytest.mark.parametrize("harm", [spoil, Path.unlink])
@pytest.mark.parametrize("name", [CATALOGUE, MANIFEST])
def test_a_damaged_backup_is_refused_and_the_library_left_alone(folder, tmp_path, harm, name):
    made = back_up(folder, tmp_path / "backups")
    harm(made / name)
    with pytest.raises((LibraryDamaged, LibraryError), match="backup"):
        bring_back(folder, made)
    assert ids(folder) == ["wheat"]


def test_a_backup_that_names_a_file_elsewhere_is_refused(folder, tmp_path):
    made = back_up(folder, tmp_path / "backups")
    manifest = json.loads((made / MANIFEST).read_text())
    manifest["files"]["../x.sqlite3"] = manifest["files"][CATALOGUE]
    shutil.copy(made / CATALOGUE, tmp_path / "backups" / "x.sqlite3")
    (made / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(LibraryDamaged, match=r"\.\./x\.sqlite3"):
        bring_back(folder, made)


def test_a_library_that_is_open_elsewhere_is_not_exchanged(folder, tmp_path):
    made = back_up(folder, tmp_path / "backups")
    code = """if True:
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1])
        connection.execute("SELECT * FROM meta").fetchall()
        print("open", flush=True)
        input()
    """
    arguments = [sys.executable, "-c", code, str(folder / CATALOGUE)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        with pytest.raises(LibraryBusy, match="open in another process"):
            bring_back(folder, made)
        other.communicate("\n")
    bring_back(folder, made)


def test_a_library_of_an_older_version_is_backed_up_before_it_grows(folder):
    with closing(sqlite3.connect(folder / CATALOGUE, isolation_level=None)) as older:
        older.execute("DROP TABLE versions")
        older.execute("UPDATE meta SET value = '5' WHERE name = 'schema'")
        seal_all(older.execute)
    assert ids(folder) == ["wheat"]
    (made,) = backups_in(folder / "backups")
    with closing(sqlite3.connect(made / CATALOGUE)) as copy:
        assert copy.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall() == [("5",)]
    bring_back(folder, made)
    rebuild(folder, Counting())
    assert ids(folder) == ["wheat"]


def test_the_commands_back_up_and_bring_back(shipped, tmp_path):
    folder = Path(shutil.copytree(shipped, tmp_path / "library"))

    def run(*arguments: object):
        return CliRunner().invoke(app, [*map(str, arguments), "--library", str(folder)])

    made = json.loads(run("backup", tmp_path / "backups", "--keep", 1, "--json").stdout)["backup"]
    spoil(folder / CATALOGUE)
    assert run("sources").stderr.startswith("error: The catalogue ")
    done = run("rebuild", "--from-backup", tmp_path / "backups")
    assert done.exit_code == 0, done.output
    assert f"kept in {folder / 'replaced-'}" in done.stderr
    assert run("verify").exit_code == 0
    assert Path(made).parent == tmp_path / "backups"
