"""What notification needs to know beside what every service does."""

from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from services.kit.running.settings import ServiceSettings


class NotificationSettings(ServiceSettings):
    service: str = "notification"

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    """Its password is the secret `smtp.password`; empty: the server asks nobody."""
    smtp_connections: int = 16
    """How many mails leave side by side, each on a connection that stays open."""
    sender: str = "tongban@qinghe.example"
    """The `From` of every mail; its domain also names the messages."""
    sms_url: str = ""
    """Of the gateway (docs/sms-gateway.md), secret `sms.key`; empty: there is none."""
    sms_connections: int = 16
    """How many short messages leave side by side."""
    voice_url: str = ""
    """The same for spoken messages, secret `voice.key`; empty: there is none."""
    voice_connections: int = 4
    """How many calls are asked for side by side."""
    hook_trusted: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    """Where webhooks may lead besides `webhooks.yaml`, apart by commas: for a stack on
    one machine."""
    base_url: str = "http://127.0.0.1:8000"
    """Where residents open links: `/progress`, `/invitation`."""

    wrong_codes_per_case: int = 20
    """How often in an hour somebody may be wrong about one case's query code."""
    wrong_codes_per_client: int = 60
    """The same for one network address, whatever the case; many people share one."""

    streams: int = Field(500, ge=1)
    """Inboxes that this process streams at once; each is looked into every second."""
    streams_of_one: int = Field(8, ge=1)
    """Of them, those of one login, or of one case."""

    @field_validator("hook_trusted", mode="before")
    @classmethod
    def _apart(cls, said: Any) -> Any:
        return said.split(",") if said and isinstance(said, str) else said or ()
