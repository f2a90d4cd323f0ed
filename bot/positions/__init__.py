"""Positions side by side: what each of several speakers or countries says on a topic, in words of its own."""

from bot.positions.asking import Comparison, compared
from bot.positions.comparer import Comparer, Positions

__all__ = ["Comparer", "Comparison", "Positions", "compared"]
