"""The whole document, and the file it is kept in."""

import json
from pathlib import Path

from contracts import department, dispute, intake, notification, routing
from contracts.asyncapi.channels import channels, operations, parameters
from contracts.asyncapi.messages import (
    CONTENT_TYPE,
    Json,
    messages,
    ref,
    schemas,
    traits,
)

FILE = Path(__file__).parents[1] / "asyncapi.json"
VERSION = "1.0.0"
WRITERS = (intake, routing, dispute, notification, department)
LICENCE = {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
SCRAM = {
    "type": "scramSha512",
    "description": "SASL/SCRAM-SHA-512. Each service and each department has a login"
    " of its own, and rights on the topics it writes or reads, and on no other.",
}
PROMISE = """\
What the services and the departments of one city say to each other.

* **Every fact comes at least once**, and may come again: then with the same `id`.
* **In order**: within one topic, the facts of one `source` come by `sequence`. Nothing
  is promised across topics.
* **Ignore what you do not know.** A field may be added to an event at any time, and a
  type to a topic; nothing else ever changes. Whatever has to change is written as
  `.v2`, beside `.v1`.
* **No personal data in the clear.** A field with `x-sealed-for` is a JWE (RFC 7516)
  that the one reader named there can open; what it holds is one of the schemas below.
"""


def document() -> Json:
    return {
        "asyncapi": "3.0.0",
        "id": "urn:tongban:events",
        "info": _info(),
        "defaultContentType": CONTENT_TYPE,
        "servers": _servers(),
        "channels": channels(),
        "operations": operations(),
        "components": {
            "messages": messages(),
            "messageTraits": traits(),
            "parameters": parameters(),
            "schemas": schemas(),
            "securitySchemes": {"scram": SCRAM},
        },
    }


def text() -> str:
    """As it is committed: in the order in which people would tell it."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def is_kept(file: Path) -> bool:
    """Whether the file says what the code says."""
    return file.exists() and file.read_text() == text()


def _info() -> Json:
    return {
        "title": "Tongban events",
        "version": VERSION,
        "description": PROMISE,
        "license": LICENCE,
        "tags": [
            {"name": module.__name__.split(".")[-1], "description": module.__doc__}
            for module in WRITERS
        ],
    }


def _servers() -> Json:
    anywhere = {"host": {"description": "Where the city's Kafka is."}}
    security = [ref("#/components/securitySchemes/scram")]
    return {
        "city": {
            "host": "{host}",
            "protocol": "kafka-secure",
            "description": "A city's brokers, over TLS.",
            "variables": anywhere,
            "security": security,
        },
        "local": {
            "host": "127.0.0.1:9092",
            "protocol": "kafka",
            "description": "What `make up` starts.",
            "security": security,
        },
    }
