"""The files for containers name what there is: sources, settings, addresses, and the locked versions."""

import re
import shlex
import tomllib
from pathlib import Path

import yaml

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
CONTAINERFILE = (ROOT / "Containerfile").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8")


def settings_of(service):
    return {name: str(value) for name, value in COMPOSE["services"][service]["environment"].items()}


def locked(package):
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    return next(each["version"] for each in packages if each["name"] == package)


def test_all_that_is_copied_is_there_and_not_ignored():
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", CONTAINERFILE, re.MULTILINE)
        for source in shlex.split(line)[:-1]
    ]
    assert "bot" in copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert f"!{source}\n" in IGNORED, source


def test_every_variable_is_a_setting():
    named = set(re.findall(r"\bBOT_[A-Z_]+", CONTAINERFILE)) | {
        name for name in settings_of("bot") if name.startswith("BOT_")
    }
    known = {f"BOT_{name.upper()}" for name in Settings.model_fields}
    assert {"BOT_LIBRARY", "BOT_CHROMA_URL", "BOT_CATALOGUE_URL"} <= named <= known


def test_the_settings_are_taken(monkeypatch):
    for name, value in settings_of("bot").items():
        monkeypatch.setenv(name, re.sub(r"\$\{POSTGRES_PASSWORD:\?[^}]*\}", "secret", value))
    settings = Settings()
    assert settings.metrics
    assert "secret" not in repr(settings)


def test_the_chroma_server_is_of_the_locked_version():
    assert COMPOSE["services"]["chroma"]["image"].rpartition(":")[2] == locked("chromadb")


def test_nothing_but_this_machine_reaches_a_port():
    published = [port for service in COMPOSE["services"].values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_no_password_is_written_down():
    written = [value for service in ("bot", "postgres") for value in settings_of(service).values()]
    assert any("${POSTGRES_PASSWORD:?" in value for value in written)
    assert not re.search(r"://\w+:(?!\$\{)[^@ ]*@", " ".join(written))


def test_its_health_is_asked_at_an_address_of_the_server():
    (asked,) = re.findall(r"127\.0\.0\.1:7860(/\w+)'", CONTAINERFILE)
    assert f'"{asked}"' in (ROOT / "bot" / "api" / "health.py").read_text("utf-8")
