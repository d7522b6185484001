"""What a log of readings must do; the one in memory and the one on MongoDB run it."""

from datetime import timedelta

from services.kit.serving.readings import Reading, Readings
from services.kit.testing.clock import MONDAY


def reading(place: int, case_id: str = "case") -> Reading:
    at = MONDAY + timedelta(minutes=place // 2)
    if place % 2:
        return Reading(f"clerk-{place}", at, case_id, "open-task")
    return Reading(f"archivist-{place}", at, case_id, "archive-access", "audit", "A-1")


class ReadingsSuite:
    async def test_pages_are_oldest_first_and_leave_nothing_out(
        self, readings: Readings
    ):
        noted = [reading(place) for place in range(7)]
        for each in noted:
            await readings.note(each)
        await readings.note(reading(1, "another"))
        found, past = [], None
        while page := await readings.page("case", past, 3):
            found += [each for _, each in page]
            past = page[-1][1].at, page[-1][0]

        assert found == noted
