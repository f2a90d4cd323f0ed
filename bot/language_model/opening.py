"""Settings become a chat model that is ready to write."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from bot.errors import ModelError
from bot.language_model.counting import Count, counted_by, estimated
from bot.language_model.llama import hold, release
from bot.settings import NO_MODEL, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ANSWER_TOKENS = 700
"""Tokens that an answer may have: some four paragraphs."""

TEMPERATURE = 0.0
"""The likeliest words: an answer is to render its sources, and to be the same again."""

SUFFIX = ".gguf"
PROVIDERS = {
    "openai": ("langchain_openai", "langchain-openai"),
    "anthropic": ("langchain_anthropic", "langchain-anthropic"),
    "google_genai": ("langchain_google_genai", "langchain-google-genai"),
    "ollama": ("langchain_ollama", "langchain-ollama"),
}
"""The module and the package of those providers that the bot's extras name."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A chat model that is ready to write, the name that it goes by, and how it counts tokens."""

    chat: BaseChatModel
    name: str
    count: Count


_Connect = Callable[[], Connection]


@dataclass(frozen=True)
class LanguageModel:
    """A chat model by its name, before it is loaded, or its package imported, by `connect`.

    `context` is how many tokens it reads and writes at most; `timeout` bounds the seconds to its first word and between
    two. Whoever has it calls `close` in the end.
    """

    name: str
    context: int
    timeout: float
    connect: _Connect
    close: Callable[[], object]
    secret: str = ""

    def __repr__(self) -> str:
        return f"LanguageModel({self.name!r})"


def open_language_model(settings: Settings) -> LanguageModel | None:
    """Return the model that the settings name; None where they name none. Nothing is loaded yet.

    Raises:
        ModelError: the name has no provider, a package or a file is missing, or a server does not say what it serves.
    """
    if settings.model_url:
        return _at_address(settings)
    if settings.model == NO_MODEL:
        return None
    if settings.model.lower().endswith(SUFFIX):
        return _from_file(settings)
    return _by_name(settings)


def _from_file(settings: Settings) -> LanguageModel:
    path, context = Path(settings.model).expanduser().absolute(), settings.model_context
    if not path.is_file():
        raise ModelError(f"The model {settings.model} (BOT_MODEL) does not exist.", "Correct the path.")
    _need("xllamacpp", "xllamacpp", "run a GGUF file")
    _need(*PROVIDERS["openai"], "talk to a model's server")
    held = ExitStack()

    def connect() -> Connection:
        served = hold(path, context)
        held.callback(release, path, context)
        chat = _served(path.stem, f"{served.url}/v1", served.key, settings, held)
        return Connection(chat, path.stem, counted_by(served.url, served.key))

    return _model(path.stem, settings, connect, held)


def _at_address(settings: Settings) -> LanguageModel:
    _need(*PROVIDERS["openai"], "talk to a model's server")
    url, key = str(settings.model_url).rstrip("/"), _key(settings)
    name = settings.model if "model" in settings.model_fields_set and settings.model != NO_MODEL else ""
    held = ExitStack()

    def connect() -> Connection:
        served = name or _first_model(url, key)
        return Connection(_served(served, url, key or "none", settings, held), served, counted_by(url, key))

    return _model(name or str(settings.model_url and settings.model_url.host), settings, connect, held)


def _by_name(settings: Settings) -> LanguageModel:
    provider, _, model = settings.model.partition(":")
    if not model:
        raise ModelError(
            f"“{settings.model}” is no chat model.",
            "Set BOT_MODEL to none, provider:model, as openai:…, or to the path of a .gguf file.",
        )
    if provider in PROVIDERS:
        _need(*PROVIDERS[provider], f"use {settings.model}")

    def connect() -> Connection:
        return Connection(_initialised(settings, provider), settings.model, estimated)

    return _model(settings.model, settings, connect, ExitStack())


def _initialised(settings: Settings, provider: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(settings.model, **_options(settings, provider))
    except Exception as error:  # noqa: BLE001 - each provider has errors of its own, and one may hold the key
        reason = scrubbed(" ".join(str(error).split()).rstrip("."), _key(settings))
        raise ModelError(f"The chat model “{settings.model}” cannot be used: {reason}.", "Check BOT_MODEL.") from None
    return model


def _options(settings: Settings, provider: str) -> dict[str, Any]:
    """What a provider's class is told; Ollama names these things otherwise and has no key."""
    if provider == "ollama":
        timeout = {"timeout": settings.model_timeout}
        return {"temperature": TEMPERATURE, "num_predict": ANSWER_TOKENS, "client_kwargs": timeout}
    key = {"api_key": _key(settings)} if settings.model_key else {}
    limits = {"max_tokens": ANSWER_TOKENS, "timeout": settings.model_timeout}
    # Whoever reads the stream tries again, alike for all; these two would do so beforehand.
    retries = {"max_retries": 0} if provider in ("openai", "anthropic") else {}
    return {"temperature": TEMPERATURE, **limits, **retries, **key}


def _served(name: str, url: str, key: str, settings: Settings, held: ExitStack) -> BaseChatModel:
    """A model behind the OpenAI protocol; its connections stay open until `held` is closed."""
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=name,
        base_url=url,
        api_key=SecretStr(key),
        temperature=TEMPERATURE,
        max_completion_tokens=ANSWER_TOKENS,
        timeout=settings.model_timeout,
        max_retries=0,
        # Its own server needs no proxy of the environment, and loopback must have none.
        http_client=held.enter_context(httpx.Client(trust_env=False, timeout=settings.model_timeout)),
    )


def _first_model(url: str, key: str) -> str:
    try:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        answer = httpx.get(f"{url}/models", headers=headers, timeout=10.0, trust_env=False)
        return str(answer.raise_for_status().json()["data"][0]["id"])
    except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
        raise ModelError(f"{url} does not say which models it has.", "Name one in BOT_MODEL.") from error


def _model(name: str, settings: Settings, connect: _Connect, held: ExitStack) -> LanguageModel:
    return LanguageModel(name, settings.model_context, settings.model_timeout, connect, held.close, _key(settings))


def _key(settings: Settings) -> str:
    return settings.model_key.get_secret_value() if settings.model_key else ""


def scrubbed(text: str, secret: str) -> str:
    """Return a message without a key that a server may have sent back in it."""
    return text.replace(secret, "•••") if secret else text


def _need(module: str, package: str, purpose: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise ModelError(f"The package {package} is missing, which is needed to {purpose}.", f"pip install {package}")
