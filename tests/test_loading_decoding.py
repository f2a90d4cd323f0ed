"""Bytes become text whatever their encoding, and binary files are refused."""

import codecs

import pytest

from bot.errors import UnreadableDocument
from bot.loading.decoding import decode

WESTERN = "café – “quoted” €"
SAMPLES = {
    "Russian": "Канада осуждает запуск ракеты и призывает стороны вернуться к переговорам.",
    "Polish": "Minister powiedział, że to już koniec. Zażółć gęślą jaźń, Łódź jest piękna.",
    "Japanese": "カナダはミサイルの発射を強く非難する。外交による解決が必要である。",
    "Korean": "캐나다는 미사일 발사를 강력히 규탄한다.",
    "Greek": "Ο Καναδάς καταδικάζει την εκτόξευση του πυραύλου από τη Βόρεια Κορέα.",
    "Chinese": "加拿大强烈谴责发射导弹。外交解决是必要和可能的。",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "utf-32", "cp1252"])
def test_western_text_is_read_in_every_usual_encoding(encoding):
    assert decode(WESTERN.encode(encoding), "a.txt") == WESTERN


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_a_byte_order_mark_decides_and_is_dropped(mark, encoding):
    assert decode(mark + "é 한국".encode(encoding), "a.txt") == "é 한국"


@pytest.mark.parametrize(
    "text", ["é", "naïve", "Korea’s “own” words", "L'État a réitéré sa préoccupation à l'égard des essais.", "« Oui »"]
)
def test_short_western_text_is_read_as_windows_1252(text):
    assert decode(text.encode("cp1252"), "a.txt") == text


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("Russian", "cp1251"),
        ("Polish", "cp1250"),
        ("Japanese", "shift_jis"),
        ("Korean", "cp949"),
        ("Greek", "cp1253"),
        ("Chinese", "gb18030"),
    ],
)
def test_other_code_pages_are_detected(language, encoding):
    assert decode(SAMPLES[language].encode(encoding), "a.txt") == SAMPLES[language]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", ["Russian", "Korean", "Greek"])
def test_utf16_without_a_mark_is_read_in_other_scripts_too(language, encoding):
    assert decode(SAMPLES[language].encode(encoding), "a.txt") == SAMPLES[language]


@pytest.mark.parametrize(
    ("data", "format_name"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\xd0\xcf\x11\xe0", "Office"),
        (b"{\\rtf1 text}", "RTF"),
    ],
)
def test_a_known_binary_format_is_named(data, format_name):
    with pytest.raises(UnreadableDocument, match=rf"^a\.txt is an? .*{format_name}"):
        decode(data, "a.txt")


@pytest.mark.parametrize("data", [b"a\x00b\x00\x01\x02\xff", bytes(range(32)), b"\x00" * 64, b"words " + b"\x01" * 9])
def test_zero_bytes_and_control_characters_are_binary(data):
    with pytest.raises(UnreadableDocument, match="binary file"):
        decode(data, "a.txt")


def test_a_stray_control_character_does_not_make_text_binary():
    assert decode(b"Page one\x0c Page two\x07", "a.txt") == "Page one\x0c Page two\x07"


def test_text_that_breaks_the_encoding_of_its_mark_is_refused():
    with pytest.raises(UnreadableDocument, match="marked as UTF-8"):
        decode(codecs.BOM_UTF8 + b"\xff\xfe\xfa", "a.txt")


def test_bytes_of_no_encoding_are_refused():
    noise = bytes((i * 97 + i * i * 31) % 128 + 128 for i in range(400))
    with pytest.raises(UnreadableDocument, match=r"^a\.txt"):
        decode(noise, "a.txt")


def test_an_empty_file_and_a_lone_mark_are_empty_text():
    assert decode(b"", "a.txt") == ""
    assert decode(codecs.BOM_UTF16_LE, "a.txt") == ""
