"""Quotations: verbatim, altered word by word, somebody else's, or nowhere in the sources."""

from bot.quotations.checker import QuotationChecker
from bot.quotations.verdicts import QuotationCheck, QuotationMatch, Verdict

__all__ = ["QuotationCheck", "QuotationChecker", "QuotationMatch", "Verdict"]
