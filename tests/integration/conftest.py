"""One real Kafka and one real MongoDB for the whole session, on ports of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest

from deploy.local.places import free_base
from deploy.local.stack import Stack
from services.kit.running.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Kafka, MongoDB, a mail server, a gateway; users, topics and rights are there."""
    root = tmp_path_factory.mktemp("stack")
    with Stack(root, free_base(), ("kafka", "mongo", "mail", "gateway")) as running:
        yield running


@pytest.fixture(scope="session")
def mongo_uri(stack: Stack) -> str:
    return stack.environment("intake")["TONGBAN_MONGO"]


@pytest.fixture
def settings_for(stack: Stack, tmp_path: Path) -> Callable[..., ServiceSettings]:
    """`settings_for("routing", kind=..., ...)`: a service with databases of its own.

    Joins its consumer group as nobody in particular, so that tests do not wait for
    each other's sessions.
    """
    prefix = f"test_{uuid4().hex[:8]}_"

    def settings(
        service: str, kind: type[S] = ServiceSettings, **others: object
    ) -> ServiceSettings:
        given = {
            name.removeprefix("TONGBAN_").lower(): value
            for name, value in stack.environment(service, member="").items()
        }
        own = {"database_prefix": prefix, "scratch": tmp_path / "faust"}
        fields = kind.model_fields
        known = {name: value for name, value in given.items() if name in fields}
        return kind.model_validate(known | own | others)

    return settings
