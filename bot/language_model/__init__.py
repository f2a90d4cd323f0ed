"""The chat model that writes answers: any of LangChain's by name, a server by its address, or a GGUF file."""

from bot.language_model.opening import LanguageModel, open_language_model

__all__ = ["LanguageModel", "open_language_model"]
