"""What has to be there before the services start: `python -m deploy.docker.prepare`.

`secrets` makes keys, passwords and the broker's settings; `topics`, once Kafka and
MongoDB run, makes users, topics, rights and the replica set. Both are safe to repeat.
"""

import sys
from pathlib import Path

from deploy.local import mongo
from deploy.local.files import write
from deploy.local.identities import ADMIN, Identities
from deploy.local.kafka.bootstrap import answers, bootstrap
from deploy.local.kafka.broker import server_properties
from deploy.local.places import CITY, Places, StackError
from deploy.local.waiting import until
from services.kit.running.directory import departments_of

STATE = Path("/state")
KAFKA = "kafka:9092"
MONGO = "mongo:27017"
PATIENCE = 120


def main(what: str) -> int:
    identities = Identities(Places(STATE), KAFKA)
    try:
        {"secrets": make_secrets, "topics": make_topics}[what](identities)
    except StackError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


def make_secrets(identities: Identities) -> None:
    identities.make(departments_of(CITY))
    folder = STATE / "kafka"
    folder.mkdir(exist_ok=True, mode=0o700)
    settings = server_properties(
        listener="0.0.0.0:9092",
        address=KAFKA,
        controller="127.0.0.1:9093",
        data="/var/lib/kafka/data",
        password=identities.password(ADMIN),
    )
    write(folder / "server.properties", settings)
    write(folder / "admin.password", identities.password(ADMIN))


def make_topics(identities: Identities) -> None:
    if not until(lambda: mongo.ready(MONGO), PATIENCE):
        raise StackError(f"{MONGO} takes no writes")
    if not until(lambda: answers(identities), PATIENCE):
        raise StackError(f"{KAFKA} does not answer")
    bootstrap(identities, departments_of(CITY))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
