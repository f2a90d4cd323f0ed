"""Files become documents, or one clear error."""

import os
from pathlib import Path

import pytest

from bot.errors import FrontMatterError, UnreadableDocument
from bot.loading import fingerprint, is_supported, read_bytes, read_document
from bot.loading.formats import FORMATS
from bot.records import Heading

FRONT = (
    "---\ntitle: A Statement\nkind: statement\nspeaker: Ada\ndate: 2017-11-28\nlanguage: en\nsource: a page\n"
    "rights: ours\n---\n\n"
)
DATA = os.environ.get("BOT_EVAL_DATA")


def test_a_text_file_becomes_a_document_with_its_title_and_origin(tmp_path):
    path = tmp_path / "Ada's Statement_2017.txt"
    path.write_bytes(b"\xef\xbb\xbfOn the Launch\r\n\r\nIt was seen.  Twice.\r\n")
    document = read_document(path)
    assert document.text == "On the Launch\n\nIt was seen. Twice."
    assert document.sha256 == fingerprint(document.text)
    assert document.id == "ada-s-statement-2017"
    assert document.metadata.title == "On the Launch"
    assert document.metadata.language == "en"
    assert document.headings == (Heading(0, 13, 1, "On the Launch"),)
    assert document.origin == str(path.resolve())
    assert document.original
    assert document.work is None


def test_markdown_takes_its_title_from_the_front_matter_and_keeps_the_heading():
    document = read_bytes(f"{FRONT}# A Statement\n\nText.".encode(), "a.md")
    assert document.text == "A Statement\n\nText."
    assert document.metadata.title == "A Statement"
    assert document.metadata.speaker == "Ada"
    assert document.headings == (Heading(0, 11, 1, "A Statement"),)
    assert document.origin is None


@pytest.mark.parametrize(
    ("body", "title", "headings"),
    [
        ("## Part\n\n# The Title\n\nText.", "The Title", 2),
        ("A short line\n\nText.", "A short line", 1),
        ("A sentence.\n\nText.", "My file", 0),
        ("## Part\n\nText.", "My file", 1),
    ],
)
def test_markdown_without_front_matter_is_titled_by_heading_or_first_line_or_name(body, title, headings):
    document = read_bytes(body.encode(), "my-file.md")
    assert document.metadata.title == title
    assert len(document.headings) == headings


def test_plain_text_may_have_front_matter_too():
    document = read_bytes(f"{FRONT}A Statement\n\nText.".encode(), "a.txt")
    assert document.metadata.kind == "statement"
    assert document.text == "A Statement\n\nText."
    assert [heading.text for heading in document.headings] == ["A Statement"]


def test_composed_and_decomposed_letters_make_the_same_document():
    assert read_bytes("Café.".encode(), "a.txt") == read_bytes("Cafe\u0301.".encode(), "a.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_do_not_matter(encoding, line_end):
    text = "The Café’s “Title”\n\nText – and more."
    document = read_bytes(text.replace("\n", line_end).encode(encoding), "a.txt")
    assert document.text == text


@pytest.mark.parametrize(("name", "identifier"), [("Été à Ottawa.txt", "ete-a-ottawa"), ("--A..B--.md", "a-b")])
def test_ids_are_plain_slugs_of_the_name(name, identifier):
    assert read_bytes(b"Text.", name).id == identifier


def test_a_name_without_latin_letters_gives_an_id_from_the_hash():
    document = read_bytes(b"Text.", "声明.txt")
    assert document.id == document.sha256[:12]


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", "\u200b\u00a0".encode(), b"--- ...", b"# \n\n<!-- -->"]
)
def test_a_file_without_words_is_empty(data):
    with pytest.raises(UnreadableDocument, match=r"^a\.md is empty"):
        read_bytes(data, "a.md")


def test_front_matter_without_a_body_is_empty():
    with pytest.raises(UnreadableDocument, match="empty"):
        read_bytes(FRONT.encode(), "a.md")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableDocument, match=r"There is no file .*nowhere\.txt"):
        read_document(tmp_path / "nowhere.txt")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(UnreadableDocument, match="is a folder"):
        read_document(tmp_path)


@pytest.mark.parametrize(
    ("name", "what"), [("a.xlsx", "XLSX files"), ("a.DOC", "DOC files"), ("README", "without an ending")]
)
def test_other_formats_are_refused_with_those_that_are_read(tmp_path, name, what):
    path = tmp_path / name
    path.write_bytes(b"anything")
    with pytest.raises(UnreadableDocument, match=what) as caught:
        read_document(path)
    assert ".md, .markdown, .txt, .text, " in caught.value.hint


def test_a_pdf_called_txt_is_told_apart():
    with pytest.raises(UnreadableDocument, match="PDF"):
        read_bytes(b"%PDF-1.7 ...", "a.txt")


def test_a_wrong_front_matter_names_the_file(tmp_path):
    path = tmp_path / "wrong.md"
    path.write_text(FRONT.replace("kind:", "kynd:"), encoding="utf-8")
    with pytest.raises(FrontMatterError, match=r"^wrong\.md, line 3: the key kynd is unknown"):
        read_document(path)


def test_a_file_without_permission_is_an_error(tmp_path, monkeypatch):
    def refuse(*path):
        raise PermissionError(13, "Permission denied")

    # The superuser, who runs many test suites, may read every file.
    path = tmp_path / "secret.txt"
    path.touch()
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableDocument, match=r"cannot be read: Permission denied\."):
        read_document(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this platform has no named pipes")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableDocument, match="a device or a pipe"):
        read_document(tmp_path / "pipe.txt")


def test_supported_files_are_told_by_their_ending():
    assert is_supported(Path("a.MD"))
    assert is_supported(Path("a.text"))
    assert not is_supported(Path("a.exe"))
    assert not is_supported(Path("md"))


@pytest.mark.skipif(not DATA, reason="BOT_EVAL_DATA does not name the folder with the article")
def test_the_article_comes_out_with_its_title():
    (path,) = (Path(DATA or "") / "article").glob("*.txt")
    document = read_document(path)
    assert document.metadata.title == "Canada Poised to Play an Important Role in Defusing the North Korea Crisis"
    assert [heading.text for heading in document.headings] == [document.metadata.title]
    assert "“sick puppy”" in document.text
    assert document.text.count("\n\n") == 17


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_every_format_of_the_table_has_a_reader_and_endings_of_its_own(each):
    assert callable(each.reader)
    assert all(suffix.startswith(".") and suffix.islower() for suffix in each.suffixes)
    assert [
        suffix for other in FORMATS if other is not each for suffix in other.suffixes if suffix in each.suffixes
    ] == []
