"""Where a local platform lies, and on which ports it listens."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, SettingsConfigDict

from deploy.local.identities import login
from deploy.local.places import CITY, DEFAULT_BASE, REPOSITORY, Places, Ports
from deploy.local.stack import Stack
from services.kit.running.directory import departments_of

SERVICES = ("intake", "routing", "dispute", "notification")


class Installation(BaseSettings):
    """`TONGBAN_ROOT` is the data root; ports are those that its stack has."""

    model_config = SettingsConfigDict(env_prefix="TONGBAN_", frozen=True)

    root: Path = REPOSITORY / ".local"
    port_base: int | None = None
    city: Path = CITY
    database_prefix: str = "tongban_"

    @property
    def places(self) -> Places:
        return Places(self.root)

    @cached_property
    def ports(self) -> Ports:
        base = self.port_base or Stack.base_of(self.root)
        return Ports(base or DEFAULT_BASE)

    @property
    def mongo(self) -> str:
        return f"mongodb://{self.ports.address('mongo')}/?replicaSet=rs0"

    def stack(self, say: Callable[[str], None]) -> Stack:
        """The whole platform, as `make up` starts it; `say` is told of each step."""
        return Stack(self.root, self.ports.base, city=self.city, say=say)

    @property
    def departments(self) -> tuple[str, ...]:
        return departments_of(self.city)

    def database(self, service: str) -> str:
        return f"{self.database_prefix}{service}"

    def login(self, principal: str) -> dict[str, Any]:
        """aiokafka's arguments. Raises `StackError` that names what is missing."""
        return login(self.places.clients / f"{principal}.properties").for_aiokafka()

    def key_of(self, department: str) -> str:
        """The private key that opens what is sealed for a department."""
        return (self.places.clients / f"{department}.jwk").read_text()

    @property
    def tokens_key(self) -> str:
        return (self.places.secrets / "tokens.jwk").read_text()
