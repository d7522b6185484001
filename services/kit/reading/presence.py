"""Are the topics there? Without them Faust would start, read nothing, say nothing."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from services.kit.running.login import kafka_login
from services.kit.running.settings import ServiceSettings
from services.kit.running.watchdog import Progress

ANSWER = 5.0
"""Seconds; a broker that needs longer counts as away."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0

log = structlog.get_logger(__name__)

Listing = Callable[[], Awaitable[frozenset[str] | None]]


async def topics_seen(settings: ServiceSettings) -> frozenset[str] | None:
    """Topics that this principal may see; None: the broker does not answer."""
    try:
        async with asyncio.timeout(ANSWER):
            return frozenset(await _listed(settings))
    except (KafkaError, OSError, TimeoutError):
        return None


async def wait_for_topics(
    topics: Iterable[str],
    listing: Listing,
    progress: Progress,
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Returns when all of them are there; says meanwhile what it waits for."""
    wait = FIRST_PAUSE
    while True:
        seen = await listing()
        missing = sorted(set(topics) - seen) if seen is not None else []
        progress.broker = "down" if seen is None else "up"
        progress.missing = tuple(missing)
        if seen is not None and not missing:
            return
        log.error("reading_waits", why=progress.words)
        await pause(wait)
        wait = min(wait * 2, LONGEST_PAUSE)


async def _listed(settings: ServiceSettings) -> list[Any]:
    admin = AIOKafkaAdminClient(
        bootstrap_servers=settings.kafka,
        request_timeout_ms=int(ANSWER * 1000),
        **kafka_login(settings),
    )
    try:
        await admin.start()
        listed: list[Any] = await admin.list_topics()
        return listed
    finally:
        with contextlib.suppress(KafkaError, OSError):
            await admin.close()
