"""The operator's command, and a department that has nothing but its parcel."""

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from confluent_kafka import Consumer, Producer

from contracts.department import TaskReply
from contracts.envelope import Event, event
from contracts.sealed import AnswerText, CaseContent
from contracts.topics import decode, encode
from deploy.local.identities import login
from deploy.local.places import REPOSITORY
from deploy.local.stack import Stack
from deploy.local.waiting import until
from services.kit.sealing.readers import Opener, Sealer
from tongban_department import Department

PATIENCE = 60.0
STEP = "  … "


class Operator:
    """`./tongban department …` against one stack, as a process of its own."""

    def __init__(self, stack: Stack) -> None:
        self._environment = os.environ | {
            "TONGBAN_ROOT": str(stack.places.root),
            "TONGBAN_CITY": str(stack.city),
            "TONGBAN_PORT_BASE": str(stack.ports.base),
            "COLUMNS": "160",
        }

    def does(self, *words: str) -> str:
        """What it printed; fails with it if the command did."""
        done = self.tries(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tries(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*words),
            env=self._environment,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )

    def killed_at(self, step: int, *words: str) -> str | None:
        """kill -9 when the step begins; its name, or None if there is no such step."""
        with subprocess.Popen(
            self._command(*words),
            env=self._environment | {"PYTHONUNBUFFERED": "1"},
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            for number, line in enumerate(_steps(process)):
                if number == step:
                    process.send_signal(signal.SIGKILL)
                    return line.removeprefix(STEP).strip()
        return None

    @staticmethod
    def _command(*words: str) -> tuple[str, ...]:
        return (sys.executable, "-m", "tools.cli", "department", *words)


def _steps(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout
    return (line for line in process.stdout if line.startswith(STEP))


class Newcomer:
    """Reads and answers with what it was handed, and with ordinary libraries."""

    def __init__(self, parcel: Path, home: Path) -> None:
        with zipfile.ZipFile(parcel) as archive:
            archive.extractall(home)
        (self.folder,) = home.iterdir()
        self.code = self.folder.name.removeprefix("tongban-")
        mine = self.folder / "clients"
        self.login = login(mine / f"{self.code}.properties").for_librdkafka()
        self._opener = Opener((mine / f"{self.code}.jwk").read_text())
        self._sealer = Sealer(self.folder / "keys")

    def with_the_sdk(self) -> Department:
        mine = self.folder / "clients"
        return Department.from_properties(
            mine / f"{self.code}.properties",
            private_key=mine / f"{self.code}.jwk",
            intake_key=self.folder / "keys" / "intake.jwk",
            store=self.folder / "program.sqlite",
        )

    def first(self, topic: str, type: str, case_id: str) -> Event[Any]:
        """Waits for a fact about the case, from the beginning of the topic."""
        group = f"{self.code}-{uuid4().hex[:6]}"
        places = {"group.id": group, "auto.offset.reset": "earliest"}
        reader = Consumer({**self.login, **places})
        found: list[Event[Any]] = []

        def arrived() -> bool:
            message = reader.poll(1)
            if message is not None and message.error() is None:
                found.append(decode(message.value()))
            return any(_is(one, type, case_id) for one in found)

        reader.subscribe([f"departments.{self.code}.{topic}"])
        try:
            assert until(arrived, PATIENCE), [one.type for one in found]
        finally:
            reader.close()
        return next(one for one in found if _is(one, type, case_id))

    def opens(self, sealed: str) -> CaseContent:
        return self._opener.open(sealed, CaseContent)

    def completes(self, task: Any, words: str) -> None:
        answer = self._sealer.seal("intake", AnswerText(text=words))
        self.says(task, action="acknowledge")
        self.says(task, action="complete", outcome="resolved", answer=answer)

    def says(self, task: Any, **said: Any) -> None:
        about = {"case_id": task.case_id, "task_id": task.task_id}
        fact = TaskReply.model_validate(about | {"department": self.code} | said)
        source = f"/departments/{self.code}/{uuid4().hex}"
        letter = encode(event(fact, source, 1, datetime.now(UTC), None))
        producer = Producer(self.login)
        producer.produce(f"departments.{self.code}.replies", letter, task.case_id)
        assert producer.flush(PATIENCE) == 0


def _is(one: Event[Any], type: str, case_id: str) -> bool:
    return one.type == type and one.data.case_id == case_id
