"""A parser runs in a process of its own: whatever it does there, the bot has an answer or a clear error."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from misbehaving import WHOLE

from bot.errors import FrontMatterError, UnreadableDocument
from bot.loading import isolation, read_bytes
from bot.loading.isolation import Workers
from bot.loading.limits import Limits
from bot.loading.messages import packed, unpacked

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="this platform has no such limits")
NO_MEMORY_LIMIT = pytest.mark.skipif(sys.platform != "linux", reason="this platform does not bound memory")


@pytest.fixture(scope="module")
def workers():
    with closing(Workers(Limits(cpu=1, wall=20, memory=2**29))) as made:
        yield made


def parse(workers, deed, name="a.pdf"):
    return workers.parse("misbehaving", deed.encode(), name)


def test_what_is_parsed_comes_over_whole(workers):
    assert parse(workers, "whole") == WHOLE
    assert unpacked(packed(WHOLE)) == WHOLE


def test_a_parser_that_prints_does_not_garble_the_answer(workers):
    assert parse(workers, "prattle") == WHOLE


def test_an_error_of_a_reader_comes_over_as_it_is(workers):
    with pytest.raises(FrontMatterError, match=r"^a\.pdf, line 1: bad\. Mend it\.$"):
        parse(workers, "refuse")


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        ("crash", "cannot be read: what reads such files broke on it"),
        ("leave", "cannot be read: what reads such files broke on it"),
        ("recurse", r"cannot be read: it is damaged, or not what its ending says \(RecursionError\)"),
        ("surrogate", r"cannot be read: it is damaged, or not what its ending says \(UnicodeEncodeError\)"),
        pytest.param("spin", "takes too long to read", marks=POSIX),
        pytest.param("devour", "takes too much memory to read", marks=NO_MEMORY_LIMIT),
    ],
)
def test_a_parser_that_breaks_is_a_clear_error_and_the_next_file_is_read(workers, deed, message):
    with pytest.raises(UnreadableDocument, match=rf"^a\.pdf {message}") as caught:
        parse(workers, deed)
    assert caught.value.hint
    assert parse(workers, "whole") == WHOLE


def test_a_parser_that_waits_for_ever_is_ended():
    with closing(Workers(Limits(wall=1))) as workers, pytest.raises(UnreadableDocument, match="takes too long to read"):
        parse(workers, "sleep")


@POSIX
def test_a_parser_writes_no_file(workers, tmp_path):
    target = tmp_path / "written"
    with pytest.raises(UnreadableDocument, match="OSError"):
        parse(workers, "write", str(target))
    assert not target.exists() or target.stat().st_size == 0


def test_a_parser_sees_no_settings_of_the_bot(workers, monkeypatch):
    monkeypatch.setenv("BOT_MODEL_KEY", "secret")
    with closing(Workers(Limits())) as fresh:
        assert parse(fresh, "keys").text == "none"


def test_one_process_parses_many_files_and_then_another_does(workers, monkeypatch):
    first = {parse(workers, "process").text for _ in range(5)}
    assert len(first) == 1
    assert str(os.getpid()) not in first
    monkeypatch.setattr(isolation, "FILES", 1)
    assert parse(workers, "process").text not in first


def test_a_process_that_has_ended_meanwhile_is_replaced(workers):
    first = parse(workers, "process").text
    os.kill(int(first), 9 if sys.platform != "win32" else 15)
    assert parse(workers, "process").text != first


def test_several_threads_parse_at_once_and_one_process_is_kept(workers):
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: parse(workers, "whole"), range(8))) == [WHOLE] * 8


def test_large_markdown_is_parsed_apart_with_the_same_result():
    small, large = (read_bytes(f"# Title\n\n{'Some words. ' * count}\n".encode(), "a.md") for count in (100, 5000))
    assert large.headings == small.headings
    assert large.text.startswith(small.text.rstrip())
