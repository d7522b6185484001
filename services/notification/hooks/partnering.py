"""A partner is pushed how far the requests are that it filed itself."""

from datetime import datetime
from typing import Any

from pydantic_core import to_json

from contracts.codes import derived_id
from contracts.envelope import Payload
from contracts.intake import CaseRegistered
from services.kit.reading.arrival import Arrival, Handler, Handlers
from services.kit.running.telemetry import current_traceparent
from services.kit.writing.repository import Repository
from services.notification.domain.hooks.delivery import REQUESTS
from services.notification.domain.hooks.partners import (
    HUSHES,
    REQUEST_UPDATED,
    STATUS,
    PartnerCase,
    hush,
    hushes,
    keep,
)
from services.notification.hooks.filling import Erasing, Filling, Said


class Partnering:
    """Whose a case is it keeps by the case's id; a case is said in order."""

    def __init__(
        self, cases: Repository[PartnerCase], filling: Filling, erasing: Erasing
    ) -> None:
        self._cases = cases
        self._filling = filling
        self._erasing = erasing

    def beside(self, handlers: Handlers) -> Handlers:
        """The same handlers; the steps of a case come here too, afterwards."""

        def also(handler: Handler) -> Handler:
            async def both(arrival: Arrival[Any]) -> object:
                done = await handler(arrival)
                await self.take(arrival)
                return done

            return both

        steps: tuple[type[Payload], ...] = (*STATUS, *HUSHES)
        return {**handlers, **{fact: also(handlers[fact]) for fact in steps}}

    async def take(self, arrival: Arrival[Any]) -> None:
        """Of a case that was hushed nothing goes out, whatever was waiting."""
        case = await self._case(arrival)
        if case is None:
            return
        if case.hushed:
            await self._erasing.take_back(case.case_id)
            return
        made = await self._filling.note(case.owner, said_of(case, arrival))
        self._filling.hand_on(made)

    async def _case(self, arrival: Arrival[Any]) -> PartnerCase | None:
        fact = arrival.fact
        if isinstance(fact, CaseRegistered):
            return await self._cases.react(fact.case_id, arrival, keep)
        if hushes(fact):
            return await self._cases.react(fact.case_id, arrival, hush)
        return await self._cases.load(fact.case_id)


def said_of(case: PartnerCase, arrival: Arrival[Payload]) -> Said:
    """Its id follows from what intake said, so a repeat is the same event."""
    event_id = derived_id(REQUEST_UPDATED, str(arrival.event.id))
    return Said(
        event_id=event_id,
        event_type=REQUEST_UPDATED,
        topic=REQUESTS,
        case_id=case.case_id,
        body=document(event_id, case, arrival),
        said_at=arrival.event.time,
        traceparent=current_traceparent(),
    )


def document(event_id: str, case: PartnerCase, arrival: Arrival[Payload]) -> bytes:
    at: datetime = arrival.event.time
    return to_json(
        {
            "specversion": "1.0",
            "id": event_id,
            "source": f"/open311/requests/{case.case_no}",
            "type": REQUEST_UPDATED,
            "subject": case.case_id,
            "time": at,
            "datacontenttype": "application/json",
            "sequence": f"{arrival.event.sequence:08d}",
            "data": case.update(arrival.fact, at).model_dump(),
        }
    )
