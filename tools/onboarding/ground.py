"""The running platform on which departments come, change and go."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pymongo import ASCENDING

from deploy.local import mongo
from deploy.local.belongings import Belongings
from deploy.local.files import alone, write
from deploy.local.identities import Identities
from deploy.local.kafka.bootstrap import answers, bootstrap
from deploy.local.places import StackError
from services.kit.writing.mongo import DURABLE
from tools.access.installation import Installation
from tools.cli.databases import Document, databases

ACTS = "department_acts"
"""In routing's database: who did what to a department, when and why."""


@dataclass(frozen=True)
class Ground:
    """`say` is told of each step before it is taken."""

    installation: Installation
    say: Callable[[str], None]

    @cached_property
    def identities(self) -> Identities:
        address = self.installation.ports.address("kafka")
        return Identities(self.installation.places, address)

    @property
    def city(self) -> Path:
        return self.installation.city / "city.yaml"

    def of(self, code: str) -> Belongings:
        return self.identities.belongings(code)

    @contextmanager
    def held(self) -> Iterator[None]:
        """One command at a time, and only while the platform is up.

        Raises `StackError`; nothing was changed then.
        """
        with alone(self.installation.places.run / "departments.lock"):
            self._refuse_if_down()
            yield

    def write_city(self, text: str) -> None:
        write(self.city, text, 0o644)

    def make_follow(self) -> None:
        """Kafka gets to what city.yaml and the files of departments say."""
        bootstrap(self.identities, self.installation.departments, self.say)

    def record(self, code: str, act: str, reason: str = "") -> None:
        who, now = getpass.getuser(), datetime.now(UTC)
        row = {"code": code, "act": act, "by": who, "at": now, "reason": reason}
        with databases(self.installation) as services:
            acts = services["routing"].get_collection(ACTS, write_concern=DURABLE)
            acts.insert_one(row)

    def acts_of(self, code: str) -> list[dict[str, Any]]:
        with databases(self.installation) as services:
            rows = services["routing"][ACTS].find({"code": code}, {"_id": 0})
            found: list[Document] = list(rows.sort("at", ASCENDING))
            return found

    def _refuse_if_down(self) -> None:
        ports = self.installation.ports
        down = []
        if not answers(self.identities):
            down.append(f"Kafka at {ports.address('kafka')}")
        if not mongo.ready(ports.address("mongo")):
            down.append(f"MongoDB at {ports.address('mongo')}")
        if down:
            raise StackError(
                f"{' and '.join(down)} does not answer; nothing was changed. "
                "Is the platform up? `make status` tells, `make up` starts it"
            )
