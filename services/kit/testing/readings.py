"""Who read what, in memory."""

from services.kit.serving.readings import Reading


class MemoryReadings:
    def __init__(self) -> None:
        self.noted: list[Reading] = []

    async def note(self, reading: Reading) -> None:
        self.noted.append(reading)
