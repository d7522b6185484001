"""How a topic says what happened: everybody who raised it is named in it."""

from typing import Any, TypeVar

from contracts.envelope import Payload
from services.dispute.deliberating.domain.topic import Topic

F = TypeVar("F", bound=Payload)


def told(topic: Topic, kind: type[F], **fields: Any) -> F:
    """`kind` about this topic, for its originators."""
    about = {"case_id": topic.topic_id, "originators": topic.originator_ids}
    return kind.model_validate({**about, **fields})
