"""What an operator does about webhooks: a partner's end with its access."""

from services.kit.running.clock import Clock
from services.kit.writing.documents import Documents
from services.kit.writing.repository import ATTEMPTS
from services.kit.writing.stored import state_from, version_of, write_of
from services.notification.domain.hooks import keeping
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.domain.hooks.partners import partner_owner
from services.notification.hooks.seams import Endpoints


async def end_all(
    endpoints: Endpoints, documents: Documents, partner: str, clock: Clock
) -> int:
    """How many there were. Nothing is published: nobody else is told of webhooks."""
    found = await endpoints.of(partner_owner(partner))
    for endpoint in found:
        await _end(documents, endpoint.endpoint_id, clock)
    return len(found)


async def _end(documents: Documents, id: str, clock: Clock) -> None:
    """Again while pushes change it meanwhile."""
    for _ in range(ATTEMPTS):
        document = await documents.find(id)
        state = state_from(document, Endpoint) if document else None
        if document is None or state is None or state.state == "deleted":
            return
        change = keeping.delete(state, None, clock())
        assert change is not None
        write = write_of(document, change.state, (), None)
        if await documents.swap(id, version_of(document), write):
            return
    raise RuntimeError(f"webhook {id} could not be ended: ask again")
