"""Settings of routing: those every service has, and its name."""

from services.kit.running.settings import ServiceSettings


class RoutingSettings(ServiceSettings):
    service: str = "routing"
