"""Who read what, in memory."""

from collections.abc import Sequence
from itertools import islice

from services.kit.serving.readings import Past, Reading


class MemoryReadings:
    def __init__(self) -> None:
        self.noted: list[Reading] = []

    async def note(self, reading: Reading) -> None:
        self.noted.append(reading)

    async def page(
        self, case_id: str, past: Past, limit: int
    ) -> Sequence[tuple[str, Reading]]:
        rows = [
            (f"{place:024x}", reading)
            for place, reading in enumerate(self.noted)
            if reading.case_id == case_id
        ]
        rows.sort(key=lambda row: (row[1].at, row[0]))
        later = (row for row in rows if past is None or (row[1].at, row[0]) > past)
        return list(islice(later, limit))
