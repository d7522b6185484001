"""Settings every service has; nothing is read at import."""

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """`TONGBAN_*` from the environment; a service's own settings extend this."""

    model_config = SettingsConfigDict(env_prefix="TONGBAN_", frozen=True)

    service: str
    member: str = "0"
    """Keeps its partitions over a restart; empty: joins and leaves like anybody."""

    kafka: str = "127.0.0.1:9092"
    kafka_security: Literal["PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL"] = (
        "SASL_PLAINTEXT"
    )
    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    database_prefix: str = "tongban_"

    city: Path = Path("deploy/config")
    """The city's data: organisations, categories, rules, calendar, templates."""
    secrets: Path = Path(".local/secrets/service")
    """This service's own: kafka.password, private.jwk, master.key, digests.key."""
    public_keys: Path = Path(".local/keys")
    """Everybody's: `<reader>.jwk` to seal for a reader, `tokens.jwk` to verify."""
    scratch: Path = Path(".local/data/faust")

    trace_export: Literal["none", "zipkin", "otlp"] = "none"
    trace_endpoint: str = ""
    trace_share: float = 1.0
    """Which part of the traces is kept, 0 to 1."""
    log_level: str = "INFO"
    crash_at: str = ""
    """For fault tests: the failpoint at which this process ends itself, once."""

    @property
    def member_id(self) -> str | None:
        return f"{self.service}-{self.member}" if self.member else None

    @property
    def database(self) -> str:
        return f"{self.database_prefix}{self.service}"

    def secret(self, name: str) -> str:
        """Raises `RuntimeError` that names the missing file and the cure."""
        path = self.secrets / name
        try:
            return path.read_text().strip()
        except OSError:
            raise RuntimeError(f"{path} is missing: `make up` makes it") from None
