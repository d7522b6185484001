"""How this process proves to Kafka who it is."""

import ssl
from typing import Any

import faust

from services.kit.running.settings import ServiceSettings

MECHANISM = "SCRAM-SHA-512"


def kafka_login(settings: ServiceSettings) -> dict[str, Any]:
    """aiokafka's arguments for this service's principal."""
    if settings.kafka_security == "PLAINTEXT":
        return {}
    return {
        "security_protocol": settings.kafka_security,
        "sasl_mechanism": MECHANISM,
        "sasl_plain_username": settings.service,
        "sasl_plain_password": settings.secret("kafka.password"),
        "ssl_context": _encryption(settings),
    }


def faust_login(settings: ServiceSettings) -> faust.SASLCredentials | None:
    """The same for Faust."""
    if settings.kafka_security == "PLAINTEXT":
        return None
    return faust.SASLCredentials(
        username=settings.service,
        password=settings.secret("kafka.password"),
        mechanism=MECHANISM,
        ssl_context=_encryption(settings),
    )


def _encryption(settings: ServiceSettings) -> ssl.SSLContext | None:
    needed = settings.kafka_security == "SASL_SSL"
    return ssl.create_default_context() if needed else None
