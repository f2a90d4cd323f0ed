"""Archives are opened through one function, which refuses what is made to harm."""

import io
import zipfile

import pytest

from bot.errors import UnreadableDocument
from bot.loading import containers
from bot.loading.containers import open_container, part

NAMES = ["word/document.xml", "Pictures/", "a b/ü.txt", "..a/b..", "x/C:y"]
HOSTILE_NAMES = ["../../etc/passwd", "/etc/passwd", "a/../../b", "..", "a\\..\\b", "C:/Windows/x", "c:x", ""]


def archive(*parts, packing=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as made:
        for name, content in parts:
            made.writestr(zipfile.ZipInfo(name), content, packing)
    return buffer.getvalue()


def test_the_parts_of_a_sound_archive_are_read():
    with open_container(archive(*((name, name * 3) for name in NAMES)), "a.docx") as opened:
        assert [part(opened, name, "a.docx").decode() for name in NAMES] == [name * 3 for name in NAMES]


@pytest.mark.parametrize("hostile", HOSTILE_NAMES)
def test_a_part_whose_name_leads_out_is_refused(hostile):
    with pytest.raises(UnreadableDocument, match=r"^a\.docx has a part whose name leads out of it\."):
        open_container(archive(("a.xml", "x"), (hostile, "x")), "a.docx")


def test_a_part_that_is_there_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = archive(("a.xml", "x"), ("a.xml", "y"))
    with pytest.raises(UnreadableDocument, match="two parts of one name"):
        open_container(data, "a.docx")


def test_what_unpacks_to_far_more_than_it_is_is_refused():
    with pytest.raises(UnreadableDocument, match=r"unpacks to \d+ times its size"):
        open_container(archive(("bomb.xml", bytes(5_000_000))), "a.docx")


def test_what_packs_well_but_is_small_is_read():
    data = archive(("blank.xml", " " * 500_000))
    assert len(part(open_container(data, "a.docx"), "blank.xml", "a.docx")) == 500_000


def test_too_many_parts_and_too_much_in_all_are_refused(monkeypatch):
    data = archive(*((str(number), "12345") for number in range(20)))
    monkeypatch.setattr(containers, "MOST_PARTS", 19)
    with pytest.raises(UnreadableDocument, match="has 20 parts; at most 19 are read"):
        open_container(data, "a.docx")
    monkeypatch.undo()
    monkeypatch.setattr(containers, "LARGEST", 99)
    with pytest.raises(UnreadableDocument, match="MB are read"):
        open_container(data, "a.docx")


def test_an_encrypted_archive_is_refused_as_such():
    data = bytearray(archive(("a.xml", "secret"), packing=zipfile.ZIP_STORED))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableDocument, match="is encrypted"):
        open_container(bytes(data), "a.docx")


def test_a_size_that_lies_gives_no_more_than_it_says():
    data = bytearray(archive(("a.xml", bytes(900_000))))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    with (
        open_container(bytes(data), "a.docx") as opened,
        pytest.raises(UnreadableDocument, match=r"part a\.xml cannot be unpacked"),
    ):
        part(opened, "a.xml", "a.docx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip" * 9, archive(("a", "b"))[:-20]])
def test_a_broken_archive_is_refused(data):
    with pytest.raises(UnreadableDocument, match=r"^a\.odt is damaged: it cannot be opened\."):
        open_container(data, "a.odt")


def test_a_part_that_is_missing_or_broken_is_named():
    data = bytearray(archive(("a.xml", bytes(range(256)) * 99)))
    data[60:90] = b"\xff" * 30
    with open_container(bytes(data), "a.odt") as opened:
        with pytest.raises(UnreadableDocument, match=r"lacks the part b\.xml"):
            part(opened, "b.xml", "a.odt")
        with pytest.raises(UnreadableDocument, match=r"its part a\.xml cannot be unpacked"):
            part(opened, "a.xml", "a.odt")
