"""A file's bytes become a Document: decoded, normalised, its front matter checked and its headings marked.

The names are loaded when they are first used: a question is normalised as the texts are, and has need of no more.
"""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.loading.folders import address_of, files_in, is_address
    from bot.loading.formats import SUFFIXES, is_supported
    from bot.loading.front_matter import Given, given
    from bot.loading.normalisation import fingerprint, normalise
    from bot.loading.reader import content_of, read_bytes, read_document, with_side_file

__all__ = [
    "SUFFIXES",
    "Given",
    "address_of",
    "content_of",
    "files_in",
    "fingerprint",
    "given",
    "is_address",
    "is_supported",
    "normalise",
    "read_bytes",
    "read_document",
    "with_side_file",
]

__getattr__ = lazily(
    __name__,
    {
        "bot.loading.folders": ("address_of", "files_in", "is_address"),
        "bot.loading.formats": ("SUFFIXES", "is_supported"),
        "bot.loading.front_matter": ("Given", "given"),
        "bot.loading.normalisation": ("fingerprint", "normalise"),
        "bot.loading.reader": ("content_of", "read_bytes", "read_document", "with_side_file"),
    },
)
