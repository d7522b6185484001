"""What intake needs to know beside what every service does."""

from pydantic import Field

from services.kit.running.settings import ServiceSettings


class IntakeSettings(ServiceSettings):
    service: str = "intake"

    public_url: str = Field("http://127.0.0.1:8001", pattern=r"^https?://[^?#]*[^/?#]$")
    """Where residents reach the window; the QR code of a printed paper leads there."""

    wrong_codes_per_case: int = 20
    """How often in an hour somebody may be wrong about one case's query code."""
    wrong_codes_per_client: int = 60
    """The same for one network address, whatever the case; many people share one."""

    partner_requests_per_minute: int = 300
    """Of one Open311 api_key; above that it is told to wait."""
