"""All text takes one form before anything points into it."""

import hashlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.loading import fingerprint, normalise

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne"),
        ("a\u2029b", "a\n\nb"),
        ("cafe\u0301", "café"),
        ("co\u00adoperation\u200b\u2060\ufeff", "cooperation"),
        ("10\u00a0000\u2009km\u2007x\u3000y", "10 000 km x y"),
        ("a \t b   \n   c", "a b\nc"),
        ("a\n\n \n\n\nb", "a\n\nb"),
        ("\n\n a \n", "a"),
        ("a\x07b\x00c\x1bd", "abcd"),
        ("a\ud800b", "ab"),
        ("a\u202egpj.\u2066b", "agpj.b"),
        ("a\U000e0041\U000e007fb", "ab"),
    ],
    ids=[
        "line ends",
        "paragraph",
        "NFC",
        "invisible",
        "spaces",
        "runs",
        "blank lines",
        "outer",
        "control",
        "surrogate",
        "order",
        "tags",
    ],
)
def test_each_irregularity_is_evened_out(before, after):
    assert normalise(before) == after


@pytest.mark.parametrize("text", ["“curly” ‘quotes’ – and — dashes…", "a\u200db\u200cc", "שלום عربي", "😀 𝒜"])
def test_what_readers_see_stays(text):
    assert normalise(text) == text


@settings(deadline=None)
@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@settings(deadline=None)
@given(ANY_TEXT)
def test_normalised_text_is_composed_and_has_no_whitespace_but_spaces_and_line_ends(text):
    result = normalise(text)
    assert unicodedata.is_normalized("NFC", result)
    assert {char for char in result if char.isspace()} <= {" ", "\n"}
    assert "  " not in result
    assert "\n\n\n" not in result
    assert all(line == line.strip() for line in result.split("\n"))
    result.encode("utf-8")


def test_the_fingerprint_is_the_sha256_of_the_utf8_bytes():
    assert fingerprint("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()
