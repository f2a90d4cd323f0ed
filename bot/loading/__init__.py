"""A file's bytes become a Document: decoded, normalised, its front matter checked and its headings marked."""

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
