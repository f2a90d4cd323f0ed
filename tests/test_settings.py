"""Settings: arguments over variables over the file, and nothing unknown."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings import Settings, load_settings


@pytest.fixture
def file(tmp_path, monkeypatch) -> Path:
    path = tmp_path / "bot.toml"
    monkeypatch.setenv("BOT_CONFIG", str(path))
    return path


def test_without_any_setting_the_page_stays_on_this_machine_and_the_model_is_the_embedded_one():
    settings = load_settings()
    assert (settings.host, settings.port, settings.embedding) == ("127.0.0.1", 7860, "minilm")
    assert settings.library.is_absolute()
    assert "policy-brief-bot" in settings.library.parts


def test_an_argument_wins_over_a_variable_and_a_variable_over_the_file(file, monkeypatch):
    file.write_text('port = 1111\nhost = "one"\nembedding = "a:b"\n')
    assert load_settings().port == 1111
    monkeypatch.setenv("BOT_PORT", "2222")
    monkeypatch.setenv("BOT_HOST", "two")
    settings = load_settings(host="three", port=None)
    assert (settings.host, settings.port, settings.embedding) == ("three", 2222, "a:b")


def test_an_unknown_variable_is_refused_with_the_one_that_was_meant(monkeypatch):
    monkeypatch.setenv("BOT_LIBARY", "x")
    with pytest.raises(SettingsError, match="BOT_LIBARY is not a setting") as caught:
        load_settings()
    assert caught.value.hint == "Did you mean BOT_LIBRARY?"


def test_an_unknown_variable_that_is_like_none_is_refused_with_all_that_are_known(monkeypatch):
    monkeypatch.setenv("BOT_QQQQQQQQ", "x")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    for name in Settings.model_fields:
        assert f"BOT_{name.upper()}" in caught.value.hint


def test_the_folder_of_the_tests_data_is_no_unknown_variable(monkeypatch):
    monkeypatch.setenv("BOT_EVAL_DATA", "somewhere")
    load_settings()


def test_variables_that_are_set_to_nothing_are_not_set(monkeypatch):
    default = load_settings()
    for name in ("BOT_LIBRARY", "BOT_PORT", "BOT_CONFIG", "BOT_EMBEDDING"):
        monkeypatch.setenv(name, "")
    assert load_settings() == default


def test_an_unknown_key_of_the_file_is_refused_with_the_one_that_was_meant(file):
    file.write_text("prot = 7861\n")
    with pytest.raises(SettingsError, match="“prot” is not a setting") as caught:
        load_settings()
    assert caught.value.hint == "Did you mean port?"


def test_an_unknown_argument_is_refused():
    with pytest.raises(SettingsError, match="“hots” is not a setting"):
        load_settings(hots="x")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.5"])
def test_a_port_that_is_none_is_refused_with_its_name_and_value(monkeypatch, port):
    monkeypatch.setenv("BOT_PORT", port)
    with pytest.raises(SettingsError, match="“port”") as caught:
        load_settings()
    assert port in caught.value.message
    assert "BOT_PORT" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_settings_file_that_is_not_there_is_told(file):
    with pytest.raises(SettingsError, match="does not exist") as caught:
        load_settings()
    assert str(file) in caught.value.message


@pytest.mark.parametrize("content", [b"port 7860", b"\xff\xfeport = 1", b"[[["])
def test_a_settings_file_that_is_no_toml_is_told(file, content):
    file.write_bytes(content)
    with pytest.raises(SettingsError, match="not valid TOML") as caught:
        load_settings()
    assert str(file) in caught.value.message


@pytest.mark.parametrize("content", ["port = [1]", "host = {a = 1}", "library = 3"])
def test_a_value_of_the_wrong_type_in_the_file_is_told(file, content):
    file.write_text(content)
    with pytest.raises(SettingsError, match=content.split()[0]):
        load_settings()


def test_a_folder_given_from_home_is_in_the_home(file, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    file.write_text('library = "~/briefs"\n')
    assert load_settings().library == Path("~/briefs").expanduser()


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError):
        load_settings().port = 1
