"""A request that is sent twice is one request: what it makes has a derived id."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from contracts.codes import derived_id
from services.kit.errors import Rejected
from services.kit.serving.principal import Caller
from services.kit.serving.problems import Refused

VISIBLE = re.compile(r"[\x21-\x7e]{8,128}")


Key = Annotated[
    str | None, Header(description="8 to 128 visible characters, yours to choose")
]


@dataclass(frozen=True)
class Submission:
    """One intention of one person, however often it arrives."""

    id: str
    """Of what it creates: it follows from the principal and the key."""
    digest: str
    """Keyed, of the body as received: tells a retry from another request."""

    def must_be(self, first_digest: str) -> None:
        """Refuses another body under a key that was used for `first_digest`."""
        if self.digest != first_digest:
            en = "this Idempotency-Key was used for another request: take a new one"
            zh = "该 Idempotency-Key 已用于另一请求,请更换"
            raise Rejected("idempotency-key-reused", en, zh, status=422)


async def submission(
    request: Request,
    caller: Caller,
    idempotency_key: Key = None,
) -> Submission:
    """The dependency behind `Submitted`; reads the body, which stays readable."""
    return await submission_of(request, caller.subject, idempotency_key)


async def submission_of(request: Request, who: str, key: str | None) -> Submission:
    """The same of somebody who is known by a link and not by a login."""
    id = derived_id(who, derived_id(_checked(key)))
    body = await request.body()
    return Submission(id, request.app.state.digests.of("body", body))


Submitted = Annotated[Submission, Depends(submission)]


async def intention(caller: Caller, idempotency_key: Key = None) -> str:
    """The same id without the body, where that is too large to be read at once."""
    key = _checked(idempotency_key)
    return derived_id(caller.subject, derived_id(key))


Intended = Annotated[str, Depends(intention)]


def _checked(key: str | None) -> str:
    if key is None:
        en = "send an `Idempotency-Key`: the same one when you try again"
        zh = "请提供 Idempotency-Key,重试时使用同一个值"
        raise Refused("idempotency-key-required", en, zh, 400)
    if not VISIBLE.fullmatch(key):
        en = "an `Idempotency-Key` has 8 to 128 visible ASCII characters"
        zh = "Idempotency-Key 应为 8 至 128 个可见字符"
        raise Refused("idempotency-key-malformed", en, zh, 400)
    return key
