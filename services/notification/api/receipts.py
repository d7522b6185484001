"""What providers say by themselves of messages that they accepted."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, ValidationError
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from services.kit.errors import Rejected
from services.notification.api.desk import AtDesk, InOffice
from services.notification.channels.channel import Receipt
from services.notification.delivery.receipts import told

router = APIRouter()


class ReceiptSaid(BaseModel):
    """`reference` is ours, as it came with the message; `reason`: of a failure."""

    reference: str = Field(max_length=120)
    status: Literal["accepted", "delivered", "failed"]
    reason: str = Field(default="undelivered", pattern=r"^[a-z][a-z0-9_]{0,39}$")


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
    said = Receipt(receipt.status, receipt.reason)
    moved = await told(desk.house, receipt.reference, said)
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
