"""What a repeat may be: the same request, and no other under its key."""

from services.kit.errors import Rejected


def demand_same_request(first_digest: str, digest: str) -> None:
    """What was made by this Idempotency-Key has to have come with the same body."""
    if first_digest != digest:
        raise Rejected(
            "idempotency-key-reused",
            "this Idempotency-Key came with another body before: take a new one",
            "该幂等键已用于另一请求,请更换",
            status=422,
        )
