"""Whatever is in a file, its reader gives a sound document or a clear error.

`BOT_TEST_EXAMPLES` is how many files of each format are tried; `--hypothesis-show-statistics` tells what came of them.
"""

import os
import random

import pytest
from hostile import archives, pdf_files, texts
from hostile.cases import unsound
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bot.errors import BotError, FrontMatterError
from bot.loading import front_matter, read_bytes

EXAMPLES = int(os.environ.get("BOT_TEST_EXAMPLES", "25"))
RELAXED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
GOOD = {
    case.name.rpartition(".")[2]: case.content
    for kind in (archives, texts, pdf_files)
    for case in kind.cases(random.Random(1))
    if case.name.startswith("good.")
}
GOOD["md"] = b"---\n" + texts.KEYS.encode() + b"---\n# A\n\n- b\n\n| c | d |\n|---|---|\n| e | f |\n\n> g `h` [i](j)\n"
GOOD["vtt"] = b"WEBVTT\n\nNOTE a\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ada>Words &amp; more.</v>\n"
SIGNS = [
    *b"< > </p> <table> &#0; &a; <!-- ]]> { } \\u-1? \\'ff \\bin9 -- --> --- [ ]( | ` << >> endobj stream %%EOF ( ) -1".split(),  # noqa: E501
    *(b"\n\n", b" 0 R", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\r", b"\xe2\x80\xae", b"9" * 12, b"PK\x05\x06"),
]
PIECES = st.one_of(st.binary(max_size=12), st.sampled_from(SIGNS))
LINES = [*texts.KEYS.splitlines(), "a: &a [x]", "b: *a", "? {", "- x", "'", "venue: |", "  x", "!!binary x", "<<: *a"]


def outcome(read):
    """What a reader gives, and its error where it gives one."""
    try:
        return read(), None
    except BotError as error:
        return None, error


@st.composite
def files(draw, good):
    """A good file with pieces of it put in, taken out, moved, or written over."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 30)))
        moved = bytes(data[at:end]) * draw(st.integers(0, 3))
        data[at:end] = draw(st.one_of(PIECES, st.just(moved)))
    return bytes(data)


@pytest.mark.parametrize("suffix", sorted(GOOD))
@RELAXED
@given(data=st.data())
def test_a_changed_file_is_a_sound_document_or_a_clear_error(suffix, data):
    content = data.draw(files(GOOD[suffix]))
    document, error = outcome(lambda: read_bytes(content, f"a.{suffix}"))
    event(f"{suffix}: {error.message[:60] if error else 'read'}")
    if error:
        assert error.hint
        assert "\n" not in str(error)
        assert "broke on it" not in error.message
    else:
        assert unsound(document) is None


@RELAXED
@given(st.text(st.characters(exclude_categories=[]), max_size=300), st.booleans())
def test_any_text_has_a_front_matter_or_none_or_a_wrong_one(text, strict):
    found, error = outcome(lambda: front_matter.split(f"---\n{text}\n---\nWords.", "a.md", strict=strict))
    if error:
        assert isinstance(error, FrontMatterError)
        assert "\n" not in str(error)
    else:
        assert found[0] is not None or found[1].startswith("---")


@RELAXED
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_any_lines_of_yaml_are_a_front_matter_or_a_wrong_one(lines):
    source = "\n".join(["---", *lines, "---", "Words."])
    found, error = outcome(lambda: front_matter.split(source, "a.md", strict=True))
    assert "line" in str(error) if error else found[0] is not None
