"""A whole library as one file: exact both ways, checked line by line, and readable without the bot."""

import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import front_matter, written
from embedders import Counting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.errors import BotError, LibraryDamaged, LibraryError, UnreadableDocument
from bot.library import Library, open_library
from bot.library.exchange import export, import_file
from bot.loading import read_bytes
from bot.records import Attribution, Mark, Passage, Span, Speaker

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "docs/collections.md").read_text(encoding="utf-8")


def opened(folder: Path) -> closing[Library]:
    return closing(open_library(folder, Counting()))


def quoted(documents):
    """Give the passages of documents who says what."""
    return (quoted_one(passages) for _, passages in documents)


def quoted_one(passages: tuple[Passage, ...]) -> list[Passage]:
    """Give each passage's first characters to a speaker, as the bot's own attribution does with quotations."""
    speaker = Speaker("Ada Example", "Minister", None, "Freedonia")
    said = [
        Attribution(each.start, each.start + 1, Span(each.start, each.end), speaker, "Ada", "report")
        for each in passages
    ]
    return [replace(each, attributions=(own,)) for each, own in zip(passages, said, strict=True)]


def add(library: Library, name: str, *texts: str) -> None:
    """Give a document one text after the other, with headings, marks and who says what."""
    for text in texts:
        document = read_bytes(
            front_matter(f"# {name}\n\n{text}", venue="Ottawa").encode(), f"{name}.md", f"/f/{name}.md"
        )
        marked = replace(document, marks=(Mark(0, page=1), Mark(len(document.text) // 2, second=90)))
        library.add([marked], attribute=quoted)


@pytest.fixture
def folder(tmp_path) -> Path:
    """The folder of a closed library with two documents, of which one was replaced twice."""
    with opened(tmp_path / "library") as library:
        add(library, "wheat", "The wheat is in.", "The wheat is in. It was a good year.", "It was a “good” – ✓ – year.")
        add(library, "rice", "The rice is in.")
    return tmp_path / "library"


@pytest.fixture
def file(folder, tmp_path) -> Path:
    export(folder, tmp_path / "library.jsonl")
    return tmp_path / "library.jsonl"


@pytest.fixture
def empty(tmp_path) -> Iterator[Library]:
    with opened(tmp_path / "empty") as library:
        yield library


def state(library: Library) -> list[tuple[str, str]]:
    return [(source.id, source.sha256) for source in library.sources.values()]


def test_the_file_has_everything_of_the_library_in_order(file):
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kinds = [record["type"] for record in records]
    assert kinds == ["library", "document", "version", "version", "passage", "document", "passage", "end"]
    header, wheat, first, second, passage, *_, end = records
    assert header == {
        "type": "library",
        "format": "policy-brief-library",
        "version": 1,
        "documents": 2,
        "versions": 2,
        "passages": 2,
    }
    assert wheat["text"][passage["start"] : passage["end"]] == passage["text"]
    assert hashlib.sha256(wheat["text"].encode()).hexdigest() == wheat["sha256"]
    assert (wheat["metadata"]["venue"], wheat["marks"][1]["second"]) == ("Ottawa", 90)
    assert [heading["text"] for heading in wheat["headings"]] == ["wheat"]
    assert [version["number"] for version in (first, second)] == [1, 2]
    assert first["document"]["text"] == "wheat\n\nThe wheat is in."
    assert passage["attributions"][0]["speaker"]["name"] == "Ada Example"
    before = file.read_bytes().splitlines(keepends=True)[:-1]
    assert end == {"type": "end", "lines": 7, "sha256": hashlib.sha256(b"".join(before)).hexdigest()}


WORDS = st.lists(st.sampled_from(["wheat", "rice.", "“rye”", "naïve", "🌾", "Oats!", "\n\n"]), min_size=1, max_size=25)
TEXTS = WORDS.map(lambda words: "Harvest " + " ".join(words)).filter(lambda text: text.strip())


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(library=st.dictionaries(st.sampled_from(["a", "b", "c"]), st.lists(TEXTS, min_size=1, max_size=4)))
def test_export_import_export_gives_the_same_bytes(tmp_path_factory, library):
    folder = tmp_path_factory.mktemp("round")
    with opened(folder / "first") as first:
        for name, texts in library.items():
            add(first, name, *texts)
    export(folder / "first", folder / "first.jsonl")
    with opened(folder / "second") as second:
        import_file(second, folder / "first.jsonl")
        assert second.verify().sound
    export(folder / "second", folder / "second.jsonl")
    assert (folder / "second.jsonl").read_bytes() == (folder / "first.jsonl").read_bytes()


def test_a_compressed_file_has_the_same_content_and_always_the_same_bytes(folder, file, tmp_path, empty):
    export(folder, tmp_path / "a.jsonl.gz")
    export(folder, tmp_path / "b.jsonl.gz")
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == file.read_bytes()
    assert import_file(empty, tmp_path / "a.jsonl.gz").added == ("wheat", "rice")


def test_what_the_library_has_is_left_and_another_text_of_the_same_id_becomes_the_current_one(file, empty):
    add(empty, "wheat", "Another text of ours.")
    add(empty, "oats", "The oats are in.")
    found = import_file(empty, file)
    assert (found.added, found.replaced, found.same) == (("rice",), ("wheat",), 0)
    assert [version.number for version in empty.versions("wheat")] == [1, 2]
    assert empty.version("wheat", 1).text.endswith("Another text of ours.")
    assert "oats" in dict(state(empty))
    again = import_file(empty, file)
    assert (again.added, again.replaced, again.same) == ((), (), 2)
    assert empty.verify().sound


def test_a_text_that_another_document_has_is_not_there_twice(file, empty):
    with opened(file.parent / "library") as library:
        text = library.document("rice").text
    empty.add([written(text, "same.txt")])
    found = import_file(empty, file)
    assert found.repeated == (("rice", "same"),)
    assert found.added == ("wheat",)
    assert empty.verify().sound


def test_a_dry_run_tells_the_same_and_keeps_nothing(file, empty):
    found = import_file(empty, file, dry_run=True)
    assert (found.added, found.dry_run) == (("wheat", "rice"), True)
    assert state(empty) == []


def test_an_imported_document_is_searched_and_its_older_texts_can_be_restored(file, empty):
    import_file(empty, file)
    empty.restore("wheat", 1)
    assert empty.document("wheat").text == "wheat\n\nThe wheat is in."
    assert [version.number for version in empty.versions("wheat")] == [1, 2, 3, 4]


def changed(**keys: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda record: {**record, **keys}


def without(key: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda record: {name: value for name, value in record.items() if name != key}


WRONG = [
    (1, changed(format="recipes"), "the format is “recipes”"),
    (1, changed(version=2), "newer version of the bot"),
    (1, changed(type="document"), "Field required|id"),
    (2, changed(text="Another text"), "its text has another hash"),
    (2, changed(id=""), "its id is none"),
    (2, changed(id="a\nb"), "its id is none"),
    (2, without("metadata"), "metadata: "),
    (2, changed(metadata={"title": 5}), r"metadata\.title: "),
    (2, changed(marks=[{"start": 10**6, "page": 1, "second": None}]), "a mark is outside the text"),
    (2, changed(marks=[{"start": 0, "page": 10**30, "second": None}]), "page"),
    (2, changed(headings=[{"start": 4, "end": 2, "level": 1, "text": "x"}]), "characters 4 to 2 are outside"),
    (2, lambda record: {**record, "metadata": {**record["metadata"], "date": "9" * 40}}, "its date is none"),
    (3, changed(number=0), "out of order"),
    (3, changed(replaced="yesterday"), "isoformat"),
    (4, changed(number=1), "out of order"),
    (5, changed(start=1), "its text is not at its place"),
    (5, changed(start=-1), "characters -1 to"),
    (5, changed(end=10**9), "are outside 0 to"),
    (5, changed(end="12"), "end: "),
    (5, changed(ordinal=1), "its ordinal is out of order"),
    (5, changed(document="rice"), "it is not one of “wheat”"),
    (5, changed(sentences=[]), "it has no sentences"),
    (5, changed(sentences=[{"start": 0, "end": 10**9}]), "are outside"),
    (5, changed(page=10**30), "page"),
    (6, changed(type="recipe"), "its type is none of library, document"),
    (6, changed(id="wheat"), "the id “wheat” was there before"),
    (8, changed(sha256="0" * 64), "not those that were written"),
]


@pytest.mark.parametrize(("number", "change", "reason"), WRONG)
def test_a_wrong_line_is_named_by_its_number_and_nothing_is_imported(file, empty, number, change, reason):
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[number - 1] = json.dumps(change(json.loads(lines[number - 1])))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        import_file(empty, file)
    assert f"{file}, line {number}: " in caught.value.message
    assert "Nothing was imported" in caught.value.hint
    assert state(empty) == []


BROKEN: list[tuple[str, Callable[[list[bytes]], list[bytes]], str]] = [
    ("empty", lambda _: [], "line 1: the file ends before its last line"),
    ("cut within a line", lambda lines: [*lines[:4], lines[4][:20]], "line 5: the file ends before"),
    ("cut between lines", lambda lines: lines[:5], "line 6: the file ends before"),
    ("a line lost", lambda lines: lines[:2] + lines[3:], "line 7: the lines before it"),
    ("a document lost", lambda lines: lines[:5] + lines[7:], "line 6: the lines before it"),
    ("passages lost", lambda lines: lines[:4] + lines[5:], "line 5: the document “wheat” before it has no passages"),
    (
        "two lines swapped",
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        "line 2: it belongs to no document",
    ),
    ("more after the end", lambda lines: [*lines, b"{}\n"], "line 8: the file goes on"),
    ("no JSON", lambda lines: [lines[0], b"\xff\xfe\n", *lines[2:]], "line 2: it is no JSON"),
    ("deep JSON", lambda lines: [lines[0], b"[" * 100_000 + b"\n", *lines[2:]], "line 2: it is no JSON"),
    ("a list", lambda lines: [lines[0], b"[1]\n", *lines[2:]], "line 2: its type is none of"),
    ("half a character", lambda lines: [lines[0], lines[1].replace(b"Ottawa", b"\\ud800"), *lines[2:]], "line 2: "),
]


@pytest.mark.parametrize(("break_it", "reason"), [each[1:] for each in BROKEN], ids=[name for name, *_ in BROKEN])
def test_a_broken_file_is_refused_as_a_whole(file, empty, break_it, reason):
    file.write_bytes(b"".join(break_it(file.read_bytes().splitlines(keepends=True))))
    with pytest.raises(UnreadableDocument, match=re.escape(reason)):
        import_file(empty, file)
    assert state(empty) == []


def test_a_broken_compression_is_told(folder, tmp_path, empty):
    export(folder, tmp_path / "x.gz")
    packed = (tmp_path / "x.gz").read_bytes()
    for broken in (packed[:-20], packed[:60] + bytes(20) + packed[80:]):
        (tmp_path / "x.gz").write_bytes(broken)
        with pytest.raises(UnreadableDocument, match="line"):
            import_file(empty, tmp_path / "x.gz")
    assert state(empty) == []


def test_an_import_that_was_interrupted_has_whole_documents_and_goes_on_when_it_is_run_again(file, empty, monkeypatch):
    monkeypatch.setattr("bot.library.exchange.importing.BATCH_PASSAGES", 1)
    adopt = Library.adopt

    def once(self, *given):
        adopt(self, *given)
        monkeypatch.setattr(Library, "adopt", adopt)
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "adopt", once)
    with pytest.raises(KeyboardInterrupt):
        import_file(empty, file)
    assert [name for name, _ in state(empty)] == ["wheat"]
    assert len(empty.versions("wheat")) == 3
    assert import_file(empty, file).added == ("rice",)
    assert empty.verify().sound


def test_a_file_that_cannot_be_written_or_read_is_told_and_nothing_is_left(folder, tmp_path, empty):
    with pytest.raises(BotError, match="cannot be written"):
        export(folder, tmp_path / "missing" / "x.jsonl")
    (tmp_path / "taken").mkdir()
    with pytest.raises(BotError, match="cannot be written"):
        export(folder, tmp_path / "taken")
    with pytest.raises(UnreadableDocument, match="cannot be read: No such file"):
        import_file(empty, tmp_path / "missing.jsonl")
    with pytest.raises(LibraryError, match="no library"):
        export(tmp_path / "taken", tmp_path / "x.jsonl")
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_a_damaged_library_leaves_the_file_of_before(folder, file):
    before = file.read_bytes()
    (folder / "catalogue.sqlite3").write_bytes(b"garbage" * 2_000)
    with pytest.raises(LibraryDamaged):
        export(folder, file)
    assert file.read_bytes() == before


def test_the_documented_reader_needs_no_bot(file, tmp_path):
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL) if "library.jsonl" in block)
    assert code.count("\n") <= 6
    ran = subprocess.run([sys.executable, "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["wheat A test statement 34", "rice A test statement 21"]


def test_every_key_of_the_file_is_documented(file):
    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return {*value, *(key for each in value.values() for key in keys(each))}
        return {key for each in value for key in keys(each)} if isinstance(value, list) else set()

    used = {key for line in file.read_text(encoding="utf-8").splitlines() for key in keys(json.loads(line))}
    section = DOCS.partition("## One file")[2].partition("\n## ")[0]
    assert {key for key in used if not re.search(rf"\b{key}\b", section)} == set()


def test_the_commands_export_and_import(shipped, tmp_path):
    def run(*arguments: object):
        return CliRunner().invoke(app, [*map(str, arguments), "--json"])

    told = run("export", tmp_path / "x.jsonl.gz", "--library", shipped)
    sizes = json.loads(told.stdout)
    assert sizes["documents"] > 10
    dry = json.loads(run("import", tmp_path / "x.jsonl.gz", "--dry-run", "--library", shipped).stdout)
    assert (dry["same"], dry["added"]) == (sizes["documents"], [])
    failed = run("import", tmp_path / "missing", "--library", shipped)
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["error"]["kind"] == "UnreadableDocument"
