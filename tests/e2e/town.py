"""A town on the running platform: everybody asks over HTTP, reads mail, looks up."""

import mailbox
import re
from datetime import UTC, datetime
from email.message import Message
from typing import Any
from uuid import uuid4

import httpx
from confluent_kafka import Producer

from contracts.department import TaskReply
from contracts.envelope import event
from contracts.sealed import AnswerText
from contracts.topics import encode
from deploy.local.stack import Stack
from deploy.local.waiting import until
from services.kit.sealing.readers import Sealer
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue

PATIENCE = 60.0
LINK = re.compile(r"/invitation#([\w-]+)")


class Town:
    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._tokens_key = (stack.places.secrets / "tokens.jwk").read_text()
        self._client = httpx.Client(timeout=20, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def get(self, service: str, path: str, **who: Any) -> httpx.Response:
        headers = self._headers(who) if who else {}
        return self._client.get(self._url(service, path), headers=headers)

    def post(self, service: str, path: str, body: object, **who: Any) -> httpx.Response:
        headers = self._headers(who) if who else {}
        headers["idempotency-key"] = uuid4().hex
        url = self._url(service, path)
        return self._client.post(url, json=body, headers=headers)

    def by_link(self, address: str, path: str, body: object) -> httpx.Response:
        """A party, by the link of the letter that it was sent."""
        headers = self._linked(address) | {"idempotency-key": uuid4().hex}
        return self._client.post(self._url("dispute", path), json=body, headers=headers)

    def seen_by_link(self, address: str, path: str) -> httpx.Response:
        url = self._url("dispute", path)
        return self._client.get(url, headers=self._linked(address))

    def put(self, service: str, path: str, body: object, **who: Any) -> httpx.Response:
        headers = self._headers(who)
        return self._client.put(self._url(service, path), json=body, headers=headers)

    def hand_over(self, body: dict[str, Any]) -> "Case":
        response = self.post("intake", "/v1/cases", body, roles=["clerk"])
        assert response.status_code == 201, response.text
        return Case(self, response)

    def letters_to(self, address: str) -> list[str]:
        """Their texts, in the order of their subjects."""
        box = mailbox.Maildir(self._stack.places.mail, create=False)
        found = [mail for mail in box if mail["To"] == address]
        return [_text(mail) for mail in sorted(found, key=lambda m: m["Subject"])]

    def token_for(self, address: str) -> str:
        """From the link in the invitation, as soon as that has come."""
        assert until(lambda: self._tokens(address) != [], PATIENCE), address
        return self._tokens(address)[0]

    def reply(self, department: str, case_id: str, task_id: str, **said: Any) -> None:
        """By Kafka, with the department's own login."""
        about = {"case_id": case_id, "task_id": task_id, "department": department}
        fact = TaskReply.model_validate(about | said)
        source = f"/departments/{department}/{uuid4().hex}"
        letter = encode(event(fact, source, 1, datetime.now(UTC), None))
        producer = Producer(self._stack.login(department).for_librdkafka())
        producer.produce(f"departments.{department}.replies", letter, case_id)
        assert producer.flush(PATIENCE) == 0

    def completes(self, case: "Case", department: str) -> httpx.Response:
        """Over HTTP; signs for the task first, if it has not."""
        path, who = f"/v1/tasks/{case.task_of(department)}", handler(department)
        self.post("routing", f"{path}/acknowledge", {}, **who)
        done = {"outcome": "resolved", "answer": "已到现场看过。"}
        return self.post("routing", f"{path}/complete", done, **who)

    def sealed_for_intake(self, text: str) -> str:
        return Sealer(self._stack.places.keys).seal("intake", AnswerText(text=text))

    def services_in(self, trace_id: str) -> set[str]:
        """Whose spans Zipkin has in one trace."""
        answer = self.get("zipkin", f"/api/v2/trace/{trace_id}")
        spans = answer.json() if answer.status_code == 200 else []
        return {span["localEndpoint"]["serviceName"] for span in spans}

    def _tokens(self, address: str) -> list[str]:
        found = map(LINK.search, self.letters_to(address))
        return [link[1] for link in found if link]

    def _linked(self, address: str) -> dict[str, str]:
        return {"x-party-token": self.token_for(address)}

    def _headers(self, who: dict[str, Any]) -> dict[str, str]:
        named = {"subject": "journey", "area": "9901"} | who
        principal = Principal.model_validate(named)
        return {"authorization": f"Bearer {issue(self._tokens_key, principal)}"}

    def _url(self, service: str, path: str) -> str:
        return f"{self._stack.ports.url(service)}{path}"


class Case:
    """What a resident holds in hand: number, query code, and the trace's id."""

    def __init__(self, town: Town, response: httpx.Response) -> None:
        receipt = response.json()
        self._town = town
        self.trace_id = response.headers["trace-id"]
        self.id = receipt["case_id"]
        self._path = f"/v1/progress/{receipt['case_no']}?code={receipt['query_code']}"

    @property
    def progress(self) -> dict[str, Any]:
        answer = self._town.get("intake", self._path)
        assert answer.status_code == 200, answer.text
        progress: dict[str, Any] = answer.json()
        return progress

    def says(self, words: str) -> bool:
        """Waits for a sentence among the steps."""

        def said() -> bool:
            return any(words in step["words"] for step in self.progress["steps"])

        return until(said, PATIENCE)

    def is_told(self, template: str) -> bool:
        """By a template of that name, or of one that begins with it."""

        def told() -> bool:
            return any(
                line["code"].startswith(template) for line in self.progress["told"]
            )

        return until(told, PATIENCE)

    def task_of(self, department: str) -> str:
        """From the department's inbox."""
        path = f"/v1/departments/{department}/tasks"

        def mine() -> list[str]:
            inbox = self._town.get("routing", path, **handler(department)).json()
            tasks = inbox["tasks"]
            return [task["task_id"] for task in tasks if task["case_id"] == self.id]

        assert until(lambda: mine() != [], PATIENCE), department
        return mine()[0]

    def seen_by(self, department: str) -> httpx.Response:
        path = f"/v1/cases/{self.id}"
        return self._town.get("intake", path, **handler(department))


def handler(department: str) -> dict[str, Any]:
    return {"roles": ["department"], "department": department}


def _text(mail: Message) -> str:
    payload = mail.get_payload(decode=True)
    return payload.decode() if isinstance(payload, bytes) else ""
