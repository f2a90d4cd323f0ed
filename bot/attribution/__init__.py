"""Who says what: the speaker of every quotation and report, by name, pronoun, office, organisation or country.

The names are loaded when they are first used: a question has need of the names of offices alone.
"""

from typing import TYPE_CHECKING

from bot.lazy import lazily

if TYPE_CHECKING:
    from bot.attribution.attributor import Attributor, spread

__all__ = ["Attributor", "spread"]

__getattr__ = lazily(__name__, {"bot.attribution.attributor": __all__})
