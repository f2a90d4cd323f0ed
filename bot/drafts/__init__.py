"""Drafts: every quotation and every claim of a text that is about to be published, against the library."""

from bot.drafts.checker import DraftChecker
from bot.drafts.reading import read_draft
from bot.drafts.records import Claim, DraftCheck, DraftQuotation
from bot.drafts.report import Wording, report

__all__ = ["Claim", "DraftCheck", "DraftChecker", "DraftQuotation", "Wording", "read_draft", "report"]
