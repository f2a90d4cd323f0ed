"""PDF files: their text layer in reading order, without what stands on every page, each stretch with its page."""

from bot.loading.pdf.reader import read

__all__ = ["read"]
