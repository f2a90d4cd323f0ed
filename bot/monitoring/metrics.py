"""Figures of a server in Prometheus's format, by its own client; none of them holds a question or a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.errors import BotError
from bot.records import Answer

if TYPE_CHECKING:
    from bot import Bot

MEDIA_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Upper bounds of the histograms: from an extractive answer to one that a slow model writes."""


class Metrics:
    """The figures of one server. Safe for several threads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        self._requests = Counter(
            "bot_requests", "Requests that were replied to.", ("part", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "bot_request_seconds",
            "Seconds until a reply began.",
            ("part",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._under_way = Gauge("bot_requests_under_way", "Requests being worked on.", registry=self._registry)
        self._answers = Counter("bot_answers", "Questions by their outcome.", ("outcome",), registry=self._registry)
        for outcome in ("answered", "declined"):
            self._answers.labels(outcome)
        self._answer_seconds = Histogram(
            "bot_answer_seconds", "Seconds until an answer was whole.", buckets=SECONDS, registry=self._registry
        )

    def watch(self, bot: Callable[[], Bot]) -> None:
        """Tell from now on how much there is to answer from; `bot` raises a `BotError` while there is none."""
        self._registry.register(_Library(bot))

    def began(self) -> None:
        """Count a request that begins."""
        self._under_way.inc()

    def ended(self, part: str, status: int, seconds: float) -> None:
        """Count a request that has ended, with the seconds until its reply began."""
        self._under_way.dec()
        self._requests.labels(part, str(status)).inc()
        self._seconds.labels(part).observe(seconds)

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count an answer, with the seconds until it was whole."""
        self._answers.labels("declined" if answer.declined else "answered").inc()
        self._answer_seconds.observe(seconds)

    def exposed(self) -> bytes:
        """Return all figures as they are now."""
        return generate_latest(self._registry)


class _Library(Collector):
    """How much there is to answer from, read when it is asked for."""

    def __init__(self, bot: Callable[[], Bot]) -> None:
        self._bot = bot

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name the figures without reading the library."""
        yield from self._figures(0, 0, 0)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read the figures; a bot that is not there has nothing."""
        try:
            sources = self._bot().documents()
        except BotError:
            yield from self._figures(0, 0, 0)
        else:
            yield from self._figures(1, len(sources), sum(source.passages for source in sources))

    def _figures(self, ready: int, documents: int, passages: int) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("bot_ready", "1 once questions can be answered.", ready)
        yield GaugeMetricFamily("bot_library_documents", "Documents in the library.", documents)
        yield GaugeMetricFamily("bot_library_passages", "Passages in the library.", passages)
