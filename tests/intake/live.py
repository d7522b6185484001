"""A department beside the running window: its own Kafka client, key and token."""

import asyncio
from uuid import uuid4

from aiokafka import AIOKafkaConsumer

from contracts.envelope import Payload
from contracts.topics import decode
from deploy.local.stack import Stack
from services.kit.sealing.readers import Opener
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue

PATIENCE = 120.0


class Department:
    def __init__(self, stack: Stack, code: str) -> None:
        self._stack = stack
        self.code = code

    @property
    def opener(self) -> Opener:
        return Opener((self._stack.places.clients / f"{self.code}.jwk").read_text())

    @property
    def bearer(self) -> dict[str, str]:
        private = (self._stack.places.secrets / "tokens.jwk").read_text()
        officer = Principal(
            subject="officer-1",
            roles=frozenset({"department"}),
            department=self.code,
        )
        return {"Authorization": f"Bearer {issue(private, officer)}"}

    async def hears(self, feed: str, case_id: str, until: int) -> list[Payload]:
        """The first `until` facts of the case in the department's own feed."""
        consumer = AIOKafkaConsumer(
            f"departments.{self.code}.{feed}",
            group_id=f"{self.code}-{uuid4().hex}",
            auto_offset_reset="earliest",
            **self._stack.login(self.code).for_aiokafka(),
        )
        facts: list[Payload] = []
        async with consumer, asyncio.timeout(PATIENCE):
            async for record in consumer:
                fact = decode(record.value).data
                facts += [fact] if fact.case_id == case_id else []
                if len(facts) == until:
                    break
        return facts
