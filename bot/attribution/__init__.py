"""Who says what: the speaker of every quotation and report, by name, pronoun, office, organisation or country."""

from bot.attribution.attributor import Attributor, spread

__all__ = ["Attributor", "spread"]
