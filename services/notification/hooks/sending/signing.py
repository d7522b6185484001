"""Secrets and signatures as Standard Webhooks has them."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from secrets import token_bytes

from standardwebhooks import Webhook

from contracts.sealed import Plaintext
from services.kit.sealing.vault import Vault
from services.notification.domain.hooks.endpoint import Endpoint, Secret

SECRET_BYTES = 32
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
AGENT = "Tongban-Webhooks/1"


class HookSecret(Plaintext):
    secret: str


async def new_secret(vault: Vault, endpoint_id: str, secret_id: str) -> Secret:
    """Sealed under a key of the endpoint's own, which goes when it is deleted."""
    fresh = "whsec_" + b64encode(token_bytes(SECRET_BYTES)).decode()
    sealed = await vault.seal(endpoint_id, HookSecret(secret=fresh))
    return Secret(secret_id=secret_id, sealed=sealed)


async def secret_of(vault: Vault, endpoint: Endpoint, secret_id: str) -> str | None:
    """In the clear, for whoever asked for it; None: it is another one by now."""
    for secret in endpoint.secrets:
        if secret.secret_id == secret_id:
            return await _opened(vault, endpoint, secret)
    return None


async def signing_secrets(
    vault: Vault, endpoint: Endpoint, now: datetime
) -> tuple[str, ...]:
    """In the clear: the newest first, beside it the former one for as long as it signs.

    Empty: its key is gone, it was deleted a moment ago.
    """
    opened = [
        await _opened(vault, endpoint, secret)
        for secret in endpoint.secrets
        if secret.signs(now)
    ]
    return tuple(secret for secret in opened if secret)


def signed_headers(
    secrets: Iterable[str], event_id: str, body: bytes, now: datetime
) -> dict[str, str]:
    """Whoever holds any of these secrets can verify them."""
    text = body.decode()
    signatures = (Webhook(secret).sign(event_id, now, text) for secret in secrets)
    return {
        "content-type": CONTENT_TYPE,
        "user-agent": AGENT,
        "webhook-id": event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def _opened(vault: Vault, endpoint: Endpoint, secret: Secret) -> str | None:
    opened = await vault.open(endpoint.endpoint_id, secret.sealed, HookSecret)
    return opened.secret if opened else None
