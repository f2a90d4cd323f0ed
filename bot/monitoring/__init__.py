"""What a server tells those who run it: its figures for Prometheus, and a line for each request."""

from bot.monitoring.metrics import Metrics
from bot.monitoring.traffic import Traffic

__all__ = ["Metrics", "Traffic"]
