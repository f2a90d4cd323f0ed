"""The report card: what the bot makes of labelled data, through the same code as a user's question."""

from bot.evaluation.report import Evaluation
from bot.evaluation.sets import sets_in

__all__ = ["Evaluation", "sets_in"]
