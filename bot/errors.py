"""The errors that a user can act on.

BotError
├── SettingsError        a BOT_ variable or a key of the settings file is unknown or wrong
├── UnreadableDocument   a file is missing, empty, binary, of no known format, or cannot be decoded
├── AddressError         an address of the web is wrong, refused, not answered, or gives no document
├── FrontMatterError     the metadata at the top of a file is incomplete or wrong
├── LibraryError         the library's folder cannot be used
│   ├── LibraryBusy      another process is writing to it
│   ├── LibraryDamaged   a part of it is missing or broken
│   └── LibraryMismatch  another embedding model or a newer version of the bot made it
├── UnknownConversation  no conversation that was kept has this id
├── UnknownDocument      no document of the library has this id
├── UnknownVersion       a document has no older text of this number
├── QuestionError        a question is empty, too long, or filtered by a name that the library lacks
├── ModelError           the embedding model cannot be loaded
├── ClusterError         a Ray cluster cannot be reached, is lost, or has another version of the bot
├── UsersError           a user, a role, a password or the file of users cannot be used
└── ServerError          the page cannot be served, for example because its port is taken
"""

from __future__ import annotations

import unicodedata


def _shown(text: str) -> str:
    """A line with a mark for what would steer a terminal, turn its order, or be no text, as names of files may."""
    return "".join("\ufffd" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in text)


class BotError(Exception):
    """Something went wrong that the user can mend: `message` says what, `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = _shown(message)
        self.hint = _shown(hint)

    @property
    def kind(self) -> str:
        """The name of the class, which stays the same between releases."""
        return type(self).__name__

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def to_dict(self) -> dict[str, dict[str, str]]:
        """The error as the JSON that commands print."""
        return {"error": {"kind": self.kind, "message": self.message, "hint": self.hint}}


class SettingsError(BotError):
    """A setting is unknown or has a value that it cannot have."""


class UnreadableDocument(BotError):
    """A file cannot become a document."""


class AddressError(BotError):
    """A document cannot be had from an address of the web."""


class FrontMatterError(BotError):
    """A file's front matter has an unknown, a missing or a wrong key."""


class LibraryError(BotError):
    """The library's folder cannot be used."""


class LibraryBusy(LibraryError):
    """Another process writes to the library for longer than we wait."""


class LibraryDamaged(LibraryError):
    """A part of the library is missing or broken."""


class LibraryMismatch(LibraryError):
    """The library was made by another embedding model or by a newer version."""


class UnknownConversation(BotError):
    """No conversation that was kept has the id asked for."""


class UnknownDocument(BotError):
    """No document of the library has the id asked for."""


class UnknownVersion(BotError):
    """A document has no older text of the number asked for."""


class QuestionError(BotError):
    """A question, or one of its filters, cannot be used."""


class ModelError(BotError):
    """The embedding model is missing, damaged or unknown."""


class ClusterError(BotError):
    """A Ray cluster cannot be reached, is lost, or has another version of the bot."""


class UsersError(BotError):
    """A user, a role, a password or the file of users cannot be used."""


class ServerError(BotError):
    """The page cannot be served."""
