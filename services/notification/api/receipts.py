"""What providers say by themselves of messages that they accepted."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, ValidationError
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from services.kit.errors import Rejected
from services.notification.api.desk import AtDesk, InOffice
from services.notification.channels.channel import UNDELIVERED, Receipt, code_of
from services.notification.delivery.receipts import told

router = APIRouter()


class ReceiptSaid(BaseModel):
    """`reference` is ours, as it came with the message.

    `reason`: of a failure; what is no code is not an error, and not kept either.
    """

    reference: str = Field(max_length=120)
    status: Literal["accepted", "delivered", "failed"]
    reason: object = None


class Heard(BaseModel):
    """Nothing of whether the reference is known: whoever guesses learns nothing."""

    heard: bool = True


@router.post("/receipts/{channel}", status_code=202)
async def take_receipt(
    channel: Literal["sms", "voice"], request: Request, desk: AtDesk, office: InOffice
) -> Heard:
    """A provider's word, signed as docs/sms-gateway.md says; a repeat is harmless."""
    body = await request.body()
    _verify(request, channel, body)
    receipt = _read(body)
    said = Receipt(receipt.status, code_of(receipt.reason, UNDELIVERED))
    moved = await told(desk.house, channel, receipt.reference, said)
    office.soon(moved)
    return Heard()


def _verify(request: Request, channel: str, body: bytes) -> None:
    secret = request.app.state.receipt_secrets.get(channel)
    try:
        if secret is not None:
            Webhook(secret).verify(body, dict(request.headers), json_parse=False)
            return
    except (WebhookVerificationError, ValueError):
        pass
    raise Rejected(
        "signature-required",
        "sign the receipt with the gateway's secret: docs/sms-gateway.md",
        "请按 docs/sms-gateway.md 使用网关密钥签名",
        status=401,
    )


def _read(body: bytes) -> ReceiptSaid:
    try:
        return ReceiptSaid.model_validate_json(body)
    except ValidationError:
        raise Rejected(
            "receipt-not-understood",
            "a receipt has `reference`, `status` and, of a failure, `reason`",
            "回执应包含 reference、status,失败时附 reason",
            status=422,
        ) from None
