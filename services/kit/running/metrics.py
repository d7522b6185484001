"""What a process counts, for `/metrics`. Labels are names of ours, never values."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder

READ_TIMEOUT = 2.0
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

Read = Callable[[], Awaitable[Mapping[tuple[str, ...], float]]]
"""The present values by label values; asked at each scrape."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Asked:
    gauge: Gauge
    labels: Sequence[str]
    read: Read


class Metrics:
    """One registry of its own: two services in one process do not meet in it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._asked: list[_Asked] = []
        self.handler_seconds = self._histogram(
            "handler_seconds", "Handling one event", ("type", "outcome")
        )
        self.http_seconds = self._histogram(
            "http_seconds", "Answering one request", ("method", "route", "status")
        )
        self.published = self._counter("published", "Letters sent", ("topic",))
        self.skipped = self._counter(
            "skipped", "Events of a type this program has not learnt", ("topic",)
        )
        self.lag = self._gauge("lag", "Events not yet handled", ("topic",))
        self.parked_keys = self._gauge("parked_keys", "Keys that wait", ("topic",))
        self.outbox_depth = self._gauge("outbox_depth", "Documents with letters left")
        self.outbox_oldest_seconds = self._gauge(
            "outbox_oldest_seconds", "Age of the oldest letter left"
        )
        self.alarms_late = self._gauge("alarms_late", "Alarms past their time")

    def gauge_from(
        self, name: str, documentation: str, labels: Sequence[str], read: Read
    ) -> None:
        """A service's own gauge; what `read` no longer names is no longer shown."""
        gauge = self._gauge(name, documentation, labels)
        self._asked.append(_Asked(gauge, labels, read))

    async def exposition(self, accept: str) -> tuple[bytes, str]:
        """The page and its content type: OpenMetrics, or the older text format."""
        await asyncio.gather(*(_ask(each) for each in self._asked))
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type

    def _histogram(self, name: str, text: str, labels: Sequence[str]) -> Histogram:
        return Histogram(
            name, text, labels, "tongban", registry=self.registry, buckets=SECONDS
        )

    def _counter(self, name: str, text: str, labels: Sequence[str]) -> Counter:
        return Counter(name, text, labels, "tongban", registry=self.registry)

    def _gauge(self, name: str, text: str, labels: Sequence[str] = ()) -> Gauge:
        return Gauge(name, text, labels, "tongban", registry=self.registry)


async def _ask(asked: _Asked) -> None:
    try:
        async with asyncio.timeout(READ_TIMEOUT):
            values = await asked.read()
    except Exception:
        log.warning("gauge-not-read", gauge=asked.gauge._name, exc_info=True)
        values = {}
    _show(asked, values)


def _show(asked: _Asked, values: Mapping[tuple[str, ...], float]) -> None:
    if not asked.labels:
        asked.gauge.set(values.get((), float("nan")))
        return
    asked.gauge.clear()
    for labels, value in values.items():
        asked.gauge.labels(*labels).set(value)
