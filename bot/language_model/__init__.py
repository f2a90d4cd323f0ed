"""The chat model that writes answers: any of LangChain's by name, a server by its address, or a GGUF file."""

from bot.language_model.opening import Connection, LanguageModel, open_language_model

__all__ = ["Connection", "LanguageModel", "open_language_model"]
