"""A conversation, or a reference of it, as a file for other programs; all of it pure.

The names are loaded when they are first used, so that an export of one kind does not pay for the others.
"""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.exports.bibtex import bibtex_entry
    from bot.exports.chicago import chicago_note
    from bot.exports.interchange import as_json
    from bot.exports.markdown import as_markdown
    from bot.exports.word import as_word
    from bot.exports.wording import Wording

__all__ = ["Wording", "as_json", "as_markdown", "as_word", "bibtex_entry", "chicago_note"]

__getattr__ = lazily(
    __name__,
    {
        "bot.exports.bibtex": ("bibtex_entry",),
        "bot.exports.chicago": ("chicago_note",),
        "bot.exports.interchange": ("as_json",),
        "bot.exports.markdown": ("as_markdown",),
        "bot.exports.word": ("as_word",),
        "bot.exports.wording": ("Wording",),
    },
)
