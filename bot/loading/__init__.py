"""A file's bytes become a Document: decoded, normalised, its front matter checked and its headings marked."""

from bot.loading.folders import files_in
from bot.loading.formats import SUFFIXES, is_supported
from bot.loading.normalisation import fingerprint, normalise
from bot.loading.reader import read_bytes, read_document

__all__ = ["SUFFIXES", "files_in", "fingerprint", "is_supported", "normalise", "read_bytes", "read_document"]
