"""A file is read whole or not at all."""

import os

import pytest

from bot.errors import UnreadableDocument
from bot.loading import files, read_bytes, read_document, reader
from bot.loading.files import read_file

POSIX = pytest.mark.skipif(os.name == "nt", reason="this platform has no such files")


def test_a_file_of_the_largest_size_is_read(tmp_path):
    (tmp_path / "a").write_bytes(b"1234")
    assert read_file(tmp_path / "a", 4) == b"1234"
    (tmp_path / "empty").touch()
    assert read_file(tmp_path / "empty", 4) == b""


def test_a_text_of_two_gigabytes_is_refused_without_being_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2 * 10**9)
    with pytest.raises(UnreadableDocument, match=r"huge\.txt is too large: it has 2,000 MB, and at most 20 MB"):
        read_document(path)


def test_a_line_of_a_hundred_megabytes_is_refused():
    with pytest.raises(UnreadableDocument, match=r"^line\.txt is too large: it has 100 MB"):
        read_bytes(b"x" * 10**8, "line.txt")


def test_a_text_that_is_longer_than_its_file_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "LONGEST", 10)
    with pytest.raises(UnreadableDocument, match="has 11 characters of text; at most 10"):
        read_bytes(b"Hello world", "a.txt")


@pytest.mark.parametrize("change", [b"longer than before", b"short", b"same size!"])
def test_a_file_that_changes_while_it_is_read_is_told(tmp_path, monkeypatch, change):
    path = tmp_path / "a.txt"
    path.write_bytes(b"ten bytes.")
    os.utime(path, (1, 1))
    checked = files.refuse_too_large

    def meanwhile(name, size, largest):
        path.write_bytes(change)
        checked(name, size, largest)

    monkeypatch.setattr(files, "refuse_too_large", meanwhile)
    with pytest.raises(UnreadableDocument, match=r"a\.txt changed while it was read"):
        read_file(path, 100)


@POSIX
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableDocument, match="a device or a pipe"):
        read_file(tmp_path / "pipe.txt", 9)


@POSIX
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused(device, tmp_path):
    (tmp_path / "a.txt").symlink_to(device)
    with pytest.raises(UnreadableDocument, match="a device or a pipe"):
        read_document(tmp_path / "a.txt")


@POSIX
@pytest.mark.parametrize("name", ["a\x00b.txt", "x" * 300 + ".txt"])
def test_a_name_that_cannot_be_one_is_refused(name, tmp_path):
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        read_document(tmp_path / name)


@POSIX
def test_links_that_go_round_are_refused(tmp_path):
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        read_document(tmp_path / "a.txt")
