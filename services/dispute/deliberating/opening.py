"""How the hall is made when the service starts."""

from functools import partial
from pathlib import Path

from services.dispute.deliberating.city import load_norms
from services.dispute.deliberating.domain.raising.recurring import (
    Recurrence,
    forget_cases,
)
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.domain.waking import wake
from services.dispute.deliberating.hall import Hall
from services.dispute.deliberating.people import People
from services.dispute.deliberating.store import (
    INDEXES,
    INDEXES_OF_RECURRENCES,
    RECURRENCES,
    TOPICS,
    MongoNumbers,
    MongoRecurrences,
    MongoTopics,
    MongoVoices,
)
from services.kit.running.platform import Platform
from services.kit.serving.readings import MongoReadings


async def opened_hall(platform: Platform, city: Path) -> Hall:
    database = platform.database
    books, voices = MongoTopics(database), MongoVoices(database)
    readings = MongoReadings(database)
    await books.create_indexes()
    await voices.create_indexes()
    await readings.create_indexes()
    norms = load_norms(city)
    return Hall(
        topics=await platform.repository(TOPICS, Topic, partial(wake, norms), INDEXES),
        recurrences=await platform.repository(
            RECURRENCES, Recurrence, forget_cases, INDEXES_OF_RECURRENCES
        ),
        books=books,
        counts=MongoRecurrences(database),
        voices=voices,
        numbers=MongoNumbers(database),
        readings=readings,
        people=People(platform.vault, platform.sealer, platform.digests),
        norms=norms,
        clock=platform.clock,
    )
