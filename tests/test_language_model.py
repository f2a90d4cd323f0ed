"""Which chat model the settings name, and what is said where it cannot be had."""

import pytest
from model_server import ModelServer, saying

from bot import open_bot
from bot.errors import ModelError, SettingsError
from bot.language_model import open_language_model
from bot.language_model.counting import counted_by, estimated
from bot.settings import load_settings

KEY = "sk-very-secret-0123456789"


def opened(**settings):
    return open_language_model(load_settings(**settings))


def test_without_a_setting_there_is_no_model():
    assert opened() is None
    assert opened(model="none") is None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"model": "gpt"}, "“gpt” is no chat model."),
        ({"model": "no-such-file.gguf"}, "The model no-such-file.gguf (BOT_MODEL) does not exist."),
        (
            {"model": "anthropic:c"},
            "The package langchain-anthropic is missing, which is needed to use anthropic:c.",
        ),
        ({"model": "ollama:llama"}, "The package langchain-ollama is missing, which is needed to use ollama:llama."),
        (
            {"model": "google_genai:g"},
            "The package langchain-google-genai is missing, which is needed to use google_genai:g.",
        ),
    ],
)
def test_what_is_missing_is_named(settings, message):
    with pytest.raises(ModelError) as caught:
        opened(**settings)
    assert caught.value.message == message
    assert caught.value.hint


def test_a_bot_without_its_model_is_not_opened(tmp_path):
    with pytest.raises(ModelError):
        open_bot(tmp_path / "library", model="no-such-file.gguf")


def test_an_unknown_provider_is_told_with_the_answer(shipped, tmp_path):
    with pytest.raises(ModelError, match="cannot be used"):
        opened(model="nobody:nothing").connect()


def test_a_provider_of_langchain_is_set_up_with_the_key(monkeypatch):
    model = opened(model="openai:gpt-5", model_key=KEY)
    connection = model.connect()
    assert connection.chat.model_name == "gpt-5"
    assert connection.chat.openai_api_key.get_secret_value() == KEY
    assert KEY not in repr(model) + repr(connection.chat) + str(connection.chat)
    model.close()


def test_a_server_is_asked_for_its_first_model_where_none_is_named():
    with ModelServer(saying("")) as server:
        named, first = opened(model="mine", model_url=server.url), opened(model_url=server.url)
        assert (named.connect().name, first.connect().name) == ("mine", "test")
        named.close()
        first.close()


def test_a_server_that_names_no_model_is_an_error():
    model = opened(model_url="http://127.0.0.1:9/v1")
    with pytest.raises(ModelError, match="does not say which models it has"):
        model.connect()


def test_tokens_are_counted_by_the_server_and_estimated_where_it_does_not_count():
    with ModelServer(saying("")) as server:
        assert counted_by(server.url, "")("one two three") == estimated("one two three") == 5
        server.tokens = 3
        assert counted_by(server.url, "")("one two three") == 3


def test_a_key_is_in_no_message_of_the_settings(monkeypatch):
    settings = load_settings(model_key=KEY)
    assert KEY not in repr(settings) + str(settings) + str(settings.model_dump()) + settings.model_dump_json()
    with pytest.raises(SettingsError) as caught:
        load_settings(model_key=[KEY])
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(("setting", "value"), [("model_url", "ftp://x"), ("model_context", 10), ("model_timeout", 0)])
def test_a_setting_that_cannot_be_is_refused(setting, value):
    with pytest.raises(SettingsError, match=setting):
        load_settings(**{setting: value})


def test_a_broken_file_is_told_with_the_answer(shipped, tmp_path):
    pytest.importorskip("xllamacpp")
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + b"\x00" * 2_000)
    model = opened(model=str(path))
    with pytest.raises(ModelError, match=r"cannot load broken\.gguf"):
        model.connect()
    model.close()
