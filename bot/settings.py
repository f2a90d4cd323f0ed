"""Settings: one frozen object, read from `BOT_…` variables and the file that `BOT_CONFIG` names."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, HttpUrl, Secret, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from bot.errors import SettingsError

PREFIX = "BOT_"
OUTSIDE = frozenset({"BOT_CONFIG", "BOT_DEBUG", "BOT_EVAL_DATA"})
"""Variables that carry the prefix and are no settings: the file's own name, tracebacks, the tests' data folder."""

SECRET = frozenset({"catalogue_url", "chroma_url", "model_key"})
"""Settings whose value no message shows."""

EMBEDDED = "minilm"
"""The name of the embedding model that is installed with the bot."""

NO_MODEL = "none"
"""The name that stands for no chat model: answers are then sentences of the sources."""


def _default_library() -> Path:
    return Path(platformdirs.user_data_dir("policy-brief-bot", appauthor=False)) / "library"


class Settings(BaseSettings):
    """Everything that a user can set; a variable wins over the file, and an argument over both.

    `host` and `port` are where the page listens. `public_host` are the names, separated by commas, that it is asked by
    where other machines may ask it, such as that of a proxy before it.

    `rate` is how many requests a client may make a minute (0: any number), `concurrent` how many are worked on at once,
    and `waiting` how many may wait for that; more are turned away.

    `read_only` keeps the page's readers from adding and removing documents.

    `metrics` offers the server's figures at `/metrics`, in Prometheus's format. `log_format` is `text`, or `json` for
    one object a line; with the `log_level` `info` each request has a line, which tells nothing of what was asked.

    `allow_private_addresses` lets documents be fetched from this machine and from private networks, such as a
    company's own; else only from the public internet.

    `versions` is how many older texts of a document are kept; with 0, none is.

    `catalogue_url` is the address of the Postgres database that the catalogue and the words are in, as SQLAlchemy
    writes it; it takes a `chroma_url`, too. Without it they are in the library's folder.

    `chroma_url` is the address of the Chroma server that the vectors are on; else they are in the library's folder.

    `embedding` is `minilm` (installed with the bot) or `provider:model` for LangChain's `init_embeddings`.

    `model` writes the answers: `none`, `provider:model` for LangChain's `init_chat_model`, the path of a GGUF file, or
    the name of a model on the OpenAI-compatible server at `model_url`. `model_key` is that server's, or the provider's.
    `model_context` is how many tokens the model reads and writes at most, `model_timeout` how many seconds it may
    take to its first word, and again to each next one.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    library: Path = Field(default_factory=_default_library)
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    public_host: str = ""
    rate: int = Field(default=600, ge=0)
    concurrent: int = Field(default=8, ge=1)
    waiting: int = Field(default=32, ge=0)
    read_only: bool = False
    metrics: bool = False
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["info", "warning", "error"] = "warning"
    allow_private_addresses: bool = False
    catalogue_url: SecretStr | None = None
    chroma_url: Secret[HttpUrl] | None = None
    embedding: str = EMBEDDED
    versions: int = Field(default=20, ge=0)
    model: str = NO_MODEL
    model_url: HttpUrl | None = None
    model_key: SecretStr | None = None
    model_context: int = Field(default=8_192, ge=2_048)
    model_timeout: float = Field(default=60.0, gt=0)

    @property
    def public_hosts(self) -> tuple[str, ...]:
        """The names of `public_host`, one by one."""
        return tuple(name for part in self.public_host.split(",") if (name := part.strip()))

    @field_validator("library")
    @classmethod
    def _from_home(cls, library: Path) -> Path:
        return library.expanduser()

    @field_validator("catalogue_url")
    @classmethod
    def _of_postgres(cls, url: SecretStr | None) -> SecretStr | None:
        if url and not re.match(r"postgres(ql)?(\+psycopg)?://", url.get_secret_value()):
            raise ValueError("It begins with postgresql://")
        return url

    @field_validator("chroma_url")
    @classmethod
    def _without_path(cls, url: Secret[HttpUrl] | None) -> Secret[HttpUrl] | None:
        if url and (url.get_secret_value().path not in (None, "/") or url.get_secret_value().query):
            raise ValueError("It ends with the host, or its port")
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=os.environ.get("BOT_CONFIG"))
        return init_settings, env_settings, file


def load_settings(**given: Any) -> Settings:
    """Read the settings; arguments that are None count as not given.

    Raises:
        SettingsError: a variable, a key or a value that no setting has, or a file that cannot be read.
    """
    _refuse_unknown_variables()
    _refuse_missing_file()
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{os.environ['BOT_CONFIG']} is not valid TOML: {error}.", "Mend the file.") from error
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(f"{os.environ['BOT_CONFIG']} cannot be read: {reason}.", "Check BOT_CONFIG.") from error
    except ValidationError as error:
        raise _explain(error) from error


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | OUTSIDE
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(f"{name} is not a setting.", _suggest(name.upper(), known))


def _refuse_missing_file() -> None:
    path = os.environ.get("BOT_CONFIG")
    if path and not Path(path).expanduser().is_file():
        raise SettingsError(f"The settings file {path} (BOT_CONFIG) does not exist.", "Correct the path or unset it.")


def _suggest(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {close[0]}?" if close else f"Known are: {', '.join(sorted(known))}."


def _explain(error: ValidationError) -> SettingsError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return SettingsError(f"“{key}” is not a setting.", _suggest(key, set(Settings.model_fields)))
    hint = f"Correct it in {PREFIX}{key.upper()} or in the settings file."
    value = "wrong" if key in SECRET else repr(first["input"])
    return SettingsError(f"The setting “{key}” is {value}: {first['msg']}.", hint)
