"""Where spans go, and which of them: the part of telemetry that is started and stopped.

The provider is ours alone, not OpenTelemetry's global one: only the spans that this
kit opens exist, and no library adds raw URLs or exception messages of its own.
"""

import asyncio
from collections.abc import Sequence
from threading import Thread

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.zipkin.json import ZipkinExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    Decision,
    ParentBased,
    Sampler,
    SamplingResult,
    TraceIdRatioBased,
)
from opentelemetry.trace import Link, NoOpTracer, SpanKind, Tracer, TraceState
from opentelemetry.util.types import Attributes
from typing_extensions import override

from services.kit.running.settings import ServiceSettings

EXPORT_TIMEOUT = 2
STOP_TIMEOUT = 3.0

_running: list["Telemetry"] = []
_NO_TRACER = NoOpTracer()


def tracer() -> Tracer:
    """Of the provider that was started last; one that does nothing before that."""
    return _running[-1].tracer if _running else _NO_TRACER


class Telemetry:
    """A provider in use from its making until it is stopped or forgotten."""

    def __init__(self, provider: TracerProvider) -> None:
        self.provider = provider
        self.tracer = provider.get_tracer("tongban")
        _running.append(self)

    async def stop(self, within: float = STOP_TIMEOUT) -> None:
        """Sends what is left, for so many seconds; then leaves it behind."""
        self.forget()
        flushing = Thread(target=self.provider.shutdown, daemon=True)
        flushing.start()
        await asyncio.to_thread(flushing.join, within)

    def forget(self) -> None:
        """No span goes there any more; the provider that was used before is back."""
        if self in _running:
            _running.remove(self)


def start_telemetry(settings: ServiceSettings) -> Telemetry:
    """Without an exporter spans are not recorded, but traces still have their ids."""
    exporter = _exporter(settings)
    sampler = KeepErrors(settings.trace_share) if exporter else ALWAYS_OFF
    provider = new_provider(settings.service, sampler)
    if exporter:
        provider.add_span_processor(BatchSpanProcessor(exporter))
    return Telemetry(provider)


def new_provider(service: str, sampler: Sampler) -> TracerProvider:
    return TracerProvider(
        sampler,
        Resource.create({"service.name": service}),
        shutdown_on_exit=False,
        span_limits=SpanLimits(max_span_attribute_length=200),
    )


def _exporter(settings: ServiceSettings) -> SpanExporter | None:
    """An empty endpoint leaves it to the standard `OTEL_EXPORTER_*` variables."""
    endpoint = settings.trace_endpoint or None
    match settings.trace_export:
        case "zipkin":
            return ZipkinExporter(endpoint=endpoint, timeout=EXPORT_TIMEOUT)
        case "otlp":
            return OTLPSpanExporter(endpoint=endpoint, timeout=EXPORT_TIMEOUT)
        case "none":
            return None


class KeepErrors(Sampler):
    """A share of the traces, whole (the first service decides for all), and errors.

    A span that starts with `error.type` tells of a failure that is already known
    (`telemetry.record_failure`), and is always kept.
    """

    def __init__(self, share: float) -> None:
        self._share = ParentBased(TraceIdRatioBased(share))

    @override
    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        if attributes and "error.type" in attributes:
            keep = Decision.RECORD_AND_SAMPLE
            return SamplingResult(keep, attributes, trace_state)
        return self._share.should_sample(
            parent_context, trace_id, name, kind, attributes, links, trace_state
        )

    def get_description(self) -> str:
        return "KeepErrors"
