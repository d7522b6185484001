"""Dispute needs to know what every service does."""

from services.kit.running.settings import ServiceSettings


class DisputeSettings(ServiceSettings):
    service: str = "dispute"
