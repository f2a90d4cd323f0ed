"""The language of a text that does not say it."""

import tempfile

import pytest

from bot.errors import BotError
from bot.loading import language, read_bytes
from bot.loading.language import detected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We welcome the ceasefire at Kel Pass.", "en"),
        ("Nous saluons le cessez-le-feu.", "fr"),
        ("Wir begrüßen den Waffenstillstand.", "de"),
        ("Las sanciones siguen en vigor.", "es"),
        ("Le sanzioni restano in vigore.", "it"),
        ("As sanções continuam em vigor.", "pt"),
        ("De sancties blijven van kracht.", "nl"),
        ("Sankcje pozostają w mocy do czasu wznowienia rozmów.", "pl"),
        ("Мы приветствуем прекращение огня.", "ru"),
        ("Ми вітаємо припинення вогню.", "uk"),
        ("我们欢迎停火。", "zh"),
        ("私たちは停戦を歓迎します。", "ja"),
        ("우리는 휴전을 환영합니다.", "ko"),
        ("نرحب بوقف إطلاق النار.", "ar"),
    ],
)
def test_a_sentence_is_enough(text, language):
    assert detected(text) == language


@pytest.mark.parametrize("text", ["", "Text.", "12 34 | 56 78", "Xylophonic zebra qwrt plmk asdf jklö", "… — …" * 50])
def test_what_may_be_of_any_language_is_of_none(text):
    assert detected(text) is None


def test_a_document_that_does_not_say_its_language_gets_the_detected_one():
    assert read_bytes("Le pont sera fermé pendant l’hiver.".encode(), "pont.txt").metadata.language == "fr"


def test_what_a_document_says_of_its_language_stays():
    page = '<html lang="en"><body><p>Le pont sera fermé pendant l’hiver.</p></body></html>'
    assert read_bytes(page.encode(), "pont.html").metadata.language == "en"


def test_a_temporary_folder_without_room_is_told_and_forgotten_once_there_is_room(monkeypatch, tmp_path):
    language._identifier.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
        with pytest.raises(BotError, match="cannot be unpacked: No such file") as told:
            detected("Nous saluons le cessez-le-feu.")
    assert "TMPDIR" in told.value.hint
    assert detected("Nous saluons le cessez-le-feu.") == "fr"
