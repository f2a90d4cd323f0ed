"""Documents come from the web: public http and https addresses only, under limits of size, time and manners."""

from bot.fetching.addresses import parse
from bot.fetching.fetcher import AGENT, Fetched, Fetcher, Limits
from bot.fetching.networks import is_public

__all__ = ["AGENT", "Fetched", "Fetcher", "Limits", "is_public", "parse"]
