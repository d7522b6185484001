"""Events as a reader of some topics sees them."""

from contracts.envelope import Event
from contracts.topics import Unreadable, all_topics, decode
from tests.faults.city import City
from tests.faults.evidence import raw


async def events_on(city: City, *names: str) -> list[Event]:
    """What can be read there, without the repeats that readers drop."""
    wanted = [t for t in all_topics(city.installation.departments) if t.name in names]
    known: dict[object, Event] = {}
    for record in await raw(city.installation, wanted):
        try:
            read = decode(record.value)
        except Unreadable:
            continue
        known.setdefault((record.topic, read.id), read)
    return list(known.values())
