"""How a running process shows itself: readiness, metrics, spans of what it reads."""

import asyncio
from collections.abc import Sequence

import structlog
from motor.motor_asyncio import AsyncIOMotorDatabase

from services.kit.errors import Unavailable
from services.kit.reading.watching import Watching
from services.kit.running.failpoints import Failpoints
from services.kit.running.metrics import Metrics
from services.kit.running.watchdog import Progress
from services.kit.serving.health import Health
from services.kit.writing.documents import Document, Documents, Standing

EVERY = 5.0

log = structlog.get_logger(__name__)


def report(
    health: Health, database: AsyncIOMotorDatabase[Document], progress: Progress
) -> None:
    """MongoDB decides; Kafka, assignment and last progress are told."""

    async def mongo() -> None:
        await database.command("ping")

    async def kafka() -> str:
        if progress.broker == "down":
            raise Unavailable("Kafka")
        return progress.words

    async def moved() -> float:
        return round(progress.moved_ago, 1)

    health.decides("mongo", mongo)
    health.reports("kafka", kafka)
    health.reports("seconds_since_progress", moved)


def watching(metrics: Metrics, failpoints: Failpoints) -> Watching:
    def counted(topic: str, type: str, outcome: str, seconds: float) -> None:
        metrics.handler_seconds.labels(type, outcome).observe(seconds)
        if outcome == "unknown":
            metrics.skipped.labels(topic).inc()

    return Watching(counted=counted, reached=failpoints.reached)


async def observe_forever(
    metrics: Metrics, stores: Sequence[Documents], progress: Progress
) -> None:
    while True:
        try:
            _show(metrics, [await documents.standing() for documents in stores])
        except Unavailable as error:
            log.warning("standing not known", why=str(error))
        except Exception:
            log.exception("standing not known")
        for topic, lag in progress.lag.items():
            metrics.lag.labels(topic).set(lag)
        for topic, keys in progress.parked.items():
            metrics.parked_keys.labels(topic).set(keys)
        await asyncio.sleep(EVERY)


def _show(metrics: Metrics, standings: Sequence[Standing]) -> None:
    metrics.outbox_depth.set(sum(standing.outboxes for standing in standings))
    oldest = max((standing.oldest for standing in standings), default=0.0)
    metrics.outbox_oldest_seconds.set(oldest)
    metrics.alarms_late.set(sum(standing.alarms_late for standing in standings))
